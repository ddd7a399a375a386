//! What the template shows: plain values, with every text of the user made visible.

use serde::Serialize;

use super::super::Look;
use super::sql_highlight::{self, Piece};
use super::steps_svg;
use crate::diff::Mark;
use crate::export;
use crate::report::{Block, ChangeRow, Difference, LintFinding, TablesPicture, Tone};
use crate::schema::visible_but;

/// Columns that the picture of a table shows, beside those that change.
const MOST_COLUMNS: usize = 10;

/// One part of the page; what a kind does not have is empty.
#[derive(Debug, Default, Serialize)]
pub(super) struct Part {
    kind: &'static str,
    tone: &'static str,
    label: String,
    title: String,
    place: String,
    runs: Vec<Run>,
    remedy: Vec<Run>,
    head: Vec<String>,
    rows: Vec<Row>,
    source: Vec<Piece>,
    parts: Vec<Part>,
    pictures: Vec<Picture>,
    is_open: bool,
}

/// A piece of a sentence.
#[derive(Debug, PartialEq, Eq, Serialize)]
struct Run {
    is_code: bool,
    text: String,
}

#[derive(Debug, Serialize)]
struct Row {
    class: &'static str,
    mark: &'static str,
    cells: Vec<String>,
}

#[derive(Debug, Serialize)]
struct Picture {
    title: &'static str,
    svg: String,
}

/// The parts of a report.
pub(super) fn parts(blocks: &[Block], look: Look<'_>) -> Vec<Part> {
    blocks.iter().filter_map(|it| part(it, look)).collect()
}

fn part(block: &Block, look: Look<'_>) -> Option<Part> {
    let of = |kind| Part {
        kind,
        ..Part::default()
    };
    Some(match block {
        Block::Verdict(tone, target, line) => Part {
            tone: word(*tone),
            title: shown(&(look.named)(target)),
            runs: runs(line, look),
            ..of("verdict")
        },
        Block::Heading(line) => Part {
            title: shown(line),
            ..of("heading")
        },
        Block::Line(tone, line) => Part {
            tone: word(*tone),
            runs: runs(line, look),
            ..of("line")
        },
        Block::Changes(rows) => Part {
            rows: rows.iter().map(change).collect(),
            ..of("changes")
        },
        Block::Problem(it) => Part {
            tone: word(Tone::of(it.severity)),
            label: it.severity.to_owned(),
            title: shown(&it.code),
            place: it
                .place
                .as_ref()
                .map(|it| shown(&format!("{}:{}", it.file, it.line)))
                .unwrap_or_default(),
            runs: runs(&it.message, look),
            remedy: runs(&it.remedy, look),
            ..of("finding")
        },
        Block::Excerpt(it) => excerpt(it, look),
        Block::Facts(facts) => Part {
            rows: facts
                .iter()
                .map(|(label, tone, value)| fact(label, *tone, value))
                .collect(),
            ..of("facts")
        },
        Block::Differences(all) => Part {
            rows: all.iter().map(difference).collect(),
            ..of("facts")
        },
        Block::Table(head, rows) => Part {
            head: head.iter().map(|it| (*it).to_owned()).collect(),
            rows: rows.iter().map(|it| row(it)).collect(),
            ..of("table")
        },
        Block::Code(language, code) => Part {
            source: source(language, code),
            ..of("code")
        },
        Block::Attachment(title, language, code) => Part {
            title: capitalised(title),
            is_open: true,
            parts: vec![Part {
                source: source(language, code),
                ..of("code")
            }],
            ..of("fold")
        },
        Block::Fold(title, blocks) => Part {
            title: capitalised(title),
            parts: parts(blocks, look),
            ..of("fold")
        },
        Block::Steps(steps) => Part {
            title: "Steps".to_owned(),
            pictures: vec![Picture {
                title: "",
                svg: steps_svg::draw(steps)?,
            }],
            ..of("picture")
        },
        Block::Tables(tables) => pictures(tables)?,
        // A short form of the fold that follows.
        Block::Brief(_) | Block::Space => return None,
    })
}

fn excerpt(it: &LintFinding, look: Look<'_>) -> Part {
    let place = &it.place;
    Part {
        kind: "finding",
        tone: word(Tone::of(it.severity)),
        label: it.severity.to_owned(),
        title: shown(&it.code),
        place: shown(&format!("{}:{}:{}", place.file, place.line, place.column)),
        runs: runs(&it.message, look),
        remedy: runs(&it.remedy, look),
        source: sql_highlight::sql(place.text.trim()),
        ..Part::default()
    }
}

fn pictures(tables: &TablesPicture) -> Option<Part> {
    let draw = |title, tables| {
        let svg = export::draw(tables, MOST_COLUMNS)?.in_page(title);
        Some(Picture { title, svg })
    };
    let all = [draw("Before", &tables.before), draw("After", &tables.after)];
    let pictures: Vec<Picture> = all.into_iter().flatten().collect();
    let more = (tables.left_out > 0).then(|| Run {
        is_code: false,
        text: format!("{} more tables are not drawn", tables.left_out),
    });
    (!pictures.is_empty()).then(|| Part {
        kind: "picture",
        title: "Tables".to_owned(),
        runs: more.into_iter().collect(),
        pictures,
        ..Part::default()
    })
}

fn source(language: &str, code: &str) -> Vec<Piece> {
    match language {
        "diff" => sql_highlight::diff(code),
        _ => sql_highlight::sql(code.trim_end()),
    }
}

fn change(it: &ChangeRow) -> Row {
    let (class, mark) = marked(it.mark);
    let cells = [&it.object, &it.change, &it.how].map(|it| shown(it)).to_vec();
    Row { class, mark, cells }
}

fn row(cells: &[String]) -> Row {
    Row {
        class: "",
        mark: "",
        cells: cells.iter().map(|it| shown(it)).collect(),
    }
}

fn fact(label: &'static str, tone: Tone, value: &str) -> Row {
    Row {
        class: word(tone),
        mark: label,
        cells: vec![shown(value)],
    }
}

fn difference(it: &Difference) -> Row {
    let (_, mark) = marked(it.mark);
    let place = it.place.as_ref().map(|(file, line)| format!(" ({file}:{line})"));
    Row {
        class: word(it.tone),
        mark,
        cells: vec![shown(&format!("{}{}", it.message, place.unwrap_or_default()))],
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

/// A sentence with its commands, which stand between backticks, told apart.
fn runs(text: &str, look: Look<'_>) -> Vec<Run> {
    let text = shown(&(look.completed)(text));
    let pieces: Vec<&str> = text.split('`').collect();
    // A backtick without its other one is a backtick.
    if pieces.len().is_multiple_of(2) {
        return vec![Run { is_code: false, text }];
    }
    let run = |(at, it): (usize, &&str)| Run {
        is_code: at % 2 == 1,
        text: (*it).to_owned(),
    };
    pieces
        .iter()
        .enumerate()
        .map(run)
        .filter(|it| !it.text.is_empty())
        .collect()
}
