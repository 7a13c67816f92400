#!/bin/sh
# no_cuda.sh LIBRARY NM READELF: libconelet links no library of CUDA and asks the linker for none of its functions, so it
# starts where there is none.
set -eu
library=$1 nm=$2 readelf=$3

needed=$("$readelf" --dynamic "$library" | grep NEEDED)
asked=$("$nm" --dynamic --undefined-only "$library" | awk '{ sub(/@.*/, "", $NF); print $NF }')
[ -n "$asked" ] || {
    echo "nothing is asked for: is this script out of date?"
    exit 1
}
if printf '%s\n' "$needed" | grep -iE 'cuda|cublas|cusolver|cusparse|nvrtc|libnv'; then
    echo "the library links those above"
    exit 1
fi
if printf '%s\n' "$asked" | grep -E '^(cu[A-Z]|cuda[A-Z_]|__cuda|nv[A-Z])'; then
    echo "the library uses the functions above"
    exit 1
fi
