//! The connections of a command, which tells with `-v` how many requests they took.

use std::ops::Deref;

use super::error::Error;
use super::output::Ui;
use super::shared_flags::{Common, here};
use crate::config::{Flags, Project, Wrangler};
use crate::report::counted;
use crate::session::Connector;

/// Tells when the command lets go of it.
pub(super) struct Connections<'a> {
    connector: Connector<'a>,
    verbose: u8,
}

impl<'a> Connections<'a> {
    pub(super) fn new(common: &Common, project: &'a Project) -> Result<Self, Error> {
        Ok(Self::over(common, Connector::new(project, &here()?)))
    }

    /// For a folder that is no project yet.
    pub(super) fn beside(common: &Common, wrangler: Option<&'a Wrangler>, given: &'a Flags) -> Result<Self, Error> {
        Ok(Self::over(common, Connector::beside(wrangler, given, &here()?)))
    }

    fn over(common: &Common, connector: Connector<'a>) -> Self {
        Self {
            connector,
            verbose: if common.quiet { 0 } else { common.verbose },
        }
    }
}

impl<'a> Deref for Connections<'a> {
    type Target = Connector<'a>;

    fn deref(&self) -> &Connector<'a> {
        &self.connector
    }
}

impl Drop for Connections<'_> {
    fn drop(&mut self) {
        tell(self.verbose, self.connector.requests());
    }
}

/// Tells with `-v` how many requests were sent for which databases.
pub(super) fn tell_requests(common: &Common, requests: Vec<(String, u64)>) {
    tell(if common.quiet { 0 } else { common.verbose }, requests);
}

fn tell(verbose: u8, requests: Vec<(String, u64)>) {
    for (label, count) in requests {
        let text = format!("{label}: {} to the Cloudflare API", counted(count, "request"));
        Ui::detail_at(verbose, &text);
    }
}
