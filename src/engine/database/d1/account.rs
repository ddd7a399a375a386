//! The databases of an account: what Cloudflare says of each, and a new one. <https://developers.cloudflare.com/api/resources/d1/>

use serde::{Deserialize, Deserializer, Serialize};

use super::api::Call;
use super::retry::{Failure, Kind};
use super::{Api, D1Http};
use crate::database::Result;

/// What Cloudflare says of a database. A listing says less than a question about one.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct DatabaseDetails {
    /// Its id.
    pub uuid: String,
    /// Its name.
    pub name: String,
    /// `production`, or `alpha` for one of D1's first years.
    #[serde(default)]
    pub version: Option<String>,
    /// When it was made, in ISO 8601.
    #[serde(default)]
    pub created_at: Option<String>,
    /// How many tables it has, Cloudflare's own included.
    #[serde(default, deserialize_with = "whole")]
    pub num_tables: Option<u64>,
    /// Its size in bytes.
    #[serde(default, deserialize_with = "whole")]
    pub file_size: Option<u64>,
    /// Where its primary runs: `WEUR`.
    #[serde(default)]
    pub running_in_region: Option<String>,
    /// What it may never leave: `eu`.
    #[serde(default)]
    pub jurisdiction: Option<String>,
    /// Its replicas.
    #[serde(default)]
    pub read_replication: Option<Replication>,
}

/// Replicas of a database.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct Replication {
    /// `auto` or `disabled`.
    #[serde(default)]
    pub mode: String,
}

/// A database that is to be made.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct NewDatabase {
    /// Its name.
    pub name: String,
    /// Near where its primary should run: `weur`.
    #[serde(rename = "primary_location_hint", skip_serializing_if = "Option::is_none")]
    pub location: Option<String>,
    /// What it may never leave: `eu`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub jurisdiction: Option<String>,
}

/// The API gives counts as floating-point numbers.
fn whole<'de, D: Deserializer<'de>>(deserializer: D) -> std::result::Result<Option<u64>, D::Error> {
    let number: Option<f64> = Option::deserialize(deserializer)?;
    Ok(number.filter(|it| *it >= 0.0).map(|it| it as u64))
}

impl Api {
    /// The databases of the account whose names contain `part`, with what the listing says of each.
    ///
    /// # Errors
    /// Those of the API.
    pub fn list_details(&self, account: &str, part: &str) -> Result<Vec<DatabaseDetails>> {
        self.all_pages(account, part)
    }

    /// Makes a database. Not repeated when its answer is lost: the listing says whether it is there.
    ///
    /// # Errors
    /// Those of the API; [`crate::database::Error::Ambiguous`] where the answer was lost.
    pub fn create_database(&self, account: &str, new: &NewDatabase) -> Result<DatabaseDetails> {
        let path = ["accounts", account, "d1", "database"];
        let body = serde_json::json!(new);
        let made = self
            .call(&Call::post(Kind::Write, &path, &body))
            .and_then(|it| read(it.result));
        made.map_err(|failure| self.explain(failure, Kind::Write, &format!("d1:{}", new.name), Some(account)))
    }
}

impl D1Http {
    /// What Cloudflare says of it.
    ///
    /// # Errors
    /// Those of the API.
    pub fn details(&self) -> Result<DatabaseDetails> {
        let answer = self.api.call(&Call::get(&self.path(&[]), &[]));
        let read = answer.and_then(|it| read(it.result));
        read.map_err(|failure| self.explain(failure, Kind::Read))
    }
}

fn read(result: serde_json::Value) -> std::result::Result<DatabaseDetails, Failure> {
    let unexpected = |_| Failure::Lost("the response does not say what the database is".to_owned());
    serde_json::from_value(result).map_err(unexpected)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use serde_json::json;

    #[test]
    fn what_a_listing_leaves_out_is_left_open() {
        let said = json!({"uuid": "u", "name": "n", "created_at": "2026-01-01T00:00:00Z", "version": "production"});
        let listed: DatabaseDetails = serde_json::from_value(said).unwrap();
        assert_eq!((listed.file_size, listed.num_tables), (None, None));
        let said = json!({"uuid": "u", "name": "n", "file_size": 12288.0, "num_tables": 3, "jurisdiction": null,
                          "running_in_region": "WEUR", "read_replication": {"mode": "auto"}});
        let whole: DatabaseDetails = serde_json::from_value(said).unwrap();
        assert_eq!((whole.file_size, whole.num_tables), (Some(12_288), Some(3)));
        assert_eq!(whole.read_replication.unwrap().mode, "auto");
    }

    #[test]
    fn what_is_not_asked_for_is_not_sent() {
        let new = NewDatabase {
            name: "a".to_owned(),
            location: Some("weur".to_owned()),
            jurisdiction: None,
        };
        assert_eq!(json!(new), json!({"name": "a", "primary_location_hint": "weur"}));
    }
}
