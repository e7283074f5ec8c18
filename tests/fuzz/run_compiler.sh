#!/usr/bin/env bash
# Builds the fuzzer of the lexer, the parser and the compiler (fuzz_compile.c) with clang, and runs it.
# usage: run_compiler.sh BUILD_DIR SECONDS
# What it found worth keeping stays in BUILD_DIR-fuzz/corpus; an input that fails is written to BUILD_DIR-fuzz.
set -eu
cd "$(dirname "$0")/../.."
folder=$1-fuzz
seconds=$2
tools/install_deps.sh clang
CC=clang cmake -G Ninja -S . -B "$folder" -DCMAKE_BUILD_TYPE=Debug -DOURO_FUZZ=ON >/dev/null
ninja -C "$folder" fuzz_compile >"$folder/build.log" 2>&1 || { tail -40 "$folder/build.log"; exit 1; }
mkdir -p "$folder/corpus"
echo "fuzz: the compiler, $seconds s, log in $folder/fuzz.log"
status=0
"$folder/fuzz_compile" "$folder/corpus" tests/lang tests/bad_input src/modules/python \
    -dict=tests/fuzz/python.dict -max_total_time="$seconds" -max_len=4096 -timeout=20 -rss_limit_mb=4096 \
    -artifact_prefix="$folder/" -print_final_stats=1 >"$folder/fuzz.log" 2>&1 || status=$?
if [ $status != 0 ]; then
    tail -60 "$folder/fuzz.log"
else
    grep -E 'number_of_executed_units|new_units_added' "$folder/fuzz.log"
fi
exit $status
