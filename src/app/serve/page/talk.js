// 和本机的程序说话。只有这个文件发请求。

export class Fault extends Error {
  constructor(words, findings) {
    super(words);
    this.findings = findings || [];
  }
}

const GONE = "程序没有应答：也许已经结束。再双击一次程序，或再运行 ziping serve。";

async function answer(request) {
  let response;
  try {
    response = await request;
  } catch (error) {
    throw new Fault(GONE);
  }
  let json = null;
  try {
    json = await response.json();
  } catch (error) {
    throw new Fault(response.status === 403 ? "这一页是上次打开的，已经不能用。请再双击一次程序。" : GONE);
  }
  if (!response.ok) {
    throw new Fault(json.fault, json.findings);
  }
  return json;
}

export function call(name, given) {
  return answer(fetch("/call/" + name, {
    method: "POST",
    headers: { "x-ziping": "1", "content-type": "application/json" },
    body: JSON.stringify(given || {}),
  }));
}

export function drop(year, file) {
  const path = "/drop/" + encodeURIComponent(year) + "/" + encodeURIComponent(file.name);
  return answer(fetch(path, {
    method: "POST",
    headers: { "x-ziping": "1", "content-type": "application/octet-stream" },
    body: file,
  }));
}

// 一次只做一遍；做的时候又要的，做完再做一遍。
export function oneAtATime(work) {
  let busy = false;
  let more = false;
  return async () => {
    more = true;
    if (busy) {
      return;
    }
    busy = true;
    while (more) {
      more = false;
      await work(() => more);
    }
    busy = false;
  };
}

// 程序主动说的话：{changed}、{building}、{built}、{dropped}。
export function listen(hear, alive) {
  const source = new EventSource("/words");
  source.onmessage = (event) => hear(JSON.parse(event.data));
  source.onopen = () => alive(true);
  source.onerror = () => alive(false);
}
