//! Cloudflare D1: the remote database over its REST API, and the file that `wrangler dev` keeps beside a project.
//!
//! ```text
//! Environment, wrangler's login -> Credentials -> Api (rate, retries, secrets) -> D1Http, one database
//! ```
//!
//! Two rules hold everywhere. A read may be sent again when Cloudflare says that is safe; a write is never sent again
//! once it may have arrived, its fate is [`Error::Ambiguous`](crate::database::Error::Ambiguous) and the ledger settles it.
//! And a credential is a [`Secret`], which no message, log or `Debug` can show.

mod account;
mod api;
mod api_error;
mod base_url;
mod credentials;
mod http;
mod http_client;
mod join_statements;
mod local;
mod locate_failure;
mod login;
mod lookup;
mod rate_limit;
mod response;
mod retry;
mod secret;
mod time_travel;

pub use account::{DatabaseDetails, NewDatabase};
pub use api::Api;
pub use base_url::BaseUrl;
pub use credentials::{Auth, CredentialError, Credentials, Environment};
pub use http::D1Http;
pub use http_client::Patience;
pub(crate) use join_statements::line;
pub use local::{LocalFile, local_file, local_id};
pub use login::{Login, login_files};
pub use lookup::DatabaseInfo;
pub use secret::Secret;
