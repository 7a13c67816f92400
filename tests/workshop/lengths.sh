#!/bin/sh
# lengths.sh SOURCES: fails if a file is longer than 400 lines or a function longer than 60. A function is what stands
# between a "{" in the first column, or at the end of a line that starts in the first column, and a "}" in the first
# column: clang-format sees to that.
set -eu
cd "$1"

find include src tests bench examples -name '*.[ch]' -o -name '*.cpp' -o -name '*.cu' -o -name '*.cuh' | sort | xargs awk '
    FNR == 1 { opened = 0; if (file) end_of_file(); file = FILENAME }
    { lines = FNR }
    /^\{/ && previous !~ /^(namespace|class|struct)/ { opened = FNR; name = previous }
    /^}/ {
        if (opened && FNR - opened - 1 > 60) {
            printf "%s:%d: a function of %d lines: %s\n", FILENAME, opened, FNR - opened - 1, name
            wrong = 1
        }
        opened = 0
    }
    { previous = $0 }
    function end_of_file() {
        if (lines > 400) {
            printf "%s: a file of %d lines\n", file, lines
            wrong = 1
        }
    }
    END { end_of_file(); exit wrong }
'
