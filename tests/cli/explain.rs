//! `explain`: what a hazard means.

use snapbox::str;

use crate::Sandbox;

#[test]
fn one_all_and_none() {
    let sandbox = Sandbox::empty();
    sandbox.run(&["explain", "drop-column"]).is(0, str![[r#"
drop-column: a column is dropped with its values

The desired table no longer has the column, so its values are deleted. D1 can restore them only by taking the whole database back in time.

If the column was renamed, write `-- reconcile: renamed-from OLD_NAME` on its line. To drop it, pass `--allow drop-column`, or set `archive: true`: its values are then archived until `reconcile purge`. On an empty table it is dropped without asking; a virtual generated column has no values to lose.

danger: Refused until it is allowed: `--allow drop-column`, `-- reconcile: allow drop-column because REASON` in the schema, or `drop-column: allow` in policy.

with an example: docs/hazards/drop-column.md

"#]], str![]);
    sandbox.run(&["explain"]).is(
        0,
        str![[r#"
hazard                     what it means
drop-all                   every table of the database is dropped
drop-table                 a table is dropped with all its rows
drop-column                a column is dropped with its values
delete-rows                rows of a reference table are deleted that its file does not declare
possible-rename            a drop and an add look like a rename
required-column            a new NOT NULL column has no value for existing rows
add-not-null               NOT NULL is added to a column that has NULLs
add-unique                 existing rows share a value of a new UNIQUE key
add-check                  existing rows violate a new CHECK
add-foreign-key            existing rows violate a new foreign key
failing-expression         an expression fails on existing values
lossy-conversion           values change under the new definition
type-mismatch              values do not fit the type of a STRICT table
unconverted-text           text stays text in a column that becomes numeric
drop-referenced-table      a table is dropped while another still references it
delete-referenced-rows     a row of a reference table is to be deleted while other rows refer to it
not-an-integer-key         a column becomes the rowid but has values that are not integers
drop-search-contents       a virtual table is recreated without its contents
rewrites-table             a table is copied row by row
oversized-row              a row becomes longer than D1 allows
volatile-backfill          a backfill gives different values on each database
backfill-leaves-null       a backfill gives NULL for some rows
rename                     code that uses the old name fails
drop-index                 an index is dropped, so queries that used it scan the table
drop-view                  a view or trigger is dropped
breaks-app                 the deployed code fails on the new schema
app-needs-migration        the application's sources fail on the old schema
large-rebuild              a table may be too large for D1 to rewrite in one call
column-order-changed       existing columns change their order
double-quoted-string       a double-quoted name that matches no column is read as a text
mixed-affinity             a foreign key column and its parent column differ in type or collation
foreign-key-without-index  a foreign key has no index, so each delete in the parent reads the whole child
needless-autoincrement     AUTOINCREMENT costs one more row written per INSERT
confusable-name            a name is easily mistaken for another

finding of lint        what it means
rows-lost              rows are lost without a DELETE or DROP that names them
values-lost            values are lost or changed without a statement that names them
side-effect            a write changes more than its own table and columns
guarantee-lost         a constraint, index or trigger is lost without a DROP
wrong-condition        a condition or a value is probably wrong
not-measured           the effect of a file on rows could not be tested
no-rows                a statement changes no row of the target
drop-blocked           a DROP TABLE fails once rows reference the table
shadow-table           a migration drops or changes the internal tables of a virtual table
dangling-reference     a foreign key references a missing table or key
broken-object          a view, trigger or search table no longer works
orphaned-rows          rows that a migration writes have no parent
does-not-run           a statement fails after the files before it
no-effect              a statement or its conflict clause has no effect
ledger-table           a migration changes tables that belong to wrangler, reconcile or D1
unfiltered-write       an UPDATE or DELETE has no WHERE, or one that is always true
refused-pragma         D1 refuses this PRAGMA
sticky-pragma          a PRAGMA stays on after the migration
forgotten-violations   `PRAGMA defer_foreign_keys = off` forgets violations
attach-or-vacuum       D1 refuses ATTACH, DETACH and VACUUM
temporary-object       D1 refuses temporary tables, views and triggers
refused-alter          D1 refuses this form of ALTER TABLE
not-authorized         D1 refuses a function or module that the statement uses
statement-too-long     a statement is longer than D1 allows
long-pattern           a pattern of LIKE or GLOB is longer than D1 allows
needs-rows             a statement needs rows that no migration inserts
add-column-fails       ADD COLUMN works only on an empty table
transaction-statement  D1 refuses BEGIN, COMMIT, SAVEPOINT and the like
foreign-keys-pragma    `PRAGMA foreign_keys` has no effect on D1
split-trigger          D1 may cut a trigger in two
unterminated           the last statement has no final `;`
endless-comment        a comment is not closed
duplicate-number       two files have the same number
needless-index         an index has the same first columns as another
no-primary-key         a new table has no primary key
naming                 a new name does not follow the project's conventions
file-name              a migration's file name does not follow the project's convention
mixed-purpose          a file written by hand has more than one purpose
secret-value           a migration holds a password, a key or a token
personal-data          a migration writes e-mail addresses, card or account numbers
missing-number         a number is missing
broken-seal            a migration was edited after it was proven
schema                 a schema file has something that is valid but probably a mistake
allow-without-reason   a comment allows a finding without a reason
unused-allow           a comment allows a finding that does not exist

run `reconcile explain CODE` to learn why it matters and what to do

"#]],
        str![],
    );
    sandbox.run(&["explain", "drop-colum"]).is(
        1,
        str![],
        str![[r#"
error: unknown hazard or finding drop-colum
help: did you mean drop-column? `reconcile explain` lists all codes

"#]],
    );
}

#[test]
fn each_has_a_way_out() {
    let sandbox = Sandbox::empty();
    let json = sandbox.run(&["explain", "--format", "json"]).json();
    let hazards = json["hazards"].as_array().unwrap().clone();
    assert!(hazards.len() > 10);
    for hazard in hazards {
        let text = hazard["explanation"].as_str().unwrap();
        assert!(text.contains("\n\n") && text.len() > 100, "{text}");
    }
}
