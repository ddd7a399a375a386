//! A remote database that tells, with `-v`, how many requests a command took.

use super::ui::Ui;
use crate::database::d1::D1Http;
use crate::database::{Database, Result, Rows, Summary};

/// Tells when the command lets go of it.
pub(super) struct Counted {
    database: D1Http,
    verbose: u8,
}

impl Counted {
    pub(super) fn new(database: D1Http, verbose: u8) -> Self {
        Self { database, verbose }
    }
}

impl Database for Counted {
    fn label(&self) -> String {
        self.database.label()
    }

    fn query_all(&mut self, queries: &[String]) -> Result<Vec<Rows>> {
        self.database.query_all(queries)
    }

    fn run(&mut self, batch: &[String]) -> Result<Summary> {
        self.database.run(batch)
    }

    fn bookmark(&mut self) -> Result<Option<String>> {
        self.database.bookmark()
    }
}

impl Drop for Counted {
    fn drop(&mut self) {
        let count = self.database.requests();
        let plural = if count == 1 { "" } else { "s" };
        let label = self.database.label();
        Ui::detail_at(
            self.verbose,
            &format!("{label}: {count} request{plural} to the Cloudflare API"),
        );
    }
}
