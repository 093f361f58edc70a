// 画页面：只用节点和文字，从不把文字当作网页代码。

export function el(tag, given, ...children) {
  const node = document.createElement(tag);
  for (const [key, value] of Object.entries(given || {})) {
    if (value === null || value === undefined || value === false) {
      continue;
    }
    if (key.startsWith("on")) {
      node.addEventListener(key.slice(2), value);
    } else if (key === "class") {
      node.className = value;
    } else if (key === "text") {
      node.textContent = value;
    } else {
      node.setAttribute(key, value === true ? "" : String(value));
    }
  }
  add(node, children);
  return node;
}

function add(node, children) {
  for (const child of children) {
    if (Array.isArray(child)) {
      add(node, child);
    } else if (child !== null && child !== undefined && child !== false) {
      node.append(child instanceof Node ? child : String(child));
    }
  }
}

// 换成新的内容。用键盘的人正停在里面的，停到新的里同一个上；没有的，停在这一块上。
export function show(node, ...children) {
  const was = document.activeElement;
  const inside = was !== node && node.contains(was);
  const alike = () => Array.from(node.querySelectorAll(was.tagName)).filter((one) => name(one) === name(was));
  const nth = inside ? alike().indexOf(was) : -1;
  node.textContent = "";
  add(node, children);
  if (inside) {
    const same = alike();
    if (same.length === 0 && !node.hasAttribute("tabindex")) {
      node.setAttribute("tabindex", "-1");
    }
    (same[Math.min(nth, same.length - 1)] || node).focus({ preventScroll: true });
  }
}

// 看完别的，停回原来停的地方；中间重画过的，停到同一个上；没有了的，停在这一块上。
export function goBack(was, otherwise) {
  const same = () => Array.from(document.querySelectorAll(was.tagName)).find((one) => name(one) === name(was));
  ((was.isConnected ? was : same()) || otherwise).focus();
}

function name(node) {
  return (node.getAttribute("aria-label") || node.textContent).replace(/[ 0-9]+$/, "");
}

// 说明书和规则的讲解：标题、段、表、清单、粗体、代码、图。
export function written(text) {
  const lines = text.split("\n");
  const all = [];
  let items = null;
  let rows = null;
  let code = null;
  const spans = (words) => words.replace(/\[([^\]]*)\]\([^)]*\)/g, "$1").split(/(\*\*[^*]+\*\*|`[^`]+`)/).map((part) => {
    if (part.startsWith("**")) {
      return el("b", {}, part.slice(2, -2));
    }
    return part.startsWith("`") ? el("code", {}, part.slice(1, -1)) : part;
  });
  for (const line of lines) {
    if (line.startsWith("```")) {
      code = code === null ? el("pre", {}) : null;
      if (code !== null) {
        all.push(code);
      }
      continue;
    }
    if (code !== null) {
      code.append(line + "\n");
      continue;
    }
    const heading = /^(#+) +(.*)$/.exec(line);
    const image = /^!\[(.*)\]\(图\/(.*)\)$/.exec(line);
    const item = /^ *(?:[-*]|[0-9]+[.、]) *(.*)$/.exec(line);
    if (line.startsWith("|")) {
      const cells = line.split("|").slice(1, -1).map((cell) => cell.trim());
      if (rows === null) {
        rows = el("tbody");
        all.push(el("table", { class: "plain" }, rows));
      }
      if (!/^[-:| ]+$/.test(line)) {
        rows.append(el("tr", {}, cells.map((cell) => el(rows.firstChild ? "td" : "th", {}, spans(cell)))));
      }
      continue;
    }
    rows = null;
    if (item && !line.startsWith("**")) {
      if (items === null) {
        items = el("ul");
        all.push(items);
      }
      items.append(el("li", {}, spans(item[1])));
      continue;
    }
    items = null;
    if (heading) {
      all.push(el("h" + Math.min(4, heading[1].length + 1), { id: heading[2] }, spans(heading[2])));
    } else if (image) {
      all.push(el("img", { src: "/manual/" + encodeURIComponent(image[2]), alt: image[1], loading: "lazy" }));
    } else if (line.trim() !== "") {
      all.push(el("p", {}, spans(line)));
    }
  }
  return all;
}

export function button(words, press, given) {
  return el("button", Object.assign({ type: "button", onclick: press }, given), words);
}

let silence = null;

// 说一句话：看得见，读屏软件也念；过一会儿自己消失。
export function tell(words) {
  const told = document.getElementById("told");
  told.textContent = words;
  clearTimeout(silence);
  silence = setTimeout(() => {
    told.textContent = "";
  }, 8000);
}

// 程序主动说的话，哪一页都一样听：生成到哪里、生成了什么、变了要重画。没有做成的留在页面上，下一次生成才换掉。
export function hearing(progress, again) {
  const year = el("span");
  const stage = el("span", { "aria-hidden": "true" });
  const line = el("p", { class: "progress", role: "status", hidden: true }, year, stage);
  const outcome = el("section", { class: "outcome", "aria-label": "生成的结果" });
  show(progress, line, outcome);
  let begun = false;
  return (words) => {
    if (words.building) {
      if (!begun) {
        show(outcome);
      }
      begun = true;
      line.hidden = false;
      const count = words.of > 1 ? "（第 " + (words.done + 1) + " 个，共 " + words.of + " 个）" : "";
      // 每一年只念一次。
      const now = "正在生成 " + words.building + count;
      if (year.textContent !== now) {
        year.textContent = now;
      }
      stage.textContent = "：" + words.stage + "……";
    } else if (words.building === null) {
      line.hidden = true;
      begun = false;
      again();
    } else if (words.built) {
      const { findings } = words.built;
      const told = words.built.year + "：" + words.built.words;
      tell(findings.length > 0 ? told + "：" + findings[0].message : told);
      if (findings.length > 0) {
        outcome.append(el("h3", {}, told), ...findings.map((finding) => findingCard(finding)),
          el("p", { class: "row" }, button("知道了", () => show(outcome))));
      }
    } else if (words.changed) {
      again();
    }
  };
}

// 做一件事：做的时候按钮不能再按，没做成的说明白。
export async function doing(press, work) {
  const was = document.activeElement === press;
  press.disabled = true;
  try {
    return await work();
  } catch (error) {
    tell(error.message);
    return null;
  } finally {
    press.disabled = false;
    // 按不了的时候，键盘停不住。
    if (was && document.activeElement === document.body && press.isConnected) {
      press.focus({ preventScroll: true });
    }
  }
}

const SIGNS = { error: "×", warning: "▲", info: "●" };

export function findingCard(finding, ...more) {
  const sides = [];
  if (finding.expected !== null) {
    sides.push("应为：" + finding.expected);
  }
  if (finding.actual !== null) {
    sides.push("现为：" + finding.actual);
  }
  return el("div", { class: "finding " + finding.severity },
    el("p", { class: "title" }, SIGNS[finding.severity] + " " + finding.word + "　" + finding.message),
    finding.where.map((words) => el("p", { class: "where" }, words)),
    sides.length > 0 && el("p", {}, sides.join("；")),
    finding.hint !== "" && el("p", {}, "改法：" + finding.hint),
    more);
}

export function verdictLine(verdict, tag) {
  const signs = { ready: "√", draft: "×", unread: "？" };
  const parts = [];
  if (verdict.kind !== "ready" && verdict.errors > 0) {
    parts.push(verdict.errors + "个错误");
  }
  if (verdict.warnings > 0) {
    parts.push(verdict.warnings + "个警告");
  }
  const head = verdict.kind === "draft" ? "只出草稿" : verdict.words;
  const tail = parts.length > 0 ? "：" + parts.join("、") : "";
  return el(tag || "p", { class: "verdict " + verdict.kind }, signs[verdict.kind] + " " + head + tail);
}

// 问一句，答一行字；取消的是空。
export function ask(title, words, label) {
  return new Promise((done) => {
    const input = el("textarea", { rows: "3", "aria-label": label });
    const before = document.activeElement;
    const close = (answer) => {
      box.remove();
      goBack(before, document.getElementById("main"));
      done(answer);
    };
    const box = el("div", { class: "veil", onkeydown: (event) => {
      if (event.key === "Escape") {
        close(null);
      } else if (event.key === "Tab") {
        // 没有答完，跳不到后面的页面上去。
        const stops = Array.from(box.querySelectorAll("textarea, button"));
        const to = stops.indexOf(document.activeElement) + (event.shiftKey ? -1 : 1);
        event.preventDefault();
        stops[(to + stops.length) % stops.length].focus();
      }
    } }, el("form", { class: "ask", role: "dialog", "aria-modal": "true", "aria-label": title, onsubmit: (event) => {
      event.preventDefault();
      close(input.value);
    } },
    el("h2", {}, title),
    words.map((line) => el("p", {}, line)),
    input,
    el("p", { class: "row" }, el("button", { class: "main" }, "确定"), button("取消", () => close(null)))));
    document.body.append(box);
    input.focus();
  });
}
