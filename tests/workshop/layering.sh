#!/bin/sh
# layering.sh SOURCES: an #include may only point the way the arrows of docs/architecture.md do.
set -eu
cd "$1"

# A folder, and what its files may include besides their own folder. "public" is include/conelet.
allowed() {
    case $1 in
        include/conelet | src/math) ;;
        src/engine) echo "src/math public" ;;
        # The core opens the executors; they know the plan that it made for them.
        src/core) echo "src/cpu src/cuda public" ;;
        src/cpu | src/cuda) echo "src/engine src/math src/core public" ;;
        src/io | src/model | src/relu) echo "public" ;;
        bench) echo "src/io public" ;;
        src/cli) echo "src/io src/model src/relu bench public" ;;
        examples) echo "public" ;;
        *) return 1 ;;
    esac
}

# Where the file named by #include "$2" in folder $1 lies.
found_in() {
    for folder in "$1" src include src/core src/engine src/math src/cpu src/cuda src/io src/model src/relu src/cli bench; do
        if [ -e "$folder/$2" ]; then
            dirname "$folder/$2" | sed 's,[^/]*/\.\./,,g'
            return
        fi
    done
    echo nowhere
}

check_file() {
    file=$1
    home=$(echo "$file" | sed -E 's,^((src|include)/[^/]*|[^/]*)/.*,\1,')
    friends=$(allowed "$home") || {
        echo "$file: no rule for the folder $home; add one to layering.sh"
        return
    }
    sed -nE 's/^ *# *include *[<"]([^>"]+)[>"].*/\1/p' "$file" | while read -r name; do
        target=$(found_in "$(dirname "$file")" "$name")
        [ "$target" != nowhere ] || continue # a system header
        target=$(echo "$target" | sed -E 's,^((src|include)/[^/]*|[^/]*)(/.*)?$,\1,; s,^include/conelet$,public,')
        case " $friends $home " in
            *" $target "*) ;;
            *) [ "$target$home" = publicinclude/conelet ] || echo "$file: may not include $name (of $target)" ;;
        esac
    done
}

wrong=$(find include src bench examples -name '*.[ch]' -o -name '*.cu' -o -name '*.cuh' | sort |
    while read -r file; do check_file "$file"; done)
[ -z "$wrong" ] || {
    echo "$wrong"
    exit 1
}
