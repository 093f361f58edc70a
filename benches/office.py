"""What an office would script instead: office.py template|docxtpl|python-docx WORK, then LibreOffice makes the PDFs.

All three read the example's spreadsheets. The report's texts are taken from a report that ziping made, so that the
pages are the same: `template` (not timed) turns it into a docxtpl template with the project table as a loop and the
figures of the other tables as they are. Neither checks anything, resolves a figure or sets a line: that is in favour
of both.
"""

import copy
import json
import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
EXAMPLE = ROOT / "input" / "2025"
STEMS = ("自评报告", "自评表")


def facts():
    """All spreadsheets are read, the project table is used."""
    import openpyxl

    sheets = {}
    for path in sorted(EXAMPLE.glob("*.xlsx")):
        for sheet in openpyxl.load_workbook(path, data_only=True).worksheets:
            sheets[sheet.title] = [list(row) for row in sheet.iter_rows(values_only=True)]
    projects = [row for row in sheets["资金安排"] if isinstance(row[0], (int, float))]
    keys = ("number", "name", "unit", "amount", "mode", "grade")
    return [dict(zip(keys, row[:6])) for row in projects]


def is_project_row(row):
    texts = [cell.text for cell in row.cells]
    return len(texts) == 6 and texts[0].isdigit()


def set_text(cell, text):
    """The first run takes the text and keeps its look."""
    for paragraph in cell.paragraphs[1:]:
        paragraph._p.getparent().remove(paragraph._p)
    runs = cell.paragraphs[0].runs
    for run in runs[1:]:
        run._r.getparent().remove(run._r)
    runs[0].text = text


def template(work):
    import docx

    for stem in STEMS:
        made = next((work / "ziping").rglob(f"*{stem}.docx"))
        document = docx.Document(made)
        for table in document.tables:
            rows = [row for row in table.rows if is_project_row(row)]
            if len(rows) < 100:
                continue
            body = rows[0]
            marks = [copy.deepcopy(body._tr) for _ in range(2)]
            for cell, key in zip(body.cells, ("number", "name", "unit", "amount", "mode", "grade")):
                set_text(cell, "{{ p.%s }}" % key)
            body._tr.addprevious(marks[0])
            body._tr.addnext(marks[1])
            for mark, words in zip(marks, ("{%tr for p in projects %}", "{%tr endfor %}")):
                set_text(docx.table._Row(mark, table).cells[0], words)
            for row in rows[1:]:
                row._tr.getparent().remove(row._tr)
        document.save(work / f"template-{stem}.docx")
        blocks = []
        for block in docx.Document(made).iter_inner_content():
            if isinstance(block, docx.table.Table):
                blocks.append({"rows": [[cell.text for cell in row.cells] for row in block.rows]})
            else:
                blocks.append({"style": block.style.name, "text": block.text})
        (work / f"blocks-{stem}.json").write_text(json.dumps(blocks, ensure_ascii=False), encoding="utf-8")


def with_docxtpl(work):
    from docxtpl import DocxTemplate

    context = {"projects": facts()}
    for stem in STEMS:
        document = DocxTemplate(work / f"template-{stem}.docx")
        document.render(context)
        document.save(work / f"{stem}.docx")


def with_python_docx(work):
    import docx

    projects = facts()
    for stem in STEMS:
        document = docx.Document()
        for block in json.loads((work / f"blocks-{stem}.json").read_text(encoding="utf-8")):
            if "text" in block:
                document.add_paragraph(block["text"])
                continue
            rows = block["rows"]
            if sum(1 for row in rows if row[0].isdigit()) > 100:
                rows = rows[:1] + [[str(value) for value in project.values()] for project in projects]
            table = document.add_table(len(rows), max(map(len, rows)), style="Table Grid")
            # Cells one by one through row.cells are quadratic; the tuple of a row is taken once.
            for row, made in zip(rows, table.rows):
                for text, cell in zip(row, made.cells):
                    cell.text = text
        document.save(work / f"{stem}.docx")


def to_pdf(work):
    """One start of LibreOffice for both files, with its profile warm and the fonts that ziping uses: what a machine has else
    would be other files, and without Chinese fonts a search that takes twice the time."""
    fonts = (ROOT / "tests" / "fontconfig" / "fonts.conf.in").read_text(encoding="utf-8")
    (work / "fonts.conf").write_text(fonts.replace("@FONTS@", str(ROOT / "fonts")), encoding="utf-8")
    command = ["soffice", "--headless", f"-env:UserInstallation=file://{work / 'profile'}", "--convert-to", "pdf"]
    files = [str(work / f"{stem}.docx") for stem in STEMS]
    environment = os.environ | {"FONTCONFIG_FILE": str(work / "fonts.conf")}
    subprocess.run([*command, "--outdir", str(work), *files], check=True, stdout=subprocess.DEVNULL, env=environment)
    assert all((work / f"{stem}.pdf").stat().st_size for stem in STEMS)


if __name__ == "__main__":
    kind, work = sys.argv[1], Path(sys.argv[2]).resolve()
    if kind == "template":
        template(work)
    else:
        {"docxtpl": with_docxtpl, "python-docx": with_python_docx}[kind](work)
        to_pdf(work)
