//! Where, when and with what the figures are made.

use std::path::Path;
use std::process::Command;

use crate::page::figures::Machine;
use crate::peers::Peer;
use crate::{Outcome, usage};

pub fn look(peers: &[Peer], is_quick: bool) -> Outcome<Machine> {
    let mut facts = Vec::new();
    let mut fact = |name: &str, value: Option<String>| facts.extend(value.map(|it| (name.to_owned(), it)));
    let cores = std::thread::available_parallelism().map_or(1, std::num::NonZero::get);
    let processor = field("/proc/cpuinfo", "model name").unwrap_or_else(|| std::env::consts::ARCH.to_owned());
    fact("processor", Some(format!("{processor}, {cores} cores")));
    let kib = field("/proc/meminfo", "MemTotal").and_then(|it| it.split(' ').next()?.parse::<f64>().ok());
    fact("memory", kib.map(|it| format!("{:.0} GiB", it / 1_048_576.0)));
    fact("system", said("uname", &["-s", "-r", "-m"]));
    fact("files", file_system(&std::env::temp_dir()));
    let sqlite: String =
        rusqlite::Connection::open_in_memory()?.query_row("SELECT sqlite_version()", [], |row| row.get(0))?;
    let mut versions = vec![
        (
            "reconcile".to_owned(),
            format!("{}, {}", env!("CARGO_PKG_VERSION"), build()),
        ),
        ("SQLite, in it and in the floors".to_owned(), sqlite),
    ];
    let compiler = std::env::var("RUSTC").unwrap_or_else(|_| "rustc".to_owned());
    versions.extend(said(&compiler, &["--version"]).map(|it| ("rustc".to_owned(), it.replacen("rustc ", "", 1))));
    versions.extend(
        peers
            .iter()
            .filter_map(|it| Some((it.name.to_owned(), it.version.clone()?))),
    );
    let missing = peers.iter().filter(|it| it.version.is_none());
    let mut machine = Machine {
        date: reconcile::Timestamp::now().to_string().chars().take(10).collect(),
        facts,
        versions,
        not_installed: missing.map(|it| it.name.to_owned()).collect(),
        is_quick,
        has_usage: usage::HAS_USAGE,
    };
    machine.note_load("at the beginning");
    Ok(machine)
}

impl Machine {
    /// How many processes wanted to run in the last minute: 0 on a machine that does nothing else.
    pub fn note_load(&mut self, when: &str) {
        let text = std::fs::read_to_string("/proc/loadavg").unwrap_or_default();
        let load = text.split(' ').next().filter(|it| !it.is_empty());
        self.facts
            .extend(load.map(|it| (format!("load {when}"), it.to_owned())));
    }
}

fn build() -> &'static str {
    if cfg!(debug_assertions) {
        "a build for development, which no optimiser has seen"
    } else {
        "`[profile.release]`, as it is released"
    }
}

/// `name : value` of a file in /proc.
fn field(file: &str, name: &str) -> Option<String> {
    let text = std::fs::read_to_string(file).ok()?;
    let line = text.lines().find(|it| it.starts_with(name))?;
    Some(line.split_once(':')?.1.trim().to_owned())
}

/// What a program prints in its first line.
pub fn said(program: &str, arguments: &[&str]) -> Option<String> {
    let output = Command::new(program)
        .args(arguments)
        .output()
        .ok()
        .filter(|it| it.status.success())?;
    let text = String::from_utf8_lossy(&output.stdout);
    Some(text.lines().find(|it| !it.trim().is_empty())?.trim().to_owned())
}

/// `tmpfs`, which is in memory, or what the folder is on.
fn file_system(folder: &Path) -> Option<String> {
    let mounts = std::fs::read_to_string("/proc/mounts").ok()?;
    let mounts = mounts.lines().filter_map(|line| {
        let mut words = line.split(' ');
        let (point, kind) = (words.nth(1)?, words.next()?);
        folder.starts_with(point).then(|| (point.len(), kind.to_owned()))
    });
    mounts.max_by_key(|it| it.0).map(|it| it.1)
}
