#!/bin/sh
# readme.sh SOURCES: the first program shown in the README is examples/first_program.c, word for word.
set -eu
cd "$1"
sed -n '/^```c$/,/^```$/p' README.md | sed '1d;$d' | diff - examples/first_program.c
