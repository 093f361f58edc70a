//! Work shared out over the processors, with results in the order of the items whichever is ready first.

use std::num::NonZero;
use std::sync::Mutex;

pub fn processors() -> usize {
    std::thread::available_parallelism().map_or(1, NonZero::get)
}

/// Both at once. A panic in either is passed on.
pub fn both<Beside: Send, Here>(beside: impl FnOnce() -> Beside + Send, here: impl FnOnce() -> Here) -> (Beside, Here) {
    std::thread::scope(|scope| {
        let beside = scope.spawn(beside);
        let here = here();
        (beside.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic)), here)
    })
}

/// Each of the workers takes the next item as soon as it is free, so that one large year among small ones holds up
/// nobody. A panic in the work is passed on.
pub fn in_parallel<Item: Sync, Done: Send>(
    items: &[Item],
    workers: usize,
    work: impl Fn(&Item) -> Done + Sync,
) -> Vec<Done> {
    let workers = workers.min(items.len());
    let next = Mutex::new(items.iter().enumerate());
    let worker = || {
        let mut done = Vec::new();
        loop {
            // The lock is let go before the work begins; nothing can panic while it is held.
            let item = next.lock().unwrap_or_else(std::sync::PoisonError::into_inner).next();
            let Some((index, item)) = item else { return done };
            done.push((index, work(item)));
        }
    };
    let mut done: Vec<(usize, Done)> = std::thread::scope(|scope| {
        let workers: Vec<_> = (0..workers).map(|_| scope.spawn(worker)).collect();
        let parts = workers.into_iter().map(|worker| worker.join());
        parts.flat_map(|part| part.unwrap_or_else(|panic| std::panic::resume_unwind(panic))).collect()
    });
    done.sort_by_key(|(index, _)| *index);
    done.into_iter().map(|(_, done)| done).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn results_keep_the_order_of_the_items() {
        let items: Vec<u64> = (0..500).collect();
        let slow_first = |item: &u64| {
            if *item == 0 {
                std::thread::sleep(std::time::Duration::from_millis(20));
            }
            item * 2
        };
        assert_eq!(in_parallel(&items, 4, slow_first), items.iter().map(|item| item * 2).collect::<Vec<_>>());
        assert!(in_parallel(&[], 4, slow_first).is_empty());
    }
}
