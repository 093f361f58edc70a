"""Two programs over the same material, and what they say differently.

against.sh OLD NEW [MATERIAL…] [--old-layouts DIR] [--new-layouts DIR] [--explained FILE] [--every N] [--only WORD] [--lines N]

OLD and NEW are programs. The example, the second fund of the tests and every 31st of the mutations are always looked at. MATERIAL is more:
  a folder with folders in it that hold `input` (and perhaps `layouts`, laid over each program's own): sets of an office;
    .docx files in a folder beside them are audited, and absorbed into the set that a .txt beside them names in backticks;
  a folder with folders in it that hold `expect.json`: cases, each variant over the example as expect.json says;
  a folder with a year's folder in it: an `input`;
  a file (.docx, .pdf, .txt): audited alone and with the example's year.
--every N     every Nth mutation instead of every 31st (of spreadsheets every 2Nth, of YAML every 5th at least); 0: none
--only WORD   only the items whose name has the word
--lines N     so many lines of each difference are printed (8)
--explained FILE   differences that are meant: a line is `REGEX  # reason`, looked for in `ITEM › PART: ±line`. A difference is explained when
              each of its lines is; it is counted apart. Expressions that met nothing are told.

Compared: JSON of check, audit (alone and with the year) and diff, what absorb says, trace of every figure, exit codes, the text of every output
(.docx, .pdf, .xlsx, manifest without the program's own hash). Outputs of the same text but other bytes are counted, and are no difference.
A mutation with more errors and warnings than before is told apart. Keys that a finding gained are not compared.
Exit code: 0 no unexplained difference and no more findings, 1 otherwise, 2 the command line.
"""

import argparse
import difflib
import hashlib
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
import time
import xml.etree.ElementTree as ElementTree
import zipfile
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

sys.dont_write_bytecode = True
sys.path.insert(0, str(Path(__file__).resolve().parent))
import mutations  # noqa: E402

ROOT = Path(__file__).resolve().parent.parent
W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
# What a finding has had since the first version; JSON may gain keys at the end.
KEYS = ["code", "severity", "message", "expected", "actual", "locations", "hint"]
SIDES = ("old", "new")
G = {}


def arguments():
    parser = argparse.ArgumentParser(prog="against.sh", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("old", type=Path)
    parser.add_argument("new", type=Path)
    parser.add_argument("material", type=Path, nargs="*")
    parser.add_argument("--old-layouts", type=Path, default=ROOT / "layouts")
    parser.add_argument("--new-layouts", type=Path, default=ROOT / "layouts")
    parser.add_argument("--fonts", type=Path, default=ROOT / "fonts")
    parser.add_argument("--explained", type=Path)
    parser.add_argument("--every", type=int, default=31)
    parser.add_argument("--only", default="")
    parser.add_argument("--lines", type=int, default=8)
    chosen = parser.parse_intermixed_args()
    for path in [chosen.old, chosen.new, chosen.old_layouts, chosen.new_layouts, chosen.fonts, *chosen.material]:
        if not path.exists():
            parser.error(f"{path} is not there")
    return chosen


# What a program says.


def scrubbed(side, text):
    """Without the folder the program worked in."""
    return re.sub(re.escape(str(G["work"])) + r"/(old|new)/", "", text)


def say(side, cwd, *words, layouts=None):
    """Exit code, stdout, stderr."""
    layouts = layouts or G["work"] / side / "layouts"
    command = [G[side], *words, "--layouts", layouts, "--fonts", G["fonts"]]
    try:
        done = subprocess.run(command, cwd=cwd, capture_output=True, stdin=subprocess.DEVNULL, timeout=180)
    except subprocess.TimeoutExpired:
        return -1, "", "no end after 180 s"
    out, err = (scrubbed(side, stream.decode("utf-8", "replace")) for stream in (done.stdout, done.stderr))
    return done.returncode, out, err


def findings(side, cwd, *words, **kept):
    """One finding a line, or what was said instead."""
    code, out, err = say(side, cwd, *words, "--json", **kept)
    try:
        said = json.loads(out)
    except ValueError:
        return [f"exit {code}", *out.splitlines(), *err.splitlines()]
    if isinstance(said, dict):
        return [f"exit {code}", *json.dumps(said, ensure_ascii=False, indent=1).splitlines()]
    lines = [json.dumps({key: finding[key] for key in KEYS if key in finding}, ensure_ascii=False) for finding in said]
    return [f"exit {code}", *lines]


def told(side, cwd, *words, **kept):
    code, out, err = say(side, cwd, *words, **kept)
    return [f"exit {code}", *(out or err).splitlines()] + (["panicked"] if "panicked" in err else [])


# Texts of outputs.


def blocks_of(path):
    """Paragraphs (texts) and tables (rows of cells) of a .docx, in order."""

    def text(of):
        parts = []
        for node in of.iter():
            if node.tag in (W + "t", W + "delText"):
                parts.append(node.text or "")
            elif node.tag in (W + "br", W + "cr"):
                parts.append("\n")
            elif node.tag == W + "tab":
                parts.append("\t")
        return "".join(parts)

    def cell(of):
        return "\n".join(text(p) for p in of.iter(W + "p"))

    body = ElementTree.fromstring(zipfile.ZipFile(path).read("word/document.xml")).find(W + "body")
    blocks = []
    for node in body:
        if node.tag == W + "tbl":
            blocks.append([[cell(c) for c in row.findall(W + "tc")] for row in node.findall(W + "tr")])
        elif node.tag != W + "sectPr":
            blocks += [text(p) for p in ([node] if node.tag == W + "p" else node.iter(W + "p"))]
    return blocks


def lines_of(path):
    """What an output says, line by line; files that cases spoil on purpose may not be readable."""
    try:
        return read_lines(path)
    except (KeyError, ValueError, IndexError, UnicodeError, zipfile.BadZipFile, ElementTree.ParseError) as error:
        return [f"not read: {error}"]


def read_lines(path):
    if path.suffix == ".docx":
        lines = []
        for block in blocks_of(path):
            lines += [block] if isinstance(block, str) else [" | ".join(row) for row in block]
        archive = zipfile.ZipFile(path)
        for name in sorted(archive.namelist()):
            if re.match(r"word/(header|footer|footnotes|endnotes|comments)\d*\.xml$|docProps/(core|custom)\.xml$", name):
                words = re.findall(r">([^<>]+)<", archive.read(name).decode())
                lines += [f"{name}: {word}" for word in words]
        return lines
    if path.suffix == ".pdf":
        done = subprocess.run(["pdftotext", "-layout", path, "-"], capture_output=True)
        return done.stdout.decode("utf-8", "replace").replace("\f", "\n----\n").splitlines()
    if path.suffix == ".xlsx":
        book = mutations.Workbook(path)
        names = re.findall(r'<sheet [^>]*?name="([^"]*)"', dict((i.filename, b) for i, b in book.parts)["xl/workbook.xml"].decode())
        lines = [f"sheet {name}" for name in names]
        for sheet in sorted(book.sheets, key=lambda name: int(re.search(r"(\d+)\.xml", name).group(1))):
            for found in mutations.CELL.finditer(book.sheet(sheet)):
                inline = re.findall(r"<t(?: [^>]*)?>([^<]*)</t>", found.group(4) or "")
                value = "".join(inline) if inline else book.value(found)
                if value is not None:
                    lines.append(f"{sheet[14:-4]} {found.group(1)}{found.group(2)}: {value}")
        return lines
    if path.name == "manifest.json":
        manifest = json.loads(path.read_text(encoding="utf-8"))
        manifest.pop("tool", None)
        for output in manifest.get("outputs", []):
            output.pop("sha256", None)
        manifest.pop("findings", None)  # compared as findings of check
        return scrubbed("", json.dumps(manifest, ensure_ascii=False, indent=1)).splitlines()
    if path.suffix in (".yaml", ".txt", ".md", ".csv", ".html", ".typ"):
        return path.read_text(encoding="utf-8", errors="replace").splitlines()
    return [f"{path.stat().st_size} bytes"]


# Items: each gives its parts, {name: lines}.


def look(side, cwd, layouts=None, audits=(".docx", ".pdf"), forms=True):
    """Everything the program says of the folder's years."""
    parts = {}
    keep = {"layouts": layouts}
    years = sorted(entry.name for entry in (cwd / "input").iterdir() if entry.is_dir() and entry.name[:2] == "20")
    parts["build"] = told(side, cwd, "build", **keep)
    for year in years:
        parts[f"check {year}"] = findings(side, cwd, "check", year, **keep)
        parts[f"trace {year}"] = [line for line in told(side, cwd, "trace", year, "", **keep) if line]
        folder = cwd / "output" / year
        files = sorted(folder.rglob("*")) if folder.exists() else []
        for file in (file for file in files if file.is_file()):
            name = str(file.relative_to(cwd))
            parts[name] = lines_of(file)
            if file.name != "manifest.json":
                parts[f"bytes {name}"] = [hashlib.sha256(file.read_bytes()).hexdigest()]
            audited = file.suffix in audits and (forms or file.stem.endswith("自评报告"))
            if audited and "草稿" not in file.name:
                parts[f"audit {name}"] = findings(side, cwd, "audit", name, **keep)
                parts[f"audit {name} with {year}"] = findings(side, cwd, "audit", name, year, **keep)
            if file.suffix == ".docx":
                parts[f"absorb {name}"] = told(side, cwd, "absorb", name, year, **keep)
    for later, earlier in zip(years[1:], years):
        parts[f"diff {later} {earlier}"] = findings(side, cwd, "diff", later, earlier, **keep)
    return parts


def copied(source, to):
    """Writable, whatever the source is."""
    shutil.copytree(source, to, dirs_exist_ok=True, copy_function=shutil.copyfile)


def last_year(folder, year):
    """The year becomes the one before too, with figures changed: something for `diff`."""
    before = str(int(year) - 1)
    shutil.copytree(folder / "input" / year, folder / "input" / before)
    yaml = folder / "input" / before / "报告.yaml"
    text = yaml.read_text(encoding="utf-8").replace(f"年度: {year}", f"年度: {before}", 1)
    yaml.write_text(re.sub(r"(?m)^(  成文日期: )(\d{4})", lambda m: m[1] + str(int(m[2]) - 1), text), encoding="utf-8")
    chosen = [spoil for name, spoil in mutations.of_tables(folder / "input" / year) if name.endswith(("数字改一位", "名称错字"))]
    for spoil in (chosen[len(chosen) // 4], chosen[-2]):
        spoil(yaml.parent)


def example(side, cwd):
    copied(ROOT / "input", cwd / "input")
    last_year(cwd, "2025")
    return look(side, cwd)


def second_fund(side, cwd):
    copied(ROOT / "tests/funds/input", cwd / "input")
    for year in sorted((cwd / "input").iterdir()):
        before = year.with_name("2024" + year.name[4:])
        shutil.copytree(year, before)
        text = (before / "报告.yaml").read_text(encoding="utf-8").replace("年度: 2025", "年度: 2024", 1)
        (before / "报告.yaml").write_text(text, encoding="utf-8")
    return look(side, cwd)


def folder(side, cwd, source):
    copied(source, cwd / "input")
    return look(side, cwd)


def office(side, cwd, source):
    copied(source / "input", cwd / "input")
    layouts = None
    if (source / "layouts").is_dir():
        layouts = cwd / "layouts"
        copied(G["work"] / side / "layouts", layouts)
        copied(source / "layouts", layouts)
    return look(side, cwd, layouts)


def document(side, cwd, path, base=None):
    """A document of others: alone and with a year; .docx absorbed too. `base`: the set of an office, else the example."""
    shutil.copyfile(path, cwd / path.name)
    copied(base / "input" if base else ROOT / "input", cwd / "input")
    layouts = None
    if base and (base / "layouts").is_dir():
        layouts = cwd / "layouts"
        copied(G["work"] / side / "layouts", layouts)
        copied(base / "layouts", layouts)
    year = sorted(entry.name for entry in (cwd / "input").iterdir())[-1]
    parts = {"audit": findings(side, cwd, "audit", path.name, layouts=layouts)}
    parts[f"audit with {year}"] = findings(side, cwd, "audit", path.name, year, layouts=layouts)
    if path.suffix == ".docx":
        parts[f"absorb {year}"] = told(side, cwd, "absorb", path.name, year, layouts=layouts)
    return parts


def edited(cwd, step):
    """An edited copy of a .docx, as a case asks for it: words of one paragraph replaced, words of one run wrapped in XML."""
    source = next(iter(sorted(cwd.glob(step["edit"]))), None)
    if source is None:
        return [f"nothing to edit: {step['edit']}"]
    faults = []
    archive = zipfile.ZipFile(source)
    with zipfile.ZipFile(cwd / step["to"], "w", zipfile.ZIP_DEFLATED) as out:
        for info in archive.infolist():
            data = archive.read(info)
            if info.filename == "word/document.xml":
                xml = data.decode()
                for words, new in step.get("replace", []):
                    xml, done = replaced(xml, words, new)
                    faults += [] if done else [f"not in the document: {words}"]
                for words, before, after in step.get("wrap", []):
                    xml, done = wrapped(xml, words, before, after)
                    faults += [] if done else [f"not in one run: {words}"]
                data = xml.encode()
            out.writestr(info, data)
    return faults


def replaced(xml, words, new):
    for paragraph in re.finditer(r"<w:p[ >].*?</w:p>", xml, re.S):
        texts = list(re.finditer(r"(<w:t(?: [^>]*)?>)([^<]*)(</w:t>)", paragraph.group()))
        whole = "".join(text.group(2) for text in texts)
        at = whole.find(words)
        if at < 0:
            continue
        made, end = paragraph.group(), len(whole)
        for text in reversed(texts):
            here = text.group(2)
            end -= len(here)
            left, right = (max(0, min(len(here), edge - end)) for edge in (at, at + len(words)))
            first = end <= at < end + len(here)
            if right > left or first:
                here = here[:left] + (new if first else "") + here[right:]
                made = made[: text.start()] + text.group(1) + here + text.group(3) + made[text.end() :]
        return xml[: paragraph.start()] + made + xml[paragraph.end() :], True
    return xml, False


def wrapped(xml, words, before, after):
    run = r"<w:r>(<w:rPr>(?:(?!</w:rPr>).)*</w:rPr>)?<w:t(?: [^>]*)?>([^<]*)</w:t></w:r>"
    for found in re.finditer(run, xml, re.S):
        if words not in found.group(2):
            continue
        left, right = found.group(2).split(words, 1)
        piece = lambda text: f'<w:r>{found.group(1) or ""}<w:t xml:space="preserve">{text}</w:t></w:r>' if text else ""  # noqa: E731
        return xml[: found.start()] + piece(left) + before + piece(words) + after + piece(right) + xml[found.end() :], True
    return xml, False


def case(side, cwd, variant, expect):
    """A variant: its years over the example, what expect.json runs first, then everything the program says."""
    if variant.is_file():
        return document(side, cwd, variant)
    copied(ROOT / "input", cwd / "input")
    gone = variant / "remove.txt"
    for name in gone.read_text(encoding="utf-8").split("\n") if gone.exists() else []:
        if name:
            (cwd / "input/2025" / name).unlink(missing_ok=True)
    for source, to in expect.get("copy", {}).items():
        copied(cwd / "input" / source, cwd / "input" / to)
    for entry in sorted(variant.iterdir()):
        if entry.name == "work":
            copied(entry, cwd)
        elif entry.name[:2] == "20":
            copied(entry, cwd / "input" / entry.name)
    for source, to in expect.get("move", {}).items():
        (cwd / "input" / source).rename(cwd / "input" / to)
    parts = {}
    for number, step in enumerate(expect.get("run", []), 1):
        if isinstance(step, list):
            parts[f"run {number} {' '.join(step)}"] = told(side, cwd, *step)
        elif "edit" in step:
            parts[f"run {number} edit"] = edited(cwd, step)
        else:
            copied(variant / step["lay"], cwd)
    if expect.get("run"):
        for file in sorted((cwd / "input").rglob("*")):
            if file.is_file() and file.suffix in (".yaml", ".txt", ".csv", ".xlsx"):
                parts[f"after: {file.relative_to(cwd)}"] = lines_of(file)
    return parts | look(side, cwd, audits=(".docx",), forms=False)


def mutated_document(side, cwd, text):
    (cwd / "报告.txt").write_text(text, encoding="utf-8")
    copied(ROOT / "input", cwd / "input")
    return {
        "audit": findings(side, cwd, "audit", "报告.txt"),
        "audit with 2025": findings(side, cwd, "audit", "报告.txt", "2025"),
    }


def spoilt(side, cwd, kind, number):
    """The mutation of this number, made anew: what is made of it does not depend on the program."""
    if kind == "document":
        return mutated_document(side, cwd, G["chosen"][kind][number][1])
    copied(ROOT / "input/2025", cwd / "input/2025")
    G["chosen"][kind][number][1](cwd / "input/2025")
    return {"check": findings(side, cwd, "check", "2025")}


def chosen_mutations(every):
    """Every so many of each kind; documents are spoiled as OLD built them."""
    cwd = G["work"] / "old" / "mutations"
    copied(ROOT / "input", cwd / "input")
    say("old", cwd, "build", "2025")
    blocks = blocks_of(next((cwd / "output/2025").glob("*自评报告.docx")))
    year = ROOT / "input/2025"
    kinds = {
        "table": (mutations.of_tables(year), every * 2),
        "yaml": (mutations.of_yaml(year), min(every, 5)),
        "typed": (mutations.of_typed_text(year, blocks), every),
        "document": (mutations.of_document(blocks), every),
    }
    return {kind: [made for n, made in enumerate(all, 1) if n % step == 0] for kind, (all, step) in kinds.items()}


# What is looked at.


def items_of(path):
    """(name, function, arguments) of material named on the command line."""
    path = path.resolve()
    if path.is_file():
        return [(path.name, document, (path,))]
    folders = sorted(entry for entry in path.iterdir() if entry.is_dir())
    items = []
    if any((entry / "expect.json").exists() for entry in folders):
        for entry in folders:
            if (entry / "expect.json").exists():
                for name, expect in sorted(json.loads((entry / "expect.json").read_text(encoding="utf-8")).items()):
                    if (entry / name).exists():
                        items.append((f"{path.name}/{entry.name}/{name}", case, (entry / name, expect)))
        return items
    if any((entry / "input").is_dir() for entry in folders):
        for entry in folders:
            if (entry / "input").is_dir():
                items.append((f"{path.name}/{entry.name}", office, (entry,)))
                continue
            notes = "".join(note.read_text(encoding="utf-8") for note in sorted(entry.glob("*.txt")))
            named = [path / word for word in re.findall(r"`([^`]+)`", notes) if (path / word / "input").is_dir()]
            for file in sorted(entry.glob("*.docx")):
                items.append((f"{path.name}/{entry.name}/{file.name}", document, (file, named[0] if named else None)))
        return items
    if any(entry.name[:2] == "20" for entry in folders):
        return [(path.name, folder, (path,))]
    sys.exit(f"nothing to look at in {path}")


def compared(item):
    """Both programs over one item, one after the other."""
    number, (name, function, given) = item
    said = {}
    for side in SIDES:
        cwd = G["work"] / side / f"{number:04}"
        cwd.mkdir(parents=True)
        said[side] = function(side, cwd, *given)
        shutil.rmtree(cwd)
    old, new = (said[side] for side in SIDES)
    differences = []
    for part in list(old) + [part for part in new if part not in old]:
        before, after = old.get(part, []), new.get(part, [])
        if before != after:
            lines = difflib.unified_diff(before, after, lineterm="", n=0)
            differences.append((part, [line for line in lines if not line.startswith(("---", "+++", "@@"))]))
    wrong = [sum('"severity": "info"' not in line for part in said[side].values() for line in part[1:]) for side in SIDES]
    parts = {part for part, _ in differences}
    other_bytes = [part[6:] for part in parts if part.startswith("bytes ") and part[6:] not in parts]
    differences = [difference for difference in differences if not difference[0].startswith("bytes ")]
    return name, function is spoilt, differences, wrong, sorted(other_bytes)


def main():
    begun = time.monotonic()
    chosen = arguments()
    explained = []
    if chosen.explained:
        for line in chosen.explained.read_text(encoding="utf-8").splitlines():
            if line.strip() and not line.startswith("#"):
                expression, mark, reason = line.rpartition("  # ")
                if not mark or not reason.strip():
                    sys.exit(f"no reason given: {line}")
                explained.append([re.compile(expression.strip()), reason.strip(), 0])
    # Links resolved: programs print where they found what they were given.
    G["work"] = Path(tempfile.mkdtemp(prefix="against.")).resolve()
    G["fonts"] = chosen.fonts.resolve()
    for side in SIDES:
        G[side] = getattr(chosen, side).resolve()
        copied(getattr(chosen, f"{side}_layouts"), G["work"] / side / "layouts")
    try:
        items = [("example", example, ()), ("second fund", second_fund, ())]
        for path in chosen.material:
            items += items_of(path)
        if chosen.every:
            G["chosen"] = chosen_mutations(chosen.every)
            for kind, made in G["chosen"].items():
                items += [(f"mutation {name}", spoilt, (kind, n)) for n, (name, _) in enumerate(made)]
        items = [item for item in items if chosen.only in item[0]]
        with ProcessPoolExecutor(2) as pool:
            results = list(pool.map(compared, enumerate(items)))
    finally:
        shutil.rmtree(G["work"])
    report(results, explained, chosen.lines, time.monotonic() - begun)


def report(results, explained, shown, seconds):
    unexplained = meant = 0
    more, lost, gained = [], [], []
    for name, is_mutation, differences, (before, after), _ in results:
        if is_mutation:
            more += [(name, before, after)] if after > before else []
            lost += [name] if before and not after else []
            gained += [name] if after and not before else []
        for part, lines in differences:
            reasons = []
            for line in lines:
                met = next((entry for entry in explained if entry[0].search(f"{name} › {part}: {line}")), None)
                if met:
                    met[2] += 1
                reasons.append(met)
            if reasons and all(reasons):
                meant += 1
                continue
            unexplained += 1
            print(f"{name} › {part}")
            rest = [line for line, reason in zip(lines, reasons) if not reason]
            for line in rest[:shown]:
                print(f"    {line}")
            if len(rest) > shown:
                print(f"    … {len(rest) - shown} more lines")
    for name, before, after in more:
        print(f"{name}: {after} findings, {before} before")
    for name in lost:
        print(f"{name}: found before, not any more")
    for expression, reason, met in explained:
        print(f"explained {met} lines: {reason} ({expression.pattern})" + ("" if met else "  ← met nothing"))
    mutated = [result for result in results if result[1]]
    found = [sum(bool(result[3][side]) for result in mutated) for side in (0, 1)]
    other_bytes = [f"{name}/{file}" for name, *_, files in results for file in files]
    print(f"items: {len(results) - len(mutated)}, mutations: {len(mutated)}, {seconds:.0f} s")
    print(f"mutations found: {found[0]} before, {found[1]} now; only before: {len(lost)}, only now: {len(gained)}")
    print(f"outputs of the same text but other bytes: {len(other_bytes)}" + (f" (first: {other_bytes[0]})" if other_bytes else ""))
    print(f"more findings: {len(more)}")
    print(f"differences: {unexplained}" + (f" (explained: {meant})" if explained else ""))
    sys.exit(1 if unexplained or more else 0)


if __name__ == "__main__":
    main()
