//! The one place that writes: results to standard output, everything else to standard error.

use std::cell::OnceCell;
use std::io::{IsTerminal, Write};

use annotate_snippets::{AnnotationKind, Group, Level, Renderer, Snippet};
use anstream::ColorChoice;

use super::Outcome;
use super::common::{Color, Common};
use super::error::Error;
use crate::config::Flags;
use crate::desired::Problem;
use crate::report::Report;
use crate::workflow;

/// How to speak to the person or script that called us.
pub(super) struct Ui {
    quiet: bool,
    verbose: u8,
    color: ColorChoice,
    /// What was typed, for what is said to type next.
    given: OnceCell<Flags>,
}

impl Ui {
    pub(super) fn new(common: &Common) -> Self {
        let color = match common.color {
            Color::Auto => ColorChoice::Auto,
            Color::Always => ColorChoice::Always,
            Color::Never => ColorChoice::Never,
        };
        color.write_global();
        Self {
            quiet: common.quiet,
            verbose: common.verbose,
            color,
            given: OnceCell::new(),
        }
    }

    /// A text for a person, in which commands to type next are about the same target and folders.
    fn told(&self, text: &str) -> String {
        self.given
            .get()
            .map_or_else(|| text.to_owned(), |given| workflow::completed(given, text))
    }

    /// As [`Ui::told`], for one's own lines: what a name holds must not move the cursor or set the terminal's title.
    fn shown(&self, text: &str) -> String {
        let mut shown = String::new();
        for it in self.told(text).chars() {
            match it {
                '\n' | '\t' => shown.push(it),
                it if it.is_control() => shown.extend(it.escape_default()),
                it => shown.push(it),
            }
        }
        shown
    }

    /// Writes a report as the command's result.
    pub(super) fn report(&self, common: &Common, report: &dyn Report) -> Result<(), Error> {
        let text = common.format()?.render(report);
        // Other forms are read by programs, and have their own rules of quoting.
        self.result(&if common.format == "text" {
            self.told(&text)
        } else {
            text
        });
        Ok(())
    }

    /// Writes a text as the command's result. A reader that has gone away (`| head`) is no error.
    pub(super) fn result(&self, text: &str) {
        let _ = anstream::stdout().lock().write_all(text.as_bytes());
    }

    /// Tells a person something beside the result.
    pub(super) fn note(&self, text: &str) {
        if !self.quiet {
            let _ = writeln!(anstream::stderr().lock(), "{}", self.shown(text));
        }
    }

    /// Tells why nothing was done: an exit with 3 is never silent, `--quiet` or not.
    pub(super) fn refusal(&self, text: &str) {
        let yellow = anstyle::Style::new()
            .bold()
            .fg_color(Some(anstyle::AnsiColor::Yellow.into()));
        let _ = writeln!(
            anstream::stderr().lock(),
            "{yellow}refused{yellow:#}: {}",
            self.shown(text)
        );
    }

    /// Tells what does not keep a command from its work and may be regretted, `--quiet` or not.
    pub(super) fn warning(&self, text: &str, help: &str) {
        let yellow = anstyle::Style::new()
            .bold()
            .fg_color(Some(anstyle::AnsiColor::Yellow.into()));
        let _ = writeln!(
            anstream::stderr().lock(),
            "{yellow}warning{yellow:#}: {}\nhelp: {}",
            self.shown(text),
            self.shown(help)
        );
    }

    /// Tells what is only asked for with `-v`.
    pub(super) fn detail(&self, text: &str) {
        if self.verbose > 0 {
            self.note(text);
        }
    }

    /// As [`Ui::detail`], for what outlives the command's own lines.
    pub(super) fn detail_at(verbose: u8, text: &str) {
        if verbose > 0 {
            let _ = writeln!(anstream::stderr().lock(), "{text}");
        }
    }

    /// Tells first which database a command is about to read or change, and where that is.
    pub(super) fn target(&self, project: &crate::config::Project) {
        let _ = self.given.set(project.given.clone());
        if let Some(line) = project.first_line() {
            self.note(&line);
        }
        self.folders(project);
    }

    /// Tells which environment a variable chose; and with `-v` all that a command works on.
    pub(super) fn about(&self, project: &crate::config::Project) {
        let _ = self.given.set(project.given.clone());
        if let Some(note) = project.environment_note() {
            self.note(&note);
        }
        self.folders(project);
    }

    fn folders(&self, project: &crate::config::Project) {
        let schema: Vec<String> = project.schema.iter().map(|path| path.display().to_string()).collect();
        let target = project.target.as_ref().map(ToString::to_string).unwrap_or_default();
        self.detail(&format!(
            "target {target}, schema {}, migrations {}",
            schema.join(", "),
            project.migrations.display()
        ));
    }

    /// Tells what went wrong and what to do, with the place where there is one.
    pub(super) fn error(&self, error: &Error) -> Outcome {
        if error.is_refusal() {
            let help = error.help().map(|it| format!("\nhelp: {it}")).unwrap_or_default();
            self.refusal(&format!("{error}{help}"));
            return Outcome::Refused;
        }
        let mut out = anstream::stderr().lock();
        if let Error::Verb(crate::workflow::Error::Disproof(disproof)) = error
            && !disproof.by_rows
        {
            let _ = writeln!(out, "{}\n", test_case(disproof));
        }
        let _ = match error.problem() {
            Some(problem) => {
                let all = std::iter::once(problem).chain(&problem.others);
                let all: Vec<String> = all.map(|it| self.snippet(Level::ERROR, it)).collect();
                writeln!(out, "{}", all.join("\n\n"))
            }
            None => {
                let red = anstyle::Style::new()
                    .bold()
                    .fg_color(Some(anstyle::AnsiColor::Red.into()));
                let _ = writeln!(out, "{red}error{red:#}: {}", self.shown(&error.to_string()));
                error
                    .help()
                    .map_or(Ok(()), |help| writeln!(out, "help: {}", self.shown(&help)))
            }
        };
        Outcome::Failed
    }

    fn snippet(&self, level: Level<'_>, problem: &Problem) -> String {
        let path = problem.location.file.display().to_string();
        let mut place = Snippet::source(problem.text.as_str())
            .path(path.as_str())
            .annotation(AnnotationKind::Primary.span(problem.location.range.clone()));
        let mut elsewhere = None;
        if let Some(second) = &problem.second {
            let range = second.location.range.clone();
            let mark = AnnotationKind::Context.span(range).label(second.label.as_str());
            if second.location.file == problem.location.file {
                place = place.annotation(mark);
            } else {
                let path = second.location.file.display().to_string();
                elsewhere = Some(Snippet::source(second.text.as_str()).path(path).annotation(mark));
            }
        }
        let mut group: Group<'_> = level.primary_title(problem.message.as_str()).element(place);
        if let Some(elsewhere) = elsewhere {
            group = group.element(elsewhere);
        }
        let told = problem.help.as_ref().map(|help| self.told(help));
        let help: Vec<Group<'_>> = told
            .iter()
            .map(|help| Group::with_title(Level::HELP.secondary_title(help.as_str())))
            .collect();
        let groups: Vec<Group<'_>> = std::iter::once(group).chain(help).collect();
        let renderer = if self.color == ColorChoice::Never {
            Renderer::plain()
        } else {
            Renderer::styled()
        };
        renderer.render(&groups)
    }

    /// True if a person can answer.
    pub(super) fn can_ask(&self) -> bool {
        std::io::stdin().is_terminal() && std::io::stderr().is_terminal()
    }

    /// Asks for a line.
    pub(super) fn ask(&self, question: &str) -> Option<String> {
        let _ = write!(anstream::stderr().lock(), "{question} ");
        let mut answer = String::new();
        std::io::stdin().read_line(&mut answer).ok()?;
        Some(answer.trim().to_owned())
    }
}

/// Longest test case that is shown; a longer one goes into files.
const LONGEST_CASE: usize = 120;

/// The test case of a failed proof: its text, or where it was put.
fn test_case(disproof: &crate::proof::Disproof) -> String {
    let text = disproof.case();
    if text.lines().count() <= LONGEST_CASE {
        return text;
    }
    let folder = std::env::temp_dir().join(format!("reconcile-case-{}", std::process::id()));
    let write = || -> std::io::Result<()> {
        std::fs::create_dir_all(&folder)?;
        disproof
            .files()
            .iter()
            .try_for_each(|(name, text)| std::fs::write(folder.join(name), text))
    };
    match write() {
        Ok(()) => format!("the test case is in {}", folder.display()),
        Err(_) => text,
    }
}
