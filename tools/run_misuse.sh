#!/usr/bin/env bash
# Builds and runs the misuse programs: each must be reported on standard error and abort.
# usage: run_misuse.sh BUILD_DIR
# A comment "EXPECT: WORD..." in a program names words that the report must hold.
set -u
root=$(cd "$(dirname "$0")/.." && pwd)
build=$(cd "$1" && pwd)
out=$build/misuse
mkdir -p "$out"
ninja -C "$build" ouro_static >"$out/build.log" 2>&1 || { tail -20 "$out/build.log"; exit 1; }
flags=
grep -q 'OURO_SANITIZE:BOOL=ON' "$build/CMakeCache.txt" && flags='-fsanitize=address,undefined -DOURO_SANITIZE'
passed=0
failed=0
for source in "$root"/tests/misuse/*.c; do
    name=$(basename "$source" .c)
    if ! cc -std=gnu11 -g $flags -I"$root/src" -I"$root/include" "$source" -o "$out/$name" "$build/libouro.a" \
            -lgmp -lutf8proc -lm -lpthread -ldl 2>"$out/$name.log"; then
        cat "$out/$name.log"
        echo "FAIL $name: does not build"
        failed=$((failed + 1))
        continue
    fi
    { (ulimit -c 0; exec "$out/$name") >"$out/$name.out" 2>"$out/$name.report"; } 2>/dev/null
    status=$?
    problem=
    [ $status = 134 ] || problem="ended with $status, not by abort"
    grep -qi 'block' "$out/$name.report" || problem=${problem:-"no report"}
    for word in $(sed -n 's/.*EXPECT: *\(.*\)\*\/$/\1/p' "$source"); do
        grep -qi -- "$word" "$out/$name.report" || problem=${problem:-"'$word' is not in the report"}
    done
    if [ -n "$problem" ]; then
        echo "FAIL $name: $problem"
        sed 's/^/    /' "$out/$name.report" | head -20
        failed=$((failed + 1))
    else
        passed=$((passed + 1))
    fi
done
echo "misuse: $passed passed, $failed failed"
[ $failed = 0 ]
