#!/usr/bin/env bash
# Static programs for any Linux (also Kylin and UOS of 2018) with fonts and licences, each as a folder, a zip and a line of
# SHA256SUMS: ./release.sh [FOLDER]. For this machine's x86-64; for aarch64 too where Rust's target and a compiler for it
# are there (rustup target add aarch64-unknown-linux-gnu; Debian: gcc-aarch64-linux-gnu libc6-dev-arm64-cross).
# They carry their layouts; those in a folder beside them go before. Only ziping itself is compiled anew for x86-64.
set -euo pipefail
cd "$(dirname "$0")"
version=$(sed -n 's/^version = "\(.*\)"/\1/p' Cargo.toml | head -1)
to=${1:-target/packages}
mkdir -p "$to"
to=$(realpath "$to")

# The program of a system, as a folder and as a zip.
package() {
    local system=$1 program=$2 folder=$to/ziping-$version-$1
    rm -rf "$folder" "$folder.zip"
    mkdir -p "$folder"
    cp "$program" "$folder/ziping"
    cp LICENSE-MIT LICENSE-APACHE README.md docs/先看这里.txt "$folder/"
    cp -r fonts layouts docs "$folder/"
    rm "$folder/docs/先看这里.txt"
    # The manual as it prints, by the program of this machine.
    "$to/ziping-$version-linux-x86_64/ziping" manual --layouts layouts --fonts fonts --output "$folder/docs"
    if readelf --program-headers "$folder/ziping" | grep -q INTERP; then echo "not static"; exit 1; fi
    python3 .ci/package.py "$folder" "$folder.zip"
    echo "$system: $(( $(stat -c %s "$folder/ziping") / 1048576 )) MB, with fonts $(du -sm "$folder" | cut -f1) MB"
}

flags=(-C target-feature=+crt-static -C strip=symbols)
cargo rustc --release --locked --features embed --bin ziping -- "${flags[@]}"
package linux-x86_64 target/release/ziping
folder=$to/ziping-$version-linux-x86_64

# It needs nothing of this machine: unpacked into an empty folder, alone with its fonts, it makes what the layouts beside it
# make, to the byte.
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m zipfile -e "$folder.zip" "$work/unpacked"
cp -r input "$work/unpacked/ziping-$version-linux-x86_64"/{ziping,fonts} "$work/"
chmod +x "$work/ziping"
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

other=aarch64-unknown-linux-gnu
compiler=none-such
if ! rustup target list --installed | grep -q "^$other$" || ! command -v $compiler >/dev/null; then
    echo "linux-aarch64: not made, its compiler is not installed"
    exit 0
fi
export CARGO_TARGET_AARCH64_UNKNOWN_LINUX_GNU_LINKER=$compiler CC_aarch64_unknown_linux_gnu=$compiler
cargo rustc --release --locked --features embed --bin ziping --target $other -- "${flags[@]}"
package linux-aarch64 target/$other/release/ziping
# Where such a processor can be imitated, it is tried: the same documents.
emulator=$(command -v qemu-aarch64 || true)
if [ -z "$emulator" ]; then echo "linux-aarch64: not tried, qemu-user is not installed"; exit 0; fi
( cd "$work" && rm -rf layouts && "$emulator" "$to/ziping-$version-linux-aarch64/ziping" --fonts fonts --output aarch64 2025 )
for file in "$work"/output/2025/*; do
    [ "$(basename "$file")" = manifest.json ] || cmp "$file" "$work/aarch64/2025/$(basename "$file")"
done
echo "linux-aarch64: tried with qemu, the same documents"
