//! One picture for a browser or a page of Markdown: a file that asks for nothing on the network.

use super::Subject;
use super::table_box::boxes;
use super::tables_svg::{Drawing, draw};

pub(super) fn written(subject: Subject<'_>) -> String {
    let drawing = draw(&boxes(subject), usize::MAX).unwrap_or_else(|| Drawing::of_text("no tables"));
    drawing.as_file(&format!("Schema of {}", subject.target))
}
