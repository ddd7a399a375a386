//! One long test on all cores: its cases are judged side by side, and looked at in their order.

use std::num::NonZero;
use std::sync::Mutex;
use std::thread;

/// What `judge` makes of each case, in the order of the cases.
pub(crate) fn on_all_cores<C: Send, V: Send>(cases: Vec<C>, judge: impl Fn(C) -> V + Sync) -> Vec<V> {
    let left = Mutex::new(cases.into_iter().enumerate());
    let judged = Mutex::new(Vec::new());
    thread::scope(|scope| {
        for _ in 0..thread::available_parallelism().map_or(1, NonZero::get) {
            scope.spawn(|| {
                loop {
                    let Some((at, case)) = left.lock().unwrap().next() else {
                        return;
                    };
                    let verdict = judge(case);
                    judged.lock().unwrap().push((at, verdict));
                }
            });
        }
    });
    let mut judged = judged.into_inner().unwrap();
    judged.sort_unstable_by_key(|(at, _)| *at);
    judged.into_iter().map(|(_, verdict)| verdict).collect()
}
