//! `ziping serve` against whoever might talk to it: other sites, other users, spoiled files, many at once. By plain
//! connections to the running program, so that nothing between hides what is sent.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::{Shutdown, TcpStream};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use serde_json::{Value, json};

use crate::absorb::Reviewed;
use crate::support::YearFolder;
use crate::word_input::unit_form_in_word;

/// The running program; it ends with the test.
struct Server {
    child: Child,
    port: u16,
    cookie: String,
}

struct Reply {
    status: u16,
    head: String,
    body: Vec<u8>,
}

impl Reply {
    fn json(&self) -> Value {
        serde_json::from_slice(&self.body).unwrap_or_else(|_| panic!("{}", String::from_utf8_lossy(&self.body)))
    }

    fn header(&self, name: &str) -> Option<&str> {
        self.head.lines().find_map(|line| line.strip_prefix(name)?.strip_prefix(": "))
    }
}

fn command(root: &Path) -> Command {
    let layouts = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut command = Command::new(env!("CARGO_BIN_EXE_ziping"));
    command.current_dir(root).args(["serve", "--no-browser", "--layouts"]).arg(layouts.join("layouts"));
    command.arg("--fonts").arg(layouts.join("fonts")).stdout(Stdio::piped()).stderr(Stdio::null());
    command
}

fn address_of(child: &mut Child) -> String {
    let lines = BufReader::new(child.stdout.as_mut().unwrap()).lines().map(Result::unwrap);
    lines.into_iter().find(|line| line.starts_with("http://")).expect("the address is said")
}

impl Server {
    fn start(root: &Path) -> Server {
        Server::of(command(root))
    }

    fn of(mut command: Command) -> Server {
        let mut child = command.spawn().unwrap();
        let address = address_of(&mut child);
        let (host, ticket) = address.strip_prefix("http://127.0.0.1:").unwrap().split_once('/').unwrap();
        let mut server = Server { child, port: host.parse().unwrap(), cookie: String::new() };
        let opened = server.get(&format!("/{ticket}"));
        assert_eq!(opened.status, 200);
        let cookie = opened.header("set-cookie").unwrap();
        assert!(cookie.contains("HttpOnly") && cookie.contains("SameSite=Strict"), "{cookie}");
        server.cookie = cookie.split(';').next().unwrap().to_string();
        server
    }

    fn host(&self) -> String {
        format!("127.0.0.1:{}", self.port)
    }

    fn connect(&self) -> TcpStream {
        let stream = TcpStream::connect(("127.0.0.1", self.port)).unwrap();
        stream.set_read_timeout(Some(Duration::from_secs(120))).unwrap();
        stream
    }

    /// Exactly these lines and this body.
    fn raw(&self, head: &str, body: &[u8]) -> Reply {
        let mut stream = self.connect();
        stream.write_all(format!("{}connection: close\r\n\r\n", head.replace('\n', "\r\n")).as_bytes()).unwrap();
        // A server that refuses early may have closed already.
        let _ = stream.write_all(body);
        read(stream)
    }

    fn get(&self, path: &str) -> Reply {
        self.raw(&format!("GET {path} HTTP/1.1\nhost: {}\ncookie: {}\n", self.host(), self.cookie), b"")
    }

    fn post(&self, path: &str, body: &[u8]) -> Reply {
        let head = format!(
            "POST {path} HTTP/1.1\nhost: {}\ncookie: {}\nx-ziping: 1\norigin: http://{}\nsec-fetch-site: same-origin\ncontent-length: {}\n",
            self.host(),
            self.cookie,
            self.host(),
            body.len()
        );
        self.raw(&head, body)
    }

    fn call(&self, name: &str, given: Value) -> Reply {
        self.post(&format!("/call/{name}"), given.to_string().as_bytes())
    }

    #[track_caller]
    fn ask(&self, name: &str, given: Value) -> Value {
        let reply = self.call(name, given);
        assert_eq!(reply.status, 200, "{name}: {}", String::from_utf8_lossy(&reply.body));
        reply.json()
    }

    fn drop(&self, year: &str, name: &str, bytes: &[u8]) -> Reply {
        self.post(&format!("/drop/{year}/{}", encoded(name)), bytes)
    }

    #[track_caller]
    fn dropped(&self, name: &str, bytes: &[u8]) -> Value {
        let reply = self.drop("2025", name, bytes);
        assert_eq!(reply.status, 200, "{}", String::from_utf8_lossy(&reply.body));
        reply.json()
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn read(mut stream: TcpStream) -> Reply {
    let mut bytes = Vec::new();
    let _ = stream.read_to_end(&mut bytes);
    let end = bytes.windows(4).position(|four| four == b"\r\n\r\n").expect("an answer");
    let head = String::from_utf8_lossy(&bytes[..end]).into_owned();
    let status = head.split(' ').nth(1).unwrap().parse().unwrap();
    Reply { status, head, body: bytes[end + 4..].to_vec() }
}

fn encoded(name: &str) -> String {
    name.bytes().map(|byte| format!("%{byte:02X}")).collect()
}

/// Every file below a folder with its bytes, but for what the server itself runs by.
fn files(root: &Path) -> Vec<(String, Vec<u8>)> {
    let entries = walkdir::WalkDir::new(root).sort_by_file_name().into_iter().map(Result::unwrap);
    let files = entries.filter(|entry| entry.file_type().is_file());
    let named = files.map(|file| (file.path().strip_prefix(root).unwrap().to_string_lossy().into_owned(), file));
    let named = named.filter(|(name, _)| !name.contains(".ziping-serve"));
    named.map(|(name, file)| (name, std::fs::read(file.path()).unwrap())).collect()
}

#[test]
fn only_our_own_address_is_answered() {
    let folder = YearFolder::example();
    let server = Server::start(folder.root());
    let with = |hosts: &str| server.raw(&format!("GET / HTTP/1.1\n{hosts}cookie: {}\n", server.cookie), b"").status;
    let port = server.port;
    assert_eq!(with(&format!("host: 127.0.0.1:{port}\n")), 200);
    assert_eq!(with(&format!("host: localhost:{port}\n")), 200);
    for other in ["evil.example", "127.0.0.2", "127.0.0.1.evil.example", "0.0.0.0", "[::1]", "LOCALHOST.", ""] {
        assert_eq!(with(&format!("host: {other}:{port}\n")), 421, "{other}");
    }
    assert_eq!(with(&format!("host: 127.0.0.1:{}\n", port.wrapping_add(1))), 421);
    assert!([400, 421].contains(&with(&format!("host: 127.0.0.1:{port}\nhost: evil.example\n"))));
    assert!([400, 421].contains(&with("")));
    let absolute = format!("GET http://evil.example/ HTTP/1.1\nhost: 127.0.0.1:{port}\ncookie: {}\n", server.cookie);
    assert_eq!(server.raw(&absolute, b"").status, 421);
}

#[test]
fn nobody_gets_in_without_a_ticket_and_a_ticket_opens_once() {
    let folder = YearFolder::example();
    let mut child = command(folder.root()).spawn().unwrap();
    let address = address_of(&mut child);
    let path = address.splitn(4, '/').nth(3).unwrap().to_string();
    let port: u16 = address.split([':', '/']).nth(4).unwrap().parse().unwrap();
    let mut server = Server { child, port, cookie: "a=b".into() };
    for path in ["/", "/main.js", "/words", "/page/1/0/0", "/file/2025/x", "/files/2025", "/open/0000", "/nothing"] {
        let reply = server.get(path);
        let body = String::from_utf8_lossy(&reply.body);
        assert_eq!(reply.status, 403, "{path}");
        assert!(!body.contains("2025") && !body.contains("script"), "{path}: {body}");
    }
    assert_eq!(server.call("start", json!({})).status, 403);
    assert_eq!(server.drop("2025", "表.csv", b"x").status, 403);
    assert_eq!(server.raw(&format!("HEAD /{path} HTTP/1.1\nhost: 127.0.0.1:{port}\n"), b"").status, 403);
    let opened = server.get(&format!("/{path}"));
    let cookie = opened.header("set-cookie").unwrap().split(';').next().unwrap().to_string();
    assert_eq!(server.get(&format!("/{path}")).status, 403);
    let (name, value) = cookie.split_once('=').unwrap();
    for stale in
        [format!("{name}={}", "0".repeat(value.len())), format!("{name}={}", &value[1..]), format!("ziping-1={value}")]
    {
        server.cookie = stale;
        assert_eq!(server.get("/").status, 403);
    }
    server.cookie = format!("other=1; {cookie}");
    assert_eq!(server.get("/").status, 200);
    assert_eq!(
        server
            .raw(&format!("POST /ticket HTTP/1.1\nhost: 127.0.0.1:{port}\nx-ziping-key: 0\ncontent-length: 0\n"), b"")
            .status,
        403
    );
}

#[test]
fn what_changes_something_comes_from_our_page_only() {
    let folder = YearFolder::example();
    let server = Server::start(folder.root());
    let before = files(folder.root());
    let host = server.host();
    let body = json!({ "name": "2026" }).to_string();
    let send = |more: &str| {
        let head = format!(
            "POST /call/new HTTP/1.1\nhost: {host}\ncookie: {}\n{more}content-length: {}\n",
            server.cookie,
            body.len()
        );
        server.raw(&head, body.as_bytes())
    };
    // A form of another site; a script of another site, as far as browsers let it.
    for more in [
        "content-type: application/x-www-form-urlencoded\norigin: http://evil.example\n",
        "content-type: text/plain\n",
        "x-ziping: 1\norigin: http://evil.example\n",
        "x-ziping: 1\norigin: null\n",
        "x-ziping: 1\nsec-fetch-site: cross-site\n",
        "x-ziping: 1\nsec-fetch-site: same-site\n",
        "x-ziping: 2\n",
    ] {
        let reply = send(more);
        assert_eq!(reply.status, 403, "{more}");
        assert!(reply.header("access-control-allow-origin").is_none());
    }
    let asked = server.raw(
        &format!("OPTIONS /call/new HTTP/1.1\nhost: {host}\ncookie: {}\norigin: http://evil.example\naccess-control-request-method: POST\naccess-control-request-headers: x-ziping\n", server.cookie),
        b"",
    );
    assert_eq!((asked.status, asked.head.contains("access-control")), (403, false));
    assert_eq!(server.get("/call/new").status, 405);
    assert_eq!(files(folder.root()), before);
    assert_eq!(send(&format!("x-ziping: 1\norigin: http://{host}\n")).status, 200);
    assert!(folder.root().join("input/2026").is_dir());
}

#[test]
fn every_answer_carries_what_keeps_others_out() {
    let folder = YearFolder::example();
    let server = Server::start(folder.root());
    for reply in [server.get("/"), server.get("/nothing"), server.call("start", json!({})), server.get("/open/x")] {
        let policy = reply.header("content-security-policy").unwrap();
        assert!(policy.contains("default-src 'none'") && policy.contains("frame-ancestors 'none'"), "{policy}");
        assert!(!policy.contains("unsafe"), "{policy}");
        assert_eq!(reply.header("x-content-type-options"), Some("nosniff"));
        assert_eq!(reply.header("cache-control"), Some("no-store"));
        assert!(reply.header("access-control-allow-origin").is_none());
    }
}

#[test]
fn names_from_outside_are_never_paths() {
    let folder = YearFolder::example();
    std::fs::write(folder.root().join("secret.txt"), "secret").unwrap();
    let server = Server::start(folder.root());
    let before = files(folder.root());
    let table = std::fs::read(folder.path().join("资金执行.xlsx")).unwrap();
    for year in ["..", "2025/..", "../..", ".", "%2e%2e", "2025%00", "/etc"] {
        let path = encoded(year);
        assert!(server.drop(&path, "表.xlsx", &table).status >= 400, "{year}");
        assert!(server.get(&format!("/file/{path}/{}", encoded("secret.txt"))).status >= 400, "{year}");
        assert!(server.get(&format!("/files/{path}")).status >= 400, "{year}");
        for call in ["card", "year", "tables", "pages", "texts", "figures", "unchecked", "form", "open"] {
            assert!(server.call(call, json!({ "year": year })).status >= 400, "{call} {year}");
        }
        assert!(server.call("build", json!({ "years": [year] })).status >= 400, "{year}");
        assert!(server.call("new", json!({ "name": format!("2026-{year}/x") })).status >= 400, "{year}");
        assert!(server.call("difference", json!({ "old": year, "new": "2025" })).status >= 400, "{year}");
    }
    for name in ["../secret.txt", "../../secret.txt", "/etc/passwd", "..\\secret.txt", "manifest.json/../../secret.txt"]
    {
        assert!(server.get(&format!("/file/2025/{}", encoded(name))).status >= 400, "{name}");
        let cells = json!({ "year": "2025", "file": format!("2025/{name}"), "line": 1 });
        let reply = server.call("cells", cells);
        assert!(reply.status >= 400 && !String::from_utf8_lossy(&reply.body).contains("secret\""), "{name}");
        assert!(server.call("open", json!({ "year": "2025", "file": name })).status >= 400, "{name}");
        let text = json!({ "year": "2025", "file": name, "line": 1, "old": "secret", "new": "x" });
        assert!(server.call("text", text).status >= 400, "{name}");
    }
    assert_eq!(files(folder.root()), before);
    // What is dropped under a path's name stands in the year's folder, or nowhere.
    let csv = "层级,文件名称,文号,印发日期,金额（万元）\n中央,通知,财教〔2024〕1号,2024-12-01,10930\n";
    for name in ["../../外面.csv", "..\\..\\外面.csv", "/tmp/外面.csv", "C:\\外面.csv"] {
        let answer = server.dropped(name, csv.as_bytes());
        assert_eq!(answer["name"], "外面.csv", "{answer}");
    }
    for (name, _) in files(folder.root()) {
        assert!(!name.contains("外面") || name.starts_with("input/2025/"), "{name}");
    }
    assert!(!Path::new("/tmp/外面.csv").exists());
}

#[test]
fn what_is_too_large_is_not_even_read() {
    let folder = YearFolder::example();
    let server = Server::start(folder.root());
    let head = |length: &str| {
        format!(
            "POST /drop/2025/x.csv HTTP/1.1\nhost: {}\ncookie: {}\nx-ziping: 1\n{length}",
            server.host(),
            server.cookie
        )
    };
    assert_eq!(server.raw(&head("content-length: 1073741824\n"), b"some").status, 413);
    // One that does not say how long it is.
    let mut stream = server.connect();
    stream
        .write_all(
            format!("{}connection: close\r\n\r\n", head("transfer-encoding: chunked\n").replace('\n', "\r\n"))
                .as_bytes(),
        )
        .unwrap();
    let chunk = [b"100000\r\n".to_vec(), vec![b'1'; 1 << 20], b"\r\n".to_vec()].concat();
    let sent = (0..1024).take_while(|_| stream.write_all(&chunk).is_ok()).count();
    assert!(sent < 200, "{sent} MB were taken");
    assert_eq!(server.call("start", json!({ "x": "1".repeat(2 << 20) })).status, 413);
    #[cfg(target_os = "linux")]
    assert!(peak_megabytes(&server) < 400, "{}", peak_megabytes(&server));
    assert_eq!(server.call("start", json!({})).status, 200);
}

/// The most memory that the server ever held.
#[cfg(target_os = "linux")]
fn peak_megabytes(server: &Server) -> u64 {
    let status = std::fs::read_to_string(format!("/proc/{}/status", server.child.id())).unwrap();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:")).unwrap();
    line.split_whitespace().next().unwrap().parse::<u64>().unwrap() / 1024
}

/// Another user of the same computer saw the ticket, and is not even answered. Only an administrator can try that.
#[cfg(target_os = "linux")]
#[test]
fn another_user_of_this_computer_is_not_answered() {
    use std::os::unix::fs::MetadataExt;
    use std::os::unix::process::CommandExt;
    if std::fs::metadata("/proc/self").unwrap().uid() != 0 {
        return;
    }
    const NOBODY: u32 = 65534;
    let folder = YearFolder::example();
    let mut child = command(folder.root()).spawn().unwrap();
    let address = address_of(&mut child);
    let (port, ticket) = address.strip_prefix("http://127.0.0.1:").unwrap().split_once('/').unwrap();
    let server = Server { child, port: port.parse().unwrap(), cookie: String::new() };
    let script = r#"exec 3<>/dev/tcp/127.0.0.1/$0; printf 'GET /%s HTTP/1.1\r\nhost: 127.0.0.1:%s\r\nconnection: close\r\n\r\n' "$1" "$0" >&3; cat <&3"#;
    let asked_as = |user: u32| {
        let mut shell = Command::new("bash");
        shell.args(["-c", script, port, ticket]).current_dir("/").stderr(Stdio::null()).uid(user);
        String::from_utf8_lossy(&shell.output().unwrap().stdout).into_owned()
    };
    assert_eq!(asked_as(NOBODY), "");
    // The ticket was not used up by that.
    assert!(asked_as(0).starts_with("HTTP/1.1 200"));
    drop(server);
}

/// Files may not grow beyond a limit, which is to the program what a full disk is.
#[cfg(unix)]
#[test]
fn a_full_disk_is_told_and_nothing_is_lost() {
    let folder = YearFolder::example();
    let other = YearFolder::example();
    other.set_number("资金安排表.xlsx", "D8", "85");
    let dropped = std::fs::read(other.path().join("资金安排表.xlsx")).unwrap();
    // The file that finds the server fits, a spreadsheet does not.
    let limited = |blocks: usize| {
        let own = command(folder.root());
        let mut shell = Command::new("bash");
        shell.args(["-c", &format!("trap '' XFSZ; ulimit -f {blocks}; exec \"$0\" \"$@\"")]);
        shell.arg(own.get_program()).args(own.get_args()).current_dir(folder.root());
        shell.stdout(Stdio::piped()).stderr(Stdio::null());
        shell
    };
    assert!(dropped.len() > 8 << 10, "{}", dropped.len());
    let server = Server::of(limited(8));
    let before = files(&folder.path());
    let answer = server.dropped("资金安排表.xlsx", &dropped);
    assert_eq!(answer["fate"], "refused", "{answer}");
    let words = answer["words"].as_str().unwrap();
    assert!(words.contains("存不下来") || words.contains("写不进"), "{words}");
    let text = server.ask("texts", json!({ "year": "2025" }))["texts"][0].clone();
    let saved = server.call("text", json!({ "year": "2025", "file": text["place"]["file"], "line": text["place"]["line"], "old": text["text"], "new": "换" }));
    assert!(saved.status >= 400 && saved.json()["fault"].as_str().unwrap().contains('写'), "{}", saved.json());
    assert_eq!(server.call("build", json!({ "years": ["2025"] })).status, 200);
    built(&server);
    assert!(files(&folder.root().join("output/2025")).is_empty());
    let names = |files: &[(String, Vec<u8>)]| files.iter().map(|(name, _)| name.clone()).collect::<Vec<_>>();
    assert_eq!(names(&files(&folder.path())), names(&before));
    assert!(files(&folder.path()) == before, "a file has changed");
    // It still answers.
    assert_eq!(server.ask("card", json!({ "year": "2025" }))["verdict"]["kind"], "ready");
}

/// Browsers of Kylin and UOS are those of 2020.
#[test]
fn the_page_uses_what_browsers_of_2020_know() {
    const SINCE: [&str; 16] = [
        "?.",
        "??",
        "||=",
        "&&=",
        ".at(",
        ".replaceAll(",
        ".matchAll(",
        ".findLast(",
        "import(",
        "import.meta",
        "globalThis",
        "structuredClone",
        "allSettled",
        "inert",
        "static {",
        "BigInt",
    ];
    const STYLES_SINCE: [&str; 9] =
        [":focus-visible", ":is(", ":where(", ":has(", "aspect-ratio", "inset", "dvh", "@layer", "@container"];
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/app/serve/page");
    let mut count = 0;
    for file in std::fs::read_dir(folder).unwrap().map(|file| file.unwrap().path()) {
        let name = file.file_name().unwrap().to_string_lossy().into_owned();
        let text = std::fs::read_to_string(&file).unwrap();
        let (unknown, is_code): (&[&str], bool) = match name.rsplit('.').next() {
            Some("js") => (&SINCE, true),
            Some("css") => (&STYLES_SINCE, false),
            _ => continue,
        };
        count += 1;
        for (index, line) in text.lines().enumerate().filter(|(_, line)| !line.trim_start().starts_with("//")) {
            let found = unknown.iter().find(|word| line.contains(**word));
            assert!(found.is_none(), "{name}:{}: {found:?}", index + 1);
            assert!(
                !is_code || !line.contains("innerHTML") && !line.contains("http:") && !line.contains("https:"),
                "{name}:{}",
                index + 1
            );
        }
    }
    assert!(count >= 9, "{count}");
}

#[test]
fn spoiled_files_are_refused_and_the_year_stays_as_it_is() {
    let folder = YearFolder::example();
    let server = Server::start(folder.root());
    let before = files(&folder.path());
    let bomb = YearFolder::example();
    bomb.blow_up("资金执行.xlsx", 700);
    let bomb = std::fs::read(bomb.path().join("资金执行.xlsx")).unwrap();
    assert!(bomb.len() < 8 << 20);
    let damaged = &std::fs::read(folder.path().join("资金执行.xlsx")).unwrap()[..2000];
    for (name, bytes) in [
        ("资金执行.xlsx", bomb.as_slice()),
        ("资金执行.xlsx", damaged),
        ("资金执行.xlsx", b""),
        ("资金执行.xlsx", b"MZ\x90\x00program"),
        ("表.exe", b"MZ"),
        ("通讯录.csv", "姓名,电话\n甲,1\n".as_bytes()),
        ("文字.yaml", b"a: [\n"),
        ("文字.yaml", "别的: 1\n".as_bytes()),
        (".hidden.csv", b"x"),
        ("CON.csv", b"x"),
    ] {
        let answer = server.dropped(name, bytes);
        assert_eq!(answer["fate"], "refused", "{answer}");
        assert!(answer["words"].as_str().unwrap().chars().count() > 6, "{answer}");
    }
    assert_eq!(files(&folder.path()), before);
    // What was answered stays answered.
    assert_eq!(server.ask("drops", json!({}))["drops"].as_array().unwrap().len(), 10);
}

#[test]
fn a_table_takes_the_place_of_the_same_table_and_can_be_put_back() {
    let folder = YearFolder::example();
    let server = Server::start(folder.root());
    let old = std::fs::read(folder.path().join("绩效指标.xlsx")).unwrap();
    let before = files(&folder.path());
    let other = YearFolder::example();
    other.set_cell("绩效指标.xlsx", "A1", "改过的表");
    let new = std::fs::read(other.path().join("绩效指标.xlsx")).unwrap();
    let answer = server.dropped("指标（定稿2）.xlsx", &new);
    assert_eq!(answer["fate"], "taken", "{answer}");
    assert!(answer["what"].as_str().unwrap().starts_with("指标表"), "{answer}");
    assert!(!folder.path().join("绩效指标.xlsx").exists());
    assert_eq!(std::fs::read(folder.path().join("指标（定稿2）.xlsx")).unwrap(), new);
    assert_eq!(server.ask("card", json!({ "year": "2025" }))["verdict"]["kind"], "ready");
    // The file holds another table too: it cannot be replaced by one of them.
    let half = "层级,文件名称,文号,印发日期,金额（万元）\n中央,通知,财教〔2024〕232号,2024-12-01,10930\n";
    let refused = server.dropped("下达文件.csv", half.as_bytes());
    assert_eq!(refused["fate"], "refused", "{refused}");
    server.ask("put_back", json!({ "number": answer["number"] }));
    assert_eq!(std::fs::read(folder.path().join("绩效指标.xlsx")).unwrap(), old);
    assert_eq!(server.call("put_back", json!({ "number": answer["number"] })).status, 409);
    let tables = |files: Vec<(String, Vec<u8>)>| {
        files.into_iter().filter(|(name, _)| !name.ends_with(".bak")).collect::<Vec<_>>()
    };
    assert_eq!(tables(files(&folder.path())), before);
}

#[test]
fn files_of_one_name_push_nothing_out() {
    let folder = YearFolder::example();
    let tables = ["资金安排表.xlsx", "绩效指标.xlsx", "资金执行.xlsx"].map(|name| {
        let bytes = std::fs::read(folder.path().join(name)).unwrap();
        folder.remove(name);
        bytes
    });
    let server = Server::start(folder.root());
    let put = |name: &str, bytes: &[u8]| {
        let answer = server.dropped(name, bytes);
        assert_ne!(answer["fate"], "refused", "{answer}");
        answer["words"].as_str().unwrap().to_string()
    };
    let [first, second, third] = tables.each_ref().map(|bytes| put("附件.xlsx", bytes));
    assert_eq!(first, "已放进 2025");
    assert!(second.contains("叫“附件（2）.xlsx”") && third.contains("叫“附件（3）.xlsx”"), "{second}{third}");
    assert_eq!(server.ask("card", json!({ "year": "2025" }))["verdict"]["kind"], "ready");
    // The same file again, and a changed one: it takes the place of its own.
    assert!(put("附件.xlsx", &tables[2]).contains("“2025/附件（3）.xlsx”就是这个文件"));
    folder.set_cell("附件（2）.xlsx", "A1", "改过的表");
    let changed = std::fs::read(folder.path().join("附件（2）.xlsx")).unwrap();
    folder.write("附件（2）.xlsx", &tables[1]);
    assert!(put("附件.xlsx", &changed).contains("原来的“附件（2）.xlsx”存为"));
    assert_eq!(std::fs::read(folder.path().join("附件（2）.xlsx")).unwrap(), changed);
    assert_eq!(std::fs::read(folder.path().join("附件.xlsx")).unwrap(), tables[0]);
    // Units send their forms under one name.
    let other = YearFolder::example();
    let form = |project: &str, budget: &str| {
        other.add_unit_form("自评表", project, budget, &[("甲指标", "10", "10")]);
        std::fs::read(other.path().join("单位自评/自评表.xlsx")).unwrap()
    };
    for (nth, project) in ["甲项目", "乙项目", "丙项目"].into_iter().enumerate() {
        put("自评表.xlsx", &form(project, "10"));
        assert_eq!(std::fs::read_dir(folder.path().join("单位自评")).unwrap().count(), nth + 1);
    }
    assert!(put("乙（改）.xlsx", &form("乙项目", "20")).contains("原来的“单位自评/自评表（2）.xlsx”存为"));
    // A workbook is no text, whatever it is called; the texts of another year are not this year's.
    let before = files(&folder.path());
    let last_year =
        std::fs::read_to_string(folder.path().join("报告.yaml")).unwrap().replace("年度: 2025", "年度: 2024");
    for (name, bytes, why) in [("报告.yaml", &tables[2][..], "里面是表格"), ("报告.yaml", last_year.as_bytes(), "2024")]
    {
        let answer = server.dropped(name, bytes);
        assert!(answer["fate"] == "refused" && answer["words"].as_str().unwrap().contains(why), "{answer}");
    }
    assert_eq!(files(&folder.path()), before);
}

/// Parts of one list go on with each other: the second batch pushes the first one out no more than another table does.
#[test]
fn a_second_batch_stands_beside_the_first() {
    let folder = YearFolder::example();
    folder.list_only(&[("甲项目", "甲单位", "10")]);
    let list = std::fs::read_to_string(folder.path().join("项目表.csv")).unwrap();
    let server = Server::start(folder.root());
    let answer = server.dropped("第二批.csv", list.replace("甲", "乙").as_bytes());
    assert!(answer["fate"] == "taken" && answer["can_put_back"] == false, "{answer}");
    assert!(answer["words"].as_str().unwrap().contains("“项目表.csv”里也有项目表，不是同一张，都留着"), "{answer}");
    assert!(folder.path().join("项目表.csv").exists() && folder.path().join("第二批.csv").exists());
    let answer = server.dropped("第二批（改）.csv", list.replace("甲", "乙").replace("10", "20").as_bytes());
    assert!(answer["words"].as_str().unwrap().contains("原来的“第二批.csv”存为"), "{answer}");
}

#[test]
fn a_text_that_is_missing_is_written_on_the_page() {
    let folder = YearFolder::example();
    let whole = std::fs::read_to_string(folder.path().join("文字.yaml")).unwrap();
    let server = Server::start(folder.root());
    let texts = server.ask("texts", json!({ "year": "2025" }));
    let all = texts["texts"].as_array().unwrap();
    let titled = |title: &str| all.iter().find(|text| text["title"] == title).unwrap()["text"].as_str().unwrap();
    let goal = titled("绩效目标 › 总体目标").to_string();
    let block = |lines: &str| lines.lines().map(|line| format!("      {line}\n")).collect::<String>();
    let written = format!("    总体目标: |\n{}", block(&goal));
    assert!(whole.contains(&written));
    let write = |section: [&str; 2], new: &str| {
        server.ask("text", json!({ "year": "2025", "section": section, "old": "", "new": new }))
    };
    let missing = || {
        let year = server.ask("year", json!({ "year": "2025" }));
        let findings = year["findings"].as_array().unwrap().clone();
        findings.iter().filter(|one| !one["section"].is_null()).map(|one| one["section"].clone()).collect::<Vec<_>>()
    };
    // Without its name, with the name alone, and with nothing behind the sign of a block.
    for left in ["", "    总体目标:\n", "    总体目标: |\n", "    总体目标: \"\"  # 待改\n"] {
        folder.write("文字.yaml", whole.replace(&written, left).as_bytes());
        assert_eq!(missing(), [json!(["绩效目标", "总体目标"])], "{left}");
        let errors = server.ask("year", json!({ "year": "2025" }))["verdict"]["errors"].clone();
        assert_eq!(errors, 1, "{left}");
        let listed = server.ask("texts", json!({ "year": "2025" }))["texts"][0].clone();
        assert_eq!(listed["section"], json!(["绩效目标", "总体目标"]));
        let tried = json!({ "year": "2025", "section": listed["section"], "new": "预算执行率82%。" });
        assert_ne!(server.ask("try", tried)["findings"], json!([]));
        let answer = write(["绩效目标", "总体目标"], &goal);
        assert_eq!(answer["text"], json!(goal), "{left}");
        assert_eq!(missing(), Vec::<Value>::new(), "{left}");
        assert_eq!(server.ask("card", json!({ "year": "2025" }))["verdict"]["kind"], "ready", "{left}");
        // What was there is there.
        let now = std::fs::read_to_string(folder.path().join("文字.yaml")).unwrap();
        assert_eq!(now.lines().count(), whole.lines().count(), "{left}: {now}");
    }
    assert_eq!(
        server
            .call("text", json!({ "year": "2025", "section": ["绩效目标", "总体目标"], "old": "", "new": "又" }))
            .status,
        409
    );
    // A chapter of which nothing stands there.
    let (before, chapter) = whole.split_once("\n  绩效目标:\n").unwrap();
    let rest = chapter.lines().position(|line| line.starts_with("  ") && !line.starts_with("   ")).unwrap();
    let rest: String = chapter.lines().skip(rest).map(|line| format!("{line}\n")).collect();
    folder.write("文字.yaml", format!("{before}\n{rest}").as_bytes());
    let mut written = 0;
    while let Some(section) = missing().first() {
        let [chapter, section] = [0, 1].map(|at| section[at].as_str().unwrap());
        write([chapter, section], titled(&format!("{chapter} › {section}")));
        written += 1;
    }
    assert_eq!(written, 5);
    let year = server.ask("year", json!({ "year": "2025" }));
    assert_eq!(year["verdict"]["kind"], "ready", "{year:#}");
    // No texts at all.
    folder.remove("文字.yaml");
    let year = server.ask("year", json!({ "year": "2025" }));
    let lacks = year["findings"].as_array().unwrap().iter().filter(|finding| finding["texts"] == true).count();
    let listed = server.ask("texts", json!({ "year": "2025" }))["texts"].clone();
    let absent = listed.as_array().unwrap().iter().filter(|text| !text["section"].is_null()).count();
    assert!(lacks == 1 && absent > 10, "{absent}");
    write(["绩效目标", "总体目标"], &goal);
    assert!(folder.path().join("文字.yaml").exists() && !missing().is_empty());
}

#[test]
fn what_is_pasted_is_written_as_text() {
    let folder = YearFolder::example();
    let server = Server::start(folder.root());
    let texts = server.ask("texts", json!({ "year": "2025" }));
    let text = texts["texts"].as_array().unwrap().iter().find(|text| text["title"] == "绩效目标 › 总体目标").unwrap();
    let place = &text["place"];
    let old = text["text"].as_str().unwrap();
    let pasted = format!("    第一段\t接着。\u{2028}  第二段。\r\n{old}");
    let given = json!({ "year": "2025", "file": place["file"], "line": place["line"], "old": old, "new": pasted });
    let answer = server.ask("text", given);
    assert_eq!(answer["text"], json!(format!("第一段 接着。\n第二段。\n{old}")));
    assert_eq!(server.ask("card", json!({ "year": "2025" }))["verdict"]["kind"], "ready");
    // Typed into the file itself, it is told where it stands.
    folder.replace("文字.yaml", "第一段 接着", "第一段\t接着");
    let year = server.ask("year", json!({ "year": "2025" }));
    let finding = &year["findings"][0];
    assert_eq!((&finding["code"], &finding["places"][0]["kind"]), (&json!("Z030"), &json!("line")), "{finding}");
    assert_eq!(finding["places"][0]["line"], answer["place"]["line"]);
}

#[test]
fn what_keeps_a_build_from_the_disk_is_told() {
    let folder = YearFolder::example();
    let server = Server::start(folder.root());
    let mut words = server.connect();
    words
        .write_all(
            format!("GET /words HTTP/1.1\r\nhost: {}\r\ncookie: {}\r\n\r\n", server.host(), server.cookie).as_bytes(),
        )
        .unwrap();
    let mut lines = BufReader::new(words).lines().map(Result::unwrap);
    // A file stands where the year's folder belongs.
    std::fs::write(folder.root().join("output/2025"), "").unwrap();
    server.ask("build", json!({ "years": ["2025"] }));
    let told = lines
        .find_map(|line| line.strip_prefix("data: ").filter(|line| line.contains("\"built\"")).map(str::to_string));
    let built: Value = serde_json::from_str(&told.unwrap()).unwrap();
    assert_eq!(built["built"]["state"], "failed");
    // What is said of the year itself stands there already.
    let [finding] = built["built"]["findings"].as_array().unwrap().as_slice() else { panic!("{built}") };
    let (message, hint) = (finding["message"].as_str().unwrap(), finding["hint"].as_str().unwrap());
    assert!(message.contains("同名的文件") && hint.contains("再点一次“生成”"), "{finding}");
}

/// As browsers open them: more than there are places for, and nothing is said on them.
#[test]
fn silent_connections_keep_nobody_out() {
    let folder = YearFolder::example();
    let server = Server::start(folder.root());
    let silent: Vec<TcpStream> = (0..400).map(|_| server.connect()).collect();
    let begun = Instant::now();
    for _ in 0..5 {
        assert_eq!(server.get("/").status, 200);
    }
    assert!(begun.elapsed() < Duration::from_secs(5), "{:?}", begun.elapsed());
    drop(silent);
}

#[test]
fn a_second_start_with_other_folders_says_whose_the_first_is() {
    let folder = YearFolder::example();
    let _server = Server::start(folder.root());
    std::fs::create_dir(folder.root().join("别的")).unwrap();
    let second = command(folder.root()).args(["--input", "别的"]).stderr(Stdio::piped()).output().unwrap();
    let said = String::from_utf8_lossy(&second.stderr).into_owned() + &String::from_utf8_lossy(&second.stdout);
    assert_eq!(second.status.code(), Some(2));
    assert!(said.contains("Z049") && said.contains("/input”") && said.contains("--output"), "{said}");
    assert!(!said.contains("http://"), "{said}");
}

#[test]
fn a_card_says_when_it_was_built() {
    let folder = YearFolder::example();
    let server = Server::start(folder.root());
    assert_eq!(server.ask("card", json!({ "year": "2025" }))["built"], Value::Null);
    server.ask("build", json!({ "years": ["2025"] }));
    built(&server);
    let time = server.ask("card", json!({ "year": "2025" }))["built"].as_u64().unwrap();
    let now = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH).unwrap().as_secs();
    assert!(time <= now && now - time < 120, "{time}");
}

#[test]
fn words_from_outside_are_never_code() {
    const PAGE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/src/app/serve/page");
    for entry in std::fs::read_dir(PAGE).unwrap().map(Result::unwrap) {
        let text = std::fs::read_to_string(entry.path()).unwrap();
        let name = entry.file_name().to_string_lossy().into_owned();
        for word in [
            "innerHTML",
            "outerHTML",
            "insertAdjacentHTML",
            "document.write",
            "eval(",
            "new Function",
            "srcdoc",
            "javascript:",
        ] {
            assert!(!text.contains(word), "{name}: {word}");
        }
        // Nothing from outside; and what browsers of 2020 do not know.
        let outside = text.replace("http://www.w3.org/2000/svg", "");
        for word in ["http:", "https:", "//cdn", "?.[", "?.(", "??", "replaceAll", ".at(-", "#private"] {
            assert!(!outside.contains(word), "{name}: {word}");
        }
    }
    let folder = YearFolder::example();
    let script = "<img src=x onerror=alert(1)>";
    folder.set_cell("绩效指标.xlsx", "A1", &script.replace('<', "&lt;").replace('>', "&gt;"));
    folder.replace("文字.yaml", "文字:\n", &format!("文字:\n  {script}:\n    甲: {script}\n"));
    let server = Server::start(folder.root());
    for reply in [
        server.drop("2025", &format!("{script}.csv"), b"a,b\n<script>,2\n"),
        server.call("year", json!({ "year": "2025" })),
        server.call("year", json!({ "year": script })),
        server.call("texts", json!({ "year": "2025" })),
        server.call(&encoded(script), json!({})),
        server.get(&format!("/{}", encoded(script))),
    ] {
        let kind = reply.header("content-type").unwrap();
        assert!(kind.starts_with("application/json") || kind.starts_with("text/plain"), "{kind}");
        assert!(kind.starts_with("application/json") || !String::from_utf8_lossy(&reply.body).contains('<'));
    }
}

#[test]
fn two_hundred_at_once_while_a_build_runs() {
    let folder = YearFolder::example();
    let server = Server::start(folder.root());
    assert_eq!(server.call("build", json!({ "years": [] })).status, 200);
    let statuses: Vec<u16> = std::thread::scope(|scope| {
        let asked: Vec<_> = (0..200)
            .map(|number| {
                let server = &server;
                scope.spawn(move || match number % 4 {
                    0 => server.get("/").status,
                    1 => server.call("start", json!({})).status,
                    2 => server.call("year", json!({ "year": "2025" })).status,
                    _ => server.get("/main.js").status,
                })
            })
            .collect();
        asked.into_iter().map(|asked| asked.join().unwrap()).collect()
    });
    assert!(statuses.iter().all(|status| *status == 200), "{statuses:?}");
    built(&server);
    // The same files as by the command, to the byte.
    let by_page = files(&folder.root().join("output/2025"));
    assert_eq!(by_page.len(), 7);
    let alone = YearFolder::example();
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut build = Command::new(env!("CARGO_BIN_EXE_ziping"));
    build.current_dir(alone.root()).arg("--layouts").arg(root.join("layouts")).arg("--fonts").arg(root.join("fonts"));
    assert!(build.output().unwrap().status.success());
    assert_eq!(files(&alone.root().join("output/2025")), by_page);
    let name = by_page.iter().map(|(name, _)| name).find(|name| name.ends_with(".pdf")).unwrap();
    let taken = server.get(&format!("/file/2025/{}", encoded(name)));
    assert!(taken.body.starts_with(b"%PDF") && taken.header("content-disposition").unwrap().starts_with("attachment"));
    assert!(server.get("/files/2025").body.starts_with(b"PK"));
}

fn built(server: &Server) {
    let begun = Instant::now();
    while server.ask("start", json!({}))["building"] == true {
        assert!(begun.elapsed() < Duration::from_secs(120));
        std::thread::sleep(Duration::from_millis(50));
    }
}

#[test]
fn whoever_is_slow_keeps_nobody_waiting() {
    let folder = YearFolder::example();
    let server = Server::start(folder.root());
    let slow: Vec<TcpStream> = (0..100)
        .map(|number| {
            let mut stream = server.connect();
            let begun = if number % 2 == 0 { "GET / HTTP/1.1\r\nhost: 127" } else { "" };
            stream.write_all(begun.as_bytes()).unwrap();
            stream
        })
        .collect();
    // Half open: nothing will ever come.
    slow[0].shutdown(Shutdown::Write).unwrap();
    let begun = Instant::now();
    assert_eq!(server.get("/").status, 200);
    assert!(begun.elapsed() < Duration::from_secs(8));
    for mut stream in slow.into_iter().take(4) {
        stream.set_read_timeout(Some(Duration::from_secs(20))).unwrap();
        assert!(stream.read_to_end(&mut Vec::new()).is_ok(), "it is let go");
    }
    assert!(begun.elapsed() < Duration::from_secs(20));
}

#[test]
fn two_tabs_do_not_overwrite_each_other() {
    let folder = YearFolder::example();
    let server = Server::start(folder.root());
    let before = std::fs::read_to_string(folder.path().join("文字.yaml")).unwrap();
    let texts = server.ask("texts", json!({ "year": "2025" }));
    let text =
        texts["texts"].as_array().unwrap().iter().find(|text| !text["text"].as_str().unwrap().contains("{%")).unwrap();
    let (old, place) = (text["text"].as_str().unwrap(), &text["place"]);
    let new = |words: &str| {
        let new = format!("{words}{old}");
        json!({ "year": "2025", "file": place["file"], "line": place["line"], "old": old, "new": new })
    };
    assert_eq!(server.call("text", new("第一页改。")).status, 200);
    assert_eq!(server.call("text", new("第二页改。")).status, 409);
    let after = std::fs::read_to_string(folder.path().join("文字.yaml")).unwrap();
    let changed: Vec<(&str, &str)> =
        before.lines().zip(after.lines()).filter(|(before, after)| before != after).collect();
    assert_eq!(changed.len(), 1, "{changed:?}");
    assert!(changed[0].1.contains("第一页改。") && before.lines().count() == after.lines().count());
}

#[test]
fn a_typed_letter_is_judged_before_it_is_saved() {
    let folder = YearFolder::example();
    let server = Server::start(folder.root());
    let before = files(folder.root());
    let texts = server.ask("texts", json!({ "year": "2025" }));
    let text = &texts["texts"][0];
    let tried = |new: &str| {
        let place = &text["place"];
        server.ask("try", json!({ "year": "2025", "file": place["file"], "line": place["line"], "new": new }))
    };
    assert_eq!(tried(text["text"].as_str().unwrap())["findings"], json!([]));
    assert_ne!(tried("项目{{ 没有这个数 }}个。\n")["findings"], json!([]));
    assert_ne!(tried("2025年度预算执行率为82%。\n")["findings"], json!([]));
    let tried_again = tried("全年受理申报材料473份。\n");
    assert_eq!(tried_again["unchecked"], json!(["473份"]), "{tried_again}");
    assert_eq!(files(folder.root()), before);
}

#[test]
fn a_text_that_is_saved_is_to_be_looked_at_no_more() {
    let folder = YearFolder::example();
    let yaml = folder.path().join("文字.yaml");
    let with = std::fs::read_to_string(&yaml).unwrap().replacen(
        "    总体目标: |\n",
        "    # 待改：看这一段\n    总体目标: |\n",
        1,
    );
    std::fs::write(&yaml, &with).unwrap();
    let server = Server::start(folder.root());
    let texts = server.ask("texts", json!({ "year": "2025" }));
    let text = texts["texts"].as_array().unwrap().iter().find(|text| text["title"] == "绩效目标 › 总体目标").unwrap();
    let save = |line: &Value, old: &Value, new: &str| {
        let given = json!({ "year": "2025", "file": text["place"]["file"], "line": line, "old": old, "new": new });
        server.ask("text", given)["place"]["line"].clone()
    };
    let old = text["text"].as_str().unwrap();
    // Nothing was changed but that somebody looked.
    let line = save(&text["place"]["line"], &text["text"], old);
    assert_eq!(std::fs::read_to_string(&yaml).unwrap(), with.replacen("    # 待改：看这一段\n", "", 1));
    assert_eq!(line, text["place"]["line"].as_u64().unwrap() - 1);
    save(&line, &text["text"], &format!("{}再改一句。\n", old.trim_end()));
    assert!(std::fs::read_to_string(&yaml).unwrap().contains("再改一句。"));
}

#[test]
fn a_finding_is_accepted_with_its_reason() {
    let folder = YearFolder::example();
    let server = Server::start(folder.root());
    let year = server.ask("year", json!({ "year": "2025" }));
    let finding = year["findings"].as_array().unwrap().iter().find(|finding| finding["acceptable"] == true).unwrap();
    let given = |reason: &str| json!({ "year": "2025", "code": finding["code"], "place": finding["places"][0]["text"], "reason": reason });
    assert_eq!(server.call("accept", given("  ")).status, 422);
    server.ask("accept", given("已对照“原文”: \"都对\"\n# 不是注"));
    let after = server.ask("year", json!({ "year": "2025" }));
    let accepted: Vec<&Value> =
        after["findings"].as_array().unwrap().iter().filter(|finding| !finding["accepted"].is_null()).collect();
    assert_eq!(accepted.len(), 1, "{after}");
    assert_eq!(after["verdict"]["kind"], year["verdict"]["kind"]);
}

#[test]
fn every_word_of_a_page_says_where_it_comes_from() {
    let folder = YearFolder::example();
    let server = Server::start(folder.root());
    let pages = server.ask("pages", json!({ "year": "2025" }));
    let view = &pages["view"];
    let counts: Vec<usize> = pages["documents"]
        .as_array()
        .unwrap()
        .iter()
        .map(|document| document["pages"].as_array().unwrap().len())
        .collect();
    assert_eq!(counts.len(), 2);
    let (mut figures, mut of_cells) = (0, 0);
    for (document, count) in counts.iter().enumerate() {
        for page in 0..*count {
            let words = server.ask("words", json!({ "view": view, "document": document, "page": page }));
            let stretches = words["stretches"].as_array().unwrap();
            assert!(!stretches.is_empty(), "{document} {page}");
            let values = stretches.iter().filter(|stretch| stretch["value"] == true);
            for stretch in values.take(4) {
                let spot =
                    json!({ "view": view, "document": document, "passage": stretch["passage"], "at": stretch["at"] });
                let source = server.ask("spot", spot);
                figures += 1;
                assert_eq!((&source["kind"], &source["text"]), (&json!("value"), &stretch["text"]));
                assert!(source["printed"][document].as_array().unwrap().contains(&json!(page)), "{source}");
                of_cells += usize::from(!source["places"].as_array().unwrap().is_empty());
            }
        }
    }
    assert!(figures > 60 && of_cells * 10 > figures * 9, "{of_cells} of {figures}");
    // A figure's chain ends at its cells, and each can be looked at.
    let figure = server.ask("figure", json!({ "year": "2025", "name": "资金.执行率" }));
    let place = &figure["figure"]["parts"][0];
    let place = if place["place"].is_null() { &place["parts"][0]["place"] } else { &place["place"] };
    let cells = server
        .ask("cells", json!({ "year": "2025", "file": place["file"], "sheet": place["sheet"], "cell": place["cell"] }));
    assert_eq!(cells["at"], place["cell"]);
    let shown = cells["rows"].to_string();
    assert!(shown.contains(&format!("\"at\":{}", place["cell"])), "{shown}");
    let picture = server.get(&format!("/page/{view}/0/0"));
    assert_eq!((picture.status, picture.header("content-type")), (200, Some("image/svg+xml")));
    assert_eq!(server.get(&format!("/page/{view}/0/999")).status, 404);
}

#[test]
fn a_mistake_is_marked_on_its_words_until_it_is_mended() {
    let folder = YearFolder::example();
    let good = std::fs::read(folder.path().join("资金执行.xlsx")).unwrap();
    let server = Server::start(folder.root());
    let clear = server.ask("pages", json!({ "year": "2025" }));
    assert_eq!(clear["marks"], json!([]));
    folder.replace("文字.yaml", "文字:\n", "文字:\n  # 注\n");
    folder.set_number("资金执行.xlsx", "C3", "8000");
    let spoiled = server.ask("year", json!({ "year": "2025" }));
    assert_eq!(spoiled["verdict"]["kind"], "draft", "{spoiled}");
    let pages = server.ask("pages", json!({ "year": "2025" }));
    assert_ne!(pages["view"], clear["view"]);
    let marks = pages["marks"].as_array().unwrap();
    let errors =
        spoiled["findings"].as_array().unwrap().iter().filter(|finding| finding["severity"] == "error").count();
    assert!(marks.iter().any(|mark| mark["finding"].as_u64().unwrap() < errors as u64), "{marks:?}");
    folder.write("资金执行.xlsx", &good);
    assert_eq!(server.ask("year", json!({ "year": "2025" }))["verdict"]["kind"], "ready");
}

#[test]
fn an_edited_document_is_taken_back_by_ticking() {
    let folder = YearFolder::example();
    let server = Server::start(folder.root());
    server.ask("build", json!({ "years": ["2025"] }));
    built(&server);
    let report = std::fs::read(folder.output("绩效自评报告.docx")).unwrap();
    let answer = server.dropped("厅长改.docx", &report);
    assert_eq!((&answer["fate"], &answer["document"]["findings"]), (&json!("document"), &json!([])), "{answer}");
    assert_eq!(answer["document"]["revision"]["edits"], json!([]));
    let pdf = std::fs::read(folder.output("绩效自评报告.pdf")).unwrap();
    let answer = server.dropped("报告.pdf", &pdf);
    assert_eq!(answer["fate"], "document");
    let checklist = server.get(&format!("/checklist/{}", answer["number"]));
    assert!(checklist.status == 200 && checklist.body.starts_with(b"PK"), "{}", checklist.status);
    assert_eq!(server.get("/checklist/999").status, 404);
    // The year's own form is a document, a unit's is input.
    let form = std::fs::read(folder.output("自评表.docx")).unwrap();
    assert_eq!(server.dropped("自评表.docx", &form)["fate"], "document");
    let answer = server.dropped("甲.docx", &unit_form_in_word());
    assert_eq!((&answer["fate"], &answer["what"]), (&json!("taken"), &json!("单位自评表")), "{answer}");
    assert!(folder.path().join("单位自评/甲.docx").is_file());
    let left: Vec<String> = std::fs::read_dir(folder.root().join("output"))
        .unwrap()
        .map(|entry| entry.unwrap().file_name().to_string_lossy().into_owned())
        .collect();
    assert!(left.iter().all(|name| !name.contains("dropped")), "{left:?}");
}

#[test]
fn what_is_not_ticked_is_not_written() {
    let reviewed = Reviewed::example();
    // Three changes of one sentence, which are one to tick, and one elsewhere.
    reviewed.retype("认真组织申报和遴选，全年共安排", "严格组织申报、遴选，共安排");
    reviewed.retype("服务面向中亚的区域科技创新中心建设。支持方式", "服务区域科技创新中心建设。支持方式");
    let before = reviewed.yaml("文字.yaml");
    let server = Server::start(reviewed.folder.root());
    let answer = server.dropped("厅长改.docx", &std::fs::read(&reviewed.document).unwrap());
    let revision = &answer["document"]["revision"];
    let edits = revision["edits"].as_array().unwrap();
    let of_centre = edits.iter().position(|edit| edit["words"].to_string().contains("面向中亚的")).unwrap();
    assert_eq!(edits.len(), 2, "{edits:?}");
    server.ask("absorb", json!({ "number": revision["number"], "chosen": [of_centre] }));
    assert_eq!(reviewed.yaml("文字.yaml"), before.replace("服务面向中亚的区域", "服务区域"));
}

#[test]
fn a_second_start_finds_the_first_and_the_page_ends_it() {
    let folder = YearFolder::example();
    let mut server = Server::start(folder.root());
    let mut second = command(folder.root()).spawn().unwrap();
    let address = address_of(&mut second);
    assert!(second.wait().unwrap().success());
    assert!(address.starts_with(&format!("http://127.0.0.1:{}/open/", server.port)), "{address}");
    let path = address.splitn(4, '/').nth(3).unwrap();
    assert_eq!(server.get(&format!("/{path}")).status, 200);
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        let found_by = std::fs::metadata(folder.root().join("output/.ziping-serve")).unwrap();
        assert_eq!(found_by.permissions().mode() & 0o777, 0o600);
    }
    assert!(files(&folder.root().join("input")).iter().all(|(name, _)| !name.contains(".ziping")));
    let words = server.connect();
    (&words)
        .write_all(
            format!("GET /words HTTP/1.1\r\nhost: {}\r\ncookie: {}\r\n\r\n", server.host(), server.cookie).as_bytes(),
        )
        .unwrap();
    assert_eq!(server.call("end", json!({})).status, 200);
    let begun = Instant::now();
    assert!(server.child.wait().unwrap().success());
    assert!(begun.elapsed() < Duration::from_secs(10));
    assert!(!folder.root().join("output/.ziping-serve").exists());
    let next = Server::start(folder.root());
    assert_eq!(next.get("/").status, 200);
}

/// On a desktop, without a terminal: the page of the program's own folder, wherever the file manager started it. With
/// somebody who reads, or with an argument: what it always was.
#[cfg(target_os = "linux")]
#[test]
fn a_double_click_opens_the_page() {
    use std::os::unix::fs::PermissionsExt;
    let place = tempfile::tempdir().unwrap();
    let own = place.path().join("自评");
    std::fs::create_dir(&own).unwrap();
    let program = own.join("ziping");
    std::fs::copy(env!("CARGO_BIN_EXE_ziping"), &program).unwrap();
    for folder in ["layouts", "fonts"] {
        std::os::unix::fs::symlink(Path::new(env!("CARGO_MANIFEST_DIR")).join(folder), own.join(folder)).unwrap();
    }
    // The desktop's way to open an address.
    let opened = place.path().join("opened");
    let opener = place.path().join("xdg-open");
    std::fs::write(&opener, format!("#!/bin/sh\necho \"$1\" > '{0}.new' && mv '{0}.new' '{0}'\n", opened.display()))
        .unwrap();
    std::fs::set_permissions(&opener, std::fs::Permissions::from_mode(0o755)).unwrap();
    let start = |display: Option<&str>| {
        let mut command = Command::new(&program);
        command.current_dir("/").env_remove("DISPLAY").env_remove("WAYLAND_DISPLAY");
        command.env("PATH", format!("{}:/usr/bin:/bin", place.path().display()));
        command.envs(display.map(|display| ("DISPLAY", display)));
        command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
        command
    };
    assert_eq!(start(None).status().unwrap().code(), Some(2), "no desktop: all years, of which there are none");
    assert_eq!(start(Some(":0")).arg("check").status().unwrap().code(), Some(2));
    assert_eq!(start(Some(":0")).stdout(Stdio::piped()).output().unwrap().status.code(), Some(2), "somebody reads");
    assert!(!opened.exists() && !own.join("output").exists());
    let mut child = start(Some(":0")).spawn().unwrap();
    let begun = Instant::now();
    while !opened.exists() {
        assert!(begun.elapsed() < Duration::from_secs(20) && child.try_wait().unwrap().is_none(), "nothing opened");
        std::thread::sleep(Duration::from_millis(20));
    }
    let address = std::fs::read_to_string(&opened).unwrap();
    let (port, ticket) = address.trim().strip_prefix("http://127.0.0.1:").unwrap().split_once('/').unwrap();
    let mut server = Server { child, port: port.parse().unwrap(), cookie: String::new() };
    let reply = server.get(&format!("/{ticket}"));
    server.cookie = reply.header("set-cookie").unwrap().split(';').next().unwrap().to_string();
    let start = server.ask("start", json!({}));
    assert_eq!(start["input"], own.join("input").display().to_string());
    assert!(own.join("output").is_dir());
}

#[test]
fn pages_hear_of_what_is_saved() {
    let folder = YearFolder::example();
    let server = Server::start(folder.root());
    let mut words = server.connect();
    words.set_read_timeout(Some(Duration::from_secs(20))).unwrap();
    words
        .write_all(
            format!("GET /words HTTP/1.1\r\nhost: {}\r\ncookie: {}\r\n\r\n", server.host(), server.cookie).as_bytes(),
        )
        .unwrap();
    let mut lines = BufReader::new(words).lines().map(Result::unwrap);
    assert!(lines.any(|line| line.contains("text/event-stream")));
    // The folder is followed from a moment after the start on.
    std::thread::sleep(Duration::from_secs(1));
    folder.replace("文字.yaml", "文字:\n", "文字:\n  # 注\n");
    assert!(lines.any(|line| line.contains("changed")));
}

#[test]
fn an_empty_folder_begins_with_a_new_year() {
    let root = tempfile::tempdir().unwrap();
    let server = Server::start(root.path());
    let start = server.ask("start", json!({}));
    assert_eq!(start["years"], json!([]));
    let style = start["styles"].as_array().unwrap().iter().find(|style| *style == "通用").unwrap();
    let made = server.ask("new", json!({ "name": "2026年", "style": style }));
    assert_eq!(made["year"], "2026");
    let card = server.ask("card", json!({ "year": "2026" }));
    assert_ne!(card["verdict"]["kind"], "ready", "{card}");
    assert_eq!(server.call("new", json!({ "name": "2026", "style": style })).status, 422);
}

#[test]
fn what_the_commands_say_the_page_says() {
    let folder = YearFolder::example();
    folder.add_last_year();
    folder.set_number("资金执行.xlsx", "B4", "10930.5");
    let server = Server::start(folder.root());
    let tables = server.ask("tables", json!({ "year": "2025" }));
    let what = |name: &str| {
        let files = tables["files"].as_array().unwrap();
        files.iter().find(|file| file["name"] == name).unwrap()["what"].as_str().unwrap().to_string()
    };
    assert!(what("资金安排表.xlsx").starts_with("项目表（"), "{tables}");
    assert!(what("报告.yaml").contains("报告"), "{tables}");
    let year = server.ask("year", json!({ "year": "2025" }));
    let unchecked = server.ask("unchecked", json!({ "year": "2025" }));
    assert_eq!(unchecked["unchecked"].as_array().unwrap().len() as u64, year["unchecked"].as_u64().unwrap());
    let told = |arguments: &[&str]| {
        let output = crate::support::ziping(folder.root(), arguments);
        String::from_utf8(output.stdout).unwrap()
    };
    let difference = server.ask("difference", json!({ "old": "2024", "new": "2025" }));
    let by_command: Value = serde_json::from_str(&told(&["diff", "2024", "2025", "--json"])).unwrap();
    assert_eq!(difference["difference"], by_command["difference"]);
    assert_ne!(difference["difference"]["figures"], json!([]));
    let checked: Vec<Value> =
        serde_json::from_str::<Value>(&told(&["check", "2025", "--json"])).unwrap().as_array().unwrap().clone();
    let messages = |findings: &[Value]| findings.iter().map(|finding| finding["message"].clone()).collect::<Vec<_>>();
    assert_eq!(messages(year["findings"].as_array().unwrap()), messages(&checked));
    let rule = server.ask("rule", json!({ "code": "Z101" }));
    assert_eq!(rule["page"], include_str!("../../docs/rules/Z101.md").trim());
    let doctor = server.ask("doctor", json!({}));
    let lines = told(&["doctor"]);
    for one in doctor["checked"].as_array().unwrap() {
        assert!(one["about"] == "输出文件夹" || lines.contains(one["words"].as_str().unwrap()), "{one}");
    }
    server.ask("form", json!({ "year": "2025" }));
    assert!(folder.output("单位自评表（空白）.xlsx").exists());
}

/// A letter before the report, charts behind it: words stand where they are all the same.
#[test]
fn a_letter_and_charts_shift_nothing() {
    let folder = YearFolder::example();
    folder.add_letter();
    folder.replace("报告.yaml", "报告:\n", "报告:\n  图表: 有\n");
    let server = Server::start(folder.root());
    let pages = server.ask("pages", json!({ "year": "2025" }));
    let count = pages["documents"][0]["pages"].as_array().unwrap().len();
    for page in 0..count {
        let words = server.ask("words", json!({ "view": pages["view"], "document": 0, "page": page }));
        let stretches = words["stretches"].as_array().unwrap();
        assert!(!stretches.is_empty(), "page {page} of {count}");
    }
    let first = server.ask("words", json!({ "view": pages["view"], "document": 0, "page": 0 }));
    let texts: Vec<&str> =
        first["stretches"].as_array().unwrap().iter().map(|one| one["text"].as_str().unwrap()).collect();
    assert!(texts.iter().any(|text| text.contains("请予审核")), "{texts:?}");
}
