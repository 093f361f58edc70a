"""Chromium without a window, by its debugging pipe: no package beyond Python's own is needed."""

import base64
import json
import os
import pathlib
import shutil
import subprocess
import sys
import tempfile
import time

ROOT = pathlib.Path(__file__).resolve().parents[2]
PROGRAM = pathlib.Path(sys.argv[1]).resolve()
ALONE = "--alone" in sys.argv
FOLDERS = [given for given in sys.argv[2:] if given != "--alone"]
PICTURES = pathlib.Path(FOLDERS[0]).resolve() if FOLDERS else None

LOAD = """const load = (data) => new Promise((done, failed) => {
    const image = new Image();
    image.onload = () => done(image);
    image.onerror = failed;
    image.src = "data:image/png;base64," + data;
});
const canvas = (image, width, height) => {
    const made = document.createElement("canvas");
    made.width = width;
    made.height = height;
    const context = made.getContext("2d");
    context.imageSmoothingQuality = "high";
    context.drawImage(image, 0, 0, width, height);
    return [made, context];
};"""
SMALL = """(image) => {
    const [made, context] = canvas(image, 1000, Math.round(1000 * image.height / image.width));
    const pixels = context.getImageData(0, 0, made.width, made.height);
    pixels.data.forEach((value, at) => { pixels.data[at] = at % 4 === 3 ? 255 : Math.round(Math.round(value / 8.5) * 8.5); });
    context.putImageData(pixels, 0, 0);
    return made.toDataURL("image/png");
}"""
# Squares of 20 points of the small picture, as greys.
COMPARED = """(one, other) => {
    const [width, height] = [Math.round(one.width / 20), Math.round(one.height / 20)];
    const [greys, others] = [one, other].map((image) => {
        let now = image;
        for (let size = image.width; size / 2 > width; size /= 2) {
            now = canvas(now, Math.round(now.width / 2), Math.round(now.height / 2))[0];
        }
        const data = canvas(now, width, height)[1].getImageData(0, 0, width, height).data;
        return Array.from({ length: width * height }, (_, at) => (data[at * 4] + data[at * 4 + 1] + data[at * 4 + 2]) / 3);
    });
    return greys.filter((grey, at) => Math.abs(grey - others[at]) > 28).length / greys.length;
}"""


class Chromium:
    def __init__(self):
        program = next(filter(None, map(shutil.which, ["chromium", "chromium-browser", "google-chrome"])), None)
        if program is None:
            raise SystemExit("no chromium: apt-get install chromium")
        self.profile = tempfile.mkdtemp()
        to_browser, self.writing = os.pipe()
        self.reading, from_browser = os.pipe()
        # The browser reads from 3 and writes to 4.
        command = [program, "--headless=new", "--no-sandbox", "--disable-gpu", "--hide-scrollbars", "--disable-dev-shm-usage",
                   "--window-size=1366,768", "--remote-debugging-pipe", f"--user-data-dir={self.profile}", "about:blank"]
        shell = 'exec 3<&"$1" 4>&"$2"; shift 2; exec "$@"'
        self.process = subprocess.Popen(["bash", "-c", shell, "bash", str(to_browser), str(from_browser), *command],
                                        pass_fds=[to_browser, from_browser], stderr=subprocess.DEVNULL)
        os.close(to_browser)
        os.close(from_browser)
        self.pending = b""
        self.number = 0
        self.session = None
        self.errors = []
        target = self.send("Target.createTarget", url="about:blank")["targetId"]
        self.session = self.send("Target.attachToTarget", targetId=target, flatten=True)["sessionId"]
        for domain in ["Page", "Runtime", "Log", "DOM"]:
            self.send(domain + ".enable")
        self.send("Emulation.setDeviceMetricsOverride", width=1366, height=768, deviceScaleFactor=1, mobile=False)

    def send(self, method, **given):
        self.number += 1
        message = {"id": self.number, "method": method, "params": given}
        if self.session:
            message["sessionId"] = self.session
        os.write(self.writing, json.dumps(message).encode() + b"\0")
        while True:
            answer = self.receive()
            if answer.get("id") == self.number:
                if "error" in answer:
                    raise AssertionError(f"{method}: {answer['error']}")
                return answer["result"]

    def receive(self):
        while b"\0" not in self.pending:
            more = os.read(self.reading, 1 << 20)
            if not more:
                raise AssertionError("the browser has ended")
            self.pending += more
        message, self.pending = self.pending.split(b"\0", 1)
        answer = json.loads(message)
        if answer.get("method") == "Runtime.exceptionThrown":
            self.errors.append(json.dumps(answer["params"]["exceptionDetails"], ensure_ascii=False)[:600])
        if answer.get("method") == "Log.entryAdded" and answer["params"]["entry"]["level"] == "error":
            self.errors.append(answer["params"]["entry"]["text"] + " " + answer["params"]["entry"].get("url", ""))
        return answer

    def open(self, address):
        self.send("Page.navigate", url=address)

    def value(self, script):
        answer = self.send("Runtime.evaluate", expression=script, awaitPromise=True, returnByValue=True)
        if "exceptionDetails" in answer:
            raise AssertionError(f"{script}: {answer['exceptionDetails']}")
        return answer["result"].get("value")

    def wait(self, script, what, seconds=30):
        begun = time.monotonic()
        while time.monotonic() - begun < seconds:
            if self.value(f"(() => {{ try {{ return !!({script}); }} catch (error) {{ return false; }} }})()"):
                return time.monotonic() - begun
            time.sleep(0.02)
        page = self.value("document.body.innerText")
        raise AssertionError(f"{what}: not within {seconds} s; the page says:\n{page[:3000]}\n{self.errors}")

    def text(self):
        return self.value("document.body.innerText")

    def press(self, words, within="document"):
        """A button or link that begins with these words."""
        script = f"""(() => {{
            const all = Array.from(({within}).querySelectorAll('button, a'));
            const found = all.find((one) => one.textContent.trim().startsWith({json.dumps(words)}));
            if (found) found.click();
            return !!found;
        }})()"""
        if not self.value(script):
            raise AssertionError(f"nothing to press: {words}\n{self.text()[:2000]}")

    def choose_files(self, selector, paths):
        root = self.send("DOM.getDocument")["root"]["nodeId"]
        node = self.send("DOM.querySelector", nodeId=root, selector=selector)["nodeId"]
        self.send("DOM.setFileInputFiles", nodeId=node, files=[str(path) for path in paths])

    def picture(self, path):
        data = self.send("Page.captureScreenshot", format="png")["data"]
        with open(path, "wb") as file:
            file.write(base64.b64decode(data))

    def small_picture(self):
        """What is seen, smaller and of few colours: a manual needs no more."""
        data = self.send("Page.captureScreenshot", format="png")["data"]
        return base64.b64decode(self.drawn(SMALL, data).split(",", 1)[1])

    def differences(self, one, other):
        """The share of squares in which two pictures differ by more than fonts and smoothing do."""
        data = [base64.b64encode(picture).decode() for picture in (one, other)]
        return self.drawn(COMPARED, *data)

    def drawn(self, script, *pictures):
        """Pictures are worked on in a page of their own: the clerk's page stays as it is."""
        own, self.session = self.session, None
        target = self.send("Target.createTarget", url="about:blank")["targetId"]
        self.session = self.send("Target.attachToTarget", targetId=target, flatten=True)["sessionId"]
        try:
            loaded = ", ".join(f"await load({json.dumps(picture)})" for picture in pictures)
            return self.value(f"(async () => {{ {LOAD} return ({script})({loaded}); }})()")
        finally:
            self.session = None
            self.send("Target.closeTarget", targetId=target)
            self.session = own

    def close(self):
        self.process.terminate()
        self.process.wait()
        shutil.rmtree(self.profile, ignore_errors=True)


def start(folder):
    """The server of a folder, and the address that it says."""
    given = [] if ALONE else ["--layouts", str(ROOT / "layouts"), "--fonts", str(ROOT / "fonts")]
    server = subprocess.Popen([str(PROGRAM), "serve", "--no-browser", *given], cwd=folder, stdout=subprocess.PIPE, text=True)
    for line in server.stdout:
        if line.startswith("http://"):
            return server, line.strip()
    raise AssertionError("the server has ended")


def run(live):
    """The server of a new folder, and what somebody does on its page."""
    above = pathlib.Path(tempfile.mkdtemp())
    work = above / "绩效自评"
    work.mkdir()
    if PICTURES:
        PICTURES.mkdir(parents=True, exist_ok=True)
    # The page's own words need a Chinese font: the shipped ones, so that pictures are the same everywhere.
    fonts = above / "fonts.conf"
    sans = ('<match target="pattern"><test name="family"><string>Noto Sans CJK SC</string></test>'
            '<edit name="family" mode="assign" binding="strong"><string>FandolHei</string></edit></match></fontconfig>')
    given = (ROOT / "tests/fontconfig/fonts.conf.in").read_text().replace("@FONTS@", str(ROOT / "fonts"))
    fonts.write_text(given.replace("</fontconfig>", sans))
    os.environ["FONTCONFIG_FILE"] = str(fonts)
    server, address = start(work)
    browser = None
    try:
        browser = Chromium()
        live(browser, work, address)
        assert server.wait(20) == 0
        browser.errors = [error for error in browser.errors if "ERR_" not in error]
        assert not browser.errors, "\n".join(browser.errors)
    finally:
        if browser:
            browser.close()
        if server.poll() is None:
            server.terminate()
            server.wait()
        shutil.rmtree(above, ignore_errors=True)
