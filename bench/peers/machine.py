"""What the numbers were measured on."""

import os
import pathlib
import subprocess

# Instruction sets worth naming, as /proc/cpuinfo calls them.
ISA_FLAGS = ("avx2", "fma", "avx512f", "avx512dq", "avx512vl")


def cpu_fields():
    fields = {}
    for line in pathlib.Path("/proc/cpuinfo").read_text().splitlines():
        key, _, value = line.partition(":")
        fields.setdefault(key.strip(), value.strip())
    return fields


def gcc_line(*arguments):
    output = subprocess.run(["gcc", *arguments], capture_output=True, text=True).stdout
    return output.splitlines()[0] if output else ""


def native_architecture():
    output = subprocess.run(["gcc", "-march=native", "-Q", "--help=target"], capture_output=True, text=True).stdout
    for line in output.splitlines():
        words = line.split()
        if len(words) == 2 and words[0] == "-march=":
            return words[1]
    return ""


def describe():
    fields = cpu_fields()
    flags = fields.get("flags", "").split()
    return {
        "cpu": fields.get("model name", "unknown"),
        "cpu_family": fields.get("cpu family"),
        "cpu_model": fields.get("model"),
        "isa": [flag for flag in ISA_FLAGS if flag in flags],
        "cores_used": sorted(os.sched_getaffinity(0)),
        "load_average": round(os.getloadavg()[0], 1),  # 1 is this run itself
        "gcc": gcc_line("--version"),
        "gcc_native": native_architecture(),
    }
