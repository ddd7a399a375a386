//! Remote databases. One client for each set of credentials, so that its rate limit holds for all targets.

use std::path::Path;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Mutex, MutexGuard};

use super::row_questions::locked;
use crate::config::{Flags, Identity, Wrangler};
use crate::database::Database;
use crate::database::d1::{
    Api, CredentialError, Credentials, D1Http, DatabaseDetails, DatabaseInfo, NewDatabase, Patience,
};
use crate::error::Error;

/// The clients of one command.
#[derive(Default)]
pub(super) struct Clients {
    clients: Mutex<Vec<Client>>,
    /// How often one of several tokens was chosen.
    turns: AtomicUsize,
}

struct Client {
    credentials: Credentials,
    api: Api,
    /// The account, once Cloudflare was asked for it.
    account: Option<String>,
    /// The databases that it serves: the first few by name.
    labels: Vec<String>,
    /// How many they are.
    databases: usize,
}

/// Databases that are named where requests are counted.
const NAMED: usize = 5;

impl Clients {
    /// The database; Cloudflare is asked where its id, its name or the account is not known.
    pub(super) fn database(
        &self,
        identity: Identity,
        wrangler: Option<&Wrangler>,
        given: &Flags,
        environment: Option<&str>,
    ) -> Result<Option<D1Http>, Error> {
        let Identity::Remote { id, name, .. } = identity else {
            return Ok(None);
        };
        let credentials = self.next_in_turn(credentials(wrangler, given, environment)?);
        let api = self.api(&credentials)?;
        let account = wrangler.and_then(|config| config.account_id.as_deref());
        let database = match (id, name) {
            (Some(uuid), Some(name)) => {
                let account = self.account(&credentials, &api, account)?;
                D1Http::new(&api, &account, DatabaseInfo { uuid, name })
            }
            (id, name) => D1Http::connect(&api, account, &id.or(name).unwrap_or_default())?,
        };
        self.serves(&credentials, database.label());
        Ok(Some(database))
    }

    /// The account's databases whose names contain `part`.
    pub(super) fn listing(
        &self,
        part: &str,
        wrangler: Option<&Wrangler>,
        given: &Flags,
        environment: Option<&str>,
    ) -> Result<Vec<DatabaseInfo>, Error> {
        let (api, account) = self.of_account(wrangler, given, environment)?;
        Ok(api.list_databases(&account, part)?)
    }

    /// As [`Clients::listing`], with the account and what it says of each database.
    pub(super) fn details(
        &self,
        part: &str,
        wrangler: Option<&Wrangler>,
        given: &Flags,
        environment: Option<&str>,
    ) -> Result<(String, Vec<DatabaseDetails>), Error> {
        let (api, account) = self.of_account(wrangler, given, environment)?;
        let found = api.list_details(&account, part)?;
        Ok((account, found))
    }

    /// Makes a database in the account.
    pub(super) fn create(
        &self,
        new: &NewDatabase,
        wrangler: Option<&Wrangler>,
        given: &Flags,
        environment: Option<&str>,
    ) -> Result<DatabaseDetails, Error> {
        let (api, account) = self.of_account(wrangler, given, environment)?;
        Ok(api.create_database(&account, new)?)
    }

    /// A client, and the account that it is asked about.
    fn of_account(
        &self,
        wrangler: Option<&Wrangler>,
        given: &Flags,
        environment: Option<&str>,
    ) -> Result<(Api, String), Error> {
        let credentials = self.next_in_turn(credentials(wrangler, given, environment)?);
        let api = self.api(&credentials)?;
        self.serves(&credentials, "the account".to_owned());
        let account = wrangler.and_then(|config| config.account_id.as_deref());
        let account = self.account(&credentials, &api, account)?;
        Ok((api, account))
    }

    /// The account that is configured, or else the one of these credentials, which is asked for once.
    fn account(&self, credentials: &Credentials, api: &Api, configured: Option<&str>) -> Result<String, Error> {
        if let Some(known) = configured.or(api.account()) {
            return Ok(known.to_owned());
        }
        let known = |clients: &[Client]| {
            let client = clients.iter().find(|it| it.credentials == *credentials)?;
            client.account.clone()
        };
        if let Some(known) = known(&self.clients()) {
            return Ok(known);
        }
        let found = api.find_account(None)?;
        let mut clients = self.clients();
        let client = clients.iter_mut().find(|it| it.credentials == *credentials);
        client.into_iter().for_each(|it| it.account = Some(found.clone()));
        Ok(found)
    }

    /// One of several; each in turn, so that all threads together use them equally often.
    fn next_in_turn(&self, mut several: Vec<Credentials>) -> Credentials {
        let turn = self.turns.fetch_add(1, Ordering::Relaxed);
        several.swap_remove(turn % several.len().max(1))
    }

    /// The client of these credentials, made where there is none yet.
    fn api(&self, credentials: &Credentials) -> Result<Api, Error> {
        let mut clients = self.clients();
        if let Some(known) = clients.iter().find(|it| it.credentials == *credentials) {
            return Ok(known.api.clone());
        }
        let api = Api::new(credentials.clone(), Patience::default())?;
        clients.push(Client {
            credentials: credentials.clone(),
            api: api.clone(),
            account: None,
            labels: Vec::new(),
            databases: 0,
        });
        Ok(api)
    }

    /// Notes what the client of these credentials is asked about.
    fn serves(&self, credentials: &Credentials, label: String) {
        let mut clients = self.clients();
        let client = clients.iter_mut().find(|it| it.credentials == *credentials);
        if let Some(client) = client {
            client.databases += 1;
            if client.labels.len() < NAMED {
                client.labels.push(label);
            }
        }
    }

    fn clients(&self) -> MutexGuard<'_, Vec<Client>> {
        locked(&self.clients)
    }

    /// How many requests were sent for which databases.
    pub(super) fn requests(&self) -> Vec<(String, u64)> {
        let clients = self.clients();
        let used = clients.iter().filter(|it| !it.labels.is_empty());
        let label = |it: &Client| match it.databases - it.labels.len() {
            0 => it.labels.join(", "),
            more => format!("{} and {more} more", it.labels.join(", ")),
        };
        used.map(|it| (label(it), it.api.requests())).collect()
    }
}

/// Those of the process, of `.env` files and of the login; where there are none, those of the Worker's own variables.
/// Never empty.
fn credentials(
    wrangler: Option<&Wrangler>,
    given: &Flags,
    environment: Option<&str>,
) -> Result<Vec<Credentials>, CredentialError> {
    let base = wrangler.map_or(Path::new(""), Wrangler::base);
    let variables = &given.variables;
    match Credentials::read_all(&variables.for_request(base, environment)) {
        Err(CredentialError::Missing) => Credentials::read_all(&variables.of_the_worker(base, environment)),
        other => other,
    }
}
