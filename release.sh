#!/usr/bin/env bash
# One static program for any x86-64 Linux (also Kylin and UOS of 2018), with fonts and licences: ./release.sh [FOLDER]
# Only the last step, the linking, differs from the ordinary build: nothing is compiled a second time.
set -euo pipefail
cd "$(dirname "$0")"
version=$(sed -n 's/^version = "\(.*\)"/\1/p' Cargo.toml | head -1)
folder=${1:-target/ziping-$version}

cargo rustc --release --locked --bin ziping -- -C target-feature=+crt-static -C strip=symbols
rm -rf "$folder"
mkdir -p "$folder"
cp target/release/ziping LICENSE-MIT LICENSE-APACHE README.md "$folder/"
cp -r fonts "$folder/"

# It needs nothing of this machine, and works alone in an empty folder with its fonts.
! readelf --program-headers "$folder/ziping" | grep -q INTERP || { echo "not static"; exit 1; }
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cp -r "$folder"/. input "$work/"
( cd "$work" && env -i ./ziping build 2025 --fonts fonts && [ "$(ls output/2025 | wc -l)" = 6 ] )
begun=$(date +%s%N)
for _ in 1 2 3 4 5 6 7 8 9 10; do "$folder/ziping" --version >/dev/null; done
echo "start-up: $(( ($(date +%s%N) - begun) / 10000000 )) ms"
echo "size: $(( $(stat -c %s "$folder/ziping") / 1048576 )) MB, with fonts $(du -sm "$folder" | cut -f1) MB"
