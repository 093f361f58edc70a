"""Single changes to the example, as tests/it/mutations.rs makes them, but outside of the program: both programs get the same files."""

import re
import zipfile
from xml.sax.saxutils import escape, unescape

TABLES = ["资金安排表", "绩效指标", "资金执行"]
UNITS = ["万元", "亿元", "元", "项", "个", "家", "人次", "人", "名", "分", "%"]
MENTION = re.compile(r"\d+(?:\.\d+)?(?:" + "|".join(UNITS) + r")?")


def changes(text, mention):
    """One change to one figure."""
    start, end = mention.span()
    written = mention.group()
    digits = [at for at, c in enumerate(written) if c.isdigit()]
    last, made = digits[-1], []

    def put(kind, changed):
        if changed != written:
            made.append((kind, text[:start] + changed + text[end:]))

    put("数字改一位", written[:last] + str((int(written[last]) + 1) % 10) + written[last + 1 :])
    for a, b in zip(digits, digits[1:]):
        if b == a + 1 and written[a] != written[b]:
            put("两位对调", written[:a] + written[b] + written[a] + written[b + 1 :])
            break
    put("多写一个0", written[: last + 1] + "0" + written[last + 1 :])
    point = written.find(".")
    if point >= 0:
        moved = written[:point] + written[point + 1] + "." + written[point + 2 :]
        put("小数点移位", re.sub(r"\.(?!\d)", "", moved))
    elif len(digits) > 1:
        put("小数点移位", written[:last] + "." + written[last:])
    put("加负号", "-" + written)
    unit = written[last + 1 :]
    if unit:
        put("单位改掉", written[: last + 1] + ("元" if unit == "万元" else "套"))
    return made


def misspelt(name):
    middle = len(name) // 2
    return name[:middle] + "囗" + name[middle + 1 :]


# Spreadsheets: the sheets' XML is changed where the cell stands; everything else stays as it was saved.

CELL = re.compile(r'<c r="([A-Z]+)(\d+)"([^>]*?)(?:/>|>(.*?)</c>)', re.S)
ROW = re.compile(r'<row [^>]*?r="(\d+)".*?</row>', re.S)


class Workbook:
    def __init__(self, path):
        self.parts = [(i, zipfile.ZipFile(path).read(i)) for i in zipfile.ZipFile(path).infolist()]
        strings = next((b for i, b in self.parts if i.filename == "xl/sharedStrings.xml"), b"").decode()
        items = re.findall(r"<si>(.*?)</si>", strings, re.S)
        self.strings = [unescape("".join(re.findall(r"<t(?: [^>]*)?>([^<]*)</t>", item))) for item in items]
        self.sheets = [i.filename for i, _ in self.parts if re.match(r"xl/worksheets/sheet\d+\.xml$", i.filename)]

    def sheet(self, name):
        return next(b for i, b in self.parts if i.filename == name).decode()

    def value(self, cell):
        """A number, a text or nothing."""
        kind, inner = re.search(r't="(\w+)"', cell.group(3)), cell.group(4) or ""
        value = re.search(r"<v>([^<]*)</v>", inner)
        if not value:
            return None
        if kind and kind.group(1) == "s":
            return self.strings[int(value.group(1))]
        return float(value.group(1))

    def save(self, path, name, xml):
        with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as out:
            for info, data in self.parts:
                out.writestr(info, xml.encode() if info.filename == name else data)


def cell_xml(cell, value):
    style = "".join(re.findall(r' s="\d+"', cell.group(3)))
    at = f'<c r="{cell.group(1)}{cell.group(2)}"{style}'
    if value is None:
        return at + "/>"
    if isinstance(value, float):
        return f"{at}><v>{value!r}</v></c>"
    return f'{at} t="inlineStr"><is><t xml:space="preserve">{escape(value)}</t></is></c>'


def changed_cells(value):
    if isinstance(value, float):
        made = [
            ("数字改一位", value + 1),
            ("小数点移位", value / 10 if value else 7.0),
            ("多写一个0", value * 10 if value else 50.0),
            ("加负号", -value if value else -3.0),
            ("删去", None),
        ]
        digits = f"{value:g}"
        if len(digits) > 1 and digits.isdigit() and digits[0] != digits[1]:
            made.append(("两位对调", float(digits[1] + digits[0] + digits[2:])))
        return made
    if not value:
        return []
    if re.search(r"\d", value) and len(value) < 14:
        mention = MENTION.search(value)
        of_number = changes(value, mention) if mention else []
        return [("单位改掉", value + "次")] + [made for made in of_number if made[0] != "单位改掉"]
    return [("名称错字", misspelt(value))] if 4 < len(value) < 60 else []


def renumbered(xml, row, by):
    """The sheet without its row, or with it twice; what stands below moves."""
    found = next(m for m in ROW.finditer(xml) if int(m.group(1)) == row)

    def moved(text, by):
        text = re.sub(r'(<row [^>]*?r=")(\d+)', lambda m: m.group(1) + str(int(m.group(2)) + by), text)
        return re.sub(r'(<c r="[A-Z]+)(\d+)', lambda m: m.group(1) + str(int(m.group(2)) + by), text)

    kept = "" if by < 0 else found.group() + moved(found.group(), 1)
    head, tail = xml[: found.start()], xml[found.end() :]
    data, rest = tail.split("</sheetData>", 1)

    def shifted(m):
        first, last = int(m.group(2)), int(m.group(4))
        if by < 0 and first == last == row:
            return ""
        first += by if first > row else 0
        last += by if last >= row + (by > 0) else 0
        return f'<mergeCell ref="{m.group(1)}{first}:{m.group(3)}{last}"/>'

    rest = re.sub(r'<mergeCell ref="([A-Z]+)(\d+):([A-Z]+)(\d+)"/>', shifted, rest)
    return head + kept + moved(data, by) + "</sheetData>" + re.sub(r' count="\d+"(?=><mergeCell)', "", rest)


def of_tables(folder):
    """(name, function that spoils a copy of the folder)."""
    for table in TABLES:
        book = Workbook(folder / f"{table}.xlsx")
        for sheet in book.sheets:
            xml = book.sheet(sheet)
            for row in ROW.finditer(xml):
                number, has_words = int(row.group(1)), False
                for cell in CELL.finditer(row.group()):
                    value = book.value(cell)
                    has_words |= value is not None
                    for kind, changed in changed_cells(value):
                        if number < 3 or kind == "删去" and table == TABLES[0] and cell.group(1) == "A":
                            continue
                        start = row.start() + cell.start()
                        new = xml[:start] + cell_xml(cell, changed) + xml[row.start() + cell.end() :]
                        name = f"{table} {sheet[-10:-4]} {cell.group(1)}{number} {kind}"
                        yield name, lambda to, t=table, b=book, s=sheet, x=new: b.save(to / f"{t}.xlsx", s, x)
                if number < 3 or not has_words:
                    continue
                for kind, by in (("漏一行", -1), ("重一行", 1)):
                    name = f"{table} {sheet[-10:-4]} 第{number}行 {kind}"

                    def spoil(to, t=table, b=book, s=sheet, x=xml, n=number, by=by):
                        b.save(to / f"{t}.xlsx", s, renumbered(x, n, by))

                    yield name, spoil


def of_yaml(folder):
    """Figures of 报告.yaml."""
    lines = (folder / "报告.yaml").read_text(encoding="utf-8").split("\n")
    for at, line in enumerate(lines):
        key, colon, value = line.partition(": ")
        mention = MENTION.search(value)
        if not colon or key.lstrip().startswith("#") or not mention:
            continue
        for kind, changed in changes(value, mention):
            new = "\n".join(lines[:at] + [f"{key}: {changed}"] + lines[at + 1 :])
            yield f"报告.yaml 第{at + 1}行 {kind}", lambda to, n=new: (to / "报告.yaml").write_text(n, encoding="utf-8")


def of_typed_text(folder, blocks):
    """A sentence of the report with a figure changed, as if a person had typed it at the end of the first text."""
    lines = (folder / "文字.yaml").read_text(encoding="utf-8").split("\n")
    first = next(at for at, line in enumerate(lines) if line.endswith(": |"))
    indent = re.match(" *", lines[first + 1]).group()
    for index, text in enumerate(block for block in blocks if isinstance(block, str)):
        for sentence in re.findall(r"[^。；]*[。；]", text):
            for mention in MENTION.finditer(sentence):
                for kind, changed in changes(sentence, mention):
                    new = "\n".join(lines[: first + 2] + [indent + changed] + lines[first + 2 :])
                    name = f"手写文字 {index} {mention.group()} {kind}"
                    yield name, lambda to, n=new: (to / "文字.yaml").write_text(n, encoding="utf-8")


def text_of(blocks):
    """A document as plain text, the way `ziping audit` reads it: a cell begins with a tab, a row ends with a blank line."""
    row = lambda cells: "".join(f"\t{cell}\n" for cell in cells) + "\n"
    return "".join(f"{b}\n" if isinstance(b, str) else "".join(map(row, b)) for b in blocks)


def of_document(blocks):
    """(name, text of the document with one change)."""

    def with_block(at, block):
        return text_of(blocks[:at] + [block] + blocks[at + 1 :])

    names = {c for b in blocks if not isinstance(b, str) for r in b for c in r if 7 < len(c) < 40 and not re.search(r"\d", c)}
    names = sorted(names)
    for at, block in enumerate(blocks):
        if isinstance(block, str):
            for mention in MENTION.finditer(block):
                for kind, changed in changes(block, mention):
                    yield f"成稿 段{at} {mention.group()} {kind}", with_block(at, changed)
            for name in names:
                if name in block:
                    yield f"成稿 段{at} {name} 名称错字", with_block(at, block.replace(name, misspelt(name), 1))
            continue
        for r, cells in enumerate(block):
            if len(cells) > 2 and any(re.search(r"\d", cell) for cell in cells):
                yield f"成稿 表{at} 第{r + 1}行 漏一行", with_block(at, block[:r] + block[r + 1 :])
                yield f"成稿 表{at} 第{r + 1}行 重一行", with_block(at, block[:r] + [cells] + block[r:])
            for c, cell in enumerate(cells):
                made = [("名称错字", misspelt(cell))] if cell in names else []
                if len(re.sub(r"\d", "", cell)) <= 8:
                    made += [change for mention in MENTION.finditer(cell) for change in changes(cell, mention)]
                for kind, changed in made:
                    row = cells[:c] + [changed] + cells[c + 1 :]
                    yield f"成稿 表{at} 第{r + 1}行第{c + 1}格 {kind}", with_block(at, block[:r] + [row] + block[r + 1 :])
