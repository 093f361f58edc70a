"""Input of any size from the example: generate.py years COUNT FOLDER | rows COUNT FOLDER.

years: COUNT folders that share no paragraph and no project row, so that nothing remembered of one helps the next.
rows:  one year whose project table has COUNT rows; the added ones are paid later and leave every total as it is.
"""

import re
import shutil
import sys
from pathlib import Path

import openpyxl

EXAMPLE = Path(__file__).resolve().parent.parent / "input" / "2025"
PROJECTS, CASES, TEXTS = "资金安排表.xlsx", "案例.yaml", "文字.yaml"
HEAD_ROWS = 4
NAME, UNIT, AMOUNT, MODE = 1, 2, 3, 4


def project_rows():
    """Values, not formulas: what writes them here does not compute."""
    sheet = openpyxl.load_workbook(EXAMPLE / PROJECTS, data_only=True).worksheets[0]
    return [list(row) for row in sheet.iter_rows(values_only=True)]


def is_project(row):
    return isinstance(row[0], (int, float))


def save_projects(rows, folder):
    book = openpyxl.Workbook(write_only=True)
    sheet = book.create_sheet("资金安排")
    for row in rows:
        sheet.append(row)
    book.save(folder / PROJECTS)


def copy_example(folder):
    shutil.copytree(EXAMPLE, folder)
    return folder


def years(count, root):
    rows = project_rows()
    texts = {name: (EXAMPLE / name).read_text(encoding="utf-8") for name in (CASES, TEXTS)}
    for number in range(1, count + 1):
        folder = copy_example(root / f"2025-{number:04}")
        mark = f"样本{number:04}"
        marked = [
            [row[0], f"{row[NAME]}{mark}", f"{row[UNIT]}{mark}", *row[AMOUNT:]] if is_project(row) else row for row in rows
        ]
        save_projects(marked, folder)
        cases = re.sub(r"^(  - 项目: .*)$", rf"\1{mark}", texts[CASES], flags=re.M)
        cases = re.sub(r"^(      )(项目|预期)", rf"\1{mark}\2", cases, flags=re.M)
        (folder / CASES).write_text(cases, encoding="utf-8")
        # A text is a line that is indented and neither a key nor a heading.
        body = re.sub(r"^(      )([^#\s][^:\n]{12,})$", rf"\1{mark}，\2", texts[TEXTS], flags=re.M)
        (folder / TEXTS).write_text(body, encoding="utf-8")


def rows(count, root):
    table = project_rows()
    first_new = next(index for index, row in enumerate(table) if row[0] == "（二）新上项目")
    projects = [row for row in table if is_project(row)]
    added = []
    for number in range(count - len(projects)):
        row = list(projects[number % len(projects)])
        row[NAME], row[AMOUNT], row[MODE] = f"{row[NAME]}（{number + 1}）", 0, "后补助"
        added.append(row)
    table[first_new + 1 : first_new + 1] = added
    serial = 0
    for row in table:
        if is_project(row):
            serial += 1
            row[0] = serial
    save_projects(table, copy_example(root / "2025"))


if __name__ == "__main__":
    kind, count, root = sys.argv[1], int(sys.argv[2]), Path(sys.argv[3])
    root.mkdir(parents=True, exist_ok=True)
    {"years": years, "rows": rows}[kind](count, root)
