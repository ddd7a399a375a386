//! Why one step comes before another. One kind of dependency per file; each looks at all pairs it knows of.

mod archive_order;
mod columns;
mod fts_content;
mod keys;
mod mentions;
mod names;
mod references;
mod renames;

use std::collections::BTreeMap;

use super::context::Situation;
use super::unordered_step::{Draft, DraftEdge};

/// All edges of one kind between the drafts.
type Edges = fn(&Situation<'_>, &[Draft]) -> Vec<DraftEdge>;

/// All kinds. Where two give a reason for one edge, the earlier one is told.
const ALL: &[Edges] = &[
    renames::edges,
    mentions::edges,
    keys::edges,
    columns::edges,
    fts_content::edges,
    archive_order::edges,
    references::edges,
    names::edges,
];

/// The edges of all kinds: one per pair of steps, the strongest first.
pub(super) fn edges(situation: &Situation<'_>, drafts: &[Draft]) -> Vec<DraftEdge> {
    let mut strongest: BTreeMap<(usize, usize), DraftEdge> = BTreeMap::new();
    for edge in ALL
        .iter()
        .flat_map(|edges| edges(situation, drafts))
        .filter(|edge| edge.before != edge.after)
    {
        strongest
            .entry((edge.before, edge.after))
            .and_modify(|known| {
                if edge.strength < known.strength {
                    *known = edge.clone();
                }
            })
            .or_insert(edge);
    }
    strongest.into_values().collect()
}
