//! The steps of a plan in the order in which they run, with an arc from each to those that wait for it.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

use crate::export::{escaped, shortened};
use crate::report::{StepNode, Tone};

/// More steps than these are no picture.
const MOST: usize = 80;
/// Pixels from one step to the next.
const ROW: usize = 40;
const HEIGHT: usize = 28;
/// Pixels between the arcs of different lengths.
const LANE: usize = 11;
/// The longest title in characters.
const TITLE: usize = 56;

/// The picture, or nothing where there would be nothing to see.
pub(super) fn draw(steps: &[StepNode]) -> Option<String> {
    if !(2..=MOST).contains(&steps.len()) {
        return None;
    }
    let rows: BTreeMap<usize, usize> = steps.iter().enumerate().map(|(row, step)| (step.id, row)).collect();
    let arcs = arcs(steps, &rows);
    let lanes = lanes(&arcs);
    let count = lanes.iter().copied().max().map_or(0, |it| it + 1);
    let left = 14 + count * LANE;
    let longest = steps.iter().map(|it| label(it).chars().count()).max().unwrap_or(0);
    let box_width = 24 + longest * 15 / 2;
    let (width, height) = (left + box_width + 2, steps.len() * ROW);
    let mut svg = format!(
        "<svg width=\"{width}\" height=\"{height}\" viewBox=\"0 0 {width} {height}\" role=\"img\" aria-label=\"The steps in order\">\n"
    );
    for ((from, to), lane) in arcs.iter().zip(&lanes) {
        let (start, end) = (from * ROW + ROW / 2 + 4, to * ROW + ROW / 2 - 4);
        let (x, bend) = (left, left - 8 - (lane + 1) * LANE + LANE / 2);
        let _ = writeln!(
            svg,
            "<path class=\"wire\" d=\"M{x} {start} H{} Q{bend} {start} {bend} {} V{} Q{bend} {end} {} {end} H{}\"/>\
             <path class=\"tip\" d=\"M{x} {end} l-7 -3.5 v7 z\"/>",
            bend + 6,
            start + 6,
            end - 6,
            bend + 6,
            x - 5,
        );
    }
    for (row, step) in steps.iter().enumerate() {
        let (y, class) = (row * ROW + (ROW - HEIGHT) / 2, class(step.tone));
        let _ = writeln!(
            svg,
            "<g><title>{}</title><rect class=\"box{class}\" x=\"{left}\" y=\"{y}\" width=\"{box_width}\" height=\"{HEIGHT}\" rx=\"5\"/>\
             <text x=\"{}\" y=\"{}\">{}</text></g>",
            escaped(&reasons(step)),
            left + 10,
            y + 18,
            escaped(&label(step)),
        );
    }
    svg.push_str("</svg>");
    Some(svg)
}

fn label(step: &StepNode) -> String {
    format!("{} {}", step.id, shortened(&step.title, TITLE))
}

fn class(tone: Tone) -> &'static str {
    match tone {
        Tone::Bad => " bad",
        Tone::Warning => " warning",
        _ => "",
    }
}

fn reasons(step: &StepNode) -> String {
    let after = step
        .after
        .iter()
        .map(|(id, because)| format!("\nafter step {id}: {because}"));
    std::iter::once(step.title.clone()).chain(after).collect()
}

/// Pairs of rows, without those that a longer way says already.
fn arcs(steps: &[StepNode], rows: &BTreeMap<usize, usize>) -> Vec<(usize, usize)> {
    let before = |row: usize| {
        let after = steps.get(row).map(|it| it.after.as_slice()).unwrap_or_default();
        after
            .iter()
            .filter_map(|(id, _)| rows.get(id).copied())
            .filter(move |it| *it < row)
    };
    // Everything that a row waits for, however far.
    let mut all: Vec<BTreeSet<usize>> = Vec::new();
    let mut arcs = Vec::new();
    for row in 0..steps.len() {
        let direct: BTreeSet<usize> = before(row).collect();
        let far: BTreeSet<usize> = direct.iter().filter_map(|it| all.get(*it)).flatten().copied().collect();
        arcs.extend(direct.iter().filter(|it| !far.contains(it)).map(|from| (*from, row)));
        all.push(direct.union(&far).copied().collect());
    }
    arcs.sort_by_key(|(from, to)| (to - from, *from));
    arcs
}

/// A lane for each arc, so that arcs of one lane share no row.
fn lanes(arcs: &[(usize, usize)]) -> Vec<usize> {
    let mut taken: Vec<Vec<(usize, usize)>> = Vec::new();
    let mut lanes = Vec::new();
    for arc in arcs {
        let is_free = |lane: &Vec<(usize, usize)>| lane.iter().all(|it| it.1 <= arc.0 || arc.1 <= it.0);
        let at = taken.iter().position(is_free).unwrap_or(taken.len());
        match taken.get_mut(at) {
            Some(lane) => lane.push(*arc),
            None => taken.push(vec![*arc]),
        }
        lanes.push(at);
    }
    lanes
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_way_that_another_says_is_no_arc() {
        let step = |id, after: &[usize]| StepNode {
            id,
            title: "<b>".to_owned(),
            tone: Tone::Plain,
            after: after.iter().map(|it| (*it, String::new())).collect(),
        };
        let steps = [step(1, &[]), step(2, &[1]), step(3, &[1, 2])];
        let rows = BTreeMap::from([(1, 0), (2, 1), (3, 2)]);
        assert_eq!(arcs(&steps, &rows), [(0, 1), (1, 2)]);
        assert_eq!(lanes(&[(0, 1), (1, 2), (0, 2)]), [0, 0, 1]);
        let svg = draw(&steps).unwrap_or_default();
        assert!(svg.contains("1 &lt;b&gt;") && !svg.contains("<b>"), "{svg}");
    }
}
