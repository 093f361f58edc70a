#!/usr/bin/env bash
# Speed against what an office or a developer would use instead, in one run: benches/compare.sh [rounds [part…]]
# Parts: others incremental years thousand rows.
# Installs LibreOffice (apt) and python-docx, docxtpl, openpyxl (pip, in a folder of its own) where they are missing.
set -euo pipefail
cd "$(dirname "$0")/.."
rounds=${1:-7}
parts=("${@:2}")
tools=${BENCH_TOOLS:-target/bench-tools}

if ! command -v soffice >/dev/null; then
    sudo=""; [ "$(id -u)" = 0 ] || sudo="sudo"
    $sudo apt-get update -q
    DEBIAN_FRONTEND=noninteractive $sudo apt-get install -y -q --no-install-recommends libreoffice-writer python3-venv
fi
[ -x "$tools/bin/python" ] || python3 -m venv "$tools"
"$tools/bin/pip" install --quiet --disable-pip-version-check python-docx==1.2.0 docxtpl==0.20.2 openpyxl==3.1.5

cargo build --release --locked --quiet --features measure
exec "$tools/bin/python" benches/compare.py "$rounds" "${parts[@]}"
