// 文字：一段一段改，边写边核对，数字从清单里选。

import { call } from "./talk.js";
import { button, doing, el, findingCard, show, tell } from "./draw.js";

// 一个字一个字地打，隔这么久问一次。
const PAUSE = 30;

export function textsTab(list, year, openTab) {
  let open = null;
  let dirty = false;

  async function draw() {
    dirty = false;
    show(list, el("p", { class: "quiet" }, "正在读……"));
    const { texts } = await call("texts", { year });
    show(list, el("p", { class: "quiet" }, "点一段就能改，写回文字文件；保存过的一段，上面的“待改”去掉，别的行都不动。"),
      texts.map((text) => el("div", { class: "file" }, button(text.title, () => edit(text), { class: "link" }), el("p", { class: "quiet" }, text.text.trim().slice(0, 50)))));
    if (open !== null) {
      const wanted = open;
      open = null;
      const found = texts.filter((text) => text.place.file === wanted.file && text.place.line <= wanted.line).pop();
      if (found) {
        edit(found);
      } else {
        tell("“" + wanted.file + "”里的这一行不是一段文字：用记事本打开，改好保存，这里就更新。");
      }
    }
  }

  function openAt(place) {
    open = place;
    openTab();
  }

  function edit(text) {
    let old = text.text;
    const area = el("textarea", { class: "text", rows: "11", "aria-label": text.title });
    area.value = old.replace(/\n+$/, "");
    const found = el("div", { "aria-live": "polite" });
    const save = button("保存", () => doing(save, async () => {
      const written = await call("text", { year, file: text.place.file, line: text.place.line, old, new: area.value });
      dirty = false;
      old = old.endsWith("\n") ? area.value.trimEnd() + "\n" : area.value.trimEnd();
      text.place.line = written.line;
      tell("已写入“" + text.place.file + "”。");
    }), { class: "main" });
    let timer = null;
    let asking = false;
    let typed = false;
    area.addEventListener("input", () => {
      dirty = true;
      typed = true;
      clearTimeout(timer);
      timer = setTimeout(check, PAUSE);
    });

    // 一次只问一个；问的时候又打了字的，答完再问。
    async function check() {
      if (asking) {
        return;
      }
      asking = true;
      while (typed) {
        typed = false;
        try {
          const tried = await call("try", { year, file: text.place.file, line: text.place.line, new: area.value });
          if (!typed) {
            show(found, tried.findings.map((finding) => findingCard(finding)), verdict(tried));
          }
        } catch (error) {
          show(found, el("p", {}, error.message));
        }
      }
      asking = false;
    }
    const back = button("‹ 全部文字", () => {
      if (!dirty || confirm("这一段改了还没有保存，不要了吗？")) {
        draw();
      }
    });
    show(list, el("p", { class: "row" }, back, save), el("h3", {}, text.title), el("p", { class: "where" }, text.place.text), area, found, figures(area));
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
    const search = el("input", { "aria-label": "找一个数", placeholder: "找一个数：完成率、执行数……" });
    const chips = el("div", { class: "chips" });
    let all = null;
    search.addEventListener("input", async () => {
      if (all === null) {
        all = (await call("figures", { year })).figures;
      }
      const words = search.value.trim();
      const found = words === "" ? [] : all.filter(([name, value]) => name.includes(words) || value === words).slice(0, 40);
      show(chips, found.map(([name, value]) => button(name + "　" + value, () => {
        area.setRangeText("{{ " + placeholder(name) + " }}", area.selectionStart, area.selectionEnd, "end");
        area.dispatchEvent(new Event("input"));
        area.focus();
      }, { class: "chip" })));
    });
    return el("div", {}, el("h3", {}, "插入一个数"), search, chips);
  }

  function changed() {
    if (!dirty && !list.querySelector("textarea")) {
      draw();
    }
  }

  return { draw, openAt, changed };
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
