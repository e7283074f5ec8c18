#!/bin/sh
# Installs the Debian packages that building and testing need and that are missing, and those named as arguments.
# Does nothing, quickly, when all are there.
set -eu
packages="gcc cmake ninja-build python3 libgmp-dev libutf8proc-dev libedit-dev libcmocka-dev \
libpython3.11-stdlib libunistring2 libssl3 zlib1g libbz2-1.0 liblzma5 libexpat1 libsqlite3-0 libffi8 libreadline8 $*"
missing=""
for package in $packages; do
    dpkg-query -W -f='${Status}' "$package" 2>/dev/null | grep -q 'install ok installed' ||
        missing="$missing $package"
done
[ -z "$missing" ] && exit 0
echo "installing:$missing"
run=""
[ "$(id -u)" = 0 ] || run=sudo
$run apt-get update -qq
DEBIAN_FRONTEND=noninteractive $run apt-get install -y -qq --no-install-recommends $missing >/dev/null
