//! What every open page is told without asking: that files have changed, how far a build is.

use std::pin::Pin;
use std::sync::{Mutex, PoisonError};
use std::task::{Context, Poll};

use futures_core::Stream;
use serde_json::Value;
use tokio::sync::mpsc::{Receiver, Sender, channel};

/// A page that does not listen is let go after so many words.
const PATIENCE: usize = 64;
/// Nobody has more tabs open.
const MOST: usize = 24;

#[derive(Default)]
pub struct Hub {
    pages: Mutex<Vec<Sender<String>>>,
}

/// What one page hears.
pub struct Words(Receiver<String>);

impl Hub {
    pub fn tell(&self, words: &Value) {
        let line = format!("data: {words}\n\n");
        self.pages.lock().unwrap_or_else(PoisonError::into_inner).retain(|page| page.try_send(line.clone()).is_ok());
    }

    /// None: too many listen already.
    pub fn listen(&self) -> Option<Words> {
        let mut pages = self.pages.lock().unwrap_or_else(PoisonError::into_inner);
        pages.retain(|page| !page.is_closed());
        if pages.len() >= MOST {
            return None;
        }
        let (sender, words) = channel(PATIENCE);
        let _ = sender.try_send("retry: 1000\n\n".to_string());
        pages.push(sender);
        Some(Words(words))
    }

    /// All pages hear that there is no more.
    pub fn close(&self) {
        self.pages.lock().unwrap_or_else(PoisonError::into_inner).clear();
    }
}

impl Stream for Words {
    type Item = Result<String, std::convert::Infallible>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        self.0.poll_recv(context).map(|words| words.map(Ok))
    }
}
