//! Connections of the loopback, so many at once and none that keeps the others waiting.

use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use hyper::server::conn::http1;
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::service::TowerToHyperService;
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::Semaphore;
use tokio::time::{sleep, timeout};

use super::desk::Desk;
use super::peer;

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
    let room = Arc::new(Semaphore::new(MOST_CONNECTIONS));
    while !desk.stopped() {
        match timeout(PAUSE, listener.accept()).await {
            Ok(Ok((stream, theirs))) => {
                let ours = stream.local_addr().is_ok_and(|own| peer::is_ours(theirs, own));
                if let Some(place) = room.clone().try_acquire_owned().ok().filter(|_| ours) {
                    let router = router.clone();
                    tokio::spawn(async move {
                        answer(stream, router).await;
                        drop(place);
                    });
                }
            }
            Ok(Err(_)) => sleep(PAUSE).await,
            Err(_) => {}
        }
    }
    drop(listener);
    desk.hub.close();
    let all = u32::try_from(MOST_CONNECTIONS).unwrap_or(u32::MAX);
    let _ = timeout(LAST_WORDS, room.acquire_many(all)).await;
}

async fn answer(stream: TcpStream, router: Router) {
    let mut connection = http1::Builder::new();
    connection.timer(TokioTimer::new()).header_read_timeout(PATIENCE).max_buf_size(MOST_HEAD_BYTES);
    // A connection that breaks is the browser's affair.
    let _ = connection.serve_connection(TokioIo::new(stream), TowerToHyperService::new(router)).await;
}
