#!/bin/bash
# gpu_report.sh SOURCES: `./run gpu` without a GPU says which of its needs is not met, builds nothing, and that is no
# failure. With one it builds, tests, measures and writes a report; here all tools are impostors that say what real ones
# would, so that the script's own part is proven.
set -eu
sources=$1
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
tools=$work/tools
mkdir "$tools"
unset CUDACXX CUDA_HOME CUDA_PATH
export CUDA_ROOT=$work/none PATH=$tools:/usr/bin:/bin
if command -v nvidia-smi >/dev/null; then
    echo "skipped: there is a real driver"
    exit 77
fi

# impostor NAME: standard input becomes the command NAME.
impostor() {
    cat >"$tools/$1"
    chmod +x "$tools/$1"
}

expect() { # WHAT CODE WORDS
    local got=0 output
    output=$(bash "$sources/bench/gpu/run" "$work/build" 2>&1) || got=$?
    case "$got $output" in
        "$2 "*"$3"*) echo "ok: $1" ;;
        *)
            printf '%s: expected code %s and "%s", got code %s and:\n%s\n' "$1" "$2" "$3" "$got" "$output"
            [ ! -e "$work/build/report.md" ] || cat "$work/build/report.md"
            exit 1
            ;;
    esac
}

reports() { # WORDS: a line of the report
    grep -qF -- "$1" "$work/build/report.md" || {
        echo "the report lacks: $1"
        cat "$work/build/report.md"
        exit 1
    }
}

# Without a GPU.
expect "no driver" 0 "skipped: no CUDA device: no driver (there is no nvidia-smi)"
"$sources/run" gpu | grep -q "skipped: no CUDA device" || {
    echo "./run gpu does not say that it is skipped"
    exit 1
}
impostor nvidia-smi <<<'echo "No devices were found"; exit 6'
expect "no device" 0 "skipped: no CUDA device: no device (nvidia-smi says: No devices were found)"
impostor nvidia-smi <<'TEXT'
case $1 in *compute_cap) echo 9.0 ;; *driver*) echo 580.65 ;; *) echo "Pretended GPU" ;; esac
TEXT
command -v nvcc >/dev/null || expect "no nvcc" 0 "skipped: no CUDA device: no nvcc"
[ ! -e "$work/build" ] || {
    echo "something was built without a GPU"
    exit 1
}

# With impostors.
impostor nvcc <<<'echo "Cuda compilation tools, release 13.0"'
impostor compute-sanitizer <<<'echo "ERROR SUMMARY: 0 errors"'
impostor conelet <<'TEXT'
echo "family,n,m,batch,forward_us,backward_us,device"
echo "optnet,$7,$9,${11},0.02,0.03,Pretended GPU"
TEXT
impostor cmake <<TEXT
echo "cmake \$*"
mkdir -p "$work/build/bench" "$work/build/src/cli" "$work/build/tests/cuda"
printf '#!/bin/sh\necho "| mma.m16n8k8 | 52.0 | 32.0 | 66.00 |"\n' >"$work/build/bench/gpu_instruction_rates"
chmod +x "$work/build/bench/gpu_instruction_rates"
cp "$tools/conelet" "$work/build/src/cli/conelet"
TEXT
impostor ctest <<<'echo "100% tests passed, 0 tests failed out of 12"'
expect "a report" 0 "the report is $work/build/report.md"
grep -q -- "-DCMAKE_CUDA_ARCHITECTURES=90" "$work/build/build.log" || {
    echo "the device's architecture does not reach CMake"
    exit 1
}
reports "# On Pretended GPU"
reports "driver 580.65"
reports "12 tests on the device; 0 failed, 0 were skipped"
reports "| mma.m16n8k8 | 52.0 | 32.0 | 66.00 |"
reports "| 10 | 65536 | 50 | 20 | 0.02 | 0.03 |"
reports "## Problems per second on floats"
reports "| 100 | 4096 | 50 | 20 | 0.02 | 0.03 |"
reports "ERROR SUMMARY: 0 errors"

# What fails is named.
impostor ctest <<'TEXT'
echo "1/1 Test #1: device_graphs ...***Skipped"
echo "100% tests passed, 0 tests failed out of 1"
TEXT
expect "tests that all found no device" 1 "failed: Tests"
impostor ctest <<'TEXT'
echo "1/2 Test #1: device_graphs ...***Failed"
echo "50% tests passed, 1 tests failed out of 2"
exit 8
TEXT
impostor compute-sanitizer <<<'echo "ERROR SUMMARY: 3 errors"; exit 9'
impostor conelet <<<'echo "no CUDA driver" >&2; exit 2'
expect "everything at once" 1 "failed: Tests, Problems per second, Problems per second on floats, compute-sanitizer"
reports "2 tests on the device; 1 failed"
reports "| 32 | 65536 | no CUDA driver"
reports "ERROR SUMMARY: 3 errors"
impostor cmake <<<'echo "CMake Error: no amd"; exit 1'
expect "a build that fails" 125 "CMake Error: no amd"
