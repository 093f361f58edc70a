// 文件：从哪里取，拖进来的有哪些。

export function filePath(year, name) {
  return "/file/" + encodeURIComponent(year) + "/" + encodeURIComponent(name);
}

// 拖进来的文件，文件夹里的也算。
export async function filesOf(data) {
  const entries = Array.from(data.items || [])
    .map((item) => (item.webkitGetAsEntry ? item.webkitGetAsEntry() : null))
    .filter((entry) => entry !== null);
  if (entries.length === 0) {
    return Array.from(data.files);
  }
  const files = [];
  for (const entry of entries) {
    await gather(entry, files);
  }
  return files;
}

async function gather(entry, files) {
  if (entry.isFile) {
    files.push(await new Promise((done, failed) => entry.file(done, failed)));
    return;
  }
  const reader = entry.createReader();
  for (;;) {
    const some = await new Promise((done, failed) => reader.readEntries(done, failed));
    if (some.length === 0) {
      return;
    }
    for (const one of some) {
      await gather(one, files);
    }
  }
}
