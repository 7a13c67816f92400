#!/bin/sh
# exported_names.sh SOURCES LIBRARY NM: the shared library exports exactly the functions that the headers mark CNL_API.
set -eu
sources=$1 library=$2 nm=$3
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

"$nm" --dynamic --defined-only "$library" | awk '{ sub(/@.*/, "", $NF); print $NF }' | sort >"$work/exported"
cat "$sources"/include/conelet/*.h | tr '\n' ' ' |
    grep -oE 'CNL_API [^;{(]*\(' | grep -oE 'cnl_[a-z0-9_]+ *\($' | tr -d ' (' | sort >"$work/declared"

echo "$(wc -l <"$work/exported") exported, $(wc -l <"$work/declared") declared"
[ -s "$work/declared" ] || {
    echo "no declaration found: is this script out of date?"
    exit 1
}
comm -23 "$work/exported" "$work/declared" | sed 's/^/exported, but in no header: /' >"$work/wrong"
comm -13 "$work/exported" "$work/declared" | sed 's/^/in a header, but not exported: /' >>"$work/wrong"
grep -v '^cnl_' "$work/exported" | sed 's/^/does not start with cnl_: /' >>"$work/wrong" || true
cat "$work/wrong"
[ ! -s "$work/wrong" ]
