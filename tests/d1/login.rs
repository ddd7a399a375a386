//! Credentials that do not serve: what is said, and what is never said.

use reconcile::database::d1::{Api, Auth, BaseUrl, Credentials, D1Http, Secret};
use reconcile::database::{Database as _, Error};
use serde_json::json;

use crate::server::{QUICK, Server, TOKEN, tests};

tests![
    a_wrong_token_is_named_with_its_permission,
    a_wrong_account_is_named,
    a_key_with_an_email_serves_too,
    an_echoed_token_is_not_repeated,
];

const WRONG: &str = "wr0ng-t0ken-0123456789";

fn remote(error: Error) -> (String, String) {
    let Error::Remote { message, help, .. } = error else {
        panic!("{error:?}")
    };
    assert!(!format!("{message} {help:?}").contains(WRONG));
    (message, help.unwrap_or_default())
}

fn a_wrong_token_is_named_with_its_permission(server: &'static Server) {
    let api = server.api_with(WRONG, QUICK);
    let (message, help) = remote(D1Http::connect(&api, Some(&server.account), "app-000").unwrap_err());
    assert!(message.contains("10000"), "{message}");
    for word in ["CLOUDFLARE_API_TOKEN", "Account > D1 > Edit", server.account.as_str()] {
        assert!(help.contains(word), "{help}");
    }
    let (message, _) = remote(server.database().open_with(&api).query("select 1").unwrap_err());
    assert!(message.contains("Authentication error"), "{message}");
    assert!(!format!("{api:?}").contains(WRONG));
}

fn a_wrong_account_is_named(server: &'static Server) {
    let (message, help) = remote(D1Http::connect(&server.api(), Some("other-account"), "app-000").unwrap_err());
    assert!(message.contains("7403"), "{message}");
    assert!(
        help.contains("other-account") && help.contains("CLOUDFLARE_ACCOUNT_ID"),
        "{help}"
    );
}

fn a_key_with_an_email_serves_too(server: &'static Server) {
    let auth = Auth::Key {
        key: Secret::new(TOKEN),
        email: "me@example.org".to_owned(),
    };
    let credentials = Credentials {
        auth,
        account: None,
        base: BaseUrl::parse(&server.base).unwrap(),
    };
    let api = Api::new(credentials, QUICK).unwrap();
    assert!(server.database().open_with(&api).query("select 1").is_ok());
}

fn an_echoed_token_is_not_repeated(server: &'static Server) {
    let remote_database = server.database();
    let echo = format!("bad header Authorization: Bearer {WRONG}");
    remote_database.faults(&[json!({"kind": "status", "status": 400, "code": 6003, "message": echo})]);
    let mut database = remote_database.open_with(&server.api_with(WRONG, QUICK));
    let (message, _) = remote(database.query("select 1").unwrap_err());
    assert!(message.contains("[secret]"), "{message}");
}
