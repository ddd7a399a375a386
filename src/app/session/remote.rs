//! Remote databases. One client for each set of credentials, so that its rate limit holds for all targets.

use std::path::Path;
use std::sync::{Mutex, MutexGuard, PoisonError};

use crate::config::{Flags, Identity, Wrangler};
use crate::database::Database;
use crate::database::d1::{Api, CredentialError, Credentials, D1Http, DatabaseInfo, Patience};
use crate::error::Error;

/// The clients of one command.
#[derive(Default)]
pub(super) struct Clients(Mutex<Vec<Client>>);

struct Client {
    credentials: Credentials,
    api: Api,
    /// The databases that it serves.
    labels: Vec<String>,
}

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
        let (mut clients, mut client) = self.client(wrangler, given, environment)?;
        let api = &client.api;
        let account = wrangler.and_then(|config| config.account_id.as_deref());
        let database = match (id, name, account.or(api.account())) {
            (Some(uuid), Some(name), Some(account)) => Ok(D1Http::new(api, account, DatabaseInfo { uuid, name })),
            (id, name, _) => D1Http::connect(api, account, &id.or(name).unwrap_or_default()),
        };
        client.labels.extend(database.as_ref().map(Database::label).ok());
        clients.push(client);
        Ok(Some(database?))
    }

    /// The account's databases whose names contain `part`.
    pub(super) fn listing(
        &self,
        part: &str,
        wrangler: Option<&Wrangler>,
        given: &Flags,
        environment: Option<&str>,
    ) -> Result<Vec<DatabaseInfo>, Error> {
        let (mut clients, mut client) = self.client(wrangler, given, environment)?;
        let api = &client.api;
        let configured = wrangler.and_then(|config| config.account_id.as_deref());
        let listing = api
            .find_account(configured)
            .and_then(|account| api.list_databases(&account, part));
        client.labels.push("the account".to_owned());
        clients.push(client);
        Ok(listing?)
    }

    /// Takes out the client of these credentials, or makes one.
    fn client(
        &self,
        wrangler: Option<&Wrangler>,
        given: &Flags,
        environment: Option<&str>,
    ) -> Result<(MutexGuard<'_, Vec<Client>>, Client), Error> {
        let credentials = credentials(wrangler, given, environment)?;
        let mut clients = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let at = clients.iter().position(|it| it.credentials == credentials);
        let client = match at {
            Some(at) => clients.swap_remove(at),
            None => Client {
                api: Api::new(credentials.clone(), Patience::default())?,
                credentials,
                labels: Vec::new(),
            },
        };
        Ok((clients, client))
    }

    /// How many requests were sent for which databases.
    pub(super) fn requests(&self) -> Vec<(String, u64)> {
        let clients = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let used = clients.iter().filter(|it| !it.labels.is_empty());
        used.map(|it| (it.labels.join(", "), it.api.requests())).collect()
    }
}

/// Those of the process, of `.env` files and of the login; where there are none, those of the Worker's own variables.
fn credentials(
    wrangler: Option<&Wrangler>,
    given: &Flags,
    environment: Option<&str>,
) -> Result<Credentials, CredentialError> {
    let base = wrangler.map_or(Path::new(""), Wrangler::base);
    let variables = &given.variables;
    match Credentials::read(&variables.for_request(base, environment)) {
        Err(CredentialError::Missing) => Credentials::read(&variables.of_the_worker(base, environment)),
        other => other,
    }
}
