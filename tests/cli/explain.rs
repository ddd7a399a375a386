//! `explain`: what a hazard means.

use snapbox::str;

use crate::Sandbox;

#[test]
fn one_all_and_none() {
    let sandbox = Sandbox::empty();
    sandbox.run(&["explain", "drop-column"]).is(0, str![[r#"
drop-column: a column is dropped with its values

The desired table no longer has the column, so its values are deleted. D1 cannot bring them back except by taking the whole database back in time.

If the column has a new name, say so on its line: `-- reconcile: renamed-from OLD_NAME`. If it must go, pass `--allow drop-column`, or set `archive: true`: its values are then kept aside until `reconcile purge`. On a table without rows it is dropped without asking; a virtual generated column has no values to lose.

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
possible-rename            a drop next to an add looks like a rename
required-column            a new NOT NULL column has no value for the rows that are there
add-not-null               NOT NULL is added to a column that holds NULLs
add-unique                 a key becomes unique over rows that share it
add-check                  a new CHECK is false for rows that are there
add-foreign-key            a new foreign key has rows without a parent
failing-expression         an expression fails on values that are there
lossy-conversion           values become other values under the new definition
type-mismatch              values do not fit the type of a STRICT table
unconverted-text           text stays text in a column that becomes a number
lost-parent                a table goes while another one still references it
becomes-rowid              a column that becomes the rowid has values that are not integers
drop-search-contents       a virtual table is recreated and its contents cannot be carried over
rewrites-table             a table is copied row by row
oversized-row              a row becomes longer than D1 allows
volatile-backfill          a backfill gives other values on every database
backfill-leaves-null       a backfill gives NULL for some rows
rename                     code that uses the old name fails from now on
drop-index                 an index goes, and queries that used it scan the table
drop-code                  a view or trigger goes for good
breaks-old-code            the code that runs now fails on the new schema
breaks-new-code            the code in the sources fails on the old schema
large-rebuild              a table is so large that D1 may not finish, or not allow, its rewriting
column-order-changed       columns that stay come in another order
double-quoted-string       double quotes around something that is no column make it a text
mixed-affinity             a foreign key's column has another type or collation than the one it refers to
foreign-key-without-index  a foreign key has no index, so each delete in the parent reads the whole child
needless-autoincrement     AUTOINCREMENT costs a row written for each insert
confusable-name            a name that is easily taken for another one

finding of lint        what it means
rows-lost              rows are lost that no statement names
values-lost            values are lost or changed that no statement names
side-effect            a write changes more than it names
guarantee-lost         a constraint, an index or a trigger is gone that no statement drops
wrong-condition        a condition or a value is not what it seems to be
not-measured           what a file does to rows could not be tried
no-rows                a statement changes no row of the target
drop-blocked           a DROP TABLE fails as soon as rows refer to the table
shadow-table           a migration drops or changes what a virtual table is made of
dangling-reference     a foreign key refers to a table or key that is not there
broken-object          a view, trigger or search table does not work any more
orphaned-rows          rows that a migration writes refer to nothing
does-not-run           a statement fails on what the files before it made
no-effect              a statement, or its conflict clause, does not do what it says
ledger-table           a migration changes tables that belong to wrangler, reconcile or D1
unfiltered-write       an UPDATE or DELETE has no WHERE, or one that is always true
refused-pragma         D1 refuses this PRAGMA
sticky-pragma          a switch stays on after the migration
forgotten-violations   `PRAGMA defer_foreign_keys = off` forgets violations
attach-or-vacuum       D1 has one database and keeps its file itself
temporary-object       D1 refuses temporary tables, views and triggers
refused-alter          D1 refuses this form of ALTER TABLE
not-authorized         D1 refuses a function or module that the statement uses
statement-too-long     a statement is longer than D1 takes
long-pattern           a pattern of LIKE or GLOB is longer than D1 takes
needs-rows             a statement needs rows that no migration makes
add-column-fails       ADD COLUMN works on an empty table alone
transaction-statement  BEGIN, COMMIT, SAVEPOINT and their like are refused by D1
foreign-keys-pragma    `PRAGMA foreign_keys` has no effect on D1
splitter               D1 may cut a trigger in two
unterminated           the last statement has no final `;`
endless-comment        a comment never ends
duplicate-number       two files have one number
needless-index         an index begins as another one does
no-primary-key         a new table has no primary key
naming                 a new name does not follow the project's conventions
gap                    a number is missing
broken-seal            a migration was edited after it was proven
schema                 a schema file holds something that is legal and hardly meant
allow-without-reason   a comment allows a finding and gives no reason
unused-allow           a comment allows what is not there

`reconcile explain CODE` says why it matters and what to do

"#]],
        str![],
    );
    sandbox.run(&["explain", "drop-colum"]).is(
        1,
        str![],
        str![[r#"
error: there is no hazard or finding called drop-colum
help: is drop-column meant? `reconcile explain` lists all codes

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
