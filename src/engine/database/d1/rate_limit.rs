//! Keeps to Cloudflare's rate ahead of time: 1,200 requests in any five minutes, per user.
//!
//! Who exceeds it is shut out for up to five minutes, so waiting a little beforehand is cheaper. The moments of the last
//! 1,200 requests are kept, and not a token bucket: a bucket that refills while it is drained lets nearly twice the
//! number through within one window. The gate is shared by everyone who shares the [`Api`](super::Api), a whole fleet.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use reqwest::header::HeaderMap;

/// Requests per window, from developers.cloudflare.com/fundamentals/api/reference/limits.
const REQUESTS: usize = 1_200;
/// The window.
const WINDOW: Duration = Duration::from_secs(300);
/// With fewer requests left than these, as Cloudflare counts them, the rest is spread over the time until there are more:
/// others use the same token, too.
const FEW: u32 = 100;

#[derive(Debug, Clone)]
pub(crate) struct Gate {
    state: Arc<Mutex<State>>,
}

#[derive(Debug)]
struct State {
    capacity: usize,
    sent: VecDeque<Instant>,
    closed_until: Option<Instant>,
    pace: Option<Pace>,
    count: u64,
}

/// How few requests may be sent.
#[derive(Debug, Clone, Copy, PartialEq)]
struct Pace {
    /// From one to the next.
    interval: Duration,
    until: Instant,
}

/// What Cloudflare says is left: `Ratelimit: "default";r=50;t=30` is 50 requests in the next 30 seconds.
#[derive(Debug, Clone, Copy, PartialEq)]
struct Left {
    requests: u32,
    seconds: u32,
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
            pace: None,
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

    /// Slows down where the headers of an answer say that few requests are left.
    pub(crate) fn heed(&self, headers: &HeaderMap) {
        if let Some(left) = Left::of(headers) {
            self.locked(|state| state.heed(left, Instant::now()));
        }
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
        if let Some(pace) = self.pace.filter(|it| it.until > now) {
            let next = self.sent.back().map(|last| (*last + pace.interval).min(pace.until));
            if let Some(next) = next.filter(|it| *it > now) {
                return Some(next - now);
            }
        }
        self.sent.push_back(now);
        self.count += 1;
        None
    }

    fn heed(&mut self, left: Left, now: Instant) {
        let time = Duration::from_secs(u64::from(left.seconds));
        self.pace = (left.requests < FEW).then(|| Pace {
            interval: time / left.requests.max(1),
            until: now + time,
        });
        // With nothing left the next one would be turned away.
        if left.requests == 0 {
            self.closed_until = self.closed_until.max(Some(now + time));
        }
    }
}

impl Left {
    /// Of several limits, the one that leaves the fewest requests.
    /// <https://developers.cloudflare.com/fundamentals/api/reference/limits/>
    fn of(headers: &HeaderMap) -> Option<Self> {
        let values = headers.get_all("ratelimit").iter().filter_map(|it| it.to_str().ok());
        values
            .flat_map(|it| it.split(','))
            .filter_map(Self::parsed)
            .min_by_key(|it| it.requests)
    }

    fn parsed(limit: &str) -> Option<Self> {
        let number = |key: &str| {
            let mut parts = limit.split(';').map(str::trim);
            parts.find_map(|it| it.strip_prefix(key)?.trim().parse().ok())
        };
        Some(Self {
            requests: number("r=")?,
            seconds: number("t=").map(|it: u32| it.min(300))?,
        })
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    fn left(header: &str) -> Option<(u32, u32)> {
        let name = reqwest::header::HeaderName::from_static("ratelimit");
        let headers = HeaderMap::from_iter([(name, header.parse().unwrap())]);
        Left::of(&headers).map(|it| (it.requests, it.seconds))
    }

    #[test]
    fn what_is_left_is_read_from_the_headers() {
        assert_eq!(left("\"default\";r=50;t=30"), Some((50, 30)));
        assert_eq!(left("\"default\"; r=1199; t=300"), Some((1_199, 300)));
        assert_eq!(left("\"burst\";r=9;t=1, \"default\";r=800;t=200"), Some((9, 1)));
        assert_eq!(left("\"default\";r=1;t=4000000"), Some((1, 300)));
        for nothing in ["", "\"default\";q=1200;w=300", "\"default\";r=x;t=1", "r=-1;t=1"] {
            assert_eq!(left(nothing), None, "{nothing}");
        }
        assert_eq!(Left::of(&HeaderMap::new()), None);
    }

    #[test]
    fn the_last_requests_are_spread_over_the_time_that_is_left() {
        let gate = Gate::new();
        let start = Instant::now();
        let at = |millis: u64| start + Duration::from_millis(millis);
        let admit = |millis: u64| gate.locked(|state| state.admit(at(millis)));
        let heed = |requests: u32, seconds: u32, millis: u64| {
            gate.locked(|state| state.heed(Left { requests, seconds }, at(millis)));
        };
        heed(500, 30, 0);
        assert_eq!((admit(0), admit(0)), (None, None));
        heed(50, 30, 0);
        assert_eq!(admit(0), Some(Duration::from_millis(600)));
        assert_eq!((admit(600), admit(700)), (None, Some(Duration::from_millis(500))));
        // Once the time is over, and where there are many again, nobody waits.
        assert_eq!((admit(30_000), admit(30_000)), (None, None));
        heed(10, 10, 30_000);
        assert!(admit(30_000).is_some());
        heed(1_000, 10, 30_000);
        assert_eq!(admit(30_000), None);
        // With nothing left, all wait until the end.
        heed(0, 7, 31_000);
        assert_eq!(admit(31_000), Some(Duration::from_secs(7)));
        heed(1_200, 300, 31_000);
        assert_eq!((admit(32_000), admit(38_000)), (Some(Duration::from_secs(6)), None));
    }

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
