"""A folder as a zip whose bytes depend on nothing but the files: names in order, one time, fixed rights. Its checksum goes
into SHA256SUMS beside it.

    python3 .ci/package.py FOLDER FILE.zip
"""

import hashlib
import pathlib
import sys
import zipfile

folder, target = map(pathlib.Path, sys.argv[1:])
files = sorted(path for path in folder.rglob("*") if path.is_file())
with zipfile.ZipFile(target, "w") as archive:
    for path in files:
        name = pathlib.PurePosixPath(folder.name, *path.relative_to(folder).parts)
        item = zipfile.ZipInfo(str(name), (1980, 1, 1, 0, 0, 0))
        item.create_system = 3
        item.external_attr = (0o100755 if path.name == "ziping" else 0o100644) << 16
        item.compress_type = zipfile.ZIP_DEFLATED
        archive.writestr(item, path.read_bytes(), compresslevel=9)
sums = target.with_name("SHA256SUMS")
known = dict(line.split("  ")[::-1] for line in sums.read_text().splitlines()) if sums.exists() else {}
known[target.name] = hashlib.sha256(target.read_bytes()).hexdigest()
sums.write_text("".join(f"{known[name]}  {name}\n" for name in sorted(known)))
print(f"{target.name}: {target.stat().st_size / 1048576:.0f} MB, {known[target.name]}")
