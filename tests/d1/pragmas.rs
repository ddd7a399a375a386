//! The PRAGMAs of `rules::PRAGMAS` against the real engine, with what they may be given.

use std::collections::BTreeSet;

use reconcile::database::rules::{Argument, PRAGMAS};
use reconcile::database::{Database as _, Scratch};

use crate::server::{Server, tests};

tests![b9_the_list_of_pragmas_is_the_engines,];

/// Behind the name of a PRAGMA.
const GIVEN: &[&str] = &[
    "",
    " = 1",
    " = on",
    " = 'off'",
    " = \"yes\"",
    " = truth",
    " = 7",
    " = -1",
    "(k)",
    "('k')",
    "(i)",
    "(_cf_KV)",
    " = '_CF_x'",
    "(0)",
    "(65534)",
    "(0x10)",
    "(nope)",
    "('0xFfFe')",
    "(1.5)",
    "(+5)",
    "(010)",
    "(99999999999)",
    "(x'10')",
    "(_cf)",
];

fn b9_the_list_of_pragmas_is_the_engines(server: &'static Server) {
    let connection = rusqlite::Connection::open_in_memory().unwrap();
    let mut listed = connection.prepare("SELECT name FROM pragma_pragma_list").unwrap();
    let listed = listed.query_map([], |row| row.get::<_, String>(0)).unwrap();
    let mut names: BTreeSet<String> = listed.map(Result::unwrap).collect();
    names.extend(PRAGMAS.iter().map(|(name, _)| (*name).to_owned()));
    names.insert("no_such_pragma".to_owned());
    assert!(names.len() > 60, "{}", names.len());
    let setup = ["CREATE TABLE k (a, b)".to_owned(), "CREATE INDEX i ON k (a)".to_owned()];
    let remote = server.database();
    remote.load(&setup);
    // The engine keeps its switches for the next test that gets the database.
    let switches = PRAGMAS.iter().filter(|it| matches!(it.1, Argument::Switch));
    let switches = switches.map(|(name, _)| {
        let answers = remote.ask(&[format!("PRAGMA {name}")]).unwrap();
        let value = answers[0]["results"][0][name].as_i64().unwrap_or(0);
        format!("PRAGMA {name} = {value}")
    });
    let switches: Vec<String> = switches.collect();
    let mut wrong = Vec::new();
    for name in &names {
        let mut is_there = false;
        for given in GIVEN {
            let sql = format!("PRAGMA {name}{given}");
            let engine = remote.ask(std::slice::from_ref(&sql)).err().unwrap_or_default();
            let mut scratch = Scratch::new().unwrap();
            scratch.run(&setup).unwrap();
            let own = scratch.query(&sql).err().map(|it| it.to_string()).unwrap_or_default();
            let [engine_allows, scratch_allows] = [&engine, &own].map(|it| !it.contains("not authorized"));
            is_there |= engine.is_empty();
            if engine_allows != scratch_allows {
                wrong.push(format!("{sql}\n    D1: {engine:?}\n    scratch: {own:?}"));
            }
        }
        if is_there != PRAGMAS.iter().any(|(it, _)| it == name) {
            wrong.push(format!("{name}: the engine says {is_there}, rules::PRAGMAS does not"));
        }
    }
    for switch in switches {
        remote.ask(&[switch]).unwrap();
    }
    let sql = ["PRAGMA recursive_triggers".to_owned()];
    assert_eq!(remote.ask(&sql).unwrap()[0]["results"][0]["recursive_triggers"], 0);
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
