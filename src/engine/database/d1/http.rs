//! A remote D1 database.

use serde_json::{Value as Json, json};

use super::api::Call;
use super::api_error::NOT_FOUND;
use super::retry::{Failure, Kind};
use super::{Api, DatabaseInfo, join_statements, locate_failure, response};
use crate::database::{Database, Error, Result, Rows, Summary};

/// A remote D1 database, over Cloudflare's API.
#[derive(Debug, Clone)]
pub struct D1Http {
    pub(super) api: Api,
    pub(super) account: String,
    pub(super) info: DatabaseInfo,
    /// Queries as a list in one request. False once the API turned that form down.
    takes_lists: bool,
}

impl D1Http {
    /// Finds the database by name or id in the account that `account`, the environment or the credentials name.
    pub fn connect(api: &Api, account: Option<&str>, wanted: &str) -> Result<Self> {
        let account = api.find_account(account)?;
        let info = api.find_database(&account, wanted)?;
        Ok(Self::new(api, account, info))
    }

    /// A database whose account and id are known, without asking.
    pub fn new(api: &Api, account: impl Into<String>, info: DatabaseInfo) -> Self {
        Self {
            api: api.clone(),
            account: account.into(),
            info,
            takes_lists: true,
        }
    }

    /// Its name and id.
    pub fn info(&self) -> &DatabaseInfo {
        &self.info
    }

    /// The account it belongs to.
    pub fn account(&self) -> &str {
        &self.account
    }

    /// Requests sent so far through the same [`Api`].
    pub fn requests(&self) -> u64 {
        self.api.requests()
    }

    /// The path of something of this database.
    pub(super) fn path<'a>(&'a self, what: &[&'a str]) -> Vec<&'a str> {
        [&["accounts", &self.account, "d1", "database", &self.info.uuid], what].concat()
    }

    pub(super) fn explain(&self, failure: Failure, kind: Kind) -> Error {
        // One that was never looked for: which name or id there is not, and what there is.
        if matches!(failure, Failure::Refused { code: NOT_FOUND, .. })
            && let Err(error) = self.api.find_database(&self.account, &self.info.uuid)
        {
            return error;
        }
        self.api.explain(failure, kind, &self.label(), Some(&self.account))
    }

    fn post(&self, kind: Kind, what: &str, body: &Json) -> Result<Json, Failure> {
        Ok(self.api.call(&Call::post(kind, &self.path(&[what]), body))?.result)
    }

    fn query_list(&self, queries: &[String]) -> Result<Vec<Rows>, Failure> {
        let list: Vec<Json> = queries.iter().map(|sql| json!({ "sql": sql })).collect();
        response::rows(self.post(Kind::Read, "raw", &json!({ "batch": list }))?, queries.len())
    }

    fn query_text(&self, text: &str, expected: usize) -> Result<Vec<Rows>, Failure> {
        response::rows(self.post(Kind::Read, "raw", &json!({ "sql": text }))?, expected)
    }

    /// The schema as it stands, to find out which statement of a failed batch is meant. Without an answer that stays open.
    fn schema(&mut self) -> Option<Vec<String>> {
        let rows = self.query(locate_failure::SCHEMA).ok()?;
        rows.rows
            .iter()
            .map(|row| Some(row.first()?.as_str()?.to_owned()))
            .collect()
    }

    fn joined(statements: &[String]) -> Result<String> {
        join_statements::join(statements).map_err(|open| Error::Statement {
            index: Some(open.index),
            message: "a quote is not closed".to_owned(),
            offset: Some(open.offset),
        })
    }
}

/// The API did not understand the request, as opposed to the SQL in it.
fn is_misunderstood(failure: &Failure) -> bool {
    const MALFORMED: i64 = 7400;
    matches!(failure, Failure::Refused { code: MALFORMED, .. })
}

impl Database for D1Http {
    fn label(&self) -> String {
        format!("d1:{}", self.info.name)
    }

    fn query_all(&mut self, queries: &[String]) -> Result<Vec<Rows>> {
        if queries.is_empty() {
            return Ok(Vec::new());
        }
        if self.takes_lists {
            match self.query_list(queries) {
                Err(failure) if is_misunderstood(&failure) => self.takes_lists = false,
                Err(failure) => return Err(locate_failure::query(self.explain(failure, Kind::Read), queries)),
                Ok(rows) => return Ok(rows),
            }
        }
        let text = Self::joined(queries)?;
        let rows = self.query_text(&text, queries.len());
        rows.map_err(|failure| locate_failure::query(self.explain(failure, Kind::Read), queries))
    }

    fn run(&mut self, batch: &[String]) -> Result<Summary> {
        Ok(self.run_then_read(batch, &[])?.0)
    }

    fn run_then_read(&mut self, batch: &[String], queries: &[String]) -> Result<(Summary, Option<Vec<Rows>>)> {
        let all = [batch, queries].concat();
        let text = Self::joined(&all)?;
        if text.trim().is_empty() {
            return Ok((Summary::default(), Some(Vec::new())));
        }
        let is_sql: Vec<bool> = batch.iter().map(|it| join_statements::is_sql(it)).collect();
        let sent = self
            .post(Kind::Write, "query", &json!({ "sql": text }))
            .and_then(|it| response::summary(it, &is_sql, queries.len()));
        match sent.map_err(|failure| self.explain(failure, Kind::Write)) {
            Ok(answers) => Ok(answers),
            Err(error) => Err(locate_failure::batch(error, &all, || self.schema())),
        }
    }

    fn bookmark(&mut self) -> Result<Option<String>> {
        self.current_bookmark().map(Some)
    }
}
