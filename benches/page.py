"""What the clerk's page takes, in a browser, with a program as it is released: docs/performance.md.

    python3 benches/page.py PROGRAM [PROGRAM WITHOUT THE PAGE]
"""

import json
import os
import pathlib
import re
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
import zipfile

ROOT = pathlib.Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT / "tests/browser"))
from chromium import Chromium  # noqa: E402

PROGRAM = pathlib.Path(sys.argv[1]).resolve()
SAVES = 200
FINDINGS = 1000


def start(folder):
    command = [str(PROGRAM), "serve", "--no-browser", "--layouts", str(ROOT / "layouts"), "--fonts", str(ROOT / "fonts")]
    server = subprocess.Popen(command, cwd=folder, stdout=subprocess.PIPE, text=True)
    for line in server.stdout:
        if line.startswith("http://"):
            return server, line.strip()
    raise SystemExit("the server has ended")


def percentile(times, share):
    return sorted(times)[min(len(times) - 1, int(len(times) * share))]


def memory(server):
    status = pathlib.Path(f"/proc/{server.pid}/status").read_text()
    return int(re.search(r"VmRSS:\s+(\d+)", status)[1]) / 1024


def processor(server):
    """Milliseconds that the server has worked, on all cores."""
    fields = pathlib.Path(f"/proc/{server.pid}/stat").read_text().rsplit(")", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) * 1000 / os.sysconf("SC_CLK_TCK")


def sheet(source, target, change):
    with zipfile.ZipFile(source) as old, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as new:
        for item in old.infolist():
            data = old.read(item)
            if item.filename == "xl/worksheets/sheet1.xml":
                data = change(data.decode()).encode()
            new.writestr(item, data)


def with_executed(source, target, number):
    """The example with another amount."""
    sheet(source, target, lambda text: re.sub(r'(<c r="C[34]"[^>]*>(?:<f[^>]*>[^<]*</f>)?<v>)[^<]*(</v>)', rf"\g<1>{number}\2", text))


def open_year(browser, address):
    browser.open(address)
    browser.wait("document.querySelector('.card .verdict:not(.reading)')", "the card", 60)
    browser.value("location.hash = '年度/2025'")
    browser.wait("document.querySelector('.sheet img') && document.querySelector('.sheet .value')", "the pages", 60)


def saves(browser, server, work):
    """A saved cell to the new picture of the page that is looked at; what the server holds afterwards."""
    original = work / "original.xlsx"
    year = work / "input/2025"
    shutil.copy(year / "资金执行.xlsx", original)
    browser.value("document.querySelector('.sheets').scrollTop = 0")
    # The first sheet is looked at: when its picture has another address, it is loaded and drawn.
    browser.value("""window.seen = []; new MutationObserver(() => {
        const image = document.querySelector('.sheet[data-page="0"] img');
        if (image && image.src !== window.last) { window.last = image.src; window.seen.push(performance.timeOrigin + performance.now()); }
    }).observe(document.querySelector('.sheets'), { childList: true, subtree: true });""")
    times, before = [], None
    worked = processor(server)
    for number in range(SAVES):
        new = work / "saving.xlsx"
        with_executed(original, new, 8744 - number % 7 - 1)
        count = browser.value("window.seen.length")
        os.replace(new, year / "资金执行.xlsx")
        begun = time.time() * 1000
        browser.wait(f"window.seen.length > {count}", "the new picture", 30)
        times.append(browser.value("window.seen[window.seen.length - 1]") - begun)
        if number == 9:
            before = memory(server)
        time.sleep(0.15)
    worked = (processor(server) - worked) / SAVES
    held = memory(server)
    shutil.copy(original, year / "资金执行.xlsx")
    return times, before, held, worked


def letters(browser):
    """A typed letter to its warning, and how much of that is the page's own pause."""
    browser.press("文字", "document.querySelector('.tabs')")
    browser.wait("document.querySelector('.list .file .link')", "the texts")
    browser.press("", "document.querySelector('.list .file')")
    browser.wait("document.querySelector('textarea.text')", "the text")
    browser.wait("!document.querySelector('.list .finding')", "no warning")
    return browser.value("""(async () => {
        const area = document.querySelector('textarea.text');
        const first = area.value;
        const times = [];
        for (let round = 0; round < 40; round += 1) {
            const wrong = round % 2 === 0;
            area.value = wrong ? first + '{{ 没有这个数' + round + ' }}' : first;
            const begun = performance.now();
            area.dispatchEvent(new Event('input'));
            while (!!document.querySelector('.list .finding') !== wrong) {
                await new Promise((done) => setTimeout(done, 1));
            }
            times.push(performance.now() - begun);
            await new Promise((done) => setTimeout(done, 400));
        }
        return times;
    })()""")


def findings(browser, work):
    """A year with a thousand findings: how long the page stands still."""
    folder = work / "input/2024"
    folder.mkdir()
    shutil.copytree(ROOT / "input/2025", folder, dirs_exist_ok=True)
    accepted = "".join(f"  - 代码: 没有的{number}\n    理由: 无\n" for number in range(FINDINGS))
    (folder / "接受.yaml").write_text("接受:\n" + accepted)
    browser.value("location.hash = ''")
    browser.wait("document.querySelector('.card')", "the cards")
    browser.value("location.hash = '年度/2024'")
    browser.wait("document.querySelector('.list .finding')", "the findings", 60)
    count = browser.value("document.querySelector('.tabs').innerText")
    longest = browser.value("""(async () => {
        let longest = 0;
        let last = performance.now();
        let on = true;
        const beat = () => { const now = performance.now(); longest = Math.max(longest, now - last); last = now; if (on) requestAnimationFrame(beat); };
        requestAnimationFrame(beat);
        await new Promise((done) => setTimeout(done, 300));
        longest = 0;
        const more = Array.from(document.querySelectorAll('.list button')).find((one) => one.textContent.startsWith('再看'));
        if (more) more.click();
        const list = document.querySelector('.list');
        for (let step = 0; step < 60; step += 1) {
            list.scrollTop += list.scrollHeight / 60;
            await new Promise((done) => requestAnimationFrame(done));
        }
        on = false;
        return longest;
    })()""")
    return count.split()[1] if len(count.split()) > 1 else count, longest


def starts(program):
    times = []
    for _ in range(30):
        begun = time.perf_counter()
        subprocess.run([str(program), "--version"], stdout=subprocess.DEVNULL, check=True)
        times.append((time.perf_counter() - begun) * 1000)
    return statistics.median(times)


def main():
    work = pathlib.Path(tempfile.mkdtemp())
    shutil.copytree(ROOT / "input/2025", work / "input/2025")
    programs = [PROGRAM, *map(pathlib.Path, sys.argv[2:3])]
    for program in programs:
        print(f"{program.name}: {program.stat().st_size / 1e6:.2f} MB, --version {starts(program):.1f} ms", flush=True)
    browser = Chromium()
    try:
        first = []
        for _ in range(7):
            begun = time.perf_counter()
            server, address = start(work)
            said = time.perf_counter() - begun
            browser.open(address)
            browser.wait("document.querySelector('.card .verdict:not(.reading)')", "the card", 60)
            first.append(time.perf_counter() - begun)
            server.terminate()
            server.wait()
        print(f"start to the address {said * 1000:.0f} ms; to the first page with its verdict: median {statistics.median(first):.2f} s, worst {max(first):.2f} s", flush=True)
        server, address = start(work)
        open_year(browser, address)
        times = letters(browser)
        print(f"typed letter to its warning: median {statistics.median(times):.0f} ms, 95 % {percentile(times, 0.95):.0f} ms", flush=True)
        browser.press("核对", "document.querySelector('.tabs')")
        times, before, after, worked = saves(browser, server, work)
        print(f"saved cell to new picture: median {statistics.median(times):.0f} ms, 95 % {percentile(times, 0.95):.0f} ms, worst {max(times):.0f} ms; the server works {worked:.0f} ms of processor time", flush=True)
        print(f"memory after 10 saves {before:.0f} MB, after {SAVES} {after:.0f} MB", flush=True)
        count, longest = findings(browser, work)
        print(f"{count} findings: the page never stood still for more than {longest:.0f} ms", flush=True)
        server.terminate()
        server.wait()
    finally:
        browser.close()
        shutil.rmtree(work, ignore_errors=True)


main()
