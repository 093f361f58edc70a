//! Connections of the loopback, so many at once and none that keeps the others waiting.

use std::collections::VecDeque;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use axum::Router;
use axum::http::Request;
use hyper::body::Incoming;
use hyper::server::conn::http1;
use hyper::service::{Service, service_fn};
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::service::TowerToHyperService;
use tokio::net::{TcpListener, TcpStream};
use tokio::task::JoinHandle;
use tokio::time::{sleep, timeout};

use super::desk::Desk;
use super::peer;

/// Beyond that the one that has been silent for the longest is let go.
const MOST_CONNECTIONS: usize = 256;
/// Whoever has not said what it wants by then is let go.
const PATIENCE: Duration = Duration::from_secs(10);
const MOST_HEAD_BYTES: usize = 16 << 10;
/// How often it is looked whether the clerk has ended the program.
const PAUSE: Duration = Duration::from_millis(100);
/// What is being answered is answered, within this.
const LAST_WORDS: Duration = Duration::from_secs(3);

/// Serves until the desk is stopped.
pub async fn listen(listener: TcpListener, desk: Arc<Desk>, router: Router) {
    let mut connections: VecDeque<Connection> = VecDeque::new();
    while !desk.stopped() {
        match timeout(PAUSE, listener.accept()).await {
            Ok(Ok((stream, theirs))) => {
                if stream.local_addr().is_ok_and(|own| peer::is_ours(theirs, own)) {
                    connections.retain(|connection| !connection.task.is_finished());
                    if has_room(&mut connections) {
                        let asked = Arc::new(AtomicBool::new(false));
                        let task = tokio::spawn(answer(stream, router.clone(), asked.clone()));
                        connections.push_back(Connection { task, asked });
                    }
                }
            }
            Ok(Err(_)) => sleep(PAUSE).await,
            Err(_) => {}
        }
    }
    drop(listener);
    desk.hub.close();
    let all = async {
        for connection in connections {
            let _ = connection.task.await;
        }
    };
    let _ = timeout(LAST_WORDS, all).await;
}

struct Connection {
    task: JoinHandle<()>,
    /// It has asked something.
    asked: Arc<AtomicBool>,
}

/// Browsers keep connections at hand that they may never use, and whoever waits in silence keeps nobody out.
fn has_room(connections: &mut VecDeque<Connection>) -> bool {
    if connections.len() < MOST_CONNECTIONS {
        return true;
    }
    let oldest = connections.iter().position(|connection| !connection.asked.load(Ordering::Relaxed));
    let oldest = oldest.and_then(|oldest| connections.remove(oldest));
    oldest.inspect(|connection| connection.task.abort()).is_some()
}

async fn answer(stream: TcpStream, router: Router, asked: Arc<AtomicBool>) {
    let mut connection = http1::Builder::new();
    connection.timer(TokioTimer::new()).header_read_timeout(PATIENCE).max_buf_size(MOST_HEAD_BYTES);
    let router = TowerToHyperService::new(router);
    let service = service_fn(move |request: Request<Incoming>| {
        asked.store(true, Ordering::Relaxed);
        router.call(request)
    });
    // A connection that breaks is the browser's affair.
    let _ = connection.serve_connection(TokioIo::new(stream), service).await;
}
