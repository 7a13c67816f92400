#!/bin/sh
# plugin_names.sh PLUGIN NM: libconelet_cuda shows one name, that of its table; the runtime linked into it stays inside.
set -eu
names=$("$2" --dynamic --defined-only "$1" | awk '{ sub(/@.*/, "", $NF); print $NF }')
echo "exported: $names"
[ "$names" = conelet_cuda_backend ]
