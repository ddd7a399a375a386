//! Tables as boxes with their columns, those that are referred to at the left; what changes is marked.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use super::super::markup::{escaped, shortened};
use crate::diff::Mark;
use crate::report::{ColumnLine, TableBox};

const LINE: usize = 18;
const HEAD: usize = 26;
const GAP: usize = 22;
const BETWEEN: usize = 48;
/// The longest text of a line in characters.
const TEXT: usize = 34;
/// Columns that a box shows, beside those that change.
const COLUMNS: usize = 10;

/// A box with its place.
struct Placed<'a> {
    table: &'a TableBox,
    lines: Vec<&'a ColumnLine>,
    hidden: usize,
    x: usize,
    y: usize,
    width: usize,
    height: usize,
}

/// The picture, or nothing without a table.
pub(super) fn draw(tables: &[TableBox], label: &str) -> Option<String> {
    if tables.is_empty() {
        return None;
    }
    let boxes = placed(tables);
    let width = boxes.iter().map(|it| it.x + it.width).max().unwrap_or(0) + 30;
    let height = boxes.iter().map(|it| it.y + it.height).max().unwrap_or(0) + 4;
    let mut svg = format!(
        "<svg width=\"{width}\" height=\"{height}\" viewBox=\"0 0 {width} {height}\" role=\"img\" aria-label=\"{}\">\n",
        escaped(label)
    );
    let by_name: BTreeMap<String, &Placed<'_>> = boxes.iter().map(|it| (it.table.name.to_lowercase(), it)).collect();
    for child in &boxes {
        for parent in child
            .table
            .parents
            .iter()
            .filter_map(|it| by_name.get(&it.to_lowercase()))
        {
            wire(&mut svg, child, parent);
        }
    }
    boxes.iter().for_each(|it| draw_box(&mut svg, it));
    svg.push_str("</svg>");
    Some(svg)
}

/// Boxes in columns: a table is right of those that it refers to.
fn placed(tables: &[TableBox]) -> Vec<Placed<'_>> {
    let at: BTreeMap<String, usize> = tables
        .iter()
        .enumerate()
        .map(|(at, it)| (it.name.to_lowercase(), at))
        .collect();
    let mut depth = vec![0_usize; tables.len()];
    // Longest paths; tables that refer to each other in a circle stop at the number of tables.
    for _ in 0..tables.len().min(6) {
        for (index, table) in tables.iter().enumerate() {
            let parents = table
                .parents
                .iter()
                .filter_map(|it| at.get(&it.to_lowercase()))
                .filter(|it| **it != index);
            let deepest = parents.filter_map(|it| depth.get(*it)).max().map_or(0, |it| it + 1);
            if let Some(own) = depth.get_mut(index) {
                *own = deepest.min(5);
            }
        }
    }
    let mut boxes: Vec<Placed<'_>> = tables.iter().map(sized).collect();
    let mut x = 2;
    for column in 0..=5 {
        let (mut y, mut widest) = (2, 0);
        for (it, _) in boxes.iter_mut().zip(&depth).filter(|(_, depth)| **depth == column) {
            (it.x, it.y) = (x, y);
            y += it.height + GAP;
            widest = widest.max(it.width);
        }
        if widest > 0 {
            x += widest + BETWEEN;
        }
    }
    boxes
}

fn sized(table: &TableBox) -> Placed<'_> {
    let rest = table.columns.len().saturating_sub(COLUMNS);
    let shown = |(at, it): &(usize, &ColumnLine)| rest <= 1 || *at < COLUMNS || it.mark.is_some();
    let lines: Vec<&ColumnLine> = table.columns.iter().enumerate().filter(shown).map(|it| it.1).collect();
    let hidden = table.columns.len() - lines.len();
    let texts = lines.iter().map(|it| text(it).chars().count() + 2);
    let longest = texts
        .chain([shortened(&table.name, TEXT).chars().count()])
        .max()
        .unwrap_or(0);
    Placed {
        table,
        height: HEAD + (lines.len() + usize::from(hidden > 0)) * LINE + 6,
        width: (20 + longest * 15 / 2).max(110),
        lines,
        hidden,
        x: 0,
        y: 0,
    }
}

fn text(column: &ColumnLine) -> String {
    let key = if column.is_key { " (key)" } else { "" };
    shortened(&format!("{} {}{key}", column.name, column.kind.to_lowercase()), TEXT)
}

fn class(mark: Option<Mark>) -> (&'static str, &'static str) {
    match mark {
        Some(Mark::Added) => (" add", "+"),
        Some(Mark::Changed) => (" change", "~"),
        Some(Mark::Removed) => (" remove", "-"),
        None => ("", " "),
    }
}

fn draw_box(svg: &mut String, it: &Placed<'_>) {
    let (x, y, (mark, _)) = (it.x, it.y, class(it.table.mark));
    let _ = writeln!(
        svg,
        "<g><title>{}</title><rect class=\"box{mark}\" x=\"{x}\" y=\"{y}\" width=\"{}\" height=\"{}\" rx=\"5\"/>\
         <text class=\"head{mark}\" x=\"{}\" y=\"{}\">{}</text>",
        escaped(&it.table.name),
        it.width,
        it.height,
        x + 9,
        y + 18,
        escaped(&shortened(&it.table.name, TEXT)),
    );
    let mut base = y + HEAD + 13;
    for line in &it.lines {
        let (class, sign) = class(line.mark);
        let class = if class.is_empty() { " dim" } else { class };
        let _ = writeln!(
            svg,
            "<text class=\"{}\" x=\"{}\" y=\"{base}\">{sign}</text><text class=\"{}\" x=\"{}\" y=\"{base}\">{}</text>",
            class.trim(),
            x + 6,
            class.trim(),
            x + 18,
            escaped(&text(line)),
        );
        base += LINE;
    }
    if it.hidden > 0 {
        let _ = writeln!(
            svg,
            "<text class=\"dim\" x=\"{}\" y=\"{base}\">… {} more</text>",
            x + 18,
            it.hidden
        );
    }
    svg.push_str("</g>\n");
}

/// From a table to one that it refers to.
fn wire(svg: &mut String, child: &Placed<'_>, parent: &Placed<'_>) {
    let (start, end) = (child.y + 13, parent.y + 13);
    let right = parent.x + parent.width;
    match child.x > right {
        true => {
            let middle = right + (child.x - right) / 2;
            let _ = write!(
                svg,
                "<path class=\"wire\" d=\"M{} {start} C{middle} {start} {middle} {end} {} {end}\"/>",
                child.x,
                right + 6
            );
        }
        // To itself, or to one below or above.
        false => {
            let (from, out) = (
                child.x + child.width,
                child.x.max(parent.x) + child.width.max(parent.width) + 24,
            );
            let start = if std::ptr::eq(child.table, parent.table) {
                start + 16
            } else {
                start
            };
            let _ = write!(
                svg,
                "<path class=\"wire\" d=\"M{from} {start} C{out} {start} {out} {end} {} {end}\"/>",
                right + 6
            );
        }
    }
    let _ = writeln!(svg, "<path class=\"tip\" d=\"M{right} {end} l7 -3.5 v7 z\"/>");
}

#[cfg(test)]
mod tests {
    use super::*;

    fn table(name: &str, parents: &[&str]) -> TableBox {
        TableBox {
            name: name.to_owned(),
            mark: None,
            columns: Vec::new(),
            parents: parents.iter().map(|it| (*it).to_owned()).collect(),
        }
    }

    #[test]
    fn a_table_is_right_of_what_it_refers_to() {
        let tables = [table("c", &["b"]), table("b", &["A"]), table("a", &[])];
        let boxes = placed(&tables);
        assert!(boxes.is_sorted_by(|one, next| one.x > next.x));
    }

    #[test]
    fn a_circle_ends() {
        let tables = [table("a", &["b", "a"]), table("b", &["a"])];
        assert!(draw(&tables, "before").unwrap_or_default().contains("class=\"wire\""));
    }
}
