//! The SARIF logs and JUnit reports of `tests/cli/formats`, held to the schemas that others publish: OASIS's SARIF 2.1.0 by
//! Microsoft's validator, and the schema of Jenkins by libxml2.
//!
//! Needs Node and npm; passed over without them, unless `RECONCILE_REQUIRE_D1` is set.
#![allow(clippy::unwrap_used, clippy::panic, clippy::print_stderr)]

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

#[path = "support/npm_packages.rs"]
mod npm_packages;

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/published_schemas")
}

/// The documents of one format in the golden files, written below `folder` by the names of their commands.
fn documents(format: &str, extension: &str, folder: &Path) -> Vec<String> {
    let goldens = fs::read_dir(Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/cli/formats")).unwrap();
    let goldens = goldens.map(|it| it.unwrap().path());
    let mut written = Vec::new();
    for golden in goldens.filter(|it| it.extension().is_some_and(|it| it == "txt")) {
        let text = fs::read_to_string(&golden).unwrap();
        let start = format!("== {format}: exit ");
        let document = text.split_once(&start).unwrap().1.split_once('\n').unwrap().1;
        let document = document.split("\n== ").next().unwrap();
        let name = golden.file_stem().unwrap().to_str().unwrap();
        let path = folder.join(name).with_extension(extension);
        fs::write(&path, document).unwrap();
        written.push(path.to_str().unwrap().to_owned());
    }
    assert!(written.len() > 5, "{written:?}");
    written
}

/// Whether the validators are there.
fn are_installed() -> bool {
    let Err(reason) = npm_packages::install(&folder()) else {
        return true;
    };
    assert!(std::env::var_os("RECONCILE_REQUIRE_D1").is_none(), "{reason}");
    eprintln!("passed over: {reason}");
    false
}

fn junit(files: &[String]) -> Output {
    let mut arguments = vec!["junit.mjs"];
    arguments.extend(files.iter().map(String::as_str));
    Command::new("node")
        .args(arguments)
        .current_dir(folder())
        .output()
        .unwrap()
}

/// What the validator of SARIF finds in the files, a line each. Notes are its advice, not its schema; SARIF2005 asks for the
/// address of a home page, which this project does not have yet.
fn sarif(files: &[String]) -> Vec<String> {
    let platform = match std::env::consts::OS {
        "macos" => "darwin",
        "windows" => "win32",
        other => other,
    };
    let package = folder()
        .join("node_modules/@microsoft")
        .join(format!("sarif-multitool-{platform}"));
    let program = package.join("Sarif.Multitool");
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt as _;
        fs::set_permissions(&program, fs::Permissions::from_mode(0o755)).unwrap();
    }
    let mut arguments = vec!["validate"];
    arguments.extend(files.iter().map(String::as_str));
    let output = Command::new(program)
        .args(arguments)
        .env("DOTNET_SYSTEM_GLOBALIZATION_INVARIANT", "1")
        .output()
        .unwrap();
    let text = String::from_utf8(output.stdout).unwrap();
    let read = format!("{} files scanned", files.len());
    assert!(text.contains(&read), "{text}");
    text.lines()
        .filter(|it| it.contains(": error ") || it.contains(": warning ") && !it.contains("SARIF2005"))
        .map(str::to_owned)
        .collect()
}

#[test]
fn published_schemas_accept_every_report() {
    if !are_installed() {
        return;
    }
    let sandbox = tempfile::tempdir().unwrap();
    let output = junit(&documents("junit", "xml", sandbox.path()));
    let text = String::from_utf8_lossy(&output.stdout);
    assert!(output.status.success() && text.contains("files read"), "{text}");
    let wrong = sarif(&documents("sarif", "sarif", sandbox.path()));
    assert_eq!(wrong, Vec::<String>::new());

    // A check that cannot fail shows nothing.
    let bad = sandbox.path().join("bad.xml").to_str().unwrap().to_owned();
    fs::write(&bad, "<testsuites><testcase/></testsuites>").unwrap();
    assert!(!junit(&[bad]).status.success());
    let bad = sandbox.path().join("bad.sarif").to_str().unwrap().to_owned();
    fs::write(
        &bad,
        r#"{"version": "2.1.0", "runs": [{"tool": {"driver": {}}, "result": []}]}"#,
    )
    .unwrap();
    assert!(!sarif(&[bad]).is_empty());
}
