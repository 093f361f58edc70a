#!/usr/bin/env bash
# Whole-process time and peak memory of one year's build, with GNU time: benches/year.sh [runs]
set -euo pipefail
cd "$(dirname "$0")/.."
runs=${1:-7}
here=$PWD
cargo build --release --quiet
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cp -r input "$work/input"
cd "$work"
for _ in $(seq "$runs"); do
    /usr/bin/time -f '%e s  %M KB' "$here/target/release/ziping" --layouts "$here/layouts" --fonts "$here/fonts" \
        2>&1 >/dev/null | tail -1
done | sort -n | tee times
awk 'END { print NR " runs" }' times
awk -v n="$runs" 'NR == int((n + 1) / 2) { print "median " $0 }' times
