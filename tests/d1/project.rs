//! A wrangler project in a folder of its own: config, migrations, wrangler run in it, and our own apply.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use reconcile::apply::{self, Options, Outcome};
use reconcile::database::d1::{local_file, local_id};
use reconcile::database::{Database, Mode, SqliteFile};
use reconcile::migration::{Folder, Pattern};
use serde_json::{Value as Json, json};

use crate::server::{Remote, Server, TOKEN};

pub(crate) struct Project {
    server: &'static Server,
    folder: tempfile::TempDir,
    /// The binding's entry in wrangler's config.
    pub(crate) entry: Json,
}

/// What wrangler said.
pub(crate) struct Said {
    pub(crate) succeeded: bool,
    pub(crate) text: String,
}

impl Project {
    /// A project whose binding `DB` is this database.
    pub(crate) fn of(remote: &Remote) -> Self {
        let entry = json!({"binding": "DB", "database_name": remote.name, "database_id": remote.id});
        Self::with(remote.server, entry)
    }

    pub(crate) fn with(server: &'static Server, entry: Json) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let project = Self { server, folder, entry };
        project.configure(json!({}));
        project
    }

    /// Writes wrangler's config, with more keys.
    pub(crate) fn configure(&self, more: Json) {
        let mut config = json!({"name": "worker", "compatibility_date": "2026-01-01", "d1_databases": [self.entry]});
        config
            .as_object_mut()
            .unwrap()
            .extend(more.as_object().unwrap().clone());
        self.write("wrangler.json", &config.to_string());
    }

    pub(crate) fn root(&self) -> &Path {
        self.folder.path()
    }

    pub(crate) fn write(&self, name: &str, text: &str) {
        let path = self.root().join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }

    pub(crate) fn migration(&self, name: &str, text: &str) {
        self.write(&format!("migrations/{name}"), text);
    }

    pub(crate) fn command(&self, arguments: &[&str]) -> Command {
        let mut command = self.server.node.script("node_modules/wrangler/bin/wrangler.js");
        // Nothing of the person who runs the tests: neither their login nor their settings.
        for (name, _) in std::env::vars_os() {
            let name = name.to_string_lossy();
            if ["CLOUDFLARE_", "CF_", "WRANGLER_"]
                .iter()
                .any(|start| name.starts_with(start))
            {
                command.env_remove(name.as_ref());
            }
        }
        let home = self.root().join("home");
        command
            .args(arguments)
            .current_dir(self.root())
            .env("HOME", &home)
            .env("XDG_CONFIG_HOME", home.join(".config"))
            .env("CI", "1")
            .env("NO_COLOR", "1")
            .env("WRANGLER_SEND_METRICS", "false")
            .env("CLOUDFLARE_API_BASE_URL", &self.server.base)
            .env("CLOUDFLARE_API_TOKEN", TOKEN)
            .env("CLOUDFLARE_ACCOUNT_ID", &self.server.account)
            .stdin(Stdio::null());
        command
    }

    pub(crate) fn try_wrangler(&self, arguments: &[&str]) -> Said {
        let output = self.command(arguments).output().unwrap();
        let text = String::from_utf8_lossy(&output.stdout) + String::from_utf8_lossy(&output.stderr);
        Said {
            succeeded: output.status.success(),
            text: text.into_owned(),
        }
    }

    pub(crate) fn wrangler(&self, arguments: &[&str]) -> String {
        let said = self.try_wrangler(arguments);
        assert!(said.succeeded, "wrangler {arguments:?}: {}", said.text);
        said.text
    }

    pub(crate) fn read(&self, pattern: Option<&str>) -> Folder {
        let pattern = pattern.map(|text| Pattern::parse(text).unwrap()).unwrap_or_default();
        Folder::read_matching(self.root().join("migrations"), pattern).unwrap()
    }

    /// Applies what is pending, as we do it.
    pub(crate) fn apply(&self, database: &mut dyn Database) -> Result<Outcome, apply::Error> {
        apply::run(database, &self.read(None), &Options::default(), &mut ())
    }

    /// Where wrangler keeps the local database of the binding.
    pub(crate) fn local_path(&self) -> PathBuf {
        let text = |key: &str| self.entry[key].as_str();
        let id = local_id(
            text("preview_database_id"),
            text("database_id"),
            text("binding").unwrap(),
        );
        local_file(&self.root().join(".wrangler/state"), id).path
    }

    pub(crate) fn open_local(&self) -> SqliteFile {
        let path = self.local_path();
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        SqliteFile::open(&path, Mode::Create).unwrap()
    }
}
