#!/bin/sh
# formatting.sh SOURCES CLANG_FORMAT -i|--dry-run: formats the C, C++ and CUDA sources, or fails if one is
# not formatted.
set -eu
sources=$1 clang_format=$2 mode=$3

if [ "$clang_format" = none ]; then
    echo "skipped: no clang-format-14"
    exit 77
fi
cd "$sources"
find include src tests bench examples \
    '(' -name '*.[ch]' -o -name '*.cpp' -o -name '*.cu' -o -name '*.cuh' ')' -print0 |
    xargs -0 "$clang_format" --style=file --Werror "$mode"
