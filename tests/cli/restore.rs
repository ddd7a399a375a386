//! `restore` without a server: what needs none.

use snapbox::str;

use crate::Sandbox;

#[test]
fn a_file_has_no_time_travel() {
    let sandbox = Sandbox::applied();
    sandbox.run(&["restore", "dev"]).is(
        1,
        str![],
        str![[r#"
error: sqlite:dev.db is a local file and has no Time Travel
help: replace it with a backup, as made by `reconcile backup`

"#]],
    );
    sandbox.run(&["restore"]).is(
        1,
        str![],
        str![[r#"
error: the following required arguments were not provided:
  <TARGET>

Usage: reconcile restore <TARGET> [BOOKMARK]

For more information, try '--help'.

"#]],
    );
}

#[test]
fn a_remote_database_needs_a_token() {
    let sandbox = Sandbox::empty();
    sandbox.run(&["restore", "d1:app", "--yes"]).is(1, str![], str![[r#"
error: no Cloudflare credentials: CLOUDFLARE_API_TOKEN is not set, and you are not logged in with wrangler
help: set CLOUDFLARE_API_TOKEN to a token with the permission Account > D1 > Edit (https://dash.cloudflare.com/profile/api-tokens), or run `wrangler login`

"#]]);
}
