// 右边：点中的字是什么，从哪里来，一直到格子。

import { call } from "./talk.js";
import { button, doing, el, show, tell, written } from "./draw.js";

const MOST_PAGES = 8;

export function sourcePanel(aside, year, openText, turnTo) {
  let last = null;
  let asked = 0;
  const right = el("div", { class: "answer" });
  show(aside, figureSearch(year, "查一个数", (name) => figure(name)), right);

  function panel(title, ...content) {
    asked += 1;
    show(right, el("h2", {}, title), content);
  }

  function lines(title, all, note) {
    panel(title, all.map(([kind, words]) => el("p", { class: kind }, words)), el("p", { class: "quiet" }, note));
  }

  function welcome() {
    words("点版面上的字", "点一个数，看它从哪一格来、怎样算的；点一句话，看它写在哪里。");
  }

  function words(title, text) {
    panel(title, el("p", {}, text));
  }

  function page(title, text) {
    // 讲解的第一行是它的名称。
    panel(title, written(text.replace(/^# .*\n/, "")));
  }

  // 文件变了再问的，不念。
  async function answer(title, question, draw) {
    asked += 1;
    const own = asked;
    try {
      const known = await question();
      if (own === asked) {
        draw(known);
        if (title !== null) {
          tell(title(known));
        }
      }
    } catch (error) {
      if (own === asked) {
        words("看不了", error.message);
      }
    }
  }

  function spot(given) {
    last = null;
    return answer((known) => known.text.slice(0, 30), () => call("spot", given), value);
  }

  function figure(name, again) {
    last = () => figure(name, true);
    return answer(again ? null : (known) => known.text, () => call("figure", { year, name }), value);
  }

  function value(known) {
    const cells = el("div");
    const places = known.places || [];
    if (known.kind !== "value") {
      show(right, el("h2", {}, known.kind === "typed" ? "您写的文字" : "固定的文字"), el("blockquote", {}, known.text), el("p", {}, known.words),
        places.map((place) => el("p", { class: "where" }, place.text)),
        known.kind === "typed" && places.length > 0 && el("p", {}, button("改这段文字", () => openText(places[0]))), cells);
      return;
    }
    const chain = known.figure ? step(known.figure, cells, true) : null;
    show(right, el("h2", {}, known.text + "　从哪里来"), el("p", { class: "quiet" }, known.name.split(".").join(" · ")),
      chain || places.map((place) => el("p", {}, link(place, cells))), cells, printed(known.printed),
      known.line && el("p", { class: "where" }, (known.line.text.startsWith("layouts/") ? "这一句是固定语句：" : "这一句是您写的：") + known.line.text));
    const first = firstPlace(known.figure) || places[0];
    if (first) {
      view(first, cells);
    }
  }

  // 印在哪几页；点一下翻到那里。
  function printed(documents) {
    const names = ["报告", "自评表"];
    return documents && [el("h3", {}, "印在哪些地方"), documents.map((pages, document) => el("p", {}, names[document] + (pages.length === 0 ? "没有印" : " "),
      pages.slice(0, MOST_PAGES).map((page) => [button("第 " + (page + 1) + " 页", () => turnTo(document, page), { class: "link" }), " "]),
      pages.length > MOST_PAGES && "等 " + pages.length + " 页"))];
  }

  function firstPlace(of) {
    if (!of) {
      return null;
    }
    if (of.place) {
      return of.place;
    }
    for (const part of of.parts || []) {
      const place = firstPlace(part);
      if (place) {
        return place;
      }
    }
    return null;
  }

  function step(of, cells, top) {
    const name = of.name.split(".").join(" · ");
    if (of.place) {
      return el("p", {}, top ? "读自 " : name + " " + of.value + "　", link(of.place, cells));
    }
    const parts = el("div", { class: "chain" }, of.parts.map((part) => step(part, cells, false)), of.more > 0 && el("p", { class: "quiet" }, "还有 " + of.more + " 个（核对清单里全有）"));
    const head = (top ? "＝ " : name + " " + of.value + " ＝ ") + of.by;
    if (top || of.parts.length <= 4) {
      return el("div", { class: "step" }, el("p", {}, head), parts);
    }
    return el("details", { class: "step" }, el("summary", {}, head), parts);
  }

  function link(place, cells) {
    return button(place.text, () => view(place, cells), { class: "link" });
  }

  function place(given) {
    last = () => place(given);
    const cells = el("div");
    panel(given.kind === "line" ? "在文字文件里" : "在表格里", el("p", { class: "where" }, given.text), cells,
      given.kind === "line" && el("p", {}, button("改这段文字", () => openText(given))));
    return view(given, cells);
  }

  async function view(given, cells) {
    if (given.kind === "document" || (given.kind === "cell" && given.sheet === "" && given.cell === "")) {
      const openable = given.kind === "cell" && /\.[a-z]+$/i.test(given.file);
      show(cells, openable && el("p", {}, opener("打开这个文件", given.file)));
      return;
    }
    const question = { year, file: given.file };
    if (given.kind === "line") {
      question.line = given.line;
    } else {
      question.sheet = given.sheet;
      question.cell = given.cell;
    }
    try {
      const known = await call("cells", question);
      show(cells, known.kind === "cells" ? table(known) : around(known), known.kind === "cells" ? el("p", {}, opener(given.cell === "" ? "用 Excel 打开" : "用 Excel 打开，改 " + given.cell, given.file)) : el("p", {}, opener("用记事本打开", given.file)));
    } catch (error) {
      show(cells, el("p", { class: "quiet" }, error.message));
    }
  }

  function opener(words, file) {
    const open = button(words, () => doing(open, async () => {
      await call("open", { year, file });
      tell("已打开 " + file + "；保存以后这里就更新。");
    }));
    return open;
  }

  function table(known) {
    return el("div", { class: "scroll" }, el("table", { class: "cells" },
      el("thead", {}, el("tr", {}, el("th", {}), known.columns.map((letters) => el("th", { scope: "col" }, letters)))),
      el("tbody", {}, known.rows.map((row) => el("tr", {}, el("th", { scope: "row" }, row.row), together(row.cells).map(([cell, wide]) => {
        const here = cell.at === known.at;
        const number = /^[-+\d.,%％]+$/.test(cell.words) ? "number" : "";
        return el("td", { class: (here ? "here " : "") + number, "aria-current": here ? "true" : null, colspan: wide > 1 ? wide : null }, cell.words);
      }))))));
  }

  // 合并的格子画成一格。
  function together(cells) {
    const all = [];
    for (const cell of cells) {
      const last = all[all.length - 1];
      if (last && last[0].at === cell.at) {
        last[1] += 1;
      } else {
        all.push([cell, 1]);
      }
    }
    return all;
  }

  function around(known) {
    return el("table", { class: "cells" }, el("tbody", {}, known.lines.map((line) => el("tr", {}, el("th", { scope: "row" }, line.line), el("td", { class: line.line === known.at ? "here" : null }, line.words)))));
  }

  // 文件变了：正看着的格子跟着变。
  function again() {
    if (last) {
      last();
    }
  }

  return { welcome, words, lines, page, spot, figure, place, again };
}

// 按名称或数值找一个数；选中的交给 pick。
export function figureSearch(year, label, pick) {
  const found = el("div", { class: "chips" });
  let all = null;
  const input = el("input", { type: "search", "aria-label": label, placeholder: label + "：完成率、10930……" });
  // 表格可能改过：每次重新问。
  input.addEventListener("focus", () => {
    all = null;
  });
  input.addEventListener("input", async () => {
    try {
      if (all === null) {
        all = (await call("figures", { year })).figures;
      }
    } catch (error) {
      tell(error.message);
      return;
    }
    const words = input.value.trim();
    const hits = words === "" ? [] : all.filter(([name, value]) => name.includes(words) || value === words);
    show(found, hits.slice(0, 30).map(([name, value]) => button(name + "　" + value, () => {
      input.value = "";
      show(found);
      pick(name);
    }, { class: "chip" })), hits.length > 30 && el("p", { class: "quiet" }, "还有 " + (hits.length - 30) + " 个，再写几个字"), words !== "" && hits.length === 0 && el("p", { class: "quiet" }, "没有名称或数值是“" + words + "”的数"));
  });
  return el("div", { class: "search" }, input, found);
}
