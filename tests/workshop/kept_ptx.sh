#!/bin/sh
# kept_ptx.sh SOURCES FOLDER CMAKE GENERATOR KERNEL...: a build with CONELET_KEEP_PTX leaves the PTX of every kernel file in the
# folder that was named, for the architectures that were asked for, and installs it.
set -eu
sources=$1 folder=$2 cmake=$3 generator=$4
shift 4

give_up() {
    tail -n 30 "$folder/log"
    exit 1
}

rm -rf "$folder"
mkdir -p "$folder"
"$cmake" -S "$sources" -B "$folder/build" -G "$generator" -DCMAKE_CUDA_ARCHITECTURES=90 -DCONELET_BUILD_TESTS=OFF \
    -DCONELET_CUDA=ON -DCONELET_KEEP_PTX="$folder/kept" "-DCONELET_PTX_ARCHITECTURES=86;90" -DCONELET_INSTALL_PTX=ON \
    >"$folder/log" 2>&1 || give_up
"$cmake" --build "$folder/build" --target conelet_kept_ptx >>"$folder/log" 2>&1 || give_up
"$cmake" --install "$folder/build" --component ptx --prefix "$folder/installed" >>"$folder/log" 2>&1 || give_up

for kernel in "$@"; do
    name=$(basename "$kernel" .cu)
    for architecture in 86 90; do
        for file in kept installed/share/conelet/ptx; do
            file=$folder/$file/$name.sm_$architecture.ptx
            grep -q "^\.target sm_$architecture" "$file" && grep -q '\.entry ' "$file" && continue
            echo "$file holds no kernel for sm_$architecture"
            exit 1
        done
    done
done
echo "PTX of $# kernel files"
[ $# -gt 0 ]
