"""The clerk's day in a real browser: an empty folder, a new year, three spreadsheets with a mistake in one, the mistake seen
and mended, a text written, the report built and taken away, the chief's Word file dropped and its edits taken, built again.

    python3 tests/browser/day.py PROGRAM [--alone] [FOLDER FOR PICTURES]

`--alone`: with the layouts and fonts that the program itself carries or has beside it.

Steps that the manual shows are compared with its pictures (docs/图). ACCEPT_DAY=1 writes them anew: look at each.
"""

import json
import os
import re
import shutil
import time
import zipfile

from chromium import PICTURES, ROOT, run

ACCEPTED = ROOT / "docs/图"
ACCEPT = os.environ.get("ACCEPT_DAY") == "1"
# Of a page's squares so many may look otherwise: another smoothing, a longer path of the folder.
MOST_DIFFERENT = 0.02


def edited(source, target, part, change):
    """A copy of a zipped file with one part changed."""
    with zipfile.ZipFile(source) as old, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as new:
        for item in old.infolist():
            data = old.read(item)
            if item.filename == part:
                text = data.decode()
                data = change(text).encode()
                assert data != text.encode(), part
            new.writestr(item, data)


def spoil(sheet):
    """A sum that is wrong."""
    return re.sub(r'(<c r="C3"[^>]*>(?:<f[^>]*>[^<]*</f>)?<v>)[^<]*(</v>)', r"\g<1>8000\2", sheet)


class Day:
    def __init__(self, browser):
        self.browser = browser
        self.steps = []

    def step(self, name, seconds=None):
        told = "" if seconds is None else f" ({seconds:.2f} s)"
        print(f"{len(self.steps) + 1}. {name}{told}", flush=True)
        manual = (ROOT / "docs/用户手册.md").read_text()
        shown = f"](图/{name}.png)" in manual
        if PICTURES or shown:
            # What is said goes away by itself; a picture does not wait for that.
            self.browser.value("document.querySelector('#told').textContent = ''")
            time.sleep(0.3)
        if PICTURES:
            self.browser.picture(PICTURES / f"{len(self.steps) + 1:02}-{name}.png")
        if shown:
            picture, accepted = self.browser.small_picture(), ACCEPTED / f"{name}.png"
            if ACCEPT:
                accepted.parent.mkdir(exist_ok=True)
                accepted.write_bytes(picture)
            different = self.browser.differences(picture, accepted.read_bytes())
            assert different <= MOST_DIFFERENT, f"{name}: {different:.1%} of the page looks otherwise than in {accepted}"
        self.steps.append(name)


def verdict(kind, within="document"):
    return f"{within}.querySelector('.verdict.{kind}')"


def live(browser, work, address):
    day = Day(browser)
    year = work / "input" / "2025"
    browser.open(address)
    took = browser.wait("document.querySelector('.card.new')", "the first page")
    assert "这里还没有年度" in browser.text()
    day.step("空文件夹", took)

    browser.value("document.querySelector('.card.new input').value = '2025'")
    browser.value("Array.from(document.querySelector('.card.new select').options).forEach((one, at, all) => { if (one.value === '样:通用') one.parentNode.selectedIndex = at; })")
    browser.press("新建", "document.querySelector('.card.new')")
    browser.wait("document.querySelector('#told').textContent.startsWith('已照')", "what was made")
    browser.wait("document.querySelector('.card[data-year=\"2025\"] .verdict:not(.reading)')", "the new year")
    assert sorted(path.suffix for path in year.iterdir() if path.suffix == ".yaml") == [".yaml"] * 3
    day.step("新建年度")

    # The clerk's own texts, and three spreadsheets: in one of them a sum is wrong.
    for path in list(year.iterdir()):
        if path.suffix == ".xlsx":
            path.unlink()
    for name in ["报告.yaml", "文字.yaml", "案例.yaml"]:
        shutil.copy(ROOT / "input/2025" / name, year / name)
    tables = work / "from-desktop"
    tables.mkdir()
    names = ["资金安排表.xlsx", "绩效指标.xlsx", "资金执行.xlsx"]
    for name in names[:2]:
        shutil.copy(ROOT / "input/2025" / name, tables / name)
    good = ROOT / "input/2025" / names[2]
    edited(good, tables / names[2], "xl/worksheets/sheet1.xml", spoil)
    (tables / "通讯录.csv").write_text("姓名,电话\n甲,1\n")
    time.sleep(1)
    browser.choose_files("#choose", [tables / name for name in [*names, "通讯录.csv"]])
    took = browser.wait("document.querySelectorAll('.answers tbody tr').length === 4 && document.querySelectorAll('.answers td.good').length === 3", "what became of each file")
    answers = browser.value("document.querySelector('.answers').innerText")
    for words in ["项目表（", "指标表（", "资金执行表（", "已放进 2025", "没有收"]:
        assert words in answers, answers
    assert not (year / "通讯录.csv").exists()
    browser.wait(verdict("draft"), "the verdict")
    day.step("拖进表格", took)

    browser.press("去改")
    took = browser.wait("document.querySelector('.sheet img') && document.querySelector('.sheet img').complete && document.querySelector('.sheet .value') && document.querySelector('.finding.error')", "the year", 60)
    day.step("看年度", took)
    browser.press("在版面上看", "document.querySelector('.finding.error')")
    browser.wait("document.querySelector('.sheet .mark')", "the mark on the words")
    browser.wait("document.querySelector('.right td.here')", "the cell")
    day.step("看问题")

    # A click on a figure is answered down to its cell; a click on blank paper too.
    browser.value("document.querySelector('.sheets').scrollTop = 0")
    browser.wait("document.querySelector('.sheet[data-page=\"0\"] .value')", "the first page's words")
    browser.value("Array.from(document.querySelectorAll('.sheet[data-page=\"0\"] .value')).find((one) => one.getAttribute('aria-label').startsWith('10930')).click()")
    browser.wait("document.querySelector('.right h2').textContent.startsWith('10930') && document.querySelector('.right td.here')", "the figure's source")
    day.step("看数字的来源")
    browser.value("document.querySelector('.sheet').dispatchEvent(new MouseEvent('click', { clientX: document.querySelector('.sheet').getBoundingClientRect().left + 3, clientY: document.querySelector('.sheet').getBoundingClientRect().top + 3, bubbles: true }))")
    browser.wait("!document.querySelector('.right h2').textContent.startsWith('10930')", "an answer to a click on nothing")

    # Mended in Excel: the page follows by itself.
    scroll = browser.value("(() => { const sheets = document.querySelector('.sheets'); sheets.scrollTop = 2000; return sheets.scrollTop; })()")
    shutil.copy(good, year / names[2])
    took = browser.wait(verdict("ready"), "the verdict after mending", 60)
    browser.wait("document.querySelectorAll('.sheet .mark').length === 0", "the marks are gone")
    assert browser.value("document.querySelector('.sheets').scrollTop") == scroll
    day.step("改好单元格", took)

    browser.press("文字", "document.querySelector('.tabs')")
    browser.wait("document.querySelector('.list .link')", "the texts")
    browser.press("", "document.querySelector('.list .file')")
    browser.wait("document.querySelector('textarea.text')", "the text")
    type_in = "(() => {{ const area = document.querySelector('textarea.text'); area.value = {}; area.dispatchEvent(new Event('input')); return area.value; }})()"
    text = browser.value("document.querySelector('textarea.text').value")
    browser.value(type_in.format(json.dumps(text + "{{ 没有这个数 }}")))
    took = browser.wait("document.querySelector('.list .finding')", "the warning as one types")
    day.step("边写边核对", took)
    browser.value(type_in.format(json.dumps(text.replace("，", "，特此报告，", 1))))
    browser.wait("!document.querySelector('.list .finding')", "no warning any more")
    before = (year / "文字.yaml").read_text()
    browser.press("保存", "document.querySelector('.list')")
    browser.wait("document.querySelector('#told').textContent.startsWith('已写入')", "the text is written")
    after = (year / "文字.yaml").read_text()
    changed = [(old, new) for old, new in zip(before.splitlines(), after.splitlines()) if old != new]
    assert len(changed) == 1 and "特此报告" in changed[0][1], changed
    day.step("写好文字")

    browser.press("生成", "document.querySelector('header')")
    took = browser.wait("document.querySelector('#told').textContent.includes('已生成')", "the build", 90)
    browser.press("成稿", "document.querySelector('.tabs')")
    browser.wait("document.querySelectorAll('.list a[download]').length >= 5", "the files")
    day.step("生成", took)
    pdf = browser.value("""(async () => {
        const link = Array.from(document.querySelectorAll('.list a[download]')).find((one) => one.textContent.endsWith('绩效自评报告.pdf'));
        const bytes = new Uint8Array(await (await fetch(link.href)).arrayBuffer());
        return String.fromCharCode(...bytes.slice(0, 5)) + bytes.length;
    })()""")
    assert pdf.startswith("%PDF-") and int(pdf[5:]) > 100_000, pdf

    # The chief's Word file: words changed in it.
    report = next(path for path in (work / "output/2025").iterdir() if path.name.endswith("绩效自评报告.docx"))
    edited(report, tables / "厅长改.docx", "word/document.xml", lambda body: body.replace("特此", "现已", 1))
    browser.press("‹", "document.querySelector('header')")
    browser.wait("document.querySelector('#choose')", "the years")
    browser.choose_files("#choose", [tables / "厅长改.docx"])
    took = browser.wait("document.querySelector('.answers td.note button')", "the document's answer", 60)
    browser.press("看问题和改动")
    browser.wait("document.querySelector('.edits input')", "the edits")
    assert "现已" in browser.value("document.querySelector('.edits').innerText")
    day.step("拖进厅长改的", took)
    browser.press("写入勾选的")
    browser.wait("document.querySelector('#told').textContent.startsWith('已写入')", "the edits are written")
    assert "现已报告" in (year / "文字.yaml").read_text()
    browser.wait("document.querySelector('.card .verdict.ready')", "the year after")
    browser.wait("document.querySelector('.card').innerText.includes('要再生成')", "what was built is old", 60)
    day.step("收回改动")
    browser.press("生成", "document.querySelector('.card')")
    browser.wait("document.querySelector('.card').innerText.includes('已是最新')", "built again", 90)
    day.step("再生成")

    browser.press("结束程序")
    browser.wait("document.querySelector('#gone').textContent.includes('已经结束')", "the end")
    day.step("结束")


if __name__ == "__main__":
    run(live)
