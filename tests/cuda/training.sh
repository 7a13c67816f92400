#!/bin/sh
# training.sh PROGRAM BATCH STEPS LEAST: examples/cuda_training learns: its loss falls by a factor of LEAST. A step that is
# captured in a graph and replayed does what calling it does: every loss printed is the same to its last digit.
set -eu
program=$1 batch=$2 steps=$3 least=$4

failed() {
    case $1 in
        *"no CUDA-capable device"* | *"driver version is insufficient"*)
            echo "skipped: $1"
            exit 77
            ;;
    esac
    printf 'the program failed: %s\n' "$1"
    exit 1
}

replayed=$("$program" "$batch" "$steps" 2>&1) || failed "$replayed"
plain=$("$program" "$batch" "$steps" plain 2>&1) || failed "$plain"
echo "$replayed"
[ "$replayed" = "$plain" ] || {
    printf 'without a graph:\n%s\n' "$plain"
    exit 1
}
echo "$replayed" | awk -v steps="$steps" -v least="$least" '
    NR == 1 { first = $4 }
    { last = $4; step = $2 }
    END {
        fell = step == steps && first > 0 && last > 0 && last * least < first
        if (!fell) print "the loss must fall by a factor of " least " in " steps " steps"
        exit !fell
    }'
