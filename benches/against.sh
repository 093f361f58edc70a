#!/usr/bin/env bash
# Two programs over the same material, and what they say differently: benches/against.sh OLD NEW [FOLDER or file…]
# What it takes and what it prints stands at the head of against.py; it needs python3 and pdftotext, and builds nothing.
set -euo pipefail
exec python3 "$(dirname "$0")/against.py" "$@"
