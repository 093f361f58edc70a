//! From requests to calls. Work goes to threads of its own, so much at once; what waits its turn holds nothing.

use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::body::{Body, to_bytes};
use axum::extract::{Path, State};
use axum::http::header::{CONTENT_DISPOSITION, CONTENT_LENGTH, HeaderValue};
use axum::http::{Request, Response, StatusCode, Uri};
use axum::middleware::{self, Next};
use axum::routing::{get, post};
use serde_json::Value;
use tokio::sync::Semaphore;
use tokio::time::timeout;

use crate::base::guard::{Panicked, guarded};

use super::answer::{Answer, Refusal};
use super::desk::Desk;
use super::{assets, calls, documents, drop, gate, outputs, pictures};

/// No input file is larger.
const LARGEST_FILE: usize = 64 << 20;
const LARGEST_CALL: usize = 1 << 20;
/// A body that takes longer is not waited for.
const PATIENCE: Duration = Duration::from_secs(60);
/// So many files are held in the memory at once.
const FILES_AT_ONCE: usize = 2;

#[derive(Clone)]
struct Server {
    desk: Arc<Desk>,
    files: Arc<Semaphore>,
}

pub fn router(desk: Arc<Desk>) -> Router {
    let server = Server { desk, files: Arc::new(Semaphore::new(FILES_AT_ONCE)) };
    let inner = Router::new()
        .route("/words", get(words))
        .route("/call/{name}", post(call))
        .route("/drop/{year}/{name}", post(dropped))
        .route("/page/{view}/{document}/{page}", get(picture))
        .route("/file/{year}/{name}", get(file))
        .route("/files/{year}", get(all_files))
        .route("/checklist/{number}", get(checklist))
        .route("/manual", get(manual))
        .route("/manual/{name}", get(manual_image))
        .fallback(asset)
        .with_state(server.clone());
    // Outside of everything: what does not come from our page is not even looked at.
    Router::new().fallback_service(inner).layer(middleware::from_fn_with_state(server, gated))
}

async fn gated(State(server): State<Server>, request: Request<Body>, next: Next) -> Response<Body> {
    let mut response = match server.desk.gate.stops(&request) {
        Some(stopped) => stopped,
        None => next.run(request).await,
    };
    gate::harden(response.headers_mut());
    response
}

async fn asset(uri: Uri) -> Response<Body> {
    assets::file(uri.path()).unwrap_or_else(|| assets::plain(StatusCode::NOT_FOUND, "没有这一页。"))
}

async fn words(State(server): State<Server>) -> Response<Body> {
    match server.desk.hub.listen() {
        Some(words) => assets::page(StatusCode::OK, "text/event-stream", Body::from_stream(words)),
        None => assets::plain(StatusCode::SERVICE_UNAVAILABLE, "打开的页面太多，请关掉几个。"),
    }
}

async fn call(State(server): State<Server>, Path(name): Path<String>, request: Request<Body>) -> Response<Body> {
    let given = match body(request, LARGEST_CALL).await {
        Ok(given) => given,
        Err(refusal) => return answered(Err(refusal)),
    };
    let Ok(given) = serde_json::from_slice::<Value>(&given) else {
        return answered(Err(Refusal::bad("请求写得不对。")));
    };
    answered(work(server.desk, move |desk| calls::call(desk, &name, &given)).await)
}

async fn dropped(
    State(server): State<Server>,
    Path((year, name)): Path<(String, String)>,
    request: Request<Body>,
) -> Response<Body> {
    let Ok(_room) = server.files.acquire().await else { return answered(Err(ended())) };
    match body(request, LARGEST_FILE).await {
        Ok(bytes) => answered(work(server.desk, move |desk| drop::take(desk, &year, &name, bytes)).await),
        Err(refusal) => answered(Err(refusal)),
    }
}

async fn picture(
    State(server): State<Server>,
    Path((view, document, page)): Path<(u64, usize, usize)>,
) -> Response<Body> {
    match work(server.desk, move |desk| pictures::svg(desk, view, document, page)).await {
        Ok(svg) => assets::page(StatusCode::OK, "image/svg+xml", svg),
        Err(refusal) => answered(Err(refusal)),
    }
}

async fn file(State(server): State<Server>, Path((year, name)): Path<(String, String)>) -> Response<Body> {
    download(work(server.desk, move |desk| outputs::file(desk, &year, &name)).await)
}

async fn all_files(State(server): State<Server>, Path(year): Path<String>) -> Response<Body> {
    download(work(server.desk, move |desk| outputs::zip(desk, &year)).await)
}

async fn checklist(State(server): State<Server>, Path(number): Path<u64>) -> Response<Body> {
    download(work(server.desk, move |desk| documents::checklist(desk, number)).await)
}

async fn manual(State(server): State<Server>) -> Response<Body> {
    download(work(server.desk, outputs::manual).await)
}

async fn manual_image(Path(name): Path<String>) -> Response<Body> {
    match crate::app::manual::image(&name) {
        Some(png) => assets::page(StatusCode::OK, "image/png", png),
        None => assets::plain(StatusCode::NOT_FOUND, "没有这张图。"),
    }
}

fn download(file: Result<outputs::Download, Refusal>) -> Response<Body> {
    let outputs::Download { name, bytes } = match file {
        Ok(file) => file,
        Err(refusal) => return answered(Err(refusal)),
    };
    let mut response = assets::page(StatusCode::OK, "application/octet-stream", bytes);
    let encoded: String = name.bytes().map(|byte| format!("%{byte:02X}")).collect();
    if let Ok(value) = HeaderValue::from_str(&format!("attachment; filename*=UTF-8''{encoded}")) {
        response.headers_mut().insert(CONTENT_DISPOSITION, value);
    }
    response
}

fn answered(answer: Answer) -> Response<Body> {
    let (status, json) = match answer {
        Ok(json) => (StatusCode::OK, json),
        Err(refusal) => (refusal.status, refusal.json()),
    };
    assets::page(status, "application/json", json.to_string())
}

async fn body(request: Request<Body>, largest: usize) -> Result<Vec<u8>, Refusal> {
    let too_large = || {
        let words = format!("文件太大：最多 {} MB。", largest >> 20);
        Refusal::new(StatusCode::PAYLOAD_TOO_LARGE, words)
    };
    let told = request.headers().get(CONTENT_LENGTH).and_then(|length| length.to_str().ok()?.parse::<usize>().ok());
    if told.is_some_and(|length| length > largest) {
        return Err(too_large());
    }
    match timeout(PATIENCE, to_bytes(request.into_body(), largest)).await {
        Ok(Ok(bytes)) => Ok(bytes.into()),
        Ok(Err(_)) => Err(too_large()),
        Err(_) => Err(Refusal::new(StatusCode::REQUEST_TIMEOUT, "文件传得太慢，没有收。")),
    }
}

/// What goes wrong in one call goes wrong in no other.
async fn work<T: Send + 'static>(
    desk: Arc<Desk>,
    job: impl FnOnce(&Arc<Desk>) -> Result<T, Refusal> + Send + 'static,
) -> Result<T, Refusal> {
    let Ok(turn) = desk.turns.clone().acquire_owned().await else { return Err(ended()) };
    let done = tokio::task::spawn_blocking(move || {
        let _turn = turn;
        guarded(|| job(&desk))
    });
    match done.await {
        Ok(Ok(done)) => done,
        Ok(Err(Panicked(words))) => {
            let words = format!("没有做完：程序出了错（{words}）。请把这条信息连同文件一起反馈。");
            Err(Refusal::new(StatusCode::INTERNAL_SERVER_ERROR, words))
        }
        Err(_) => Err(ended()),
    }
}

fn ended() -> Refusal {
    Refusal::new(StatusCode::SERVICE_UNAVAILABLE, "程序正在结束。")
}
