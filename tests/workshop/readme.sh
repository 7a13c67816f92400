#!/bin/sh
# readme.sh SOURCES: the first program shown in the README is examples/first_program.c, word for word, and every file
# that a page links to is there.
set -eu
cd "$1"
wrong=0

sed -n '/^```c$/,/^```$/p' README.md | sed '1d;$d' | diff - examples/first_program.c || wrong=1

for page in *.md docs/*.md; do
    # What a comment says is not there yet.
    for link in $(sed '/<!--/,/-->/d' "$page" | grep -oE '\]\([^):# ]+[)#]' | sed 's,^](,,; s,[)#]$,,'); do
        if ! [ -e "$(dirname "$page")/$link" ]; then
            echo "$page: links to $link, which is not there"
            wrong=1
        fi
    done
done
exit $wrong
