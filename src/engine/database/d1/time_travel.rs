//! Time Travel: D1 keeps every state of the last 30 days (7 on the free plan), named by bookmarks.

use serde::Deserialize;

use super::D1Http;
use super::api::Call;
use super::retry::{Failure, Kind};
use crate::database::Result;
use reqwest::Method;

#[derive(Deserialize)]
struct Bookmark {
    bookmark: String,
}

#[derive(Deserialize)]
struct Restored {
    previous_bookmark: Option<String>,
}

impl D1Http {
    /// The state the database is in now.
    pub fn current_bookmark(&self) -> Result<String> {
        let path = self.path(&["time_travel", "bookmark"]);
        let read = || {
            let envelope = self.api.call(&Call::get(&path, &[]))?;
            let answer: Bookmark = serde_json::from_value(envelope.result)
                .map_err(|_| Failure::Lost("the response has no bookmark".to_owned()))?;
            Ok(answer.bookmark)
        };
        read().map_err(|failure| self.explain(failure, Kind::Read))
    }

    /// Puts the database back into an earlier state, in place; running queries are cancelled. Gives the bookmark of the
    /// state before, which undoes this. Not repeated when its answer is lost: the caller reads what is there instead.
    pub fn restore(&mut self, bookmark: &str) -> Result<Option<String>> {
        let path = self.path(&["time_travel", "restore"]);
        let query = [("bookmark", bookmark)];
        let call = Call {
            kind: Kind::Write,
            method: Method::POST,
            path: &path,
            query: &query,
            body: None,
        };
        let envelope = self
            .api
            .call(&call)
            .map_err(|failure| self.explain(failure, Kind::Write))?;
        let restored: Option<Restored> = serde_json::from_value(envelope.result).ok();
        Ok(restored.and_then(|restored| restored.previous_bookmark))
    }
}
