//! Work behind a guard: what panics in it becomes words, and the rest goes on.

use std::any::Any;
use std::cell::{Cell, RefCell};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Once;

use crate::base::finding::Finding;

thread_local! {
    static GUARDED: Cell<bool> = const { Cell::new(false) };
    /// Where in the program the last panic of this thread was.
    static PLACE: RefCell<String> = const { RefCell::new(String::new()) };
}

/// What went wrong in guarded work, for whoever mends the program: its words and its place in the sources.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Panicked(pub String);

impl Panicked {
    /// What a clerk reads of it: `what` was not done to its end. A warning: the program is at fault, not the input.
    pub(crate) fn finding(&self, code: &'static str, what: &str) -> Finding {
        Finding::warning(code, format!("{what}没有做完：程序在这里出了错"))
            .actual(&self.0)
            .hint("这一处请人工核对，并把这条信息连同文件一起反馈；其余的都已照常核对。")
    }
}

/// Does the work; a panic in it prints nothing.
pub(crate) fn guarded<T>(work: impl FnOnce() -> T) -> Result<T, Panicked> {
    install_hook();
    let outer = GUARDED.replace(true);
    let done = catch_unwind(AssertUnwindSafe(work));
    GUARDED.set(outer);
    done.map_err(|panic| {
        let place = PLACE.take();
        let words = words(panic.as_ref());
        Panicked(if place.is_empty() { words } else { format!("{words}（{place}）") })
    })
}

/// Runs a third-party reader, whose panics are the file's fault.
pub(crate) fn quietly<T>(work: impl FnOnce() -> T) -> Option<T> {
    guarded(work).ok()
}

/// Threads that guarded work starts have no guard of their own, nor a name: their panics reach it when they are joined.
fn install_hook() {
    static HOOK: Once = Once::new();
    HOOK.call_once(|| {
        let usual = std::panic::take_hook();
        std::panic::set_hook(Box::new(move |panic| {
            PLACE.set(panic.location().map_or_else(String::new, |at| format!("{}:{}", at.file(), at.line())));
            if !GUARDED.get() && std::thread::current().name().is_some() {
                usual(panic);
            }
        }));
    });
}

fn words(panic: &(dyn Any + Send)) -> String {
    let text = panic.downcast_ref::<&str>().map(|text| text.to_string());
    text.or_else(|| panic.downcast_ref::<String>().cloned()).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_panic_becomes_words_and_what_comes_after_is_done() {
        assert_eq!(guarded(|| 1), Ok(1));
        let Err(Panicked(words)) = guarded(|| -> usize { panic!("a bug") }) else { unreachable!() };
        assert!(words.starts_with("a bug（src/base/guard.rs:"), "{words}");
        let of_a_thread = guarded(|| {
            std::thread::scope(|scope| {
                let worker = scope.spawn(|| -> usize { panic!("in a thread") });
                worker.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic))
            })
        });
        assert_eq!(of_a_thread, Err(Panicked("in a thread".into())));
        assert_eq!(quietly(|| 2), Some(2));
    }
}
