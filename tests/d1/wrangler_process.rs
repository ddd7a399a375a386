//! wrangler in processes that stay, each for one command after another: to load it takes a second, a command milliseconds.
//!
//! What runs is wrangler's own code (`server/wrangler.cjs`). `RECONCILE_D1_WRANGLER=fresh` starts it for every command, as a
//! person does; the tests that take turns with it always do.

use std::io::{BufRead as _, BufReader, Write as _};
use std::path::Path;
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};
use std::sync::Mutex;

use serde_json::{Value as Json, json};

use crate::project::Said;

/// What the process writes before each of its answers.
const ANSWER: &str = "\u{1}answer ";

/// Whether each command is to get a process of its own.
pub(crate) fn is_fresh() -> bool {
    std::env::var_os("RECONCILE_D1_WRANGLER").is_some_and(|value| value == "fresh")
}

/// The processes that no command uses now.
#[derive(Default)]
pub(crate) struct Pool(Mutex<Vec<Process>>);

struct Process {
    child: Child,
    input: ChildStdin,
    output: BufReader<ChildStdout>,
}

impl Pool {
    /// Runs a command in a folder; `start` makes a process, which later commands use, too.
    pub(crate) fn run(
        &self,
        start: impl FnOnce() -> Command,
        folder: &Path,
        variables: &[(&str, &str)],
        arguments: &[&str],
    ) -> Said {
        let idle = self.0.lock().unwrap().pop();
        let mut process = idle.unwrap_or_else(|| Process::start(start()));
        let variables: serde_json::Map<String, Json> = variables
            .iter()
            .map(|(name, value)| ((*name).to_owned(), json!(value)))
            .collect();
        let answer = process.ask(&json!({"arguments": arguments, "folder": folder, "variables": variables}));
        // It is gone after a command that ended it.
        if process.child.try_wait().unwrap().is_none() {
            self.0.lock().unwrap().push(process);
        }
        Said {
            succeeded: answer["code"] == json!(0),
            text: answer["text"].as_str().unwrap().to_owned(),
        }
    }

    pub(crate) fn stop(&self) {
        for Process {
            mut child,
            input,
            output,
        } in self.0.lock().unwrap().drain(..)
        {
            drop((input, output));
            let _ = child.wait();
        }
    }
}

impl Process {
    fn start(mut command: Command) -> Self {
        command
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::null());
        let mut child = command.spawn().unwrap();
        Self {
            input: child.stdin.take().unwrap(),
            output: BufReader::new(child.stdout.take().unwrap()),
            child,
        }
    }

    fn ask(&mut self, request: &Json) -> Json {
        writeln!(self.input, "{request}").unwrap();
        let mut line = String::new();
        loop {
            line.clear();
            let length = self.output.read_line(&mut line).unwrap();
            assert!(length > 0, "wrangler's process ended without an answer to {request}");
            if let Some(answer) = line.strip_prefix(ANSWER) {
                return serde_json::from_str(answer).unwrap();
            }
        }
    }
}
