//! The page itself, as the program carries it, and the few pages that stand alone.

use axum::body::Body;
use axum::http::header::{CONTENT_TYPE, HeaderValue};
use axum::http::{Response, StatusCode};

const HTML: &str = "text/html; charset=utf-8";
const JS: &str = "text/javascript; charset=utf-8";
const CSS: &str = "text/css; charset=utf-8";

/// By path: what it is, and its text.
const FILES: [(&str, &str, &str); 12] = [
    ("/", HTML, include_str!("page/index.html")),
    ("/icon.svg", "image/svg+xml", include_str!("page/icon.svg")),
    ("/style.css", CSS, include_str!("page/style.css")),
    ("/main.js", JS, include_str!("page/main.js")),
    ("/talk.js", JS, include_str!("page/talk.js")),
    ("/draw.js", JS, include_str!("page/draw.js")),
    ("/files.js", JS, include_str!("page/files.js")),
    ("/years.js", JS, include_str!("page/years.js")),
    ("/year.js", JS, include_str!("page/year.js")),
    ("/paper.js", JS, include_str!("page/paper.js")),
    ("/source.js", JS, include_str!("page/source.js")),
    ("/texts.js", JS, include_str!("page/texts.js")),
];

pub fn file(path: &str) -> Option<Response<Body>> {
    let (_, kind, text) = FILES.iter().find(|(known, ..)| *known == path)?;
    Some(page(StatusCode::OK, kind, *text))
}

/// After the ticket: the page is asked for anew, by itself, so that the browser sends the cookie.
pub fn welcome() -> Response<Body> {
    page(StatusCode::OK, HTML, alone("正在打开……", "<meta http-equiv=\"refresh\" content=\"0;url=/\">"))
}

pub fn no_entry() -> Response<Body> {
    let words = "这一页只能由程序打开：再双击一次程序，或再运行一次 ziping serve。";
    page(StatusCode::FORBIDDEN, HTML, alone(words, ""))
}

fn alone(words: &str, head: &str) -> String {
    format!(
        "<!doctype html><html lang=\"zh-CN\"><head><meta charset=\"utf-8\">{head}<title>自评</title></head><body><p>{words}</p></body></html>"
    )
}

pub fn plain(status: StatusCode, words: &str) -> Response<Body> {
    page(status, "text/plain; charset=utf-8", words.to_string())
}

pub fn page(status: StatusCode, kind: &'static str, body: impl Into<Body>) -> Response<Body> {
    let mut response = Response::new(body.into());
    *response.status_mut() = status;
    response.headers_mut().insert(CONTENT_TYPE, HeaderValue::from_static(kind));
    response
}
