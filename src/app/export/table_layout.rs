//! Where the boxes of a picture of tables go: a table is right of those that it refers to.

use std::collections::BTreeMap;

use super::markup::shortened;
use super::table_box::{ColumnLine, TableBox};

/// The height of a line.
pub(super) const LINE: usize = 18;
/// The height of a box above its first line.
pub(super) const HEAD: usize = 26;
/// The longest text of a line in characters.
pub(super) const TEXT: usize = 34;
const GAP: usize = 24;
const BETWEEN: usize = 92;
/// Tables that others refer to, those that refer to them, and so on; in the last there are those without any wire.
const LAYERS: usize = 6;
/// Pictures are not made lower than this.
const LOWEST: usize = 820;

/// A box with its place.
pub(super) struct Placed<'a> {
    pub(super) table: &'a TableBox,
    pub(super) lines: Vec<&'a ColumnLine>,
    pub(super) hidden: usize,
    pub(super) x: usize,
    pub(super) y: usize,
    pub(super) width: usize,
    pub(super) height: usize,
}

impl Placed<'_> {
    pub(super) fn right(&self) -> usize {
        self.x + self.width
    }

    /// Where the lines of the columns begin.
    pub(super) fn top(&self) -> usize {
        self.y + HEAD + if self.table.note.is_some() { LINE } else { 0 }
    }

    /// The middle of the line of a column; that of the head where it is not shown.
    pub(super) fn middle(&self, column: Option<&String>) -> usize {
        let line = column.and_then(|column| self.lines.iter().position(|it| it.name.eq_ignore_ascii_case(column)));
        line.map_or(self.y + 14, |at| self.top() + at * LINE + LINE / 2)
    }
}

/// The boxes; of each at most so many columns, beside those that change and those that refer to others.
pub(super) fn placed(tables: &[TableBox], columns: usize) -> Vec<Placed<'_>> {
    let at: BTreeMap<String, usize> = tables
        .iter()
        .enumerate()
        .map(|(at, it)| (it.name.to_lowercase(), at))
        .collect();
    let parents: Vec<Vec<usize>> = tables
        .iter()
        .enumerate()
        .map(|(own, table)| {
            let all = table
                .wires
                .iter()
                .filter_map(|it| at.get(&it.to.to_lowercase()).copied());
            all.filter(|it| *it != own).collect()
        })
        .collect();
    let layers = layers(&parents);
    let mut boxes: Vec<Placed<'_>> = tables.iter().map(|it| sized(it, columns)).collect();
    let area: usize = boxes.iter().map(|it| (it.width + BETWEEN) * (it.height + GAP)).sum();
    // About three wide for two high.
    let lowest = (area * 2 / 3).isqrt().max(LOWEST);
    let mut x = 2;
    for layer in 0..=LAYERS {
        let members = layers.iter().enumerate().filter(|(_, it)| **it == layer);
        let mut members: Vec<usize> = members.map(|(at, _)| at).collect();
        if layer < LAYERS {
            members.sort_by_key(|it| mean_height(&boxes, parents.get(*it)));
        }
        let (mut y, mut widest) = (10, 0);
        for it in members {
            let Some(it) = boxes.get_mut(it) else { continue };
            if y > 10 && y + it.height > lowest {
                x += widest + BETWEEN;
                (y, widest) = (10, 0);
            }
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

/// The layer of each table.
fn layers(parents: &[Vec<usize>]) -> Vec<usize> {
    let mut layers = vec![0_usize; parents.len()];
    // Longest paths; tables that refer to each other in a circle stop at the last layer.
    for _ in 0..parents.len().min(LAYERS) {
        for (own, parents) in parents.iter().enumerate() {
            let deepest = parents.iter().filter_map(|it| layers.get(*it)).max();
            let deepest = deepest.map_or(0, |it| it + 1).min(LAYERS - 1);
            if let Some(layer) = layers.get_mut(own) {
                *layer = deepest;
            }
        }
    }
    for (own, layer) in layers.iter_mut().enumerate() {
        let refers = parents.get(own).is_some_and(|it| !it.is_empty());
        if !refers && !parents.iter().any(|it| it.contains(&own)) {
            *layer = LAYERS;
        }
    }
    layers
}

/// Boxes that refer to what is high are high: fewer wires cross.
fn mean_height(boxes: &[Placed<'_>], parents: Option<&Vec<usize>>) -> usize {
    let parents = parents.map(Vec::as_slice).unwrap_or_default();
    let heights = parents.iter().filter_map(|it| boxes.get(*it)).map(|it| it.y);
    heights.sum::<usize>() / parents.len().max(1)
}

fn sized(table: &TableBox, columns: usize) -> Placed<'_> {
    let rest = table.columns.len().saturating_sub(columns);
    let shown = |(at, it): &(usize, &ColumnLine)| rest <= 1 || *at < columns || it.mark.is_some() || it.is_foreign;
    let lines: Vec<&ColumnLine> = table.columns.iter().enumerate().filter(shown).map(|it| it.1).collect();
    let hidden = table.columns.len() - lines.len();
    let texts = lines.iter().map(|it| {
        let (name, kind, keys) = it.texts();
        name.chars().count() + kind.chars().count() + keys.chars().count() + 2
    });
    let note = table.note.as_ref().map(|it| it.chars().count());
    let head = shortened(&table.name, TEXT).chars().count();
    let longest = texts.chain(note).chain([head]).max().unwrap_or(0);
    let note = usize::from(note.is_some());
    Placed {
        table,
        height: HEAD + (lines.len() + note + usize::from(hidden > 0)) * LINE + 6,
        width: (20 + longest * 15 / 2).max(110),
        lines,
        hidden,
        x: 0,
        y: 0,
    }
}

impl ColumnLine {
    /// Its name, its type and its keys, as they are drawn one behind the other.
    pub(super) fn texts(&self) -> (String, String, &'static str) {
        let keys = match (self.is_key, self.is_foreign) {
            (true, true) => " PK FK",
            (true, false) => " PK",
            (false, true) => " FK",
            (false, false) => "",
        };
        let room = TEXT - keys.len();
        let name = shortened(&self.name, room);
        let kind = format!(" {}", self.kind.to_lowercase());
        let kind = match room.saturating_sub(name.chars().count()) {
            // A space and a sign for what was left out say nothing.
            0..=2 => String::new(),
            _ if kind.trim().is_empty() => String::new(),
            room => shortened(&kind, room),
        };
        (name, kind, keys)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_table_is_right_of_what_it_refers_to() {
        let tables = [
            TableBox::named("c", &["b"]),
            TableBox::named("b", &["A"]),
            TableBox::named("a", &[]),
            TableBox::named("z", &[]),
        ];
        let boxes = placed(&tables, 9);
        let (connected, others) = boxes.split_at(3);
        assert!(connected.is_sorted_by(|one, next| one.x > next.x));
        assert!(
            others
                .iter()
                .all(|it| it.x > connected.iter().map(|it| it.x).max().unwrap_or(0))
        );
    }

    #[test]
    fn many_tables_make_several_columns() {
        let tables: Vec<TableBox> = (0..60).map(|at| TableBox::named(&format!("t{at}"), &[])).collect();
        let boxes = placed(&tables, 9);
        let lowest = boxes.iter().map(|it| it.y + it.height).max();
        assert!(lowest <= Some(LOWEST) && boxes.iter().any(|it| it.x > 2));
    }

    #[test]
    fn long_texts_are_cut_and_keys_are_not() {
        let line = ColumnLine {
            name: "n".repeat(40),
            kind: "INTEGER NOT NULL".to_owned(),
            is_key: true,
            is_foreign: true,
            mark: None,
        };
        let (name, kind, keys) = line.texts();
        assert_eq!((name.chars().count(), kind.as_str(), keys), (TEXT - 6, "", " PK FK"));
    }
}
