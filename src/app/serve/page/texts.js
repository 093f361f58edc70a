// 文字：一段一段改，边写边核对，数字从清单里选。

import { call, oneAtATime } from "./talk.js";
import { button, doing, el, findingCard, show, tell } from "./draw.js";
import { figureSearch } from "./source.js";

// 一个字一个字地打，隔这么久问一次。
const PAUSE = 30;

export function textsTab(list, year, openTab, isOpen, note) {
  let open = null;
  let dirty = false;

  async function draw() {
    dirty = false;
    show(list, el("p", { class: "quiet" }, "正在读……"));
    const { texts } = await call("texts", { year });
    if (!isOpen()) {
      return;
    }
    show(list, el("p", { class: "quiet" }, "点一段就能改，写回文字文件；保存过的一段，上面的“待改”去掉，别的行都不动。"),
      texts.map((text) => el("div", { class: "file" }, button(text.title, () => edit(text), { class: "link" }), text.section ? el("p", { class: "bad" }, "× 还没有写") : el("p", { class: "quiet" }, text.text.trim().slice(0, 50)))));
    if (open !== null) {
      const wanted = open;
      open = null;
      const isHere = (text) => (wanted.section
        ? text.section && text.section.join() === wanted.section.join()
        : text.place && text.place.file === wanted.file && text.place.line <= wanted.line);
      const found = texts.filter(isHere).pop();
      if (found) {
        edit(found);
      } else if (!wanted.section) {
        tell("“" + wanted.file + "”里的这一行不是一段文字：用记事本打开，改好保存，这里就更新。");
      }
    }
  }

  function openAt(place) {
    open = place;
    openTab();
  }

  function openSection(section) {
    openAt({ section });
  }

  function edit(text) {
    let old = text.text;
    const asked = (more) => Object.assign(text.section ? { section: text.section } : { file: text.place.file, line: text.place.line }, { year, new: area.value }, more);
    const area = el("textarea", { class: "text", rows: "11", "aria-label": text.title });
    area.value = old.replace(/\n+$/, "");
    const found = el("div", { "aria-live": "polite" });
    const where = el("p", { class: "where" }, text.place ? text.place.text : "还没有写，保存就写进文字文件");
    const save = button("保存", () => doing(save, async () => {
      const typed = area.value;
      const { place, text: written } = await call("text", asked({ old }));
      old = written;
      text.place = place;
      text.section = null;
      where.textContent = place.text;
      // 保存的时候又打了字的，不换。
      if (area.value === typed) {
        dirty = false;
        area.value = written.replace(/\n+$/, "");
      }
      note("已写入“" + place.file + "”");
    }), { class: "main" });
    const check = oneAtATime(async (typed) => {
      try {
        const tried = await call("try", asked({}));
        // 和刚才一样的，不再念一遍。
        const now = JSON.stringify(tried);
        if (!typed() && now !== said) {
          said = now;
          show(found, tried.findings.map((finding) => findingCard(finding)), verdict(tried));
        }
      } catch (error) {
        show(found, el("p", {}, error.message));
      }
    });
    let said = null;
    let timer = null;
    area.addEventListener("input", () => {
      dirty = true;
      clearTimeout(timer);
      timer = setTimeout(check, PAUSE);
    });
    const back = button("‹ 全部文字", () => {
      if (!dirty || confirm("这一段改了还没有保存，不要了吗？")) {
        draw();
      }
    });
    show(list, el("p", { class: "row" }, back, save), el("h3", {}, text.title), where, area, found, figures(area));
    area.focus();
  }

  function verdict({ findings, unchecked }) {
    if (unchecked.length > 0) {
      return el("p", { class: "quiet" }, "手写的数没有可对照的来源，请人核对：" + unchecked.join("、"));
    }
    return findings.length === 0 && el("p", { class: "good" }, "√ 这一段没有问题");
  }

  // 数字的清单：点一个，占位符就写进光标处。
  function figures(area) {
    return el("div", {}, el("h3", {}, "插入一个数"), figureSearch(year, "找一个数", (name) => {
      area.setRangeText("{{ " + placeholder(name) + " }}", area.selectionStart, area.selectionEnd, "end");
      area.dispatchEvent(new Event("input"));
      area.focus();
    }));
  }

  function changed() {
    if (!dirty && !list.querySelector("textarea")) {
      draw();
    }
  }

  return { draw, openAt, openSection, changed };
}

// 名称里有标点、空格的，写成 指标["……"] 的样子。
function placeholder(name) {
  const parts = name.split(".");
  return parts.map((part, index) => {
    if (index === 0) {
      return part;
    }
    return /^[\u4e00-\u9fffA-Za-z_][\u4e00-\u9fffA-Za-z0-9_]*$/.test(part) ? "." + part : "[\"" + part.replace(/"/g, "\\\"") + "\"]";
  }).join("");
}
