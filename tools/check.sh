#!/usr/bin/env bash
# The tests of `make check`: layers, lint, unit tests, language tests, misuse, and the sanitizer build.
# usage: check.sh BUILD_DIR
set -u
cd "$(dirname "$0")/.."
build=$1
failed=0

step() {
    local name=$1
    shift
    echo "== $name"
    if ! "$@"; then
        failed=1
        echo "== $name FAILED"
    fi
}

quiet_build() {
    local folder=$1
    shift
    ninja -C "$folder" "$@" >"$folder/build.log" 2>&1 || { tail -40 "$folder/build.log"; return 1; }
}

run_unit_tests() {
    quiet_build "$build" unit_tests || return 1
    ctest --test-dir "$build" --output-on-failure -j "$(nproc)" >"$build/ctest.log" 2>&1
    local status=$?
    [ $status = 0 ] && tail -3 "$build/ctest.log" || cat "$build/ctest.log"
    return $status
}

sanitized() {
    local folder=$build-asan
    cmake -G Ninja -S . -B "$folder" -DCMAKE_BUILD_TYPE=Debug -DOURO_SANITIZE=ON >/dev/null || return 1
    quiet_build "$folder" ouro || return 1
    ASAN_OPTIONS=detect_leaks=0 tools/run_lang_tests.py --ouro "$folder/ouro" --quiet \
        tests/lang/core tests/conformance
}

step "layers" tools/check_layers.py
step "lint" tools/tidy.py
step "unit tests" run_unit_tests
step "language and conformance tests" tools/run_lang_tests.py --ouro "$build/ouro"
[ -x tools/run_misuse.sh ] && step "misuse" tools/run_misuse.sh "$build"
step "bad input" tests/bad_input/run.py "$build/ouro"
step "a debug heap, nothing outlives its program" tools/check_deep.py --build "$build" --as-built --part debug \
    tests/lang/classes tests/lang/exceptions tests/lang/modules tests/conformance
step "sanitizers" sanitized

[ $failed = 0 ] && echo "check: all passed" || echo "check: FAILED"
exit $failed
