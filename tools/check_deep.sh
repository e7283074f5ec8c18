#!/usr/bin/env bash
# The long tests of `make check-deep`: a collection at every safe point, guards around every block, and every
# allocation failing once, with sanitizers.
# usage: check_deep.sh BUILD_DIR
# FAIL_PROGRAMS names other programs for the failing allocations, FAIL_STEPS how many of each are tried.
set -u
cd "$(dirname "$0")/.."
build=$1
failed=0
steps=${FAIL_STEPS:-400}

step() {
    echo "== $1"
    shift
    "$@" || { failed=1; echo "== FAILED"; }
}

sanitized_build() {
    cmake -G Ninja -S . -B "$build-asan" -DCMAKE_BUILD_TYPE=Debug -DOURO_SANITIZE=ON >/dev/null &&
        ninja -C "$build-asan" ouro >"$build-asan/build.log" 2>&1 || { tail -40 "$build-asan/build.log"; return 1; }
}

# How many requests for memory the program makes: the first number that none of them meets.
requests_of() {
    local low=1 high=1000000 middle
    while [ $low -lt $high ]; do
        middle=$(((low + high) / 2))
        if "$build/ouro" run -q --fail-alloc $middle "$1" 2>&1 </dev/null | grep -q 'ended before that request'; then
            high=$middle
        else
            low=$((middle + 1))
        fi
    done
    echo $low
}

# A failed request ends in success or in an exception, never in a signal or a sanitizer's report.
failing_allocations() {
    local problems=0 tried=0 program count n stride status
    for program in "$@"; do
        count=$(requests_of "$program")
        stride=$(((count + steps - 1) / steps))
        for ((n = 1; n <= count; n += stride)); do
            timeout 60 "$build-asan/ouro" run -q --fail-alloc $n "$program" </dev/null >"$build-asan/fail.out" 2>&1
            status=$?
            tried=$((tried + 1))
            if [ $status -ge 126 ] || grep -q 'ERROR: AddressSanitizer\|runtime error:\|Assertion' "$build-asan/fail.out"; then
                echo "FAIL $program --fail-alloc $n: status $status"
                grep -m 3 'ERROR: \|runtime error\|#[2-5] ' "$build-asan/fail.out"
                problems=$((problems + 1))
            fi
        done
    done
    echo "failing allocations: $((tried - problems)) passed, $problems failed"
    [ $problems = 0 ]
}

export ASAN_OPTIONS=detect_leaks=0
step "a collection at every safe point" tools/run_lang_tests.py --ouro "$build/ouro" --option=--gc-stress
step "guards around every block" tools/run_lang_tests.py --ouro "$build/ouro" --option=--debug
step "sanitizer build" sanitized_build
step "all tests with sanitizers" tools/run_lang_tests.py --ouro "$build-asan/ouro"
step "every allocation fails once" failing_allocations \
    ${FAIL_PROGRAMS:-tests/conformance/counts/mission.py tests/conformance/weak/weakrefs.py \
    tests/conformance/gc/order.py tests/lang/bad_input/raising_everywhere.py}
[ $failed = 0 ] && echo "check-deep: all passed" || echo "check-deep: FAILED"
exit $failed
