//! A command line that was not understood.

use std::io::Write;

use super::failure;
use crate::report::{self, Look};

/// Tells what is wrong with a command line; help and version are no errors. The code to exit with.
pub(super) fn usage(error: &clap::Error) -> u8 {
    let _ = error.print();
    if !error.use_stderr() {
        return 0;
    }
    // The command line was not understood, so what it asks for is read from its words.
    let words: Vec<String> = std::env::args().collect();
    let wants_json = words
        .iter()
        .zip(words.iter().skip(1))
        .any(|(flag, form)| flag == "--format" && form == "json")
        || words.iter().any(|it| it == "--format=json");
    if let (true, Some(json)) = (wants_json, report::format("json")) {
        let look = Look::plain(&str::to_owned, &str::to_owned);
        let text = (json.render)(&failure::usage(error), look);
        let _ = std::io::stdout().lock().write_all(text.as_bytes());
    }
    // clap's own code for a usage error is 2, which means a difference here.
    1
}
