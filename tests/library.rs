//! The library as another program uses it: `examples/library.rs`.
#![allow(clippy::unwrap_used)]

#[allow(unreachable_pub)]
#[path = "../examples/library.rs"]
mod library;

#[test]
fn plans_proves_applies_and_finds_drift() {
    let folder = tempfile::tempdir().unwrap();
    let mut lines = Vec::new();
    library::run(folder.path(), |line| lines.push(line)).unwrap();
    let said = lines.join("\n");
    for part in [
        "start: 0001_start.sql is proven by",
        "handles: 0002_handles.sql is proven by",
        "handles: rename: ",
        "handles: applied 1",
        "posts: Some(Integer(2))",
        "drift: 1 object was changed by hand",
    ] {
        assert!(said.contains(part), "{part} is not in:\n{said}");
    }
}
