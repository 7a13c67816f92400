#!/bin/sh
# layering.sh SOURCES: an #include may only point the way the arrows of docs/architecture.md do.
set -eu
cd "$1"

find include src bench examples -name '*.[ch]' -o -name '*.cu' -o -name '*.cuh' | sort >"${TMPDIR:-/tmp}/layering.$$"
trap 'rm -f "${TMPDIR:-/tmp}/layering.$$"' EXIT

awk '
# A room, and the rooms that its files may include besides their own.
BEGIN {
    allowed["include/conelet"] = ""
    allowed["src/math"] = ""
    allowed["src/engine"] = "src/math include/conelet"
    # The core opens the executors; they know the plan that it made for them.
    allowed["src/core"] = "src/cpu src/cuda include/conelet"
    allowed["src/cpu"] = "src/engine src/math src/core include/conelet"
    allowed["src/cuda"] = "src/engine src/math src/core include/conelet"
    allowed["src/io"] = "include/conelet"
    allowed["src/model"] = "include/conelet"
    allowed["src/relu"] = "include/conelet"
    allowed["bench"] = "src/io include/conelet"
    allowed["src/cli"] = "src/io src/model src/relu bench include/conelet"
    allowed["examples"] = "include/conelet"
}

# The first pass learns which files there are, the second one reads them.
NR == FNR {
    exists[$0] = 1
    ARGV[ARGC++] = $0
    name = $0
    sub(/.*\//, "", name)
    by_name[name] = by_name[name] " " $0
    next
}

FNR == 1 && !(room(FILENAME) in allowed) {
    complain("no rule for the folder " room(FILENAME) "; add one to layering.sh")
}

/^[ \t]*#[ \t]*include[ \t]*[<"]/ {
    name = $0
    sub(/^[^<"]*[<"]/, "", name)
    sub(/[>"].*/, "", name)
    target = found(FILENAME, name)
    if (target == "") next # a header of the system
    if (!may_see(FILENAME, target)) complain("may not include " name " (of " room(target) ")")
}

END { exit wrong }

function complain(what) {
    print FILENAME ": " what
    wrong = 1
}

# src/core/plan.h is in src/core, bench/plot/plot.h in bench.
function room(file) {
    split(file, part, "/")
    return part[1] == "src" || part[1] == "include" ? part[1] "/" part[2] : part[1]
}

function may_see(file, target,    from, to) {
    from = room(file)
    to = room(target)
    return from == to || index(" " allowed[from] " ", " " to " ") > 0
}

# The file that an #include names: beside the one that includes, under src or include, or on a path of the build. Where
# several have that name, the build gave the path of one that may be seen.
function found(file, name,    folder, count, candidate, i) {
    folder = file
    sub(/[^\/]*$/, "", folder)
    if (plain(folder name) in exists) return plain(folder name)
    if (plain("src/" name) in exists) return plain("src/" name)
    if (plain("include/" name) in exists) return plain("include/" name)
    count = split(by_name[name], candidate, " ")
    for (i = 1; i <= count; i++) if (may_see(file, candidate[i])) return candidate[i]
    return candidate[1]
}

# a/b/../c is a/c.
function plain(path) {
    while (sub(/[^\/]+\/\.\.\//, "", path)) continue
    return path
}
' "${TMPDIR:-/tmp}/layering.$$"
