// 一个年度：左边问题，中间版面，右边来源。

import { call, drop, oneAtATime } from "./talk.js";
import { ask, button, doing, el, findingCard, hearing, show, tell, verdictLine } from "./draw.js";
import { paper } from "./paper.js";
import { sourcePanel } from "./source.js";
import { textsTab } from "./texts.js";
import { filePath, filesOf } from "./files.js";

const TABS = ["核对", "文字", "表格", "成稿", "比较"];
const AT_FIRST = 60;
const MORE = 100;

export function yearPage(main, head, bar, year) {
  let known = null;
  let tab = "核对";
  let left = false;
  const list = el("div", { class: "list", role: "tabpanel" });
  const tabs = el("div", { class: "tabs", role: "tablist", onkeydown: (event) => {
    const by = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    if (by) {
      openTab(TABS[(TABS.indexOf(tab) + by + TABS.length) % TABS.length]);
      tabs.querySelector("[aria-selected='true']").focus();
    }
  } });
  const verdict = el("div");
  const progress = el("div");
  const middle = el("section", { class: "middle", "aria-label": "版面" });
  const right = el("aside", { class: "right", "aria-label": "来源" });
  const source = sourcePanel(right, year, (place) => texts.openAt(place), (document, page) => pages.turnTo(document, page));
  const pages = paper(middle, year, source, (index) => choose(index));
  const texts = textsTab(list, year, () => openTab("文字"), () => tab === "文字", (words) => note(words));
  const shownFindings = [];
  // 做成了什么，和它的结果一起说，只说一次。
  let done = null;

  function note(words) {
    done = words;
    again();
  }

  async function draw() {
    known = await call("year", { year });
    if (left) {
      return;
    }
    drawHead();
    show(main, el("div", { class: "year", ondragover: (event) => event.preventDefault(), ondrop: async (event) => {
      event.preventDefault();
      take(await filesOf(event.dataTransfer));
    } }, el("section", { class: "left", "aria-label": "问题和文字" }, verdict, progress, tabs, list), middle, right));
    openTab(tab);
    source.welcome();
    await pages.load();
  }

  // 文件拖到这一页的哪里都行，放进这一年。
  async function take(dropped) {
    const answers = [];
    for (const file of dropped) {
      try {
        const answer = await drop(year, file);
        answers.push([answer.fate === "refused" ? "bad" : "good", file.name + "：" + answer.words]);
      } catch (error) {
        answers.push(["bad", file.name + "：" + error.message]);
      }
    }
    if (answers.length > 0) {
      tell(answers.map(([, words]) => words).join("；"));
      source.lines("放进来的文件", answers, "换下的文件换回来、成稿里的改动收回，在全部年度那一页。");
    }
  }

  function drawHead() {
    document.title = known.verdict.words + "　" + year;
    const build = button("生成", () => doing(build, () => call("build", { years: [year] })), { class: "main" });
    show(head,
      el("a", { class: "back", href: "#", "aria-label": "回到全部年度" }, "‹ " + year.slice(0, 4) + " 年度　" + (known.fund || year.slice(5))),
      el("span", { class: "grow" }),
      el("span", { class: "quiet" }, "表格一保存，这里就更新"),
      button("刷新", again), build, bar());
    show(verdict, verdictLine(known.verdict, "h2"));
  }

  function openTab(name) {
    tab = name;
    const counts = { "核对": known.findings.length, "成稿": known.files.length };
    show(tabs, TABS.map((one) => button(one + (counts[one] ? " " + counts[one] : ""), () => openTab(one), { role: "tab", "aria-selected": one === tab ? "true" : "false", tabindex: one === tab ? "0" : "-1" })));
    list.parentNode.parentNode.classList.toggle("wide", name === "比较");
    const drawing = { "核对": findings, "文字": () => texts.draw(), "表格": tables, "成稿": files, "比较": differences };
    Promise.resolve(drawing[tab]()).catch((error) => show(list, el("p", {}, error.message)));
  }

  // 问题再多也不卡：看到哪里画到哪里。
  const further = button("", () => reveal(shownFindings.length + MORE));

  function findings() {
    const drawn = Math.max(AT_FIRST, shownFindings.length);
    shownFindings.length = 0;
    show(list,
      known.findings.length === 0 && el("p", { class: "good" }, "√ 没有查出问题"),
      further,
      known.unchecked > 0 && unchecked());
    reveal(drawn);
  }

  function reveal(until) {
    const all = known.findings;
    for (let index = shownFindings.length; index < Math.min(until, all.length); index += 1) {
      further.before(card(all[index], index));
    }
    const rest = all.length - shownFindings.length;
    further.textContent = "再看 " + Math.min(MORE, rest) + " 个（还有 " + rest + " 个）";
    further.hidden = rest === 0;
  }

  function unchecked() {
    const all = el("div");
    const look = button("逐个看", () => doing(look, async () => {
      const found = await call("unchecked", { year });
      look.remove();
      show(all, found.unchecked.map((one) => el("div", { class: "file" }, el("b", {}, one.text), "　" + one.why, el("p", {}, one.sentence), el("p", {}, button(one.place.text, () => source.place(one.place), { class: "link" })))));
    }), { class: "link" });
    return el("div", {}, el("p", { class: "quiet" }, known.unchecked + "个手写的数没有可对照的来源，请人核对　", look), all);
  }

  function card(finding, index) {
    const accept = finding.acceptable && button("没有错，接受……", () => doing(accept, async () => {
      const reason = await ask("接受这个问题", [finding.message, finding.where[0] || "", "写明为什么没有问题；理由印在核对清单里。"], "理由");
      if (reason !== null) {
        const place = finding.places.length > 0 ? finding.places[0].text : "";
        await call("accept", { year, code: finding.code, place, reason });
        note("已接受，连同理由写在“报告.yaml”的“接受”里");
      }
    }));
    const rule = button("讲解", () => doing(rule, async () => {
      const page = await call("rule", { code: finding.code });
      source.page(page.code + "　" + page.title, page.page);
    }));
    const places = finding.section ? [] : finding.places.filter((place) => place.kind !== "document").slice(0, 3);
    const write = finding.texts ? button("写文字", () => openTab("文字"), { class: "main" }) : finding.section && button("写这一段", () => texts.openSection(finding.section), { class: "main" });
    const seePlace = places
      .map((place) => button(place.cell ? "看 " + place.cell : place.kind === "line" ? "看这一行" : "看表格", () => source.place(place)));
    const node = findingCard(finding, el("p", { class: "row" }, write, button("在版面上看", () => choose(index)), seePlace, rule, accept));
    shownFindings[index] = node;
    return node;
  }

  // 选中一个问题：左边标出，版面翻到那里，右边是它的格子。
  function choose(index) {
    if (tab !== "核对") {
      openTab("核对");
    }
    reveal(index + 1);
    shownFindings.forEach((node) => node.classList.remove("chosen"));
    const node = shownFindings[index];
    if (node) {
      node.classList.add("chosen");
      node.scrollIntoView({ block: "nearest" });
    }
    const finding = known.findings[index];
    const place = finding && !finding.section && finding.places.find((one) => one.kind !== "document");
    if (finding && !pages.go(index)) {
      tell("这个问题在版面上没有对应的字" + (place ? "，看右边。" : "，照左边的改法改。"));
    }
    if (place) {
      source.place(place);
    }
  }

  async function tables() {
    show(list, el("p", { class: "quiet" }, "正在看……"));
    const { folder, files: all, read_as: readAs } = await call("tables", { year });
    if (tab !== "表格") {
      return;
    }
    show(list, el("p", { class: "quiet" }, "在 Excel、WPS 或记事本里改，一保存这里就更新。文件夹："), el("p", { class: "where" }, folder),
      el("p", { class: "row" }, opener("打开文件夹", null), chooser()),
      all.map((file) => el("div", { class: "file" }, el("b", {}, file.name), el("p", {}, file.what), file.open && el("p", { class: "note" }, "● 正在别的程序里打开：那里保存了，这里才看得到"), el("p", {}, opener("打开", year + "/" + file.name)))),
      readAs.length > 0 && el("details", {}, el("summary", {}, "读的时候改了写法的：" + readAs.length + "处"), readAs.map((line) => el("p", {}, line))));
  }

  function chooser() {
    const choice = el("input", { type: "file", multiple: true, hidden: true, onchange: () => {
      take(Array.from(choice.files));
      choice.value = "";
    } });
    return [button("放进文件……", () => choice.click()), choice];
  }

  function opener(words, file) {
    const open = button(words, () => doing(open, () => call("open", { year, file })));
    return open;
  }

  function files() {
    const form = button("做发给单位的空表", () => doing(form, async () => {
      const { made } = await call("form", { year });
      tell("已做好 " + made);
    }));
    show(list,
      known.files.length === 0 && el("p", {}, "还没有生成。点右上角的“生成”。"),
      known.files.map((file) => el("p", { class: "file" }, el("a", { href: filePath(year, file.name), download: file.name }, file.name), el("span", { class: "quiet" }, "　" + file.kilobytes + " KB"))),
      el("p", { class: "row" }, form, known.files.length > 0 && el("a", { class: "press", href: "/files/" + encodeURIComponent(year), download: year + ".zip" }, "全部下载")));
  }

  async function differences() {
    const { years } = await call("start");
    if (tab !== "比较") {
      return;
    }
    const others = years.filter((one) => one !== year);
    if (others.length === 0) {
      show(list, el("p", {}, "没有别的年度可比。"));
      return;
    }
    const other = el("select", { "aria-label": "和哪一年比" }, others.map((one) => el("option", { value: one }, one)));
    // 同一种资金以前最近的一年；没有的，最近的一年。
    const earlier = others.filter((one) => one < year);
    const sameFund = earlier.filter((one) => one.slice(4) === year.slice(4));
    other.value = sameFund.pop() || earlier.pop() || others[0];
    const result = el("div");
    const compare = button("比较", () => doing(compare, async () => {
      const { difference } = await call("difference", { old: other.value, new: year });
      show(result, table("数字（变了" + difference.figures.length + "个，相同" + difference.same_figures + "个）", difference.figures),
        items("项目", difference.projects), items("指标", difference.indicators),
        el("h3", {}, "文字"), difference.texts.length === 0 && same(), difference.texts.map((text) => el("div", { class: "file" }, el("b", {}, text.name),
          text.removed.map((line) => el("p", { class: "removed" }, "－ " + line)), text.added.map((line) => el("p", { class: "added" }, "＋ " + line)))));
    }));
    show(list, el("p", { class: "row" }, other, compare), result);
    const same = () => el("p", { class: "quiet" }, "没有变化");
    const side = (value) => (value === null ? "没有" : value);
    const table = (title, rows) => [el("h3", {}, title), el("table", { class: "plain" }, el("thead", {}, el("tr", {}, el("th", {}, "名称"), el("th", {}, other.value), el("th", {}, year), el("th", {}, "变化"))),
      el("tbody", {}, rows.map((row) => el("tr", {}, el("td", {}, row.name.split(".").join(" · ")), el("td", {}, side(row.old)), el("td", {}, side(row.new)), el("td", {}, row.by || "")))))];
    const kinds = { added: "新增", removed: "没有了", changed: "变了" };
    const items = (title, all) => [el("h3", {}, title), all.length === 0 && same(), all.map((one) => el("div", { class: "file" }, el("b", {}, kinds[one.what] + "　" + one.name),
      one.renamed_from && el("p", {}, "原来可能叫“" + one.renamed_from + "”"),
      one.what === "changed" && one.changes.map((change) => el("p", {}, change.name + "：" + side(change.old) + " → " + side(change.new)))))];
  }

  const again = oneAtATime(async () => {
    try {
      const before = known.verdict;
      // 版面和问题一起问，谁先来先画。
      const loading = pages.load();
      known = await call("year", { year });
      if (left) {
        return;
      }
      drawHead();
      if (tab === "核对" || tab === "成稿" || tab === "表格") {
        const scroll = list.scrollTop;
        openTab(tab);
        list.scrollTop = scroll;
      } else {
        texts.changed();
      }
      await loading;
      source.again();
      const changed = before.words !== known.verdict.words || before.warnings !== known.verdict.warnings;
      const words = [done, changed && known.verdict.words + "，" + known.verdict.warnings + "个警告"].filter(Boolean);
      done = null;
      if (words.length > 0) {
        tell(words.join("；"));
      }
    } catch (error) {
      tell(error.message);
    }
  });

  return { draw, hear: hearing(progress, again), leave: () => { left = true; pages.leave(); } };
}
