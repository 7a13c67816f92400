#!/bin/sh
# imported_names.sh LIBRARY NM: the library ends no process, prints nothing, opens no file and keeps no seed; so it
# must not even ask the linker for the functions that do.
set -eu
library=$1 nm=$2
forbidden='^(abort|exit|_exit|quick_exit|__assert_fail|raise|signal|printf|puts|putchar|fprintf|fputs|fputc|fwrite|perror|vprintf|vfprintf|__printf_chk|__fprintf_chk|__vfprintf_chk|stdout|stderr|fopen|open|rand|srand|random|system|setenv|putenv)$'

if "$nm" --dynamic --undefined-only "$library" | awk '{ sub(/@.*/, "", $NF); print $NF }' | grep -E "$forbidden"; then
    echo "the library uses the functions above"
    exit 1
fi
