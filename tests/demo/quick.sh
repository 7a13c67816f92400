#!/bin/sh
# quick.sh PROGRAM STEPS: a short run of the demo. The trained layer must do better than the frozen one, every program
# must be solved, and the result must not depend on the number of threads.
set -eu
program=$1 steps=$2

if [ ! -e /usr/share/datasets/fashion-mnist/train-images-idx3-ubyte.gz ]; then
    echo "skipped: the package dataset-fashion-mnist is not installed"
    exit 77
fi

full=$("$program" --quick --steps "$steps")
printf '%s\n' "$full"
if printf '%s\n' "$full" | grep 'programs solved' | grep -v ', 0 not to full accuracy'; then
    echo "failed: a program was not solved"
    exit 1
fi
if [ "$steps" -ge 60 ]; then
    # "difference                                 +12.67 points"
    printf '%s\n' "$full" | awk '/^difference/ { is_clear = $2 >= 5 } END { exit !is_clear }' || {
        echo "failed: the trained layer must be at least 5 points better"
        exit 1
    }
fi

# Loss and accuracy of both runs; not the speed.
outcome() { "$program" --quick --steps 3 --threads "$1" | sed -n 's/^\(convex layer .*%\).*/\1/p'; }
one=$(outcome 1)
two=$(outcome 2)
if [ -z "$one" ] || [ "$one" != "$two" ]; then
    printf 'failed: one thread and two must give the same\n%s\n%s\n' "$one" "$two"
    exit 1
fi
