//! breaks-old-code: statements of the code that runs now fail from then on.

use super::{Gate, Hazard, HazardCode, HazardKind, Rule, Severity};
use crate::diff::{Change, Clause, TableChange};
use crate::plan::situation::Situation;
use crate::plan::{Step, StepId};
use crate::schema::{Column, Name, Object, ObjectKind, ObjectRef, Sql};

/// Something that old code uses goes, gets another name, or is asked for.
pub(super) struct BreaksOldCode;

const KIND: HazardKind = HazardKind {
    code: HazardCode("breaks-old-code"),
    severity: Severity::Warning,
    gate: Gate::Open,
    title: "the code that runs now fails on the new schema",
    explanation: "Between the migration and the deploy of the new code, the old one is still running: it reads what is dropped or renamed, \
or inserts rows without the value that is now required, and those statements fail.\n\n\
`reconcile compat` names the statements by file and line. `reconcile plan --expand-contract` writes the same change in stages that old and new \
code can both live with. Changes that only add break nothing, but the new code needs them: apply those before you deploy. A team that wants no such \
moment sets `breaks-old-code: deny` in policy.",
};

impl Rule for BreaksOldCode {
    fn kind(&self) -> &'static HazardKind {
        &KIND
    }

    fn find(&self, situation: &Situation<'_>, _: &[Step]) -> Vec<(Option<StepId>, Hazard)> {
        let mut broken: Vec<(ObjectRef, String)> = Vec::new();
        for change in &situation.diff.changes {
            let table = |name: &Name| ObjectRef::new(ObjectKind::Table, name.clone());
            match change {
                Change::RenameTable { from, to } => broken.push((table(to), format!("{from} gets another name"))),
                Change::RenameColumn { table: on, from, .. } => {
                    broken.push((table(on), format!("{on}.{from} gets another name")));
                }
                Change::Drop(object @ (Object::Table(_) | Object::View(_) | Object::VirtualTable(_)))
                    if !object.reference().name.is_trash() && !is_replaced(situation, &object.reference().name) =>
                {
                    broken.push((object.reference(), format!("{} goes", object.reference().name)));
                }
                Change::AlterTable(it) => {
                    broken.extend(in_table(it).into_iter().map(|why| (table(&it.tables.to.name), why)));
                }
                _ => {}
            }
        }
        let Some((object, _)) = broken.first() else {
            return Vec::new();
        };
        let whys: Vec<&str> = broken.iter().map(|(_, why)| why.as_str()).collect();
        let message = format!("code that runs now fails until the new one is out: {}", whys.join(", "));
        let remedy = "reconcile compat names the statements; reconcile plan --expand-contract makes stages of it";
        vec![(None, KIND.note(object.clone(), message, remedy))]
    }
}

fn in_table(change: &TableChange) -> Vec<String> {
    let to = &change.tables.to;
    let breaks = |clause: &Clause| match clause {
        Clause::DropColumn(column) => Some(format!("{}.{} goes", to.name, column.name)),
        Clause::AddColumn { column, .. } if is_required(column) => {
            Some(format!("{}.{} is required", to.name, column.name))
        }
        // NOT NULL comes, or the DEFAULT goes that gave a value to rows without one.
        Clause::ChangeColumn { columns, .. } if is_required(&columns.to) && !is_required(&columns.from) => {
            Some(format!("{}.{} is required", to.name, columns.to.name))
        }
        // SQLite refuses to write a computed column.
        Clause::ChangeColumn { columns, .. } if columns.to.generated.is_some() && columns.from.generated.is_none() => {
            Some(format!("{}.{} is computed", to.name, columns.to.name))
        }
        _ => None,
    };
    change.clauses.iter().filter_map(breaks).collect()
}

/// True if an INSERT must give the column.
fn is_required(column: &Column) -> bool {
    column.not_null.is_some() && column.default.as_ref().is_none_or(Sql::is_null) && column.generated.is_none()
}

/// True if what replaces an object can be read under its name.
fn is_replaced(situation: &Situation<'_>, name: &Name) -> bool {
    let wanted = situation.wanted;
    wanted.tables.contains_key(name) || wanted.views.contains_key(name) || wanted.virtual_tables.contains_key(name)
}
