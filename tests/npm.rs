//! The npm packages: made, packed, installed and run in a wrangler project, for the platform of this machine.
//!
//! Needs Node and npm; passed over without them, unless `RECONCILE_REQUIRE_D1` is set.
#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, clippy::print_stderr)]

use std::path::Path;
use std::process::{Command, Output};

const ROOT: &str = env!("CARGO_MANIFEST_DIR");

fn run(folder: &Path, program: &str, arguments: &[&str]) -> Output {
    let output = Command::new(program)
        .args(arguments)
        .current_dir(folder)
        .env("NO_COLOR", "1")
        .env("npm_config_update_notifier", "false")
        .env_remove("CLOUDFLARE_ENV")
        .output();
    output.unwrap_or_else(|error| panic!("{program}: {error}"))
}

fn succeeds(folder: &Path, program: &str, arguments: &[&str]) -> String {
    let output = run(folder, program, arguments);
    let text = String::from_utf8_lossy(&output.stdout).into_owned();
    let errors = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{program} {arguments:?}: {text}{errors}");
    text
}

fn platform() -> Option<&'static str> {
    Some(match (std::env::consts::OS, std::env::consts::ARCH) {
        ("linux", "x86_64") if cfg!(target_env = "musl") => "linux-x64-musl",
        ("linux", "aarch64") if cfg!(target_env = "musl") => "linux-arm64-musl",
        ("linux", "x86_64") => "linux-x64-gnu",
        ("linux", "aarch64") => "linux-arm64-gnu",
        ("macos", "x86_64") => "darwin-x64",
        ("macos", "aarch64") => "darwin-arm64",
        _ => return None,
    })
}

fn is_there(program: &str) -> bool {
    Command::new(program)
        .arg("--version")
        .output()
        .is_ok_and(|it| it.status.success())
}

#[test]
fn an_installed_package_plans_in_a_wrangler_project() {
    let Some(platform) = platform().filter(|_| is_there("node") && is_there("npm")) else {
        assert!(
            std::env::var_os("RECONCILE_REQUIRE_D1").is_none(),
            "Node and npm are needed"
        );
        eprintln!("passed over: Node and npm are needed");
        return;
    };
    let sandbox = tempfile::tempdir().unwrap();
    let out = sandbox.path().join("packages");
    let program = format!("{platform}={}", env!("CARGO_BIN_EXE_reconcile"));
    let script = format!("{ROOT}/npm/pack.mjs");
    succeeds(sandbox.path(), "node", &[&script, out.to_str().unwrap(), &program]);
    let mut packed = Vec::new();
    for folder in [platform, "reconcile-d1"] {
        let name = succeeds(
            &out.join(folder),
            "npm",
            &["pack", "--silent", "--pack-destination", ".."],
        );
        packed.push(out.join(name.trim()).display().to_string());
    }
    let project = sandbox.path().join("worker");
    std::fs::create_dir_all(project.join("migrations")).unwrap();
    let write = |name: &str, text: &str| std::fs::write(project.join(name), text).unwrap();
    write("package.json", "{\"private\":true}");
    write(
        "wrangler.jsonc",
        "{\"name\":\"w\",\"d1_databases\":[{\"binding\":\"DB\",\"database_name\":\"app\",\
         \"database_id\":\"6b1f2c1e-3a54-4d0e-9c7b-000000000000\"}]}",
    );
    write(
        "migrations/0001_users.sql",
        "CREATE TABLE users (id INTEGER PRIMARY KEY, email TEXT NOT NULL);\n",
    );
    // Offline: the packages of other platforms are optional, and nothing else is needed.
    let install = [
        "install",
        "--offline",
        "--no-audit",
        "--no-fund",
        &packed[0],
        &packed[1],
    ];
    let begun = std::time::Instant::now();
    succeeds(&project, "npm", &install);
    // The skill for agents comes with it.
    let skill = "skills/reconcile/SKILL.md";
    assert_eq!(
        std::fs::read_to_string(project.join("node_modules/reconcile-d1").join(skill)).unwrap(),
        std::fs::read_to_string(format!("{ROOT}/npm/{skill}")).unwrap()
    );
    let reconcile = |arguments: &[&str]| {
        let all = [&["--no-install", "reconcile-d1"], arguments].concat();
        run(&project, "npx", &all)
    };
    let said = |output: &Output| String::from_utf8_lossy(&output.stdout).into_owned();
    assert_eq!(reconcile(&["init"]).status.code(), Some(0));
    let plan = reconcile(&["plan"]);
    assert_eq!(plan.status.code(), Some(0));
    assert!(
        said(&plan).starts_with("local (d1-local:DB): nothing to write"),
        "{}",
        said(&plan)
    );
    assert!(
        begun.elapsed().as_secs() < 60,
        "{:?} from install to plan",
        begun.elapsed()
    );
    let version = reconcile(&["--version"]);
    assert_eq!(
        said(&version).trim(),
        format!("reconcile {}", env!("CARGO_PKG_VERSION"))
    );
    // The exit code is the program's.
    assert_eq!(reconcile(&["drift", "--no-such-flag"]).status.code(), Some(1));
    // Without the package of the platform, the launcher says what to type.
    std::fs::remove_dir_all(project.join("node_modules/@reconcile-d1")).unwrap();
    let alone = reconcile(&["plan"]);
    let errors = String::from_utf8_lossy(&alone.stderr).into_owned();
    assert_eq!(alone.status.code(), Some(1));
    assert!(
        errors.contains(&format!("error: @reconcile-d1/{platform} is not installed")),
        "{errors}"
    );
    assert!(errors.contains("help: npm install --include=optional"), "{errors}");
}
