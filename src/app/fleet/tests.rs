//! Fleets of each source, and what is wrong with them.
#![allow(clippy::unwrap_used, clippy::indexing_slicing)]

use std::fs;

use super::*;
use crate::config::Registry;

fn folder(files: &[(&str, &str)]) -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    for (path, text) in files {
        let path = folder.path().join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }
    folder
}

fn listed(source: &FleetSource, files: &[(&str, &str)]) -> Result<Vec<(String, String)>, String> {
    let folder = folder(files);
    let databases = |part: &str| {
        let all = ["client-b", "client-a", "old-client-a"].map(|it| (it.to_owned(), format!("id-{it}")));
        let found = all.into_iter().filter(|(name, _)| name.contains(part));
        Ok(found.map(|(name, uuid)| DatabaseInfo { uuid, name }).collect())
    };
    let found = super::members(
        source,
        &Surroundings {
            base: folder.path(),
            targets: &BTreeMap::from([("eu".to_owned(), "d1:app-eu".to_owned())]),
            account: &databases,
        },
    );
    let here = |text: String| text.replace(&format!("{}/", folder.path().display()), "");
    let found = found.map_err(|error| here(error.to_string()))?;
    Ok(found
        .members
        .into_iter()
        .map(|it| (it.name, here(it.target.to_string())))
        .collect())
}

fn pairs(expected: &[(&str, &str)]) -> Result<Vec<(String, String)>, String> {
    Ok(expected
        .iter()
        .map(|(a, b)| ((*a).to_owned(), (*b).to_owned()))
        .collect())
}

fn registry(only: &[(&str, Value)]) -> Registry {
    Registry {
        path: "clients.json".into(),
        only: only
            .iter()
            .map(|(key, value)| ((*key).to_owned(), value.clone()))
            .collect(),
        at: None,
        name: None,
    }
}

#[test]
fn targets_by_name_or_written_out() {
    let source = |names: &[&str]| FleetSource::Targets(names.iter().map(|it| (*it).to_owned()).collect());
    assert_eq!(
        listed(&source(&["eu", "sqlite:us.db"]), &[]),
        pairs(&[("eu", "d1:app-eu"), ("sqlite:us.db", "sqlite:us.db")])
    );
    assert_eq!(
        listed(&source(&["uk"]), &[]).unwrap_err(),
        "the fleet lists uk, which is no target"
    );
    assert_eq!(
        listed(&source(&["eu", "d1:app-eu"]), &[]).unwrap_err(),
        "d1:app-eu is in the fleet twice, as eu and d1:app-eu"
    );
}

#[test]
fn files_by_a_glob() {
    let files = [
        ("data/b.db", ""),
        ("data/a.db", ""),
        ("data/a.db-wal", ""),
        ("data/x/c.db", ""),
    ];
    let source = |glob: &str| FleetSource::Files(glob.to_owned());
    assert_eq!(
        listed(&source("data/*.db"), &files),
        pairs(&[("a", "sqlite:data/a.db"), ("b", "sqlite:data/b.db")])
    );
    let twice = [("x/a.db", ""), ("y/a.db", ""), ("y/b.db", "")];
    assert_eq!(
        listed(&source("./**/*.db"), &twice),
        pairs(&[
            ("x/a.db", "sqlite:x/a.db"),
            ("y/a.db", "sqlite:y/a.db"),
            ("b", "sqlite:y/b.db")
        ])
    );
    assert_eq!(
        listed(&source("none/*.db"), &files).unwrap_err(),
        "no file matches none/*.db"
    );
    assert!(
        listed(&source("data/[.db"), &files)
            .unwrap_err()
            .starts_with("the pattern \"data/[.db\" is not valid")
    );
}

#[test]
fn files_of_another_folder() {
    let elsewhere = folder(&[("a.db", "")]);
    let glob = format!("{}/*.db", elsewhere.path().display());
    let place = format!("sqlite:{}/a.db", elsewhere.path().display());
    assert_eq!(listed(&FleetSource::Files(glob), &[]), pairs(&[("a", place.as_str())]));
}

#[test]
fn entries_of_a_registry() {
    let text = r#"[{"id": "a", "database_id": "1-a", "active": true, "tier": "gold"},
        {"id": "b", "database_name": "client-b", "active": true}, {"id": "c", "active": false}]"#;
    let files = [("clients.json", text)];
    let active = FleetSource::Registry(registry(&[("active", Value::Bool(true))]));
    assert_eq!(listed(&active, &files), pairs(&[("a", "d1:1-a"), ("b", "d1:client-b")]));
    let tiers = Value::Array(vec!["gold".into(), "silver".into()]);
    let gold = FleetSource::Registry(registry(&[("tier", tiers)]));
    assert_eq!(listed(&gold, &files), pairs(&[("a", "d1:1-a")]));
    let all = FleetSource::Registry(registry(&[]));
    assert_eq!(
        listed(&all, &files).unwrap_err(),
        "clients.json: entry 3 has no database_name, which `at: d1:{database_name}` needs"
    );
}

#[test]
fn forms_of_a_registry() {
    let all = |path: &str, at: &str, name: &str| {
        FleetSource::Registry(Registry {
            path: path.into(),
            at: Some(at.to_owned()),
            name: Some(name.to_owned()),
            ..registry(&[])
        })
    };
    let by_id = [("clients.json", r#"{"a": {"no": 7}, "b": {"no": 8}}"#)];
    let expected = pairs(&[("client a", "sqlite:data/7.db"), ("client b", "sqlite:data/8.db")]);
    assert_eq!(
        listed(&all("clients.json", "sqlite:data/{no}.db", "client {id}"), &by_id),
        expected
    );
    let yaml = [("clients.yml", "clients:\n  - { id: a, no: 7 }\n  - { id: b, no: 8 }\n")];
    assert_eq!(
        listed(&all("clients.yml", "sqlite:data/{no}.db", "client {id}"), &yaml),
        expected
    );
    for (text, expected) in [
        ("[1]", "clients.json: this is not a list of objects"),
        ("[{},\n]", "clients.json:2: trailing comma"),
        (
            r#"[{"id": "a"}, {"id": "a"}]"#,
            "two databases of the fleet are called x: d1:a and d1:a",
        ),
        (
            r#"[{"id": ""}]"#,
            "clients.json: entry 1 has no id, which `at: d1:{id}` needs",
        ),
    ] {
        let error = listed(&all("clients.json", "d1:{id}", "x"), &[("clients.json", text)]);
        assert_eq!(error.unwrap_err(), expected);
    }
    assert!(
        listed(&all("none.json", "d1:{id}", "x"), &[])
            .unwrap_err()
            .starts_with("cannot read the registry none.json")
    );
}

#[test]
fn databases_of_the_account() {
    let source = |glob: &str| FleetSource::Account(glob.to_owned());
    assert_eq!(
        listed(&source("client-*"), &[]),
        pairs(&[("client-a", "d1:id-client-a"), ("client-b", "d1:id-client-b")])
    );
    assert_eq!(
        listed(&source("staff-*"), &[]).unwrap_err(),
        "no database of the account matches staff-*"
    );
}
