//! The release: its workflow builds what npm/platforms.json has, and the files in packaging/ make what installers look for.
//!
//! Archives need Node, tar and zip; passed over without them, unless `RECONCILE_REQUIRE_D1` is set.
#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, clippy::print_stderr)]

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use serde_yaml::Value;

const ROOT: &str = env!("CARGO_MANIFEST_DIR");
const VERSION: &str = env!("CARGO_PKG_VERSION");

fn text(path: &str) -> String {
    fs::read_to_string(Path::new(ROOT).join(path)).unwrap_or_else(|error| panic!("{path}: {error}"))
}

/// The workflows, by their paths.
fn workflows() -> BTreeMap<String, Value> {
    let folder = fs::read_dir(Path::new(ROOT).join(".github/workflows")).unwrap();
    let paths = folder.map(|it| format!(".github/workflows/{}", it.unwrap().file_name().display()));
    paths
        .map(|path| {
            let read = serde_yaml::from_str(&text(&path));
            let document = read.unwrap_or_else(|error| panic!("{path}: {error}"));
            (path, document)
        })
        .collect()
}

fn release() -> Value {
    workflows().remove(".github/workflows/release.yml").unwrap()
}

/// Each step of a workflow, with the name of its job.
fn steps(workflow: &Value) -> Vec<(String, Value)> {
    let jobs = workflow["jobs"].as_mapping().unwrap();
    let of = |(name, job): (&Value, &Value)| {
        let name = name.as_str().unwrap().to_owned();
        let steps = job
            .get("steps")
            .and_then(Value::as_sequence)
            .cloned()
            .unwrap_or_default();
        steps.into_iter().map(move |step| (name.clone(), step))
    };
    jobs.iter().flat_map(of).collect()
}

/// Rust's target of each platform of npm.
fn platforms() -> BTreeMap<String, String> {
    let read: BTreeMap<String, serde_json::Value> = serde_json::from_str(&text("npm/platforms.json")).unwrap();
    read.into_iter()
        .map(|(name, it)| (name, it["target"].as_str().unwrap().to_owned()))
        .collect()
}

fn archive(target: &str) -> String {
    let ending = if target.contains("windows") { "zip" } else { "tar.gz" };
    format!("reconcile-{target}.{ending}")
}

fn is_there(programs: &[&str]) -> bool {
    let all = programs
        .iter()
        .all(|it| Command::new(it).arg("--version").output().is_ok());
    if !all {
        assert!(
            std::env::var_os("RECONCILE_REQUIRE_D1").is_none(),
            "{programs:?} are needed"
        );
        eprintln!("passed over: {programs:?} are needed");
    }
    all
}

fn script(program: &str, arguments: &[&str]) -> Output {
    let output = Command::new(program).args(arguments).current_dir(ROOT).output();
    output.unwrap_or_else(|error| panic!("{program} {arguments:?}: {error}"))
}

fn succeeds(program: &str, arguments: &[&str]) -> String {
    let output = script(program, arguments);
    let errors = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{program} {arguments:?}: {errors}");
    String::from_utf8(output.stdout).unwrap()
}

#[test]
fn the_release_builds_the_platforms_of_npm() {
    let workflow = release();
    let rows = workflow["jobs"]["build"]["strategy"]["matrix"]["include"]
        .as_sequence()
        .unwrap()
        .clone();
    let cell = |row: &Value, key: &str| row[key].as_str().unwrap().to_owned();
    let built: BTreeMap<String, String> = rows
        .iter()
        .map(|it| (cell(it, "platform"), cell(it, "target")))
        .collect();
    assert_eq!(built, platforms());
    assert_eq!(rows.len(), 8);
    for row in &rows {
        let (platform, os) = (cell(row, "platform"), cell(row, "os"));
        let expected = match platform.split('-').next().unwrap() {
            "linux" => "ubuntu-",
            "darwin" => "macos-",
            _ => "windows-",
        };
        assert!(os.starts_with(expected), "{platform} is built on {os}");
        assert_eq!(platform.starts_with("linux-arm64"), os.ends_with("-arm"), "{platform}");
    }
}

#[test]
fn workflows_pin_their_actions_and_are_given_no_more_than_they_need() {
    for (path, workflow) in workflows() {
        assert_eq!(workflow["permissions"]["contents"].as_str(), Some("read"), "{path}");
        for (job, step) in steps(&workflow) {
            if let Some(uses) = step.get("uses").and_then(Value::as_str) {
                let (_, version) = uses.split_once('@').unwrap_or_else(|| panic!("{path}: {job}: {uses}"));
                let is_major = version
                    .strip_prefix('v')
                    .is_some_and(|it| it.chars().all(|it| it.is_ascii_digit()));
                let is_commit = version.len() == 40 && version.chars().all(|it| it.is_ascii_hexdigit());
                assert!(is_major || is_commit, "{path}: {job}: {uses}");
            }
            // A value of an event in a script would run as a part of it.
            if let Some(run) = step.get("run").and_then(Value::as_str) {
                assert!(!run.contains("${{"), "{path}: {job}: pass it in env: {run}");
            }
        }
    }
}

#[test]
fn scripts_of_workflows_are_valid_and_there() {
    let sandbox = tempfile::tempdir().unwrap();
    for (path, workflow) in workflows() {
        for (job, step) in steps(&workflow) {
            let Some(run) = step.get("run").and_then(Value::as_str) else {
                continue;
            };
            let file = sandbox.path().join("step.sh");
            fs::write(&file, run).unwrap();
            let checked = script("bash", &["-n", file.to_str().unwrap()]);
            assert!(
                checked.status.success(),
                "{path}: {job}: {}",
                String::from_utf8_lossy(&checked.stderr)
            );
            for word in run.split_whitespace() {
                let is_ours = ["packaging/", "npm/", ".ci/"].iter().any(|it| word.starts_with(it));
                assert!(
                    !is_ours || Path::new(ROOT).join(word).exists(),
                    "{path}: {job}: {word} does not exist"
                );
            }
        }
    }
}

#[test]
fn every_job_of_the_release_waits_for_the_version() {
    let workflow = release();
    let jobs = workflow["jobs"].as_mapping().unwrap();
    let needs = |name: &str| -> Vec<String> {
        match jobs[name].get("needs") {
            Some(Value::String(one)) => vec![one.clone()],
            Some(Value::Sequence(all)) => all.iter().map(|it| it.as_str().unwrap().to_owned()).collect(),
            _ => Vec::new(),
        }
    };
    for name in jobs.keys().map(|it| it.as_str().unwrap()) {
        let (mut waits, mut next) = (BTreeSet::new(), needs(name));
        while let Some(one) = next.pop() {
            assert!(jobs.contains_key(one.as_str()), "{name} needs {one}");
            next.extend(needs(&one));
            waits.insert(one);
        }
        assert!(name == "version" || waits.contains("version"), "{name}");
        let publishes = ["release", "npm", "crate", "homebrew", "book"].contains(&name);
        assert!(
            !publishes || waits.contains("ci"),
            "{name} publishes what CI has not passed"
        );
    }
}

#[test]
fn a_tag_is_the_version_of_the_crate() {
    assert_eq!(succeeds("bash", &["packaging/version.sh"]).trim(), VERSION);
    assert_eq!(
        succeeds("bash", &["packaging/version.sh", &format!("v{VERSION}")]).trim(),
        VERSION
    );
    let other = script("bash", &["packaging/version.sh", "v99.0.0"]);
    assert_eq!(other.status.code(), Some(1));
    let errors = String::from_utf8_lossy(&other.stderr).into_owned();
    assert_eq!(
        errors.trim(),
        format!("error: the tag is v99.0.0, but Cargo.toml has {VERSION}")
    );
    let changes = succeeds("bash", &["packaging/changes.sh", VERSION]);
    assert!(changes.contains("\n- "), "{changes}");
    assert!(!changes.contains("\n## "), "{changes}");
}

#[test]
fn a_program_of_more_than_12_mb_is_not_released() {
    let sandbox = tempfile::tempdir().unwrap();
    let path = sandbox.path().join("reconcile");
    let program = fs::File::create(&path).unwrap();
    let path = path.to_str().unwrap();
    program.set_len(12_000_000).unwrap();
    assert_eq!(succeeds("bash", &["packaging/size.sh", path]).trim(), "12000000");
    program.set_len(12_000_001).unwrap();
    let larger = script("bash", &["packaging/size.sh", path]);
    assert_eq!(larger.status.code(), Some(1));
    let errors = String::from_utf8_lossy(&larger.stderr).into_owned();
    assert!(
        errors.starts_with(&format!("error: {path} has 12000001 bytes, more than 12000000;")),
        "{errors}"
    );
    for name in [".github/workflows/release.yml", ".github/workflows/nightly.yml"] {
        assert!(text(name).contains("bash packaging/size.sh "), "{name}");
    }
}

/// cargo-binstall replaces `{ name }` and the like.
#[test]
fn cargo_binstall_looks_for_the_archives_of_the_release() {
    let read = succeeds(
        "cargo",
        &["metadata", "--no-deps", "--offline", "--format-version", "1"],
    );
    let metadata: serde_json::Value = serde_json::from_str(&read).unwrap();
    let binstall = &metadata["packages"][0]["metadata"]["binstall"];
    for target in platforms().values() {
        let value = |key: &str| {
            let own = binstall["overrides"][target].get(key);
            let value = own.unwrap_or(&binstall[key]).as_str().unwrap();
            let ending = if target.contains("windows") { ".exe" } else { "" };
            [
                ("name", "reconcile"),
                ("bin", "reconcile"),
                ("binary-ext", ending),
                ("version", VERSION),
                ("target", target),
                ("repo", "https://example.org/o/r"),
            ]
            .iter()
            .fold(value.to_owned(), |text, (key, value)| {
                text.replace(&format!("{{ {key} }}"), value)
            })
        };
        let place = format!("https://example.org/o/r/releases/download/v{VERSION}/");
        assert_eq!(value("pkg-url"), place + &archive(target));
        let is_zip = target.contains("windows");
        assert_eq!(value("pkg-fmt"), if is_zip { "zip" } else { "tgz" });
        let program = if is_zip { "reconcile.exe" } else { "reconcile" };
        assert_eq!(value("bin-dir"), format!("reconcile-{target}/{program}"));
    }
}

/// The archives of all platforms, the one that is unpacked with this machine's program.
fn archives(sandbox: &Path) -> PathBuf {
    let (programs, texts, out) = (sandbox.join("programs"), sandbox.join("texts"), sandbox.join("out"));
    for platform in platforms().keys() {
        let folder = programs.join(platform);
        fs::create_dir_all(&folder).unwrap();
        let name = if platform.starts_with("win32") {
            "reconcile.exe"
        } else {
            "reconcile"
        };
        fs::write(folder.join(name), platform).unwrap();
        if platform == "linux-x64-musl" {
            fs::copy(env!("CARGO_BIN_EXE_reconcile"), folder.join(name)).unwrap();
        }
    }
    let program = env!("CARGO_BIN_EXE_reconcile");
    succeeds("bash", &["packaging/completions.sh", program, texts.to_str().unwrap()]);
    let folders = [&programs, &texts, &out].map(|it| it.to_str().unwrap());
    succeeds("node", &[&["packaging/archives.mjs"], &folders[..]].concat());
    out
}

#[test]
fn archives_hold_the_program_and_what_comes_with_it() {
    if !is_there(&["node", "tar", "zip", "sha256sum"]) {
        return;
    }
    let sandbox = tempfile::tempdir().unwrap();
    let out = archives(sandbox.path());
    let made: BTreeSet<String> = fs::read_dir(&out)
        .unwrap()
        .map(|it| it.unwrap().file_name().display().to_string())
        .collect();
    let mut expected: BTreeSet<String> = platforms().values().map(|it| archive(it)).collect();
    expected.insert("SHA256SUMS".to_owned());
    assert_eq!(made, expected);
    succeeds(
        "bash",
        &[
            "-c",
            &format!("cd '{}' && sha256sum --check --quiet SHA256SUMS", out.display()),
        ],
    );

    let target = "x86_64-unknown-linux-musl";
    let unpacked = sandbox.path().join("unpacked");
    fs::create_dir(&unpacked).unwrap();
    let file = out.join(archive(target));
    let arguments = ["-xzf", file.to_str().unwrap(), "-C", unpacked.to_str().unwrap()];
    succeeds("tar", &arguments);
    let folder = unpacked.join(format!("reconcile-{target}"));
    for name in [
        "LICENSE-MIT",
        "LICENSE-APACHE",
        "README.md",
        "completions/_reconcile",
        "completions/reconcile.bash",
        "completions/reconcile.fish",
        "man/reconcile.1",
        "man/reconcile-plan.1",
    ] {
        assert!(folder.join(name).is_file(), "{name}");
    }
    let version = succeeds(folder.join("reconcile").to_str().unwrap(), &["--version"]);
    assert_eq!(version.trim(), format!("reconcile {VERSION}"));

    // The formula has the checksums of these archives.
    let sums = out.join("SHA256SUMS");
    let formula = "packaging/homebrew/formula.mjs";
    let printed = succeeds("node", &[formula, VERSION, "owner/reconcile", sums.to_str().unwrap()]);
    assert!(!printed.contains("{{"), "{printed}");
    let sums = fs::read_to_string(sums).unwrap();
    let targets = [
        "aarch64-apple-darwin",
        "x86_64-apple-darwin",
        "aarch64-unknown-linux-musl",
        target,
    ];
    for target in targets {
        let name = archive(target);
        let sum = sums
            .lines()
            .find_map(|it| it.strip_suffix(&format!("  {name}")))
            .unwrap();
        let url = format!("https://github.com/owner/reconcile/releases/download/v{VERSION}/{name}");
        let pair = format!("      url \"{url}\"\n      sha256 \"{sum}\"\n");
        assert!(printed.contains(&pair), "{pair}{printed}");
    }
}

#[test]
fn a_formula_without_a_checksum_is_an_error() {
    if !is_there(&["node"]) {
        return;
    }
    let sandbox = tempfile::tempdir().unwrap();
    let sums = sandbox.path().join("SHA256SUMS");
    fs::write(&sums, "").unwrap();
    let formula = "packaging/homebrew/formula.mjs";
    let output = script("node", &[formula, VERSION, "owner/reconcile", sums.to_str().unwrap()]);
    assert_eq!(output.status.code(), Some(1));
    let errors = String::from_utf8_lossy(&output.stderr).into_owned();
    assert_eq!(
        errors.trim(),
        "error: nothing is known for {{sha256 aarch64-apple-darwin}}"
    );
    assert!(output.stdout.is_empty());
}

/// With an npm that only notes what it is asked to publish: the main package comes last, and what is there already is left.
#[test]
fn npm_gets_the_platforms_first_and_each_version_once() {
    if !is_there(&["node"]) {
        return;
    }
    let sandbox = tempfile::tempdir().unwrap();
    let packages = sandbox.path().join("packages");
    let program = env!("CARGO_BIN_EXE_reconcile");
    let given: Vec<String> = platforms().keys().map(|it| format!("{it}={program}")).collect();
    let given: Vec<&str> = given.iter().map(String::as_str).collect();
    succeeds(
        "node",
        &[&["npm/pack.mjs", packages.to_str().unwrap()], &given[..]].concat(),
    );
    let npm = sandbox.path().join("npm");
    let noted = "#!/bin/sh\n[ \"$1\" = view ] && { [ \"$2\" = @reconcile-d1/linux-x64-gnu@VERSION ]; exit; }\n\
                 echo \"$@\" >> \"$(dirname \"$0\")/noted\"\n";
    fs::write(&npm, noted.replace("VERSION", VERSION)).unwrap();
    let publish = format!(
        "chmod +x '{}' && PATH='{}':\"$PATH\" bash packaging/publish-npm.sh '{}'",
        npm.display(),
        sandbox.path().display(),
        packages.display()
    );
    let said = succeeds("bash", &["-c", &publish]);
    let left = format!("@reconcile-d1/linux-x64-gnu@{VERSION} is published already");
    assert_eq!(said.trim(), left);
    let noted = fs::read_to_string(sandbox.path().join("noted")).unwrap();
    let published: Vec<&str> = noted.lines().collect();
    assert_eq!(published.len(), platforms().len(), "{noted}");
    assert_eq!(
        *published.last().unwrap(),
        "publish ./reconcile-d1 --provenance --access public"
    );
}
