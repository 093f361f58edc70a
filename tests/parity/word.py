"""How Word breaks the justified lines of a .docx, by the rules that are known of it (docs/word-and-pdf.md), for
tests/parity.rs: one line of text a line. An imitation, not Word.

    python3 word.py FILE.docx FONTS_FOLDER SHARE        (PyMuPDF, for the widths of letters and digits)

Each space between Chinese and Latin may shrink to SHARE of itself where that gets more onto a justified line: 0.5 is what
compatibility mode 15 is taken to do, 1 is no squeezing."""
import sys
import zipfile
from xml.etree import ElementTree

import pymupdf

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
AUTOSPACE = 0.25
TOLERANCE = 0.01
IN_BOTH_FONTS = "‘’“”—…·±×÷"

source, fonts, share = sys.argv[1], sys.argv[2], float(sys.argv[3])
package = zipfile.ZipFile(source)
document, styles, settings = (
    ElementTree.fromstring(package.read(f"word/{part}.xml")) for part in ("document", "styles", "settings")
)
LATIN = pymupdf.Font(fontfile=f"{fonts}/LiberationSerif-Regular.ttf")
NOT_AT_START, NOT_AT_END = (settings.find(W + name).get(W + "val") for name in ("noLineBreaksBefore", "noLineBreaksAfter"))
DOUBLED = settings.find(f".//{W}balanceSingleByteDoubleByteWidth") is not None


def value(element, path, attribute="val"):
    found = element.find("/".join(W + name for name in path.split("/"))) if element is not None else None
    return found.get(W + attribute) if found is not None else None


def is_latin(character):
    return ord(character) < 0x2000 and character not in IN_BOTH_FONTS


class Paragraph:
    """Its look, and its characters with their spacing in points, part by part between forced breaks."""

    def __init__(self, element, page_width):
        style = named.get(value(element, "pPr/pStyle"))
        self.justified = (value(element, "pPr/jc") or value(style, "pPr/jc")) == "both"
        self.size = float(value(style, "rPr/sz") or 32) / 2
        indent = lambda name: float(value(element, "pPr/ind", name) or (value(style, "pPr/ind", name) if element.find(f"{W}pPr/{W}ind") is None else 0) or 0) / 20
        self.room = page_width - indent("left") - indent("right")
        self.first = indent("firstLine") - indent("hanging")
        spacing = value(style, "rPr/spacing") or 0
        self.parts = [[]]
        for run in element.findall(W + "r"):
            own = float(value(run, "rPr/spacing") or spacing) / 20
            for node in run:
                if node.tag == W + "t":
                    self.parts[-1] += [(character, own) for character in node.text or ""]
                elif node.tag == W + "br":
                    self.parts.append([])

    def lines(self):
        first = True
        for part in self.parts:
            start = 0
            while start < len(part):
                room = self.room - (self.first if first else 0)
                end = self.end(part, start, room)
                yield "".join(character for character, _ in part[start:end]).replace(" ", "")
                start, first = end, False
                while start < len(part) and part[start][0] == " ":
                    start += 1

    def end(self, part, start, room):
        end, width = self.filled(part, start, room, share)
        # A last line is not justified, so nothing is squeezed.
        return self.filled(part, start, room, 1)[0] if end == len(part) and width > room + TOLERANCE else end

    def filled(self, part, start, room, share):
        """Where the line ends, and how wide it is unsqueezed."""
        width = spaces = 0
        place = None
        for index in range(start, len(part)):
            if index > start:
                if self.may_break(part, index):
                    place = index
                space = self.space(part, index)
                width, spaces = width + space, spaces + space
            character, spacing = part[index]
            latin = is_latin(character)
            advance = LATIN.text_length(character, fontsize=self.size) if latin else self.size
            width += advance + spacing * (2 if DOUBLED and not latin else 1)
            if width - spaces * (1 - share) > room + TOLERANCE and character != " ":
                return place or max(index, start + 1), width
        return len(part), width

    def space(self, part, index):
        before, after = part[index - 1][0], part[index][0]
        meets = is_latin(before) != is_latin(after) and before.isalnum() and after.isalnum()
        return AUTOSPACE * self.size if meets else 0

    def may_break(self, part, index):
        before, after = part[index - 1][0], part[index][0]
        if before == " ":
            return True
        within_word = is_latin(before) and is_latin(after) and not (before == "-" and after.isalpha())
        within_dash = before == after and before in "—…"
        return not (within_word or within_dash or after in NOT_AT_START or before in NOT_AT_END)


named = {style.get(W + "styleId"): style for style in styles.findall(W + "style")}
page = document.find(f".//{W}sectPr")
width = (float(value(page, "pgSz", "w")) - float(value(page, "pgMar", "left")) - float(value(page, "pgMar", "right"))) / 20
for element in document.find(W + "body").findall(W + "p"):
    paragraph = Paragraph(element, width)
    if paragraph.justified and paragraph.size > 13:
        for line in paragraph.lines():
            print(line)
