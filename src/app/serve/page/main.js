// 从这里开始：看地址画哪一页，听程序说话。

import { call, listen } from "./talk.js";
import { button, doing, el, goBack, show, tell, written } from "./draw.js";
import { yearsPage } from "./years.js";
import { yearPage } from "./year.js";

const main = document.getElementById("main");
const head = document.getElementById("head");
const gone = document.getElementById("gone");

let page = null;
let ended = false;

function wanted() {
  const hash = decodeURIComponent(location.hash.slice(1));
  return hash.startsWith("年度/") ? hash.slice("年度/".length) : null;
}

async function open() {
  const year = wanted();
  put = null;
  if (page) {
    page.leave();
  }
  // 先停到新的一页上：画的时候已经用 Tab 走开的，不再拉回来。
  main.focus();
  page = year === null ? yearsPage(main, head, bar) : yearPage(main, head, bar, year);
  try {
    await page.draw();
  } catch (error) {
    show(main, el("div", { class: "trouble" }, el("p", {}, error.message), el("p", {}, el("a", { href: "#" }, "回到全部年度"))));
    tell(error.message);
  }
  if (document.activeElement === document.body) {
    main.focus();
  }
}

// 每一页右上角都有的。
function bar() {
  const check = button("检查环境", () => doing(check, async () => {
    const { checked } = await call("doctor");
    const rows = checked.map((one) => el("tr", {}, el("td", { class: one.bad ? "bad" : null }, one.sign + " " + one.about), el("td", {}, one.words), el("td", {}, one.remedy)));
    aside(check, "检查环境", el("table", { class: "plain" }, el("thead", {}, el("tr", {}, el("th", {}, "什么"), el("th", {}, "怎样"), el("th", {}, "要做的"))), el("tbody", {}, rows)));
  }));
  const help = button("帮助", () => doing(help, async () => {
    const { title, text } = await call("manual");
    aside(help, title, el("p", {}, el("a", { class: "press", href: "/manual", download: title + ".pdf" }, "下载 PDF")), el("div", { class: "manual" }, written(text)));
  }));
  const end = button("结束程序", () => doing(end, async () => {
    await call("end");
    ended = true;
    say("程序已经结束，这一页可以关掉。要再用，双击程序或运行 ziping serve。");
  }));
  return [help, check, end];
}

// 放下手里的页面看一眼，看完回来还在原处。
let put = null;
function aside(press, title, ...content) {
  if (put === null) {
    put = Array.from(main.childNodes);
  }
  const back = button("‹ 返回", () => {
    show(main, put);
    put = null;
    goBack(press, main);
  });
  show(main, el("div", { class: "document" }, el("p", { class: "row" }, back, el("h2", {}, title)), content));
  main.scrollTop = 0;
  back.focus();
}

function say(words) {
  gone.hidden = words === null;
  gone.textContent = words || "";
}

listen(
  (words) => {
    if (page) {
      page.hear(words);
    }
  },
  (alive) => {
    if (ended) {
      return;
    }
    const was = gone.hidden;
    say(alive ? null : "程序没有应答：也许已经结束。页面上的内容可能不是最新的；再双击一次程序就能接着用。");
    if (alive && !was && page) {
      page.hear({ changed: true });
    }
  });

addEventListener("hashchange", open);
// 拖到没有准备接文件的地方，浏览器会离开这一页。
addEventListener("dragover", (event) => event.preventDefault());
addEventListener("drop", (event) => event.preventDefault());
open();
