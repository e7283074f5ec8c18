#!/usr/bin/env bash
# Runs one of the benchmark targets of the Makefile: run.sh bench-NAME BUILD_DIR
# Results go to BUILD_DIR/NAME.json as well.
set -eu
cd "$(dirname "$0")/.."
target=$1 build=$2
case $target in
bench-alloc)
    bench/build.sh "$build/bench"
    bench/run.py alloc replay --build "$build/bench" --json "$build/$target.json"
    ;;
bench-return)
    bench/build.sh "$build/bench"
    bench/run.py return --build "$build/bench" --json "$build/$target.json"
    ;;
bench-gc)
    OURO="$build/ouro" /usr/bin/python3 bench/gc/run.py ${FULL:+--full} --build "$build/bench-gc" --json "$build/$target.json"
    ;;
bench-bytes)
    mkdir -p "$build/bench"
    cc -std=gnu11 -O2 -Wall -Wextra -Iinclude bench/bytes/measure.c -o "$build/bench/measure_bytes" \
        -L"$build" -l:libouro.so -Wl,-rpath,"$(realpath "$build")"
    /usr/bin/python3 bench/bytes/run.py --ouro "$build/ouro" --native "$build/bench/measure_bytes" \
        --json "$build/$target.json"
    ;;
bench-lang)
    /usr/bin/python3 bench/lang/run.py --ouro "$build/ouro" --json "$build/$target.json"
    ;;
*)
    echo "no benchmark '$target'" >&2
    exit 2
    ;;
esac
