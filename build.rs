//! Leaves the tables for unwinding out of a release, an eighth of the file: it aborts on a panic and never reads them.
//!
//! Rust's own library brings such tables along, so that only the linker can drop them, and not every linker takes a
//! script: mold does not. An empty program is linked first, to see whether this one does.
#![allow(clippy::print_stdout)]

use std::path::Path;
use std::process::{Command, Stdio};
use std::{env, fs};

/// The tables of crtbegin.o stay: its own code refers to them where the C library is linked into the file.
const SCRIPT: &str = "SECTIONS {
  /DISCARD/ : {
    *(EXCLUDE_FILE(*crtbegin*.o *crtend*.o) .eh_frame)
    *(.eh_frame_hdr .gcc_except_table .gcc_except_table.*)
  }
}
INSERT AFTER .text;
";

fn main() {
    println!("cargo::rerun-if-changed=build.rs");
    let is = |variable: &str, value: &str| env::var(variable).is_ok_and(|it| it == value);
    if !is("PROFILE", "release") || !is("CARGO_CFG_TARGET_OS", "linux") {
        return;
    }
    let Some(folder) = env::var_os("OUT_DIR") else {
        return;
    };
    let folder = Path::new(&folder);
    let script = folder.join("without_unwinding.ld");
    let arguments = [format!("-T{}", script.display()), "-Wl,--no-eh-frame-hdr".to_owned()];
    if fs::write(&script, SCRIPT).is_ok() && links(folder, &arguments) {
        for argument in arguments {
            println!("cargo::rustc-link-arg-bins={argument}");
        }
    }
}

/// Whether an empty program links with these arguments beside what cargo gives rustc for this target.
fn links(folder: &Path, arguments: &[String]) -> bool {
    let source = folder.join("empty.rs");
    if fs::write(&source, "fn main() {}\n").is_err() {
        return false;
    }
    let mut rustc = Command::new(env::var_os("RUSTC").unwrap_or("rustc".into()));
    rustc.arg(&source).arg("-o").arg(folder.join("empty"));
    rustc.args(["-Cpanic=abort", "--target"]).args(env::var_os("TARGET"));
    if let Ok(linker) = env::var("RUSTC_LINKER") {
        rustc.arg(format!("-Clinker={linker}"));
    }
    let flags = env::var("CARGO_ENCODED_RUSTFLAGS").unwrap_or_default();
    rustc.args(flags.split('\x1f').filter(|it| !it.is_empty()));
    rustc.args(arguments.iter().map(|it| format!("-Clink-arg={it}")));
    let status = rustc.stdout(Stdio::null()).stderr(Stdio::null()).status();
    status.is_ok_and(|it| it.success())
}
