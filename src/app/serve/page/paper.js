// 版面：一页一张图，翻到才取。图上每一处字都能点，问题标在字上。

import { call } from "./talk.js";
import { button, el, show, tell } from "./draw.js";

const WIDTH = 600;

export function paper(middle, year, source, choose) {
  let known = null;
  let current = 0;
  let zoom = 1;
  let gone = false;
  const sheets = el("div", { class: "sheets", tabindex: "0", "aria-label": "页面：上下键翻；回车停到字上，左右键走，回车问它从哪里来，Esc 出来", onkeydown: walk });
  const where = el("span", { class: "where" });
  const titles = el("span", { class: "row" });
  let watcher = null;
  let loads = 0;

  async function load() {
    loads += 1;
    const own = loads;
    let next;
    try {
      next = await call("pages", { year });
    } catch (error) {
      known = null;
      show(middle, el("p", { class: "quiet pad" }, error.message));
      return;
    }
    if (gone || own !== loads) {
      return;
    }
    if (known && known.view === next.view) {
      return;
    }
    const before = known;
    known = next;
    if (sheets.isConnected && before && JSON.stringify(before.documents) === JSON.stringify(next.documents)) {
      // 页数没有变：看着的页先换上新的，旁边取过的随后，别的翻到再取。
      renew();
      return;
    }
    if (!sheets.isConnected) {
      show(middle, el("div", { class: "tools" }, titles, el("span", { class: "grow" }), button("‹", () => turn(-1), { "aria-label": "上一页" }), where, button("›", () => turn(1), { "aria-label": "下一页" }), button("－", () => resize(-0.25), { "aria-label": "缩小" }), button("＋", () => resize(0.25), { "aria-label": "放大" })), sheets);
    }
    draw();
  }

  async function renew() {
    const view = known.view;
    const here = at();
    const far = (page) => Math.abs(Number(page.dataset.page) - here);
    const pages = Array.from(sheets.children).filter((page) => page.firstChild);
    for (const page of pages.sort((one, other) => far(one) - far(other))) {
      if (!gone && known && known.view === view) {
        await fill(page);
      }
    }
  }

  function draw() {
    const scroll = sheets.scrollTop;
    if (current >= known.documents.length) {
      current = 0;
    }
    const names = ["报告", "自评表"];
    show(titles, known.documents.map((one, index) => button(names[index], () => {
      current = index;
      draw();
      sheets.scrollTop = 0;
    }, { title: one.title, "aria-pressed": index === current ? "true" : "false" })));
    if (watcher) {
      watcher.disconnect();
    }
    watcher = new IntersectionObserver(seen, { root: sheets, rootMargin: "600px 0px" });
    const pages = known.documents[current].pages.map((size, index) => sheet(size, index));
    show(sheets, pages);
    pages.forEach((page) => watcher.observe(page));
    sheets.scrollTop = scroll;
    count();
  }

  function scale(size) {
    return WIDTH * zoom / 595.28;
  }

  function sheet([width, height], index) {
    const page = el("div", { class: "sheet", "data-page": String(index), role: "group", "aria-label": "第 " + (index + 1) + " 页", onclick: (event) => press(page, event) });
    page.style.width = width * scale() + "px";
    page.style.height = height * scale() + "px";
    return page;
  }

  function seen(entries) {
    for (const entry of entries) {
      const page = entry.target;
      if (entry.isIntersecting && page.view !== known.view) {
        fill(page);
      } else if (!entry.isIntersecting && page.firstChild && Math.abs(entry.boundingClientRect.top) > 6000) {
        // 翻过很远的页不占着内存。
        page.view = null;
        show(page);
      }
    }
  }

  // 新的一版画好了才换上，看着的页不闪。
  async function fill(page) {
    const index = Number(page.dataset.page);
    const view = known.view;
    const document = current;
    const picture = el("img", { src: "/page/" + view + "/" + document + "/" + index, alt: "第 " + (index + 1) + " 页的版面", draggable: "false" });
    page.view = view;
    const drawn = new Promise((done) => {
      picture.onload = () => done(true);
      picture.onerror = () => done(false);
    });
    let stretches;
    try {
      stretches = (await call("words", { view, document, page: index })).stretches;
    } catch (error) {
      // 这一版已经不在手边：要新的一版。
      if (!gone && known && known.view === view && page.view === view) {
        load();
      }
      return;
    }
    if (!(await drawn) || page.view !== view || current !== document) {
      return;
    }
    page.stretches = stretches;
    const marks = known.marks.filter((mark) => mark.document === document && mark.page === index).map((mark) => box(button("", (event) => {
      event.stopPropagation();
      choose(mark.finding);
    }, { class: "mark", "aria-label": "这里有问题，看左边第 " + (mark.finding + 1) + " 个", tabindex: "-1" }), mark.box));
    const values = [];
    stretches.filter((one) => one.value).forEach((one) => one.boxes.forEach((place) => values.push(box(button("", (event) => {
      event.stopPropagation();
      answer(page, one);
    }, { class: "value", "aria-label": one.text + "：看它从哪里来", tabindex: "-1" }), place))));
    show(page, picture, marks, values);
  }

  function box(node, [left, top, width, height]) {
    node.style.left = left * scale() + "px";
    node.style.top = top * scale() + "px";
    node.style.width = width * scale() + "px";
    node.style.height = height * scale() + "px";
    return node;
  }

  // 一页上有几十处能问：跳格键只停一次，回车进到看着的这一页，左右键一处一处走。
  function walk(event) {
    const all = Array.from(sheets.querySelectorAll("button"));
    const here = all.indexOf(event.target);
    const by = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    if (event.key === "Escape") {
      sheets.focus();
    } else if (here < 0 && event.key === "Enter") {
      const first = sheets.children[at()].querySelector("button");
      if (first) {
        event.preventDefault();
        first.focus();
      }
    } else if (here >= 0 && by) {
      event.preventDefault();
      all[Math.max(0, Math.min(all.length - 1, here + by))].focus();
    }
  }

  // 点哪里都有回答：离得最近的字。
  function press(page, event) {
    const area = page.getBoundingClientRect();
    const x = (event.clientX - area.left) / scale();
    const y = (event.clientY - area.top) / scale();
    let best = null;
    let least = Infinity;
    for (const one of page.stretches || []) {
      for (const [left, top, width, height] of one.boxes) {
        const dx = Math.max(left - x, 0, x - left - width);
        const dy = Math.max(top - y, 0, y - top - height);
        const distance = dx * dx + dy * dy * 4;
        if (distance < least) {
          least = distance;
          best = one;
        }
      }
    }
    if (best) {
      answer(page, best);
    } else {
      source.words("这一页没有文字", "这里是空白，或是图。");
    }
  }

  function answer(page, stretch) {
    sheets.querySelectorAll(".picked").forEach((node) => node.remove());
    stretch.boxes.forEach((place) => {
      const node = el("div", { class: "picked" });
      box(node, place);
      page.append(node);
    });
    source.spot({ view: known.view, document: current, passage: stretch.passage, at: stretch.at });
  }

  function go(finding) {
    const mark = known && (known.marks.find((one) => one.finding === finding && one.document === current) || known.marks.find((one) => one.finding === finding));
    if (!mark) {
      return false;
    }
    turnTo(mark.document, mark.page, mark.box[1] * scale() - 160);
    return true;
  }

  function turnTo(document, page, down) {
    if (document !== current) {
      current = document;
      draw();
    }
    sheets.scrollTop = sheets.children[page].offsetTop + (down || 0);
  }

  function at() {
    const middleOf = sheets.scrollTop + sheets.clientHeight / 3;
    const all = Array.from(sheets.children);
    const found = all.findIndex((page) => page.offsetTop + page.offsetHeight > middleOf);
    return found < 0 ? all.length - 1 : found;
  }

  function count() {
    where.textContent = "第 " + (at() + 1) + " 页，共 " + sheets.children.length + " 页";
  }

  function turn(by) {
    const page = sheets.children[Math.max(0, Math.min(sheets.children.length - 1, at() + by))];
    if (page) {
      sheets.scrollTop = page.offsetTop - 8;
      tell("第 " + (Number(page.dataset.page) + 1) + " 页");
    }
  }

  function resize(by) {
    const page = at();
    zoom = Math.max(0.5, Math.min(3, zoom + by));
    draw();
    sheets.scrollTop = sheets.children[page].offsetTop - 8;
    tell("放大到 " + Math.round(zoom * 100) + "%");
  }

  sheets.addEventListener("scroll", () => requestAnimationFrame(count));
  return { load, go, turnTo, leave: () => { gone = true; } };
}
