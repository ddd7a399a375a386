//! The real engine: workerd's D1 behind Cloudflare's API, and wrangler itself.
//!
//! Needs Node 20 and npm, with which it installs what `package-lock.json` names. Where they are missing it says so in one
//! line and counts its tests as ignored; with `RECONCILE_REQUIRE_D1=1`, as in CI, that is a failure.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::print_stderr,
    clippy::result_large_err
)]

mod account;
mod bundle;
mod cases;
mod commands;
mod denied;
mod differential;
mod drift_under_faults;
mod faults;
mod faults_at_random;
mod fleet;
mod fleet_interrupted;
mod fleet_of_clients;
mod fleet_runner;
mod fleet_runner_online;
mod functions;
mod history;
mod introspection;
mod layouts;
mod limits;
mod local;
mod login;
mod measured_rows;
mod names_and_positions;
mod node;
mod online;
mod other_definitions;
mod pairs;
mod pragmas;
mod project;
mod promotion;
mod pull;
mod reference_tables;
mod relocated;
mod requests;
mod restore;
mod row_limit;
mod seeds;
mod server;
mod snapshot;
mod sql_errors;
mod staged_changes;
mod staged_code;
mod staged_traffic;
mod targets;
mod transport;
mod unexpected_rows;
mod way_back;
mod wrangler;
mod wrangler_process;

/// The random schemas of `tests/properties`.
#[path = "../properties/build.rs"]
#[allow(unreachable_pub, dead_code)]
mod build;
#[path = "../support/other_definitions.rs"]
mod definitions;
#[path = "../support/denied_examples.rs"]
mod denied_examples;
#[path = "../properties/genes.rs"]
#[allow(unreachable_pub, dead_code)]
mod genes;
#[path = "../properties/model.rs"]
#[allow(unreachable_pub, dead_code)]
mod model;
#[path = "../properties/mutate.rs"]
#[allow(unreachable_pub, dead_code)]
mod mutate;
#[path = "../support/npm_packages.rs"]
mod npm_packages;
#[path = "../support/online_writer.rs"]
mod online_writer;
#[path = "../support/pipeline.rs"]
mod pipeline;

use libtest_mimic::{Arguments, Conclusion, Trial};
use server::{Server, Test};

type Suite = fn() -> Vec<Test>;

/// One line per suite.
const SUITES: &[(&str, Suite)] = &[
    ("transport", transport::tests),
    ("login", login::tests),
    ("measured_rows", measured_rows::tests),
    ("sql_errors", sql_errors::tests),
    ("faults", faults::tests),
    ("differential", differential::tests),
    ("introspection", introspection::tests),
    ("names_and_positions", names_and_positions::tests),
    ("cases", cases::tests),
    ("online", online::tests),
    ("other_definitions", other_definitions::tests),
    ("wrangler", wrangler::tests),
    ("local", local::tests),
    ("layouts", layouts::tests),
    ("targets", targets::tests),
    ("faults_at_random", faults_at_random::tests),
    ("pairs", pairs::tests),
    ("commands", commands::tests),
    ("way_back", way_back::tests),
    ("denied", denied::tests),
    ("unexpected_rows", unexpected_rows::tests),
    ("relocated", relocated::tests),
    ("drift_under_faults", drift_under_faults::tests),
    ("promotion", promotion::tests),
    ("requests", requests::tests),
    ("functions", functions::tests),
    ("history", history::tests),
    ("pragmas", pragmas::tests),
    ("limits", limits::tests),
    ("row_limit", row_limit::tests),
    ("staged_traffic", staged_traffic::tests),
    ("bundle", bundle::tests),
    ("fleet_runner", fleet_runner::tests),
    ("fleet_runner_online", fleet_runner_online::tests),
    ("fleet", fleet::tests),
    ("fleet_interrupted", fleet_interrupted::tests),
    ("seeds", seeds::tests),
    ("account", account::tests),
    ("restore", restore::tests),
    ("pull", pull::tests),
    ("reference_tables", reference_tables::tests),
];

/// SQLite and workerd wait for the disk at every commit, which on most disks takes longer than the work.
fn work_in_memory() {
    let memory = std::path::Path::new("/dev/shm");
    if tempfile::tempdir_in(memory).is_ok() {
        // Refused if something made a temporary folder before, which nothing did.
        let _ = tempfile::env::override_temp_dir(memory);
    }
}

fn main() {
    work_in_memory();
    let mut arguments = Arguments::from_args();
    // A test waits for workerd, wrangler and pauses for about half of its time.
    let cores = std::thread::available_parallelism().map_or(1, std::num::NonZero::get);
    arguments.test_threads.get_or_insert(2 * cores);
    let is_wanted = !arguments.list;
    let node = if is_wanted {
        node::find()
    } else {
        Err("only listed".to_owned())
    };
    let required = std::env::var_os("RECONCILE_REQUIRE_D1").is_some_and(|value| value == "1");
    let server: Result<&'static Server, String> = node.and_then(|node| Server::start(&node)).map(|server| {
        let server: &'static Server = Box::leak(Box::new(server));
        server
    });
    if let (Err(reason), true) = (&server, is_wanted) {
        eprintln!("d1: not tested on the real engine: {reason}");
    }
    let mut trials = Vec::new();
    for (suite, tests) in SUITES {
        for (name, test) in tests() {
            let (server, name) = (server.clone(), format!("{suite}::{name}"));
            let is_ignored = server.is_err() && !required;
            let run = move || server.map(|server| server.run(test)).map_err(Into::into);
            trials.push(Trial::test(name, run).with_ignored_flag(is_ignored));
        }
    }
    let conclusion: Conclusion = libtest_mimic::run(&arguments, trials);
    if let Ok(server) = server {
        server.stop();
    }
    conclusion.exit();
}
