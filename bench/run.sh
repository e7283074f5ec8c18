#!/usr/bin/env bash
# Runs one of the benchmark targets of the Makefile: run.sh bench-NAME BUILD_DIR
# Results go to BUILD_DIR/NAME.json as well.
set -eu
cd "$(dirname "$0")/.."
target=$1 build=$2
case $target in
bench-alloc | bench-return)
    bench/build.sh "$build/bench"
    bench/run.py "${target#bench-}" --build "$build/bench" --json "$build/$target.json"
    ;;
bench-gc)
    OURO="$build/ouro" /usr/bin/python3 bench/gc/run.py --build "$build/bench-gc" --json "$build/$target.json"
    ;;
bench-bytes | bench-lang)
    /usr/bin/python3 "bench/${target#bench-}/run.py" --ouro "$build/ouro" --json "$build/$target.json"
    ;;
*)
    echo "no benchmark '$target'" >&2
    exit 2
    ;;
esac
