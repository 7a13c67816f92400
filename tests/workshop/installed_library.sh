#!/bin/sh
# installed_library.sh SOURCES BUILD WORK CMAKE GENERATOR CC NVCC: installs into WORK/moved, and builds and runs
# examples/linking against it, through CMake's find_package and through pkg-config; where NVCC is there, it builds
# examples/cuda_training.cu too. The tree is moved after the installation, since distributions do that too.
set -eu
sources=$1 build=$2 work=$3 cmake=$4 generator=$5 compiler=$6 nvcc=$7
expected='conelet 0.1.0: solved, x = 2.0000'

rm -rf "$work"
mkdir -p "$work"
"$cmake" --install "$build" --prefix "$work/first" >"$work/install.log"
mv "$work/first" "$work/moved"
prefix=$work/moved

check_output() {
    printf '%s: %s\n' "$1" "$2"
    [ "$2" = "$expected" ] || {
        echo "expected: $expected"
        exit 1
    }
}

"$cmake" -G "$generator" -S "$sources/examples/linking" -B "$work/by_cmake" -DCMAKE_C_COMPILER="$compiler" \
    -DCMAKE_PREFIX_PATH="$prefix" >"$work/cmake.log" || {
    cat "$work/cmake.log"
    exit 1
}
"$cmake" --build "$work/by_cmake" >>"$work/cmake.log" || {
    cat "$work/cmake.log"
    exit 1
}
check_output "CMake" "$("$work/by_cmake/linking")"

if ! command -v pkg-config >/dev/null; then
    echo "skipped: no pkg-config"
    exit 77
fi
PKG_CONFIG_PATH=$(dirname "$(find "$prefix" -name conelet.pc)")
export PKG_CONFIG_PATH
library_folder=$(pkg-config --variable=libdir conelet)
# The flags are words, to be split.
# shellcheck disable=SC2046
"$compiler" "$sources/examples/linking/main.c" $(pkg-config --cflags --libs conelet) -o "$work/by_pkg_config"
check_output "pkg-config" "$(LD_LIBRARY_PATH=$library_folder "$work/by_pkg_config")"

if [ -x "$nvcc" ]; then
    # shellcheck disable=SC2046
    "$nvcc" -std=c++17 "$sources/examples/cuda_training.cu" $(pkg-config --cflags --libs conelet) \
        -o "$work/cuda_training"
    echo "nvcc: examples/cuda_training.cu is linked"
fi

"$prefix/bin/conelet" --version >/dev/null || {
    echo "the installed command does not start"
    exit 1
}
