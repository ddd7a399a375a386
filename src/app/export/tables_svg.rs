//! Tables as boxes with their columns, and their foreign keys as wires; what changes is marked.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use super::cardinality::End;
use super::markup::{escaped, shortened};
use super::table_box::{ColumnLine, TableBox, Wire};
use super::table_layout::{LINE, Placed, TEXT, placed};
use crate::diff::Mark;

/// Colours of light and of dark screens.
pub(crate) const PALETTE: &str = include_str!("palette.css");
/// What the parts of a picture look like, in the colours of [`PALETTE`].
pub(crate) const PICTURE: &str = include_str!("picture.css");

/// A picture, without what is around it.
#[derive(Debug)]
pub(crate) struct Drawing {
    width: usize,
    height: usize,
    body: String,
}

impl Drawing {
    /// As a part of a page, which has the styles.
    pub(crate) fn in_page(&self, label: &str) -> String {
        let head = self.head(label);
        format!("<svg {head}>\n{}</svg>", self.body)
    }

    /// As a file of its own, which asks for nothing.
    pub(super) fn as_file(&self, label: &str) -> String {
        let head = self.head(label);
        format!(
            "<svg xmlns=\"http://www.w3.org/2000/svg\" {head}>\n<title>{}</title>\n<style>\n{PALETTE}{PICTURE}</style>\n\
             <rect class=\"ground\" width=\"100%\" height=\"100%\"/>\n{}</svg>\n",
            escaped(label),
            self.body
        )
    }

    /// A picture that says why there is nothing to see.
    pub(super) fn of_text(text: &str) -> Self {
        Self {
            width: 20 + text.chars().count() * 8,
            height: 40,
            body: format!("<text x=\"10\" y=\"25\">{}</text>\n", escaped(text)),
        }
    }

    fn head(&self, label: &str) -> String {
        let (width, height) = (self.width, self.height);
        format!(
            "width=\"{width}\" height=\"{height}\" viewBox=\"0 0 {width} {height}\" role=\"img\" aria-label=\"{}\"",
            escaped(label)
        )
    }
}

/// The picture, or nothing without a table; of each table at most so many columns, beside those that change.
pub(crate) fn draw(tables: &[TableBox], columns: usize) -> Option<Drawing> {
    if tables.is_empty() {
        return None;
    }
    let boxes = placed(tables, columns);
    let mut body = String::new();
    let by_name: BTreeMap<String, &Placed<'_>> = boxes.iter().map(|it| (it.table.name.to_lowercase(), it)).collect();
    for child in &boxes {
        for it in &child.table.wires {
            if let Some(parent) = by_name.get(&it.to.to_lowercase()) {
                wire(&mut body, child, parent, it);
            }
        }
    }
    boxes.iter().for_each(|it| draw_box(&mut body, it));
    Some(Drawing {
        // Behind the last box there is room for a wire to itself.
        width: boxes.iter().map(Placed::right).max().unwrap_or(0) + 48,
        height: boxes.iter().map(|it| it.y + it.height).max().unwrap_or(0) + 10,
        body,
    })
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
    let outside = if it.table.is_outside { " outside" } else { "" };
    let _ = writeln!(
        svg,
        "<g><title>{}</title><rect class=\"box{mark}{outside}\" x=\"{x}\" y=\"{y}\" width=\"{}\" height=\"{}\" rx=\"5\"/>\
         <text class=\"head{mark}\" x=\"{}\" y=\"{}\">{}</text>",
        escaped(&it.table.name),
        it.width,
        it.height,
        x + 9,
        y + 18,
        escaped(&shortened(&it.table.name, TEXT)),
    );
    let mut base = it.top() + 13;
    if let Some(note) = &it.table.note {
        let _ = writeln!(
            svg,
            "<text class=\"dim\" x=\"{}\" y=\"{}\">{}</text>",
            x + 9,
            base - LINE,
            escaped(note)
        );
    }
    for line in &it.lines {
        draw_line(svg, line, x, base);
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

fn draw_line(svg: &mut String, line: &ColumnLine, x: usize, base: usize) {
    let (class, sign) = class(line.mark);
    let (name, kind, keys) = line.texts();
    let piece = |class: &str, text: &str| match text {
        "" => String::new(),
        _ => format!("<tspan class=\"{class}\">{}</tspan>", escaped(text)),
    };
    // What changes has one colour.
    let (attribute, kind) = match class.trim() {
        "" => (String::new(), piece("dim", &kind)),
        class => (format!(" class=\"{class}\""), escaped(&kind)),
    };
    if !class.is_empty() {
        let _ = write!(svg, "<text{attribute} x=\"{}\" y=\"{base}\">{sign}</text>", x + 6);
    }
    let _ = writeln!(
        svg,
        "<text{attribute} x=\"{}\" y=\"{base}\">{}{kind}{}</text>",
        x + 18,
        escaped(&name),
        piece("key", keys),
    );
}

/// From a column to the table that it refers to, with the number of rows at both ends.
fn wire(svg: &mut String, child: &Placed<'_>, parent: &Placed<'_>, wire: &Wire) {
    let ends = wire.cardinality;
    let start = child.middle(wire.columns.first());
    // Wires that say the same at their end may end together.
    let end = parent.y + if ends.parent == End::One { 9 } else { 21 };
    let right = parent.right();
    let said = format!(
        "{}.{} references {}",
        child.table.name,
        wire.columns.join(", "),
        wire.to
    );
    let _ = write!(svg, "<g><title>{}</title>", escaped(&said));
    let (from, anchor) = match child.x > right {
        true => {
            let middle = right + (child.x - right) / 2;
            let _ = write!(
                svg,
                "<path class=\"wire\" d=\"M{} {start} C{middle} {start} {middle} {end} {} {end}\"/>",
                child.x,
                right + 6
            );
            (child.x - 5, "end")
        }
        // To itself, or to one below or above.
        false => {
            let (from, out) = (child.right(), child.right().max(right) + 40);
            let _ = write!(
                svg,
                "<path class=\"wire\" d=\"M{from} {start} C{out} {start} {out} {end} {} {end}\"/>",
                right + 6
            );
            (from + 5, "start")
        }
    };
    let _ = writeln!(
        svg,
        "<path class=\"tip\" d=\"M{right} {end} l7 -3.5 v7 z\"/>\
         <text class=\"count\" x=\"{from}\" y=\"{}\" text-anchor=\"{anchor}\">{}</text>\
         <text class=\"count\" x=\"{}\" y=\"{}\">{}</text></g>",
        start - 3,
        ends.child.text(),
        right + 10,
        end - 2,
        ends.parent.text(),
    );
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_circle_ends_and_each_wire_says_how_many() {
        let tables = [TableBox::named("a", &["b", "a"]), TableBox::named("b", &["a"])];
        let svg = draw(&tables, 9).map(|it| it.as_file("schema")).unwrap_or_default();
        assert_eq!(svg.matches("class=\"wire\"").count(), 3);
        assert_eq!(
            (svg.matches(">n</text>").count(), svg.matches(">1</text>").count()),
            (3, 3)
        );
        assert!(svg.contains("<title>a.of references b</title>"), "{svg}");
    }

    #[test]
    fn what_is_referred_to_and_not_there_has_no_wire() {
        let svg = draw(&[TableBox::named("a", &["b"])], 9)
            .map(|it| it.in_page("x"))
            .unwrap_or_default();
        assert!(!svg.contains("wire") && svg.contains("<rect class=\"box\""), "{svg}");
        assert!(draw(&[], 9).is_none());
    }
}
