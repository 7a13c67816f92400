#!/bin/sh
# front_door.sh SOURCES: ./run explains itself, refuses what it does not know, and names what is missing to a user who
# cannot install it, with a code that is none of the command's.
set -eu
run=$1/run

expect() { # WHAT CODE WORDS COMMAND...
    what=$1 code=$2 words=$3 got=0
    shift 3
    output=$("$@" 2>&1 </dev/null) || got=$?
    case "$got $output" in
        "$code "*"$words"*) echo "ok: $what" ;;
        *)
            printf '%s: expected code %s and "%s", got code %s and:\n%s\n' "$what" "$code" "$words" "$got" "$output"
            exit 1
            ;;
    esac
}

expect "help" 0 "usage: ./run" "$run" help
expect "no argument" 0 "usage: ./run" "$run"
expect "an unknown word" 125 'there is no "nonsense"' "$run" nonsense

# A machine where nothing is installed but the shell's own tools, and a user who is not root.
tools=$(mktemp -d)
trap 'rm -rf "$tools"' EXIT
for tool in bash dirname apt-get; do
    path=$(command -v $tool) || continue
    ln -s "$path" "$tools/$tool"
done
if ! [ -e "$tools/apt-get" ]; then
    echo "skipped: no apt-get"
    exit 77
fi
printf '#!/bin/sh\necho 1000\n' >"$tools/id"
printf '#!/bin/sh\nexit 1\n' >"$tools/sudo"
chmod +x "$tools/id" "$tools/sudo"
for word in test demo "conelet --help" docs format peers; do
    # The words are arguments, to be split.
    # shellcheck disable=SC2086
    expect "$word without tools" 125 "apt-get install --yes --no-install-recommends" \
        env PATH="$tools" "$tools/bash" "$run" $word
done
