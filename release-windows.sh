#!/usr/bin/env bash
# The program for Windows, with fonts, layouts and licences, made on Linux, as a folder, a zip and a line of SHA256SUMS:
# ./release-windows.sh [FOLDER]
# Needs mingw-w64 (Debian: gcc-mingw-w64-x86-64). Where Wine is installed, it is tried: it must make what the program of
# this machine makes, to the byte.
set -euo pipefail
cd "$(dirname "$0")"
target=x86_64-pc-windows-gnu
version=$(sed -n 's/^version = "\(.*\)"/\1/p' Cargo.toml | head -1)
to=${1:-target/packages}
folder=$to/ziping-$version-windows-x86_64

rustup target list --installed | grep -q "^$target$" || rustup target add $target
cargo build --release --locked --features embed --bin ziping --target $target
rm -rf "$folder" "$folder.zip"
mkdir -p "$folder"
cp "${CARGO_TARGET_DIR:-target}/$target/release/ziping.exe" LICENSE-MIT LICENSE-APACHE README.md docs/先看这里.txt "$folder/"
cp -r fonts layouts docs "$folder/"
rm "$folder/docs/先看这里.txt"
python3 .ci/package.py "$folder" "$folder.zip"
echo "size: $(( $(stat -c %s "$folder/ziping.exe") / 1048576 )) MB, with fonts $(du -sm "$folder" | cut -f1) MB"

command -v wine >/dev/null || { echo "not tried: Wine is not installed"; exit 0; }
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
export WINEPREFIX=$work/wine WINEARCH=win64 WINEDEBUG=-all
cp -r input "$folder/ziping.exe" fonts "$work/"
# Wine before 9 lacks the library that the standard library takes random numbers from.
echo 'int SystemFunction036(void *to, unsigned long length);
__declspec(dllexport) int ProcessPrng(unsigned char *to, unsigned long long length) {
    return SystemFunction036(to, (unsigned long)length);
}' >"$work/random.c"
x86_64-w64-mingw32-gcc -shared -o "$work/bcryptprimitives.dll" "$work/random.c" -ladvapi32
( cd "$work" && wine ziping.exe --output windows && wine ziping.exe check )
cargo run --release --locked -- --input input --output "$work/here" --force
for file in "$work"/here/*/*.docx "$work"/here/*/*.pdf; do
    cmp "$file" "$work/windows${file#"$work/here"}"
done
echo "tried with Wine: the same documents"
