// 全部年度：一年一张卡片，先说能不能盖章；下面接拖进来的文件。

import { filePath, filesOf } from "./files.js";
import { call, drop, oneAtATime } from "./talk.js";
import { button, doing, el, findingCard, goBack, hearing, show, tell, verdictLine } from "./draw.js";

export function yearsPage(main, head, bar) {
  let start = null;
  let left = false;
  const cards = el("section", { class: "cards", "aria-label": "各年度" });
  const answers = el("tbody");
  const target = el("select", { id: "target" });
  const progress = el("div");

  async function draw() {
    document.title = "自评";
    start = await call("start");
    if (left) {
      return;
    }
    show(head, el("h1", {}, "自评"), el("p", { class: "quiet" }, "这是本机上的程序，不联网。文件夹：" + start.input), el("span", { class: "grow" }), buildAll(), bar());
    const zone = dropZone();
    // 拖到这一页的哪里都收。
    show(main, el("div", { class: "years", ondragover: (event) => {
      event.preventDefault();
      zone.classList.add("over");
    }, ondragleave: () => zone.classList.remove("over"), ondrop: async (event) => {
      event.preventDefault();
      zone.classList.remove("over");
      take(await filesOf(event.dataTransfer));
    } }, progress, cards, zone));
    drawCards();
    drawDrops(start.drops);
  }

  function buildAll() {
    if (start.years.length < 2) {
      return null;
    }
    const all = button("生成全部年度", () => doing(all, () => call("build", { years: [] })));
    return all;
  }

  function drawCards() {
    const chosen = target.value;
    show(target, start.years.map((year) => el("option", { value: year }, year)));
    target.value = start.years.includes(chosen) ? chosen : start.years[start.years.length - 1] || "";
    show(cards, start.years.slice().reverse().map((year) => yearCard(year)), newCard());
  }

  function yearCard(year) {
    const card = el("article", { class: "card", "data-year": year }, el("h2", {}, title(year)), el("p", { class: "verdict reading" }, "正在读……"));
    fill(card, year);
    return card;
  }

  async function fill(card, year) {
    let known;
    try {
      known = await call("card", { year });
    } catch (error) {
      show(card, el("h2", {}, title(year)), el("p", { class: "verdict unread" }, "？ 读不出"), el("p", {}, error.message));
      return;
    }
    const open = "#" + encodeURIComponent("年度/" + year);
    const build = button(known.verdict.kind === "ready" ? "生成" : "生成草稿", () => doing(build, () => call("build", { years: [year] })));
    show(card,
      el("h2", {}, title(year)),
      el("p", { class: "quiet" }, known.fund || "还不知道是哪种资金"),
      verdictLine(known.verdict),
      known.figures && el("p", {}, known.figures),
      known.built && el("p", { class: "quiet" }, "上次生成：" + time(known.built)),
      known.pages && el("p", {}, "报告 " + known.pages[0] + " 页，自评表 " + known.pages[1] + " 页；" + (known.current ? "已是最新" : "表格或文字又改过，要再生成")),
      known.first && el("div", { class: "first" }, el("p", {}, "先看这一个："), el("p", {}, el("b", {}, known.first.where[0] || ""), "　" + known.first.message)),
      el("p", { class: "row bottom" },
        el("a", { class: "press main", href: open }, known.verdict.kind === "ready" ? "打开" : "去改"),
        known.verdict.kind !== "unread" && !known.current && build,
        known.verdict.kind !== "unread" && readBack(year),
        downloads(year, known.files)));
  }

  // 厅长在 Word 里改过的：选了就看有哪些改动可以收回。
  function readBack(year) {
    const choice = el("input", { type: "file", accept: ".docx", hidden: true, onchange: () => doing(read, async () => {
      const [file] = choice.files;
      choice.value = "";
      tell("正在看 " + file.name);
      const answer = await drop(year, file);
      if (answer.document) {
        documentPage(main, answer);
      } else {
        tell(file.name + "：" + answer.words);
      }
    }) });
    const read = button("从 Word 报告读入……", () => choice.click());
    return [read, choice];
  }

  function downloads(year, files) {
    const link = (words, file) => el("a", { class: "press", href: filePath(year, file.name), download: file.name, title: file.name }, words);
    const drafts = files.some((file) => file.draft);
    const of = (ending, words, kind) => {
      const file = files.find((one) => one.draft === drafts && one.name.includes(kind || "绩效自评报告") && one.name.endsWith(ending));
      return file && link(words, file);
    };
    const mark = drafts ? "草稿 " : "报告 ";
    return [of(".docx", mark + "Word"), of(".pdf", mark + "PDF"), drafts && of(".xlsx", "核对清单", "核对清单"),
      files.length > 0 && el("a", { class: "press", href: "/files/" + encodeURIComponent(year), download: year + ".zip" }, "全部下载")];
  }

  function newCard() {
    const last = start.years[start.years.length - 1];
    const next = last ? String(Number(last.slice(0, 4)) + 1) + last.slice(4) : "";
    const name = el("input", { value: next, "aria-label": "要建的年度", size: "17", placeholder: "如 2026-资金名称" });
    const from = el("select", { "aria-label": "照什么建" },
      start.years.slice().reverse().map((year) => el("option", { value: "年:" + year }, "照 " + year + " 建")),
      start.styles.map((style) => el("option", { value: "样:" + style }, "空白表：" + style)));
    const make = el("button", { class: "main" }, "新建");
    const words = last
      ? "照以前的年度建好待填的表格和文字，要更新的地方都标“待改”。别的资金，写成“2026-资金名称”。"
      : "这里还没有年度。写上年度和资金名称，选一种空白表，程序建好待填的表格和文字，每一项都有说明。只写年度的，用空白表自己的资金。";
    return el("article", { class: "card new" },
      el("h2", {}, last ? "新建年度" : "从这里开始"),
      el("p", {}, words),
      el("form", { class: "bottom", onsubmit: (event) => {
        event.preventDefault();
        doing(make, async () => {
          const given = { name: name.value };
          const choice = from.value;
          if (choice.startsWith("年:")) {
            given.from = choice.slice(2);
          } else if (choice.startsWith("样:")) {
            given.style = choice.slice(2);
          }
          const made = await call("new", given);
          tell("已照" + made.from + "建好 " + made.year + "：" + made.files.join("、"));
          start = await call("start");
          drawCards();
          target.value = made.year;
        });
      } }, el("p", { class: "row" }, name, from, make)));
  }

  function dropZone() {
    const choose = el("input", { type: "file", multiple: true, id: "choose", hidden: true, onchange: () => {
      take(Array.from(choose.files));
      choose.value = "";
    } });
    return el("section", { class: "drop", "aria-label": "把表格拖到这里" },
    el("div", { class: "how" },
      el("h2", {}, "把表格拖到这里"),
      el("p", {}, "Excel、WPS 表格、ods、csv，一次可以拖很多个，也可以拖整个文件夹；写好的 Word、PDF 报告拖进来就核对。"),
      el("p", { class: "row" }, el("label", { for: "target" }, "放进"), target),
      el("p", {}, button("选文件……", () => choose.click()), choose)),
    el("div", { class: "answers" }, el("table", {}, el("thead", {}, el("tr", {}, el("th", {}, "刚才拖进来的"), el("th", {}, "是什么"), el("th", {}, "结果"))), answers)));
  }

  async function take(files) {
    if (target.value === "") {
      tell("先新建一个年度，再拖文件。");
      return;
    }
    let done = 0;
    let last = "";
    for (const file of files) {
      done += 1;
      if (files.length > 1) {
        tell("正在看第 " + done + " 个，共 " + files.length + " 个：" + file.name);
      }
      try {
        last = file.name + "：" + (await drop(target.value, file)).words;
      } catch (error) {
        last = file.name + "：" + error.message;
        show(answers, el("tr", {}, el("td", {}, file.name), el("td", {}), el("td", { class: "bad" }, "× " + error.message)), Array.from(answers.children));
      }
    }
    tell(files.length > 1 ? files.length + " 个文件看完了，结果在表里。" : last);
    refreshDrops();
  }

  async function refreshDrops() {
    drawDrops((await call("drops")).drops);
  }

  function drawDrops(drops) {
    const signs = { taken: ["√ ", "good"], back: ["√ ", "good"], refused: ["× ", "bad"], document: ["● ", "note"] };
    show(answers, drops.map((one) => {
      const [sign, kind] = signs[one.fate];
      const back = one.can_put_back && button("换回来", () => doing(back, async () => {
        tell((await call("put_back", { number: one.number })).words);
        refreshDrops();
      }));
      const look = one.document && button("看问题和改动", () => documentPage(main, one));
      return el("tr", {}, el("td", {}, one.name), el("td", {}, one.what), el("td", { class: kind }, sign + one.words + "　", back, look));
    }));
    if (drops.length === 0) {
      show(answers, el("tr", {}, el("td", { colspan: "3", class: "quiet" }, "还没有拖过文件")));
    }
  }

  const again = oneAtATime(async () => {
    if (left) {
      return;
    }
    try {
      const years = start ? start.years.join("\n") : "";
      start = await call("start");
      if (start.years.join("\n") !== years) {
        drawCards();
      } else {
        for (const card of cards.querySelectorAll("[data-year]")) {
          fill(card, card.dataset.year);
        }
      }
    } catch (error) {
      tell(error.message);
    }
  });

  const built = hearing(progress, again);
  function hear(words) {
    if (words.dropped) {
      refreshDrops();
    } else {
      built(words);
    }
  }

  return { draw, hear, leave: () => { left = true; } };
}

function time(seconds) {
  const at = new Date(seconds * 1000);
  const two = (number) => String(number).padStart(2, "0");
  return at.getFullYear() + "年" + (at.getMonth() + 1) + "月" + at.getDate() + "日 " + two(at.getHours()) + ":" + two(at.getMinutes());
}

function title(year) {
  const digits = year.slice(0, 4);
  return digits + " 年度" + year.slice(4).replace(/^-/, "　");
}

// 一份拖进来的成稿：查出的问题；可以收回的改动逐处勾选。
function documentPage(main, dropped) {
  const { findings, revision } = dropped.document;
  const before = Array.from(main.childNodes);
  const from = document.activeElement;
  const back = () => {
    show(main, before);
    goBack(from, main);
  };
  const first = button("‹ 返回", back);
  const boxes = [];
  const edit = (one, index) => {
    const box = el("input", { type: "checkbox", checked: true, id: "edit" + index });
    boxes.push([box, index]);
    return el("li", {}, box, el("label", { for: "edit" + index }, one.words.join("　")), el("p", { class: "where" }, one.place.text));
  };
  const write = revision && button("写入勾选的", () => doing(write, async () => {
    const chosen = boxes.filter(([box]) => box.checked).map(([, index]) => index);
    const done = await call("absorb", { number: revision.number, chosen });
    const files = done.files.map((one) => "已写入“" + one.file + "”，原来的存为“" + one.copy + "”");
    tell(files.join("；") + "。收回" + chosen.length + "处");
    back();
  }), { class: "main" });
  show(main, el("div", { class: "document" },
    el("p", { class: "row" }, first, el("h2", {}, dropped.name + "　" + dropped.what)),
    revision && el("section", {},
      el("h3", {}, "可以收回的改动：" + revision.edits.length + "处"),
      el("p", { class: "quiet" }, "只收文字，数字从不取自成稿。勾上要收的，写进文字文件；占位符、注释、别的行都不动。"),
      el("ul", { class: "edits" }, revision.edits.map(edit)),
      revision.edits.length > 0 && el("p", {}, write),
      revision.findings.length > 0 && el("h3", {}, "收不回的"),
      revision.findings.map((finding) => findingCard(finding)),
      revision.comments.length > 0 && el("h3", {}, "批注"),
      revision.comments.map((comment) => el("p", {}, comment.author + "：" + comment.words + (comment.of === "" ? "" : "（针对“" + comment.of + "”）")))),
    !revision && el("p", {}, "不是程序给这一年做的 Word 报告，没有可以收回的改动；只核对。"),
    el("section", {}, el("h3", {}, "核对：" + findings.length + "个问题"),
      el("p", { class: "row" }, el("a", { class: "press", href: "/checklist/" + dropped.number, download: true }, "存下核对清单（Excel）")), findings.map((finding) => findingCard(finding)), findings.length === 0 && el("p", {}, "√ 没有查出问题"))));
  first.focus();
}
