//! Work on many databases, several at a time.

use std::collections::BTreeMap;
use std::num::NonZeroUsize;
use std::ops::ControlFlow;
use std::sync::mpsc::channel;
use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};

/// In which order results are received.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Order {
    /// As the databases are listed: the same input gives the same output.
    Listed,
    /// As they are finished, so that a failure is noticed at once.
    Finished,
}

/// Results that may wait for an earlier one.
const AHEAD: usize = 256;

/// Where the work is.
#[derive(Default)]
struct Progress {
    started: usize,
    received: usize,
    stopped: bool,
}

/// Does `work` for each item on `threads` threads, and gives each result to `receive` on this thread. Once `receive` says
/// [`ControlFlow::Break`], nothing more is started; the results of what was started are still received.
///
/// ```
/// use std::{num::NonZeroUsize, ops::ControlFlow};
/// use reconcile::fleet::{Order, each};
///
/// let mut doubled = Vec::new();
/// let threads = NonZeroUsize::new(2).unwrap();
/// each(&[1, 2, 3], threads, Order::Listed, |it| it * 2, |_, result| {
///     doubled.push(result);
///     ControlFlow::Continue(())
/// });
/// assert_eq!(doubled, [2, 4, 6]);
/// ```
pub fn each<M: Sync, T: Send>(
    items: &[M],
    threads: NonZeroUsize,
    order: Order,
    work: impl Fn(&M) -> T + Sync,
    mut receive: impl FnMut(&M, T) -> ControlFlow<()>,
) {
    let progress = Mutex::new(Progress::default());
    let moved = Condvar::new();
    let (sender, results) = channel::<(usize, T)>();
    std::thread::scope(|scope| {
        for _ in 0..threads.get().min(items.len()) {
            let (sender, progress, moved, work) = (sender.clone(), &progress, &moved, &work);
            scope.spawn(move || {
                while let Some((index, item)) = next(items, progress, moved) {
                    if sender.send((index, work(item))).is_err() {
                        return;
                    }
                }
            });
        }
        drop(sender);
        let mut waiting = BTreeMap::new();
        let mut take = |index: usize, result: T| {
            let Some(item) = items.get(index) else { return };
            let stops = receive(item, result).is_break();
            let mut progress = locked(&progress);
            progress.received += 1;
            progress.stopped |= stops;
            moved.notify_all();
        };
        for (index, result) in results {
            if order == Order::Finished {
                take(index, result);
                continue;
            }
            waiting.insert(index, result);
            while let Some(entry) = waiting.first_entry() {
                if *entry.key() != locked(&progress).received {
                    break;
                }
                let (index, result) = entry.remove_entry();
                take(index, result);
            }
        }
    });
}

/// The next item to work on.
fn next<'m, M>(items: &'m [M], progress: &Mutex<Progress>, moved: &Condvar) -> Option<(usize, &'m M)> {
    let mut progress = locked(progress);
    while !progress.stopped && progress.started >= progress.received + AHEAD {
        progress = moved.wait(progress).unwrap_or_else(PoisonError::into_inner);
    }
    let item = items.get(progress.started).filter(|_| !progress.stopped)?;
    progress.started += 1;
    Some((progress.started - 1, item))
}

fn locked(progress: &Mutex<Progress>) -> MutexGuard<'_, Progress> {
    progress.lock().unwrap_or_else(PoisonError::into_inner)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use std::sync::atomic::{AtomicUsize, Ordering};
    use std::time::Duration;

    use super::*;

    fn threads(count: usize) -> NonZeroUsize {
        NonZeroUsize::new(count).unwrap()
    }

    #[test]
    fn results_come_in_the_order_of_the_list_whoever_is_slow() {
        let items: Vec<u64> = (0..1_000).collect();
        let slow = |it: &u64| {
            std::thread::sleep(Duration::from_micros(if it.is_multiple_of(97) { 2_000 } else { 10 }));
            *it
        };
        let mut received = Vec::new();
        each(&items, threads(8), Order::Listed, slow, |_, it| {
            received.push(it);
            ControlFlow::Continue(())
        });
        assert_eq!(received, items);
    }

    #[test]
    fn a_stop_starts_nothing_more_and_loses_no_result() {
        let items: Vec<usize> = (0..500).collect();
        for order in [Order::Listed, Order::Finished] {
            let started = AtomicUsize::new(0);
            let mut received = 0;
            let work = |it: &usize| {
                started.fetch_add(1, Ordering::SeqCst);
                std::thread::sleep(Duration::from_millis(1));
                *it
            };
            each(&items, threads(4), order, work, |_, it| {
                received += 1;
                if it == 7 {
                    ControlFlow::Break(())
                } else {
                    ControlFlow::Continue(())
                }
            });
            assert_eq!(received, started.load(Ordering::SeqCst));
            assert!(received < 40, "{received}");
        }
    }

    #[test]
    fn nobody_runs_far_ahead_of_a_slow_one() {
        let items: Vec<usize> = (0..2_000).collect();
        let finished = AtomicUsize::new(0);
        let work = |it: &usize| {
            if *it == 0 {
                std::thread::sleep(Duration::from_millis(300));
                return finished.load(Ordering::SeqCst);
            }
            finished.fetch_add(1, Ordering::SeqCst)
        };
        let mut before_the_first = None;
        each(&items, threads(4), Order::Listed, work, |_, it| {
            before_the_first.get_or_insert(it);
            ControlFlow::Continue(())
        });
        assert!(before_the_first.unwrap() <= AHEAD);
    }
}
