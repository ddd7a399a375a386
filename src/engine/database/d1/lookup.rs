//! Finding the account and the database that a person means.

use serde::Deserialize;
use serde::de::DeserializeOwned;

use super::Api;
use super::api::Call;
use super::api_error::NOT_FOUND;
use super::retry::{Failure, Kind};
use crate::database::{Error, Result};

/// Databases per page of a listing.
const PER_PAGE: u64 = 100;

/// What the API says about a database.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct DatabaseInfo {
    /// Its id.
    pub uuid: String,
    /// Its name.
    pub name: String,
}

#[derive(Debug, Deserialize)]
struct Account {
    id: String,
    #[serde(default)]
    name: String,
}

impl Api {
    /// The account to work in: the one of the wrangler config, of the environment, or the only one there is.
    pub fn find_account(&self, configured: Option<&str>) -> Result<String> {
        if let Some(account) = configured.or(self.account()) {
            return Ok(account.to_owned());
        }
        const LABEL: &str = "the Cloudflare account";
        let envelope = self.ask(&Call::get(&["accounts"], &[("per_page", "50")]), LABEL, None)?;
        let accounts: Vec<Account> = serde_json::from_value(envelope.result).unwrap_or_default();
        match accounts.as_slice() {
            [only] => Ok(only.id.clone()),
            [] => Err(Error::Remote {
                label: LABEL.to_owned(),
                message: "the credentials do not determine the account".to_owned(),
                help: Some("set CLOUDFLARE_ACCOUNT_ID, or account_id in the wrangler config".to_owned()),
            }),
            several => {
                let known: Vec<String> = several
                    .iter()
                    .map(|known| format!("{} ({})", known.id, known.name))
                    .collect();
                Err(Error::Remote {
                    label: LABEL.to_owned(),
                    message: "the credentials are valid for several accounts".to_owned(),
                    help: Some(format!("set CLOUDFLARE_ACCOUNT_ID to one of {}", known.join(", "))),
                })
            }
        }
    }

    /// The database with exactly this name or id.
    pub fn find_database(&self, account: &str, wanted: &str) -> Result<DatabaseInfo> {
        let label = format!("d1:{wanted}");
        let id = wanted.to_ascii_lowercase();
        let path = [
            "accounts",
            account,
            "d1",
            "database",
            if is_uuid(wanted) { &id } else { wanted },
        ];
        // An empty name would ask for the whole listing.
        if !wanted.is_empty() {
            match self.call(&Call::get(&path, &[])) {
                Ok(envelope) => {
                    if let Some(found) = serde_json::from_value(envelope.result)
                        .ok()
                        .filter(|found| is(found, wanted))
                    {
                        return Ok(found);
                    }
                }
                // The endpoint is documented for ids; a name that it does not take may still be in the listing.
                Err(Failure::Refused { code: NOT_FOUND, .. } | Failure::Refused { status: 400 | 404, .. }) => {}
                Err(failure) => return Err(self.explain(failure, Kind::Read, &label, Some(account))),
            }
        }
        self.find_in_listing(account, wanted, &label)
    }

    fn find_in_listing(&self, account: &str, wanted: &str, label: &str) -> Result<DatabaseInfo> {
        let mut exact = None;
        let mut similar = Vec::new();
        self.each_page(account, wanted, label, |found: Vec<DatabaseInfo>| {
            exact = found.iter().find(|info| is(info, wanted)).cloned();
            similar.extend(found.into_iter().map(|info| info.name));
            exact.is_none()
        })?;
        if let Some(exact) = exact {
            return Ok(exact);
        }
        let help = if similar.is_empty() {
            "list the names with `reconcile database list`; CLOUDFLARE_ACCOUNT_ID selects the account".to_owned()
        } else {
            similar.truncate(5);
            format!("similar names: {}", similar.join(", "))
        };
        Err(Error::Remote {
            label: label.to_owned(),
            message: format!("no database with this name or id in account {account}"),
            help: Some(help),
        })
    }

    /// All databases of the account whose names contain `part`; `part` may be empty.
    ///
    /// # Errors
    /// Those of the API.
    pub fn list_databases(&self, account: &str, part: &str) -> Result<Vec<DatabaseInfo>> {
        self.all_pages(account, part)
    }

    /// The whole listing, with as much of each database as `T` has.
    pub(super) fn all_pages<T: DeserializeOwned>(&self, account: &str, part: &str) -> Result<Vec<T>> {
        let mut all = Vec::new();
        self.each_page(account, part, "the Cloudflare account", |found| {
            all.extend(found);
            true
        })?;
        Ok(all)
    }

    /// Goes through the pages of the listing until `wants_more` says no. <https://developers.cloudflare.com/api/resources/d1/>
    pub(super) fn each_page<T: DeserializeOwned>(
        &self,
        account: &str,
        part: &str,
        label: &str,
        mut wants_more: impl FnMut(Vec<T>) -> bool,
    ) -> Result<()> {
        let path = ["accounts", account, "d1", "database"];
        let per_page = PER_PAGE.to_string();
        for page in 1_u64.. {
            let page_text = page.to_string();
            // `name` searches: it finds `api-old` for `api`, and ignores case.
            let mut query = vec![("page", page_text.as_str()), ("per_page", per_page.as_str())];
            if !part.is_empty() {
                query.insert(0, ("name", part));
            }
            let envelope = self.ask(&Call::get(&path, &query), label, Some(account))?;
            let total = envelope.result_info.map_or(0, |info| info.total_count);
            let found: Vec<T> = serde_json::from_value(envelope.result).unwrap_or_default();
            let is_last = found.is_empty() || page * PER_PAGE >= total;
            if !wants_more(found) || is_last {
                break;
            }
        }
        Ok(())
    }
}

fn is_uuid(text: &str) -> bool {
    let groups: Vec<usize> = text.split('-').map(str::len).collect();
    groups == [8, 4, 4, 4, 12] && text.chars().all(|letter| letter == '-' || letter.is_ascii_hexdigit())
}

/// Ids are the same in any case; names are not.
fn is(info: &DatabaseInfo, wanted: &str) -> bool {
    info.name == wanted || info.uuid.eq_ignore_ascii_case(wanted)
}
