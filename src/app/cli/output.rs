//! The one place that writes: results to standard output, everything else to standard error.

use std::cell::{Cell, OnceCell, RefCell};
use std::io::{ErrorKind, IsTerminal, Write};

use annotate_snippets::{AnnotationKind, Group, Level, Renderer, Snippet};
use anstream::ColorChoice;
use anstyle::{AnsiColor, Style};

use super::error::Error;
use super::report_files::ReportFiles;
use super::shared_flags::{Color, Common};
use super::terminal_width::{LABEL, width};
use super::{Outcome, failure, test_case};
use crate::config::Flags;
use crate::desired::Problem;
use crate::report::{self, Detail, Document, FailureReport, Format, Look, PlanReport, Report, wrapped};
use crate::schema::visible_but;

const RED: Style = AnsiColor::Red.on_default().bold();
const YELLOW: Style = AnsiColor::Yellow.on_default().bold();

/// How to speak to the person or script that called us.
pub(super) struct Ui {
    quiet: bool,
    verbose: u8,
    color: ColorChoice,
    /// What was typed, for what is said to type next.
    given: OnceCell<Flags>,
    /// What the command works on, once that is known.
    target: OnceCell<String>,
    /// What the config calls it.
    target_name: OnceCell<String>,
    /// The form of the result where programs read it: they get a document also where the command came to no result.
    form: Option<&'static Format>,
    /// The document that is the result, until it is certain to be one.
    document: RefCell<Option<String>>,
    /// Why there is no result.
    failure: RefCell<Option<FailureReport>>,
    /// Standard output could not be written.
    unwritten: Cell<bool>,
    /// The result is a line of JSON for each database.
    lines: Cell<bool>,
    /// What `--report` asks for.
    files: ReportFiles,
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
            target: OnceCell::new(),
            target_name: OnceCell::new(),
            form: report::format(&common.format).filter(|it| it.name != "text"),
            document: RefCell::new(None),
            failure: RefCell::new(None),
            unwritten: Cell::new(false),
            lines: Cell::new(false),
            files: ReportFiles::new(common),
        }
    }

    /// A text for a person, in which commands to type next are about the same target and folders.
    fn told(&self, text: &str) -> String {
        self.given
            .get()
            .map_or_else(|| text.to_owned(), |given| crate::config::completed(given, text))
    }

    /// A target with the name that the config gives it: `dev (sqlite:dev.db)`.
    fn named(&self, target: &str) -> String {
        match (self.target.get(), self.target_name.get()) {
            (Some(known), Some(name)) if known == target => format!("{name} ({target})"),
            _ => target.to_owned(),
        }
    }

    /// As [`Ui::told`], for one's own lines on standard error, wrapped: what a name holds must not move the cursor or set the
    /// terminal's title.
    fn shown(&self, text: &str) -> String {
        let text = visible_but(&self.told(text), &['\n', '\t']).into_owned();
        let width = width(&std::io::stderr()).map(|it| it.saturating_sub(LABEL));
        wrapped(&text, width, "", 2).join("\n")
    }

    /// Writes a report as the command's result.
    pub(super) fn report(&self, common: &Common, report: &dyn Report) -> Result<(), Error> {
        let format = common.format()?;
        let text = self.rendered(format, report);
        self.hold(report);
        match format.name {
            "json" => self.document(text),
            _ => self.write(&text),
        }
        Ok(())
    }

    /// Writes a line of JSON: results of a fleet are written as they come.
    pub(super) fn line(&self, report: &impl serde::Serialize) {
        self.lines.set(true);
        if let Ok(line) = serde_json::to_string(report) {
            self.write(&format!("{line}\n"));
        }
    }

    /// Writes the report of a fleet: with `--format json` the last line.
    pub(super) fn line_or_report<R: Report + serde::Serialize>(
        &self,
        common: &Common,
        report: &R,
    ) -> Result<(), Error> {
        match common.format.as_str() {
            "json" => {
                self.line(report);
                self.hold(report);
            }
            _ => self.report(common, report)?,
        }
        Ok(())
    }

    /// The text of a migration, where that is asked for and a person reads.
    pub(super) fn migration(&self, common: &Common, is_asked: bool, report: &Document<PlanReport>) {
        if is_asked
            && common.format == "text"
            && let Some(migration) = &report.migration
        {
            self.result(&format!("\n{}", migration.sql));
        }
    }

    fn hold(&self, report: &dyn Report) {
        self.with_look(|look| self.files.hold(report, look));
    }

    fn rendered(&self, format: &Format, report: &dyn Report) -> String {
        self.with_look(|look| (format.render)(report, look))
    }

    fn with_look<T>(&self, render: impl FnOnce(Look<'_>) -> T) -> T {
        let color = match self.color {
            ColorChoice::Auto => anstream::AutoStream::choice(&std::io::stdout()),
            choice => choice,
        };
        let named = |target: &str| self.named(target);
        let completed = |text: &str| self.told(text);
        let look = Look {
            color: color != ColorChoice::Never,
            terminal: std::io::stdout().is_terminal(),
            width: width(&std::io::stdout()),
            detail: match (self.quiet, self.verbose) {
                (true, _) => Detail::Errors,
                (false, 0) => Detail::Brief,
                _ => Detail::Full,
            },
            ..Look::plain(&named, &completed)
        };
        render(self.files.placed(look))
    }

    /// Takes a JSON document for the command's result. An error that follows takes its place.
    pub(super) fn document(&self, text: String) {
        self.document.replace(Some(text));
    }

    /// Writes SQL, or a text of another language, as the command's result: the bytes that it is, where no person reads it.
    pub(super) fn result(&self, text: &str) {
        match std::io::stdout().is_terminal() {
            true => self.write(&visible_but(&text.replace("\r\n", "\n"), &['\n', '\t'])),
            false => self.write(text),
        }
    }

    /// A reader that has gone away (`| head`) is no error; a full disk is.
    fn write(&self, text: &str) {
        let mut out = std::io::stdout().lock();
        let Err(error) = out.write_all(text.as_bytes()).and_then(|()| out.flush()) else {
            return;
        };
        if error.kind() != ErrorKind::BrokenPipe {
            self.unwritten.set(true);
            let _ = writeln!(
                anstream::stderr().lock(),
                "error: cannot write to standard output: {error}"
            );
        }
    }

    /// Ends the command: programs get their one document, whatever came of it.
    pub(super) fn finish(&self, outcome: Outcome) -> Outcome {
        let document = self.document.take();
        let failure = self.failure.take();
        failure.iter().for_each(|it| self.hold(it));
        for error in self.files.write() {
            self.unwritten.set(true);
            let _ = writeln!(anstream::stderr().lock(), "error: {}", self.shown(&error));
        }
        match (failure, self.form) {
            (Some(failure), Some(_)) if self.lines.get() => self.line(&failure),
            (Some(failure), Some(form)) => self.write(&self.rendered(form, &failure)),
            _ => document.iter().for_each(|it| self.write(it)),
        }
        match self.unwritten.get() {
            true => Outcome::Failed,
            false => outcome,
        }
    }

    /// True if notes are written.
    pub(super) fn notes(&self) -> bool {
        !self.quiet
    }

    /// Tells a person something beside the result.
    pub(super) fn note(&self, text: &str) {
        if !self.quiet {
            let _ = writeln!(anstream::stderr().lock(), "{}", self.shown(text));
        }
    }

    /// Tells why nothing was done: an exit with 3 is never silent, `--quiet` or not.
    pub(super) fn refusal(&self, text: &str) {
        self.failure
            .replace(Some(failure::refusal(text, self.target.get().cloned())));
        let text = self.shown(text);
        let _ = writeln!(anstream::stderr().lock(), "{YELLOW}refused{YELLOW:#}: {text}");
    }

    /// Tells why nothing would be done, where the result says so too.
    pub(super) fn refused_result(&self, text: &str) {
        self.refusal(text);
        self.failure.take();
    }

    /// Tells what a question is about.
    pub(super) fn before_question(&self, report: &dyn Report) {
        let Some(format) = report::format("text") else { return };
        let text = self.rendered(format, report);
        let _ = write!(anstream::stderr().lock(), "{text}");
    }

    /// Tells what does not keep a command from its work and may be regretted, `--quiet` or not.
    pub(super) fn warning(&self, text: &str, help: &str) {
        let (text, help) = (self.shown(text), self.shown(help));
        let _ = writeln!(
            anstream::stderr().lock(),
            "{YELLOW}warning{YELLOW:#}: {text}\nhelp: {help}"
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
        self.files.of_project(project);
        let schema: Vec<String> = project.schema.iter().map(|path| path.display().to_string()).collect();
        let target = project.target.as_ref().map(ToString::to_string).unwrap_or_default();
        if !target.is_empty() {
            let _ = self.target.set(target.clone());
            project
                .target_name
                .iter()
                .for_each(|it| drop(self.target_name.set(it.clone())));
        }
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
            self.failure
                .replace(Some(failure::report(error, self.target.get().cloned())));
            return Outcome::Refused;
        }
        self.failure
            .replace(Some(failure::report(error, self.target.get().cloned())));
        let mut out = anstream::stderr().lock();
        if let Error::Verb(crate::error::Error::Disproof(disproof)) = error
            && disproof.cause == crate::proof::Cause::Bug
        {
            let _ = writeln!(out, "{}\n", test_case::shown(disproof));
        }
        let _ = match error.problem() {
            Some(problem) => {
                let all = std::iter::once(problem).chain(&problem.others);
                let all: Vec<String> = all.map(|it| self.snippet(Level::ERROR, it)).collect();
                writeln!(out, "{}", all.join("\n\n"))
            }
            None => {
                let _ = writeln!(out, "{RED}error{RED:#}: {}", self.shown(&error.to_string()));
                error
                    .help()
                    .map_or(Ok(()), |help| writeln!(out, "help: {}", self.shown(&help)))
            }
        };
        Outcome::Failed
    }

    fn snippet(&self, level: Level<'_>, problem: &Problem) -> String {
        let path = problem.location.file.display().to_string();
        let mut place = Snippet::source(&*problem.text)
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
                elsewhere = Some(Snippet::source(&*second.text).path(path).annotation(mark));
            }
        }
        let mut group: Group<'_> = level.primary_title(problem.message.as_str()).element(place);
        if let Some(elsewhere) = elsewhere {
            group = group.element(elsewhere);
        }
        // A title is not wrapped by the renderer.
        let told = problem.help.as_ref().map(|help| {
            let width = width(&std::io::stderr()).map(|it| it.saturating_sub(LABEL));
            wrapped(&self.told(help), width, "", 0).join("\n")
        });
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
