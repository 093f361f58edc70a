#!/usr/bin/env bash
# One static program for any x86-64 Linux (also Kylin and UOS of 2018), with fonts and licences: ./release.sh [FOLDER]
# It carries its layouts; those in a folder beside it go before. Only ziping itself is compiled anew for it.
set -euo pipefail
cd "$(dirname "$0")"
version=$(sed -n 's/^version = "\(.*\)"/\1/p' Cargo.toml | head -1)
folder=${1:-target/ziping-$version}

cargo rustc --release --locked --features embed --bin ziping -- -C target-feature=+crt-static -C strip=symbols
rm -rf "$folder"
mkdir -p "$folder"
cp target/release/ziping LICENSE-MIT LICENSE-APACHE README.md "$folder/"
cp -r fonts layouts docs "$folder/"

# It needs nothing of this machine: alone with its fonts it makes what the layouts beside it make, to the byte.
if readelf --program-headers "$folder/ziping" | grep -q INTERP; then echo "not static"; exit 1; fi
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cp -r input "$folder/ziping" "$folder/fonts" "$work/"
( cd "$work" && env -i ./ziping --fonts fonts && env -i ./ziping --fonts fonts --layouts "$OLDPWD/layouts" --output beside )
diff -r "$work/output" "$work/beside"
# One changed file in a folder beside it is enough to override.
mkdir "$work/layouts"
sed 's/^  上边距: 37/  上边距: 36/' layouts/公文.yaml >"$work/layouts/公文.yaml"
( cd "$work" && env -i ./ziping --fonts fonts --output overridden >/dev/null )
if diff -rq "$work/output" "$work/overridden" >/dev/null; then echo "layouts beside the program are not read"; exit 1; fi
begun=$(date +%s%N)
for _ in 1 2 3 4 5 6 7 8 9 10; do "$folder/ziping" --version >/dev/null; done
echo "start-up: $(( ($(date +%s%N) - begun) / 10000000 )) ms"
echo "size: $(( $(stat -c %s "$folder/ziping") / 1048576 )) MB, with fonts $(du -sm "$folder" | cut -f1) MB"
