//! Views and triggers go before what they mention is touched, and come back after it has its final shape.

use std::collections::BTreeSet;

use crate::plan::Operation;
use crate::plan::blockers::dependents;
use crate::plan::context::Situation;
use crate::plan::unordered_step::{Draft, DraftEdge, Strength};
use crate::schema::{Name, Object, ObjectRef, Sql};

/// A view or trigger mentions a table, view or virtual table.
pub(super) fn edges(situation: &Situation<'_>, drafts: &[Draft]) -> Vec<DraftEdge> {
    let mut edges = Vec::new();
    let code: Vec<(usize, bool, ObjectRef, &Sql)> = drafts
        .iter()
        .enumerate()
        .filter_map(|(at, draft)| match &draft.operation {
            Operation::Drop(object, _) => Some((at, true, object.reference(), sql(object)?)),
            Operation::Create(object) => Some((at, false, object.reference(), sql(object)?)),
            _ => None,
        })
        .collect();
    if code.is_empty() {
        return edges;
    }
    for (at, draft) in drafts.iter().enumerate() {
        let shaped = shaped_names(&draft.operation, &draft.reshapes());
        if shaped.is_empty() {
            continue;
        }
        let live: BTreeSet<Name> = shaped
            .iter()
            .flat_map(|name| [name.clone(), situation.live_name(name)])
            .collect();
        let depend = dependents(situation.live, &live, None);
        let compiles_all = matches!(
            draft.operation,
            Operation::RenameTable { .. }
                | Operation::RenameColumn { .. }
                | Operation::DropColumn { .. }
                | Operation::Rebuild(_)
        );
        for (other, is_drop, object, text) in &code {
            if *is_drop && depend.contains(object) {
                edges.push(DraftEdge::required(*other, at, format!("{object} mentions it")));
            } else if *is_drop && compiles_all && situation.facts.broken.contains_key(object) {
                edges.push(DraftEdge::required(
                    *other,
                    at,
                    format!("{object} does not compile and would block it"),
                ));
            } else if !is_drop && let Some(name) = shaped.iter().find(|name| text.mentions(name)) {
                edges.push(DraftEdge::required(at, *other, format!("{object} mentions {name}")));
            }
        }
    }
    edges.extend(between_code(&code));
    edges
}

/// Views on views, and triggers on views: the outer one goes first and comes back last.
fn between_code(code: &[(usize, bool, ObjectRef, &Sql)]) -> Vec<DraftEdge> {
    let mut edges = Vec::new();
    for (inner, inner_drop, object, _) in code
        .iter()
        .filter(|(_, _, object, _)| object.kind == crate::schema::ObjectKind::View)
    {
        for (outer, outer_drop, other, text) in code {
            if inner == outer || inner_drop != outer_drop || object == other || !text.mentions(&object.name) {
                continue;
            }
            let (before, after) = if *inner_drop {
                (*outer, *inner)
            } else {
                (*inner, *outer)
            };
            // Two views that only seem to mention one another would be a cycle, hence no requirement among views;
            // a trigger on a view needs it to be there.
            let strength = if other.kind == crate::schema::ObjectKind::Trigger {
                Strength::Required
            } else {
                Strength::Preferred
            };
            edges.push(DraftEdge::new(
                before,
                after,
                strength,
                format!("{other} mentions {object}"),
            ));
        }
    }
    edges
}

/// Names whose shape a step settles: what it changes, and tables that it creates.
fn shaped_names(operation: &Operation, reshaped: &BTreeSet<Name>) -> BTreeSet<Name> {
    match operation {
        Operation::Create(object @ (Object::Table(_) | Object::VirtualTable(_))) => {
            BTreeSet::from([object.reference().name])
        }
        _ => reshaped.clone(),
    }
}

fn sql(object: &Object) -> Option<&Sql> {
    match object {
        Object::View(view) => Some(&view.sql),
        Object::Trigger(trigger) => Some(&trigger.sql),
        _ => None,
    }
}
