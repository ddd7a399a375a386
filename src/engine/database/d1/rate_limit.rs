//! Keeps to Cloudflare's rate ahead of time: 1,200 requests in any five minutes, per user.
//!
//! Who exceeds it is shut out for up to five minutes, so waiting a little beforehand is cheaper. The moments of the last
//! 1,200 requests are kept, and not a token bucket: a bucket that refills while it is drained lets nearly twice the
//! number through within one window. The gate is shared by everyone who shares the [`Api`](super::Api), a whole fleet.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

/// Requests per window, from developers.cloudflare.com/fundamentals/api/reference/limits.
const REQUESTS: usize = 1_200;
/// The window.
const WINDOW: Duration = Duration::from_secs(300);

#[derive(Debug, Clone)]
pub(crate) struct Gate {
    state: Arc<Mutex<State>>,
}

#[derive(Debug)]
struct State {
    capacity: usize,
    sent: VecDeque<Instant>,
    closed_until: Option<Instant>,
    count: u64,
}

impl Gate {
    pub(crate) fn new() -> Self {
        Self::with_capacity(REQUESTS)
    }

    fn with_capacity(capacity: usize) -> Self {
        let state = State {
            capacity,
            sent: VecDeque::new(),
            closed_until: None,
            count: 0,
        };
        Self {
            state: Arc::new(Mutex::new(state)),
        }
    }

    /// Waits until a request may be sent, and counts it.
    pub(crate) fn pass(&self) {
        loop {
            let wait = self.locked(|state| state.admit(Instant::now()));
            match wait {
                None => return,
                Some(wait) => std::thread::sleep(wait),
            }
        }
    }

    /// Lets nobody pass for a while, as `Retry-After` asks.
    pub(crate) fn close_for(&self, wait: Duration) {
        self.locked(|state| {
            let until = Instant::now() + wait;
            state.closed_until = Some(state.closed_until.map_or(until, |known| known.max(until)));
        });
    }

    /// Requests that passed so far.
    pub(crate) fn count(&self) -> u64 {
        self.locked(|state| state.count)
    }

    fn locked<T>(&self, work: impl FnOnce(&mut State) -> T) -> T {
        // The state is a few counters, valid after any panic elsewhere.
        work(&mut self.state.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

impl State {
    fn admit(&mut self, now: Instant) -> Option<Duration> {
        if let Some(until) = self.closed_until.filter(|until| *until > now) {
            return Some(until - now);
        }
        while self
            .sent
            .front()
            .is_some_and(|sent| now.duration_since(*sent) >= WINDOW)
        {
            self.sent.pop_front();
        }
        if self.sent.len() >= self.capacity {
            return self
                .sent
                .front()
                .map(|oldest| WINDOW.saturating_sub(now.duration_since(*oldest)));
        }
        self.sent.push_back(now);
        self.count += 1;
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_window_ever_holds_more_than_the_limit() {
        let gate = Gate::with_capacity(3);
        let start = Instant::now();
        let mut passed = Vec::new();
        // Ask every ten seconds for an hour: the strictest schedule must hold for every window, not only the first.
        for tick in 0..360 {
            let now = start + Duration::from_secs(tick * 10);
            if gate.locked(|state| state.admit(now)).is_none() {
                passed.push(now);
            }
        }
        assert_eq!(gate.count(), passed.len() as u64);
        assert_eq!(passed.len(), 36);
        assert!(
            passed
                .windows(4)
                .all(|four| matches!(four, [first, .., last] if *last - *first >= WINDOW))
        );
    }

    #[test]
    fn says_how_long_to_wait() {
        let gate = Gate::with_capacity(1);
        let start = Instant::now();
        assert_eq!(gate.locked(|state| state.admit(start)), None);
        let later = start + Duration::from_secs(100);
        assert_eq!(gate.locked(|state| state.admit(later)), Some(Duration::from_secs(200)));
    }

    #[test]
    fn a_clone_shares_the_window_and_retry_after_closes_both() {
        let gate = Gate::with_capacity(10);
        let other = gate.clone();
        gate.pass();
        assert_eq!(other.count(), 1);
        gate.close_for(Duration::from_millis(60));
        gate.close_for(Duration::from_millis(1));
        let start = Instant::now();
        other.pass();
        assert!(start.elapsed() >= Duration::from_millis(50));
    }
}
