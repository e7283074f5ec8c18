#!/bin/sh
# Builds the allocator benchmarks into the folder given: release flags, a static core for the inlined path
# and libouro.so, which lies in the folder above, for the plain one.
set -eu
out=${1:-build/bench}
cd "$(dirname "$0")/.."
mkdir -p "$out"
flags="-std=gnu11 -O2 -g -Wall -Wextra -Wno-unused-parameter -fno-strict-aliasing -fno-semantic-interposition -fvisibility=hidden -fPIC -Isrc -I."
core="src/base/assert.c src/os/os_linux.c src/raw/raw.c $(echo src/pool/*.c src/mem/*.c)"
cc=${CC:-gcc}
objects=
for source in $core; do
    object=$out/$(echo "$source" | tr / _ | sed 's/\.c$/.o/')
    $cc $flags -c "$source" -o "$object"
    objects="$objects $object"
done
$cc $flags -shared -o "$out/libouro_bench.so" bench/alloc_so.c $objects -lpthread
$cc $flags -Iinclude -o "$out/alloc" bench/alloc.c $objects -L"$out/.." -l:libouro.so -Wl,-rpath,'$ORIGIN/..' -ldl -lpthread
for program in return replay; do
    [ -f "bench/$program.c" ] || continue
    $cc $flags -o "$out/$program" "bench/$program.c" $objects -L"$out" -louro_bench \
        -Wl,-rpath,'$ORIGIN' -ldl -lpthread
done
$cc $flags -o "$out/overhead" bench/overhead.c $objects -lpthread
