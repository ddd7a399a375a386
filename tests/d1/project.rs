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
use crate::wrangler_process;

pub(crate) struct Project {
    server: &'static Server,
    folder: tempfile::TempDir,
    /// Whether every wrangler that runs here gets a process of its own.
    is_fresh: bool,
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
        let project = Self {
            server,
            folder,
            is_fresh: false,
            entry,
        };
        project.configure(json!({}));
        project
    }

    /// Here every wrangler gets a process of its own.
    pub(crate) fn with_fresh_wranglers(mut self) -> Self {
        self.is_fresh = true;
        self
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

    /// wrangler in a process of its own.
    pub(crate) fn command(&self, arguments: &[&str]) -> Command {
        let mut command = self.node("node_modules/wrangler/bin/wrangler.js");
        let home = self.root().join("home");
        command
            .args(arguments)
            .current_dir(self.root())
            .env("HOME", &home)
            .env("XDG_CONFIG_HOME", home.join(".config"))
            .envs(self.address());
        command
    }

    fn address(&self) -> [(&'static str, &str); 3] {
        [
            ("CLOUDFLARE_API_BASE_URL", &self.server.base),
            ("CLOUDFLARE_API_TOKEN", TOKEN),
            ("CLOUDFLARE_ACCOUNT_ID", &self.server.account),
        ]
    }

    fn node(&self, script: &str) -> Command {
        let mut command = self.server.node.script(script);
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
        command
            .env("CI", "1")
            .env("NO_COLOR", "1")
            .env("WRANGLER_SEND_METRICS", "false")
            .stdin(Stdio::null());
        command
    }

    /// wrangler in a folder of the project, with more variables; in a process that stays, unless it is to be a fresh one.
    pub(crate) fn wrangler_in(&self, folder: &str, variables: &[(&str, &str)], arguments: &[&str]) -> Said {
        let folder = self.root().join(folder);
        if self.is_fresh || wrangler_process::is_fresh() {
            let mut command = self.command(arguments);
            let output = command.current_dir(folder).envs(variables.iter().copied()).output();
            let output = output.unwrap();
            let text = String::from_utf8_lossy(&output.stdout) + String::from_utf8_lossy(&output.stderr);
            return Said {
                succeeded: output.status.success(),
                text: text.into_owned(),
            };
        }
        let home = self.root().join("home");
        let (home, config) = (home.display().to_string(), home.join(".config").display().to_string());
        let mut all = vec![("HOME", home.as_str()), ("XDG_CONFIG_HOME", config.as_str())];
        all.extend(self.address());
        all.extend(variables);
        let start = || self.node("server/wrangler.cjs");
        self.server.wranglers.run(start, &folder, &all, arguments)
    }

    pub(crate) fn try_wrangler(&self, arguments: &[&str]) -> Said {
        self.wrangler_in("", &[], arguments)
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
