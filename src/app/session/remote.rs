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
        let credentials = credentials(wrangler, given, environment)?;
        let api = self.api(&credentials)?;
        let account = wrangler.and_then(|config| config.account_id.as_deref());
        let database = match (id, name, account.or(api.account())) {
            (Some(uuid), Some(name), Some(account)) => D1Http::new(&api, account, DatabaseInfo { uuid, name }),
            (id, name, _) => D1Http::connect(&api, account, &id.or(name).unwrap_or_default())?,
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
        let credentials = credentials(wrangler, given, environment)?;
        let api = self.api(&credentials)?;
        self.serves(&credentials, "the account".to_owned());
        let account = api.find_account(wrangler.and_then(|config| config.account_id.as_deref()))?;
        Ok(api.list_databases(&account, part)?)
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
            labels: Vec::new(),
        });
        Ok(api)
    }

    /// Notes what the client of these credentials is asked about.
    fn serves(&self, credentials: &Credentials, label: String) {
        let mut clients = self.clients();
        let client = clients.iter_mut().find(|it| it.credentials == *credentials);
        client.into_iter().for_each(|it| it.labels.push(label.clone()));
    }

    fn clients(&self) -> MutexGuard<'_, Vec<Client>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// How many requests were sent for which databases.
    pub(super) fn requests(&self) -> Vec<(String, u64)> {
        let clients = self.clients();
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
