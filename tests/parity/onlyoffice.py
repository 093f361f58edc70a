"""A .docx as ONLYOFFICE lays it out, with the shipped fonts, for tests/parity.rs.

    python3 onlyoffice.py IN.docx OUT.pdf FONTS_FOLDER        (document-builder)

It has no table of substitutes for fonts, so it gets a copy that asks for the shipped ones by their own names; nothing
else is changed."""
import os
import re
import sys
import tempfile
import zipfile

import docbuilder

SHIPPED = {
    "仿宋_GB2312": "FandolFang R",
    "方正小标宋简体": "FandolSong",
    "楷体_GB2312": "FandolKai",
    "黑体": "FandolHei",
    "宋体": "FandolSong",
    "Times New Roman": "Liberation Serif",
}
NAMES = re.compile('(w:(?:ascii|eastAsia|hAnsi|cs|name)=")(%s)(")' % "|".join(SHIPPED))


def asks_for_shipped_fonts(part):
    return NAMES.sub(lambda match: match[1] + SHIPPED[match[2]] + match[3], part)


source, target, fonts = map(os.path.abspath, sys.argv[1:])
with tempfile.TemporaryDirectory() as folder:
    copy = os.path.join(folder, "copy.docx")
    with zipfile.ZipFile(source) as old, zipfile.ZipFile(copy, "w", zipfile.ZIP_DEFLATED) as new:
        for part in old.infolist():
            data = old.read(part)
            if part.filename.startswith("word/") and part.filename.endswith(".xml"):
                data = asks_for_shipped_fonts(data.decode()).encode()
            new.writestr(part.filename, data)
    builder = docbuilder.CDocBuilder()
    builder.SetProperty("--fonts-dir", fonts)
    if builder.OpenFile(copy, "") or builder.SaveFile("pdf", target):
        sys.exit("ONLYOFFICE made no PDF of " + source)
    builder.CloseFile()
