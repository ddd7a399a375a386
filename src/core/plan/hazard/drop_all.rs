//! drop-all: nothing of what is there stays.

use super::{Code, Found, Gate, HazardKind, table};
use crate::plan::Step;
use crate::plan::context::Situation;
use crate::schema::Name;

pub(super) static KIND: HazardKind = HazardKind {
    code: Code::DropAll,
    gate: Gate::NeedsAllow,
    title: "every table of the database is dropped",
    explanation: "No table of the database is in the desired schema. That is rarely intended: usually the project is \
new and its schema still empty, `--schema` names the wrong folder, or the target is the wrong database. Empty tables \
count too: a plan made on an empty copy runs later where the rows are.\n\n\
Put the existing tables into the schema first: in a new project with `reconcile init --from TARGET`, in one that has \
a config with `reconcile inspect TARGET > schema/schema.sql`. To drop everything, pass `--allow drop-all`. `reconcile \
revert` of the migration that created the tables does not need it.",
    find,
};

fn find(situation: &Situation<'_>, _: &[Step]) -> Vec<Found> {
    let tables: Vec<&Name> = situation.now.tables.keys().filter(|it| !it.is_trash()).collect();
    let Some(first) = tables.first() else {
        return Vec::new();
    };
    let stays = tables.iter().any(|it| situation.wanted.tables.contains_key(it));
    // What is kept aside comes back with a revert.
    let is_kept = |table: &&Name| situation.options.copies.iter().any(|copy| copy.from == **table);
    if stays || tables.iter().all(is_kept) || situation.options.purge || situation.options.undo {
        return Vec::new();
    }
    let message = match tables.len() {
        1 => format!("table {first}, the only one of the database, is dropped"),
        count => format!("all {count} tables of the database are dropped"),
    };
    let remedy = format!(
        "check --schema and the target; to keep the tables, put them into the schema: `reconcile inspect TARGET` prints them; to drop them, pass --allow {}",
        KIND.code
    );
    vec![(None, KIND.note(table(first), message, &remedy))]
}
