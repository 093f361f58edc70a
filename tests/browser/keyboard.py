"""The clerk's day without a mouse: each thing is reached by Tab, shows that it is reached, and is done by Enter, Space, arrows
and Escape.

    python3 tests/browser/keyboard.py PROGRAM [FOLDER FOR PICTURES]
"""

import shutil
import time

from chromium import run
from day import ROOT, Day, edited, spoil, verdict

KEYS = {"Tab": 9, "Enter": 13, "Escape": 27, " ": 32, "End": 35, "Home": 36, "ArrowLeft": 37, "ArrowUp": 38, "ArrowRight": 39,
        "ArrowDown": 40}
MOST_STOPS = 90
# What has the focus: its words, whether it is seen on the screen, whether it shows that it is reached.
STOP = """(() => {
    const one = document.activeElement;
    const place = one.getBoundingClientRect();
    const style = getComputedStyle(one);
    const label = one.labels && one.labels.length > 0 ? one.labels[0].textContent : "";
    const words = (one.getAttribute("aria-label") || label || one.textContent || "").trim();
    const seen = place.width > 4 && place.height > 4 && place.bottom > 0 && place.right > 0 && place.top < innerHeight && place.left < innerWidth && style.opacity !== "0";
    return [one.tagName, words, seen, style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2];
})()"""


class Keyboard:
    def __init__(self, browser):
        self.browser = browser
        self.opened = None
        browser.send("Page.setInterceptFileChooserDialog", enabled=True)
        receive = browser.receive

        def heard():
            answer = receive()
            if answer.get("method") == "Page.fileChooserOpened":
                self.opened = answer["params"]["backendNodeId"]
            return answer
        browser.receive = heard

    def press(self, key, times=1, shift=False):
        text = {"Enter": "\r", " ": " "}.get(key, "")
        given = {"key": key, "code": "Space" if key == " " else key, "windowsVirtualKeyCode": KEYS[key], "modifiers": 8 if shift else 0}
        for _ in range(times):
            self.browser.send("Input.dispatchKeyEvent", type="keyDown", text=text, **given)
            self.browser.send("Input.dispatchKeyEvent", type="keyUp", **given)

    def type(self, text):
        self.browser.send("Input.insertText", text=text)

    def at(self, tag, words):
        found, said, _, _ = self.browser.value(STOP)
        return found == tag and said.startswith(words)

    def stands_at(self, tag, words):
        """What was pressed last leads there, as soon as the page is drawn."""
        begun = time.monotonic()
        while not self.at(tag, words):
            assert time.monotonic() - begun < 10, f"{tag} {words}: the focus is at {self.browser.value(STOP)}"
            time.sleep(0.02)

    def reach(self, words, tag="BUTTON", back=False):
        """Tab until there; every stop on the way is seen and shows itself."""
        stops = []
        for _ in range(MOST_STOPS):
            if self.at(tag, words):
                return
            self.press("Tab", shift=back)
            found, said, seen, shown = self.browser.value(STOP)
            stops.append(f"{found} {said[:20]}")
            assert found in ("BODY", "MAIN") or seen and shown, f"on the way to {words}: {found} “{said[:40]}” is seen: {seen}, shows itself: {shown}"
        raise AssertionError(f"{words} is not reached: {stops}")

    def do(self, words, tag="BUTTON", key="Enter", back=False):
        self.reach(words, tag, back)
        self.press(key)

    def choose(self, words, paths):
        self.opened = None
        self.do(words)
        self.browser.wait("true", "the page")
        assert self.opened, f"{words}: no files can be chosen"
        self.browser.send("DOM.setFileInputFiles", backendNodeId=self.opened, files=[str(path) for path in paths])


# Whatever is announced, in its order.
LISTEN = """(() => {
    window.announced = [];
    const said = new Map();
    const hear = () => document.querySelectorAll('[role=status], [aria-live], [role=alert]').forEach((one) => {
        const copy = one.cloneNode(true);
        copy.querySelectorAll('[aria-hidden=true]').forEach((hidden) => hidden.remove());
        const words = one.hidden ? '' : copy.textContent;
        if (words !== (said.get(one) || '')) {
            said.set(one, words);
            if (words !== '') {
                window.announced.push(words);
            }
        }
    });
    new MutationObserver(hear).observe(document.body, { childList: true, subtree: true, characterData: true, attributes: true });
})()"""


def live(browser, work, address):
    day, keyboard = Day(browser), Keyboard(browser)
    year = work / "input" / "2025"
    browser.open(address)
    browser.wait("document.querySelector('.card.new')", "the first page")
    keyboard.reach("要建的年度", "INPUT")
    keyboard.type("2025")
    keyboard.do("新建")
    browser.wait("document.querySelector('.card[data-year=\"2025\"] .verdict:not(.reading)')", "the new year", 60)
    for path in list(year.iterdir()):
        path.unlink()
    for name in ["报告.yaml", "文字.yaml", "案例.yaml"]:
        shutil.copy(ROOT / "input/2025" / name, year / name)
    # A text that nobody wrote.
    texts = (year / "文字.yaml").read_text()
    head, rest = texts.split("    总体目标: |\n", 1)
    goal, rest = rest.split("\n", 1)
    (year / "文字.yaml").write_text(head + rest)
    tables = work / "from-desktop"
    tables.mkdir()
    names = ["资金安排表.xlsx", "绩效指标.xlsx", "资金执行.xlsx"]
    for name in names[:2]:
        shutil.copy(ROOT / "input/2025" / name, tables / name)
    edited(ROOT / "input/2025" / names[2], tables / names[2], "xl/worksheets/sheet1.xml", spoil)
    keyboard.choose("选文件", [tables / name for name in names])
    browser.wait("document.querySelectorAll('.answers td.good').length === 3", "the tables are in", 60)
    browser.wait(verdict("draft"), "the verdict", 60)
    day.step("用键盘放进表格")

    keyboard.do("去改", "A")
    browser.wait("document.querySelector('.sheet .value') && document.querySelector('.finding.error')", "the year", 60)
    browser.value(LISTEN)
    keyboard.do("写这一段")
    browser.wait("document.activeElement === document.querySelector('textarea.text')", "the missing text")
    keyboard.type(goal.strip())
    keyboard.do("保存", back=True)
    browser.wait("document.querySelector('#told').textContent.includes('已写入')", "it is written", 60)
    keyboard.stands_at("BUTTON", "保存")
    assert sorted((year / "文字.yaml").read_text().splitlines()) == sorted(texts.splitlines())
    keyboard.do("‹ 全部文字", back=True)
    keyboard.reach("文字", back=True)
    keyboard.press("ArrowLeft")
    browser.wait("document.querySelector('.finding.error')", "the findings")
    day.step("用键盘补写文字")

    # On the pages: into the words, along them, out again.
    keyboard.reach("页面", "DIV")
    keyboard.press("ArrowDown", 3)
    keyboard.press("Home")
    keyboard.press("Enter")
    browser.wait("document.activeElement.classList.contains('value') || document.activeElement.classList.contains('mark')", "a word")
    keyboard.press("ArrowRight", 2)
    keyboard.press("Enter")
    browser.wait("document.querySelector('.right h2').textContent.includes('从哪里来')", "where it comes from")
    day.step("用键盘问一个数")
    keyboard.press("Escape")
    keyboard.stands_at("DIV", "页面")
    keyboard.reach("查一个数", "INPUT")
    keyboard.type("完成率")
    browser.wait("document.querySelector('.right .chip')", "figures")
    keyboard.press("Tab")
    keyboard.press("Enter")
    browser.wait("document.querySelector('#told').textContent.includes('%')", "the figure")

    # Mended elsewhere; what changed is told once.
    browser.value("window.announced.length = 0")
    shutil.copy(ROOT / "input/2025" / names[2], year / names[2])
    browser.wait(verdict("ready"), "the verdict after mending", 60)
    browser.wait("document.querySelectorAll('.sheet .mark').length === 0", "the marks are gone", 60)
    browser.wait("window.announced.length > 0", "it is told")
    browser.value("new Promise((done) => setTimeout(done, 1500))")
    told = browser.value("window.announced")
    assert len(told) == 1 and told[0].startswith("可以盖章"), told

    # Accepted with a reason.
    browser.value("window.announced.length = 0")
    text = (year / "文字.yaml").read_text()
    (year / "文字.yaml").write_text(text.replace("文字:\n", "文字:\n  别的:\n    没有用的: 甲乙丙。\n", 1))
    browser.wait("document.querySelector('.finding.warning')", "a warning", 60)
    browser.wait("window.announced.some((words) => words.includes('1个警告'))", "the warning is told", 60)
    browser.value("window.announced.length = 0")
    keyboard.do("没有错，接受", back=True)
    browser.wait("document.activeElement.tagName === 'TEXTAREA'", "the question")
    keyboard.press("Escape")
    keyboard.stands_at("BUTTON", "没有错，接受")
    keyboard.press("Enter")
    keyboard.type("留作明年用")
    keyboard.do("确定")
    browser.wait("document.querySelector('#told').textContent.includes('已接受')", "it is accepted", 60)
    assert "留作明年用" in (year / "报告.yaml").read_text()
    browser.value("new Promise((done) => setTimeout(done, 1500))")
    told = browser.value("window.announced")
    assert len(told) == 1, told
    day.step("用键盘接受")

    browser.value("window.announced.length = 0")
    keyboard.do("生成", back=True)
    browser.wait("document.querySelector('#told').textContent.includes('已生成')", "the build", 90)
    browser.value("new Promise((done) => setTimeout(done, 1500))")
    told = browser.value("window.announced")
    assert len(told) == 2 and told[0].startswith("正在生成") and "已生成" in told[1], told
    keyboard.reach("核对")
    keyboard.press("ArrowRight", 3)
    browser.wait("document.querySelectorAll('.list a[download]').length >= 5", "the files")
    keyboard.reach("2025年度", "A")
    keyboard.reach("成稿", back=True)
    keyboard.press("ArrowRight")
    browser.wait("document.querySelector('.list')", "the comparison")
    day.step("用键盘生成")

    report = next(path for path in (work / "output/2025").iterdir() if path.name.endswith("绩效自评报告.docx"))
    edited(report, tables / "厅长改.docx", "word/document.xml", lambda body: body.replace("具体如下", "详细如下", 1))
    keyboard.do("回到全部年度", "A", back=True)
    browser.wait("document.querySelector('.card .verdict:not(.reading)')", "the years", 60)
    assert "上次生成" in browser.text()
    keyboard.choose("从 Word 报告读入", [tables / "厅长改.docx"])
    browser.wait("document.querySelector('.edits input')", "the edits", 60)
    day.step("用键盘读入Word报告")
    keyboard.reach("", "INPUT")
    keyboard.press(" ")
    assert not browser.value("document.activeElement.checked")
    keyboard.press(" ")
    keyboard.do("写入勾选的")
    browser.wait("document.querySelector('#told').textContent.startsWith('已写入')", "the edits are written", 60)
    assert "详细如下" in (year / "文字.yaml").read_text()

    # Two years side by side.
    keyboard.reach("要建的年度", "INPUT")
    keyboard.do("新建")
    browser.wait("document.querySelector('.card[data-year=\"2026\"]')", "next year", 60)
    browser.wait("document.querySelector('.card[data-year=\"2025\"] .verdict.ready')", "this year", 60)
    browser.value("document.querySelector('.card[data-year=\"2025\"] a.main').focus()")
    keyboard.press("Enter")
    browser.wait("document.querySelector('.tabs')", "the year", 60)
    keyboard.reach("核对")
    keyboard.press("ArrowLeft")
    browser.wait("document.querySelector('.list select')", "the comparison", 60)
    keyboard.do("比较")
    keyboard.press("Tab")
    keyboard.reach("比较")
    browser.wait("document.querySelector('.list select')", "the comparison", 60)
    keyboard.do("帮助", back=True)
    browser.wait("document.querySelector('.manual')", "the manual", 60)
    keyboard.stands_at("BUTTON", "‹ 返回")
    keyboard.press("Enter")
    keyboard.stands_at("BUTTON", "帮助")
    keyboard.do("结束程序")
    browser.wait("document.querySelector('#gone').textContent.includes('已经结束')", "the end")
    day.step("用键盘结束")


if __name__ == "__main__":
    run(live)
