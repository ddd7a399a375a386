//! The cases: what runs on what, what SQLite itself needs for it, what is wanted, and why it is not met where it is not.

/// What the tables of a project have beside them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Shape {
    /// Tables of 8 columns with an index each, all but the first referencing another one with ON DELETE CASCADE.
    Tables,
    /// The same, and one search table.
    OneSearchTable,
    /// Beside each table a view of two tables and a trigger; beside each tenth a search table with its three triggers.
    Code,
}

/// Who wrote the migrations of a project.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Written {
    ByHand,
    /// Planned, proven and sealed, except for those that only change rows.
    Sealed,
}

/// What is made before anything is measured. The sizes are numbers of tables, migrations, rows and databases.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Project {
    Schema(Shape),
    Migrations(Written),
    /// A table of so many rows, and a migration that rebuilds it.
    Rows,
    /// Files of two tables, and a migration that rebuilds the parent of the two.
    Fleet,
}

impl Project {
    /// What its size counts, and from which size on growth is fitted: below it, the start of the process is most of the time.
    pub fn counts(self) -> (&'static str, usize) {
        match self {
            Self::Schema(_) => ("tables", 100),
            Self::Migrations(_) => ("migrations", 100),
            Self::Rows => ("rows", 10_000),
            Self::Fleet => ("databases", 1),
        }
    }
}

/// What is wanted of a median.
#[derive(Debug, Clone, Copy)]
pub enum Limit {
    /// Of CPU time, beside the floor.
    TimesFloor(f64),
    /// Of CPU time.
    Seconds(f64),
    Elapsed(f64),
    Mib(f64),
}

/// One case.
pub struct Case {
    /// The series of its figures; those of peers are `SERIES/PEER`.
    pub series: &'static str,
    pub name: &'static str,
    pub project: Project,
    /// What a person types.
    pub command: &'static str,
    /// What else is said to it.
    pub flags: &'static str,
    pub exits: &'static [i32],
    pub floor: Option<Floor>,
    pub sizes: &'static [usize],
    /// The sizes of the page's table, with what is wanted there.
    pub wanted: &'static [(usize, &'static [Limit])],
    /// Why, and where a profile sees the time, if a limit or the growth is not met.
    pub reason: &'static str,
}

/// What SQLite itself needs for what a command cannot do without.
pub struct Floor {
    pub series: &'static str,
    /// The arguments of `floor`; none where the floor is a case of its own.
    pub arguments: &'static str,
    /// What it does, in few words.
    pub what: &'static str,
}

/// The exponent that each growth may have.
pub const GROWTH: f64 = 1.1;

const USUAL: &str = "--schema schema.sql --migrations generated --target sqlite:dev.db";
const MORE: &str = "--schema more.sql --migrations generated --target sqlite:dev.db";
const NEW: &str = "--schema schema.sql --migrations generated --target sqlite:new.db";
const OFFLINE: &str = "--schema schema.sql --migrations generated";

const TABLES: &[usize] = &[10, 100, 1_000];
const MANY_TABLES: &[usize] = &[10, 100, 1_000, 10_000];
const MIGRATIONS: &[usize] = &[100, 1_000, 3_000];
/// To plan and prove thousands of them takes longer than all that is measured.
const SEALED: &[usize] = &[100, 300, 1_000];
const ROWS: &[usize] = &[1_000, 10_000, 100_000, 1_000_000];
const DATABASES: &[usize] = &[10_000];

use Limit::{Elapsed, Mib, Seconds, TimesFloor};
use Project::{Fleet, Migrations, Rows, Schema};

const fn floor(series: &'static str, arguments: &'static str, what: &'static str) -> Option<Floor> {
    Some(Floor {
        series,
        arguments,
        what,
    })
}

pub const CASES: &[Case] = &[
    Case {
        series: "in-sync",
        name: "in sync",
        project: Schema(Shape::Tables),
        command: "plan --check",
        flags: USUAL,
        exits: &[0],
        floor: floor("floor/catalog", "catalog dev.db", "read the catalog"),
        sizes: MANY_TABLES,
        wanted: &[(1_000, &[TimesFloor(3.0)]), (10_000, &[Seconds(1.0)])],
        reason: "A quarter is reading the tables of the schema files, a sixth SQLite opening the file, an eighth cutting the files \
                 into tokens.",
    },
    Case {
        series: "in-sync/one-search-table",
        name: "in sync, one search table",
        project: Schema(Shape::OneSearchTable),
        command: "plan --check",
        flags: USUAL,
        exits: &[0],
        floor: floor(
            "floor/execute/one-search-table",
            "execute schema.sql",
            "execute the DDL once",
        ),
        sizes: TABLES,
        wanted: &[(1_000, &[TimesFloor(2.0)])],
        reason: "Beside a virtual table the live schema is read with PRAGMAs, since tables of its module may have changed.",
    },
    Case {
        series: "in-sync/code",
        name: "in sync, with views, triggers and search tables",
        project: Schema(Shape::Code),
        command: "plan --check",
        flags: USUAL,
        exits: &[0],
        floor: floor("floor/execute/code", "execute schema.sql", "execute the DDL once"),
        sizes: TABLES,
        wanted: &[(1_000, &[TimesFloor(2.0)])],
        reason: "`PRAGMA table_list` starts again at each view whose columns SQLite has not read yet: quadratic in views, in SQLite.",
    },
    Case {
        series: "all-new",
        name: "all new, proven",
        project: Schema(Shape::Tables),
        command: "plan --check",
        flags: NEW,
        exits: &[2],
        floor: floor("floor/execute", "execute schema.sql", "execute the DDL once"),
        sizes: TABLES,
        wanted: &[(1_000, &[TimesFloor(1.8)])],
        reason: "The proof runs the whole script, once the floor, and the schema files are executed in parts before it, a third of \
                 the floor; the rest is reading, planning, and making and checking the file.",
    },
    Case {
        series: "one-column",
        name: "one column added, proven",
        project: Schema(Shape::Tables),
        command: "plan --check",
        flags: MORE,
        exits: &[2],
        floor: floor("in-sync", "", "`plan` in sync"),
        sizes: MANY_TABLES,
        wanted: &[(1_000, &[TimesFloor(1.5)]), (10_000, &[Seconds(3.0)])],
        reason: "Three tenths are the fingerprints of the schema before and after, a quarter copies of schemas.",
    },
    Case {
        series: "one-column/code",
        name: "one column added, with views, triggers and search tables",
        project: Schema(Shape::Code),
        command: "plan --check",
        flags: MORE,
        exits: &[2],
        floor: floor("floor/execute/code", "execute schema.sql", "execute the DDL once"),
        sizes: TABLES,
        wanted: &[(1_000, &[])],
        reason: "As in sync with views.",
    },
    Case {
        series: "verify",
        name: "verify, files by hand",
        project: Migrations(Written::ByHand),
        command: "verify",
        flags: OFFLINE,
        exits: &[0],
        floor: floor("floor/run", "run floor.db floor.sql", "run the files once"),
        sizes: MIGRATIONS,
        wanted: &[(1_000, &[Seconds(1.0)])],
        reason: "ALTER TABLE reads the whole schema again, in SQLite.",
    },
    Case {
        series: "lint",
        name: "lint, files by hand",
        project: Migrations(Written::ByHand),
        command: "lint",
        flags: OFFLINE,
        exits: &[0, 2],
        floor: floor("floor/run", "run floor.db floor.sql", "run the files once"),
        sizes: MIGRATIONS,
        wanted: &[(1_000, &[Seconds(2.0), Mib(64.0)])],
        reason: "Files that change rows are tried on rows, each in a scratch database of its own; the rest is ALTER TABLE, which \
                 reads the whole schema again, in SQLite.",
    },
    Case {
        series: "apply",
        name: "apply, files by hand",
        project: Migrations(Written::ByHand),
        command: "apply",
        flags: USUAL,
        exits: &[0],
        floor: floor("floor/run", "run floor.db floor.sql", "run the files once"),
        sizes: MIGRATIONS,
        wanted: &[(1_000, &[TimesFloor(1.5)])],
        reason: "Files without a proof are judged first, as `lint` does: most of the time is there.",
    },
    Case {
        series: "verify/sealed",
        name: "verify, sealed files",
        project: Migrations(Written::Sealed),
        command: "verify",
        flags: OFFLINE,
        exits: &[0],
        floor: floor("floor/run/sealed", "run floor.db floor.sql", "run the files once"),
        sizes: SEALED,
        wanted: &[(1_000, &[Seconds(1.0)])],
        reason: "ALTER TABLE reads the whole schema again, in SQLite.",
    },
    Case {
        series: "lint/sealed",
        name: "lint, sealed files",
        project: Migrations(Written::Sealed),
        command: "lint",
        flags: OFFLINE,
        exits: &[0, 2],
        floor: floor("floor/run/sealed", "run floor.db floor.sql", "run the files once"),
        sizes: SEALED,
        wanted: &[(1_000, &[Seconds(2.0), Mib(64.0)])],
        reason: "As by hand, for the files that change rows.",
    },
    Case {
        series: "apply/sealed",
        name: "apply, sealed files",
        project: Migrations(Written::Sealed),
        command: "apply",
        flags: USUAL,
        exits: &[0],
        floor: floor("floor/run/sealed", "run floor.db floor.sql", "run the files once"),
        sizes: SEALED,
        wanted: &[(1_000, &[TimesFloor(1.5)])],
        reason: "Three quarters judge the files that change rows, which are by hand and tried on rows. Running all files takes twice \
                 the floor: each also writes its rows of the ledger, and its schema is compared with the reviewed one.",
    },
    Case {
        series: "new-check",
        name: "a CHECK on a table with rows, proven",
        project: Rows,
        command: "plan --check",
        flags: MORE,
        exits: &[2],
        floor: floor("floor/scan", "run dev.db scan.sql", "count the rows"),
        sizes: ROWS,
        wanted: &[(1_000_000, &[])],
        reason: "",
    },
    Case {
        series: "rebuild",
        name: "apply of a rebuild",
        project: Rows,
        command: "apply",
        flags: USUAL,
        exits: &[0],
        floor: floor("floor/rebuild", "run floor.db floor.sql", "the rebuild in SQL"),
        sizes: ROWS,
        wanted: &[(1_000_000, &[])],
        reason: "",
    },
    Case {
        series: "fleet/pending",
        name: "all pending",
        project: Fleet,
        command: "status --fleet",
        flags: "",
        exits: &[0, 2],
        floor: None,
        sizes: DATABASES,
        wanted: &[(10_000, &[Elapsed(60.0), Mib(200.0)])],
        reason: "",
    },
    Case {
        series: "fleet/apply",
        name: "one migration each",
        project: Fleet,
        command: "apply --fleet",
        flags: "",
        exits: &[0, 2],
        floor: None,
        sizes: DATABASES,
        wanted: &[(10_000, &[Elapsed(300.0), Mib(200.0)])],
        reason: "",
    },
    Case {
        series: "fleet/in-sync",
        name: "all in sync",
        project: Fleet,
        command: "status --fleet",
        flags: "",
        exits: &[0, 2],
        floor: None,
        sizes: DATABASES,
        wanted: &[(10_000, &[Elapsed(60.0), Mib(200.0)])],
        reason: "",
    },
];
