//! Each kind of block as markup, a line per part, with every text of the user made visible.

use maud::{Markup, PreEscaped, html};

use super::super::Look;
use super::sql_highlight::{self, Piece};
use super::steps_svg;
use crate::diff::Mark;
use crate::export;
use crate::report::{Block, ChangeRow, Difference, FindingReport, LintFinding, TablesPicture, Tone};
use crate::schema::visible_but;

/// Columns that the picture of a table shows, beside those that change.
const MOST_COLUMNS: usize = 10;

/// The markup of a block; empty for one that a page does without.
pub(super) fn block(block: &Block, look: Look<'_>) -> Markup {
    let markup = match block {
        Block::Verdict(tone, target, line) => html! {
            h1 class=(word(*tone)) {
                span.target { (shown(&(look.named)(target))) } " "
                span.answer { (sentence(line, look)) }
            }
        },
        Block::Heading(line) => html! { h2 { (shown(line)) } },
        Block::Line(tone, line) => html! { p class=(word(*tone)) { (sentence(line, look)) } },
        Block::Changes(rows) => changes(rows),
        Block::Problem(it) => problem(it, look),
        Block::Excerpt(it) => excerpt(it, look),
        Block::Facts(facts) => {
            let fact = |(label, tone, value): &(&'static str, Tone, String)| (word(*tone), *label, shown(value));
            list(facts.iter().map(fact))
        }
        Block::Differences(all) => list(all.iter().map(difference)),
        Block::Table(head, rows) => table(head, rows),
        Block::Code(language, text) => code(&source(language, text)),
        Block::Attachment(title, language, text) => html! {
            details open {
                summary { (capitalised(title)) }
                (code(&source(language, text)))
            }
        },
        Block::Fold(title, blocks) => html! {
            details {
                summary { (capitalised(title)) }
                "\n"
                @for it in blocks { (self::block(it, look)) }
            }
        },
        Block::Steps(steps) => match steps_svg::draw(steps) {
            Some(svg) => pictures("Steps", &[("", svg)]),
            None => return Markup::default(),
        },
        Block::Tables(tables) => both_pictures(tables),
        // A short form of the fold that follows.
        Block::Brief(_) | Block::Space => return Markup::default(),
    };
    html! { (markup) "\n" }
}

fn changes(rows: &[ChangeRow]) -> Markup {
    html! {
        div.wide tabindex="0" {
            table.changes {
                thead { tr { th {} th { "Object" } th { "Change" } th { "How" } } }
                "\n"
                tbody {
                    @for row in rows {
                        @let (class, mark) = marked(row.mark);
                        tr class=(class) {
                            td.mark { (mark) }
                            @for cell in [&row.object, &row.change, &row.how] { td { (shown(cell)) } }
                        }
                        "\n"
                    }
                }
            }
        }
    }
}

fn table(head: &[&str], rows: &[Vec<String>]) -> Markup {
    html! {
        div.wide tabindex="0" {
            table {
                thead { tr { @for cell in head { th { (cell) } } } }
                "\n"
                tbody {
                    @for row in rows {
                        tr { @for cell in row { td { (shown(cell)) } } }
                        "\n"
                    }
                }
            }
        }
    }
}

fn problem(it: &FindingReport, look: Look<'_>) -> Markup {
    let place = it.place.as_ref().map(|it| format!("{}:{}", it.file, it.line));
    finding(it.severity, &it.code, place, [&it.message, &it.remedy], None, look)
}

fn excerpt(it: &LintFinding, look: Look<'_>) -> Markup {
    let place = format!("{}:{}:{}", it.place.file, it.place.line, it.place.column);
    let source = sql_highlight::sql(it.place.text.trim());
    finding(
        it.severity,
        &it.code,
        Some(place),
        [&it.message, &it.remedy],
        Some(&source),
        look,
    )
}

fn finding(
    severity: &str,
    code_name: &str,
    place: Option<String>,
    [message, remedy]: [&str; 2],
    source: Option<&[Piece]>,
    look: Look<'_>,
) -> Markup {
    html! {
        section class={ "finding " (word(Tone::of(severity))) } {
            p {
                strong { (severity) } " "
                @if !code_name.is_empty() { code.name { (shown(code_name)) } " " }
                @if let Some(place) = place { span.place { (shown(&place)) } }
            }
            "\n"
            p { (sentence(message, look)) }
            "\n"
            @if let Some(source) = source.filter(|it| !it.is_empty()) { (code(source)) "\n" }
            @if !remedy.is_empty() { p.remedy { strong { "Fix" } " " (sentence(remedy, look)) } "\n" }
        }
    }
}

/// Rows of class, mark and text.
fn list<'a>(rows: impl Iterator<Item = (&'a str, &'a str, String)>) -> Markup {
    html! {
        ul.facts {
            "\n"
            @for (class, mark, text) in rows {
                li class=(class) {
                    @if !mark.is_empty() { span.label { (mark) } " " }
                    (text)
                }
                "\n"
            }
        }
    }
}

fn difference(it: &Difference) -> (&'static str, &'static str, String) {
    let (_, mark) = marked(it.mark);
    let place = it.place.as_ref().map(|(file, line)| format!(" ({file}:{line})"));
    (
        word(it.tone),
        mark,
        shown(&format!("{}{}", it.message, place.unwrap_or_default())),
    )
}

fn both_pictures(tables: &TablesPicture) -> Markup {
    let draw = |title, tables| Some((title, export::draw(tables, MOST_COLUMNS)?.in_page(title)));
    let all = [draw("Before", &tables.before), draw("After", &tables.after)];
    let drawn: Vec<(&str, String)> = all.into_iter().flatten().collect();
    html! {
        @if !drawn.is_empty() {
            (pictures("Tables", &drawn))
            @if tables.left_out > 0 { "\n" p.dim { (tables.left_out) " more tables are not drawn" } }
        }
    }
}

/// Pictures with their titles.
fn pictures(title: &str, all: &[(&str, String)]) -> Markup {
    html! {
        h2 { (title) }
        "\n"
        div.pictures {
            "\n"
            @for (title, svg) in all {
                figure {
                    @if !title.is_empty() { figcaption { (title) } "\n" }
                    div.wide tabindex="0" { (PreEscaped(svg)) }
                }
                "\n"
            }
        }
    }
}

fn code(pieces: &[Piece]) -> Markup {
    html! {
        pre tabindex="0" {
            code {
                @for it in pieces {
                    @if it.class.is_empty() { (it.text) } @else { span class=(it.class) { (it.text) } }
                }
            }
        }
    }
}

fn source(language: &str, code: &str) -> Vec<Piece> {
    match language {
        "diff" => sql_highlight::diff(code),
        _ => sql_highlight::sql(code.trim_end()),
    }
}

fn marked(mark: Option<Mark>) -> (&'static str, &'static str) {
    match mark {
        Some(Mark::Added) => ("add", "+"),
        Some(Mark::Changed) => ("change", "~"),
        Some(Mark::Removed) => ("remove", "-"),
        None => ("", ""),
    }
}

fn word(tone: Tone) -> &'static str {
    match tone {
        Tone::Plain => "plain",
        Tone::Dim => "dim",
        Tone::Good => "good",
        Tone::Warning => "warning",
        Tone::Bad => "bad",
    }
}

/// Titles begin with a capital on a page.
fn capitalised(title: &str) -> String {
    let mut rest = title.chars();
    rest.next()
        .map(|it| it.to_uppercase().chain(rest).collect())
        .unwrap_or_default()
}

fn shown(text: &str) -> String {
    visible_but(text, &['\n']).into_owned()
}

/// A sentence, in which commands are between backticks.
fn sentence(text: &str, look: Look<'_>) -> Markup {
    let text = shown(&(look.completed)(text));
    let pieces: Vec<&str> = text.split('`').collect();
    html! {
        // A backtick without its other one is a backtick.
        @if pieces.len().is_multiple_of(2) {
            (text)
        } @else {
            @for (at, it) in pieces.iter().enumerate() {
                @if at % 2 == 1 { code { (it) } } @else { (it) }
            }
        }
    }
}
