"""The lines of a PDF, for tests/parity.rs: page, kind (body or cell), text, divided by tabs, one a line.

    python3 lines.py FILE.pdf        (PyMuPDF)

What stands on one baseline is a line, unless a vertical rule or a wide gap parts it: then it is several cells'. Text up to
13 points is of tables and notes, larger text is body. Page numbers are left out."""
import re
import sys

import pymupdf

BODY_SIZE = 13.0
# Distances in points; the gap in characters.
SAME_BASELINE, GAP, FOOT = 2.0, 2.2, 90.0
PAGE_NUMBER = re.compile(r"[—－-]*\d+[—－-]*")


def characters(page):
    for block in page.get_text("rawdict")["blocks"]:
        for line in block.get("lines", []):
            for span in line["spans"]:
                for character in span["chars"]:
                    if character["c"].strip():
                        yield character["origin"][1], character["origin"][0], character["bbox"][2], character["c"], span["size"]


def upright_rules(page):
    """x, top and foot of each."""
    for drawing in page.get_drawings():
        for item in drawing["items"]:
            if item[0] == "l" and abs(item[1].x - item[2].x) < 0.5:
                yield item[1].x, min(item[1].y, item[2].y), max(item[1].y, item[2].y)
            elif item[0] == "re" and item[1].width < 2:
                yield item[1].x0, item[1].y0, item[1].y1


def baselines(page):
    rows = []
    for y, x, right, character, size in sorted(characters(page)):
        near = [row for row in rows[-12:] if abs(row[0] - y) < SAME_BASELINE]
        if near:
            near[-1][1].append((x, right, character, size))
        else:
            rows.append((y, [(x, right, character, size)]))
    return rows


def pieces(page):
    """(baseline, [(x, right, character, size)]) of each line of each cell."""
    rules = list(upright_rules(page))
    for y, row in baselines(page):
        piece = []
        for character in sorted(row):
            x, last = character[0], piece[-1] if piece else None
            if last:
                ruled = any(last[1] - 1 < rule < x + 1 and top - 1 < y - 3 < foot + 1 for rule, top, foot in rules)
                if ruled or x - last[1] > GAP * character[3]:
                    yield y, piece
                    piece = []
            piece.append(character)
        yield y, piece


for number, page in enumerate(pymupdf.open(sys.argv[1]), 1):
    for y, piece in sorted(pieces(page), key=lambda found: (round(found[0], 1), found[1][0][0])):
        text = "".join(character for _, _, character, _ in piece)
        if y > page.rect.height - FOOT and PAGE_NUMBER.fullmatch(text):
            continue
        kind = "body" if piece[0][3] > BODY_SIZE else "cell"
        print(number, kind, text, sep="\t")
