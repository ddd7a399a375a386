//! The page of the benchmarks, made from figures and from the cases; nothing on it is typed by hand.

pub mod cases;
pub mod figures;
pub mod growth;
mod plot;
mod verdict;

use std::fmt::Write as _;

use cases::{CASES, Case, GROWTH, Limit, Project, Shape};
use figures::{Figures, Machine, Point};
use plot::Line;
use verdict::{Growth, Row, growths, rows};

const PEERS: [&str; 3] = ["sqldiff", "drizzle-kit", "alembic"];

/// The page and its plots, by their paths in `docs/`.
pub fn files(figures: &Figures) -> Vec<(&'static str, String)> {
    vec![
        ("benchmarks.md", page(figures)),
        ("benchmarks/tables.svg", tables(figures)),
        ("benchmarks/migrations.svg", migrations(figures)),
    ]
}

fn page(figures: &Figures) -> String {
    let machine = &figures.machine;
    let mut page = "# Benchmarks\n\n".to_owned();
    if machine.is_quick {
        prose(
            &mut page,
            "**A quick run: one run of each at small sizes. It shows that the command works, nothing else.**",
        );
    }
    let time = match machine.has_usage {
        true => "CPU time is user and system time of the whole process and its children",
        false => "this system does not say what a process used: CPU time is elapsed time here",
    };
    let runs = match machine.is_quick {
        true => "one run of each",
        false => "3 to 5 runs of each, one of each command on a fleet",
    };
    prose(
        &mut page,
        &format!(
            "This page is made by one command, from the figures that it measured on {}. Every figure is a median of whole \
             processes that run in turns ({runs}); {time}, and memory is the largest resident size. The floor is what SQLite itself needs for what the command \
             cannot do without: a process that does only that, with the same SQLite in the same build. *Wanted* is what \
             the project holds itself to; what is not met is listed below the table with the reason.",
            machine.date
        ),
    );
    page += "```sh no-run\nnpm install drizzle-kit drizzle-orm && pip install alembic && apt-get install sqlite3-tools\n\
             export PATH=\"$PWD/node_modules/.bin:$PATH\" TMPDIR=/dev/shm\ncargo bench --bench report\n```\n\n";
    prose(
        &mut page,
        "The first two lines are for peers, which are measured where they are installed, and for files in memory, since \
         no disk is measured. `-- --quick` tries each case once at small sizes and writes into `target/quick`; `-- tables` (or `migrations`, \
         `rows`, `databases`) measures that part again and keeps the other figures; `-- --page` \
         makes this page again of the [figures](benchmarks/figures.jsonl) that it has.",
    );
    machine_table(&mut page, machine);
    page += "## Beside the floor\n\n";
    prose(
        &mut page,
        "A table has 8 columns, an index and a foreign key. Beside views, triggers and search tables means: for each table a \
         view of two tables and a trigger, for each tenth a search table with three triggers. Of 20 migrations 5 create a \
         table, 5 add a column and 4 an index, 3 change rows, one each rebuilds a table, makes a view and makes a trigger; \
         sealed ones were planned and proven, but for those that change rows.",
    );
    floor_table(&mut page, figures);
    page += "## Growth\n\n";
    prose(
        &mut page,
        &format!(
            "By which power of the size CPU time grows: the slope of a line through the logarithms, over the sizes named. 1 is \
             linear; wanted is at most {GROWTH}. The last step is the one between the two largest sizes."
        ),
    );
    growth_table(&mut page, figures);
    page += "![CPU time of plan over the number of tables](benchmarks/tables.svg)\n\n\
             ![CPU time over the number of migrations](benchmarks/migrations.svg)\n\n";
    peer_table(&mut page, figures);
    fleet_table(&mut page, figures);
    page.truncate(page.trim_end().len());
    page + "\n"
}

/// A paragraph or an item of a list.
fn prose(page: &mut String, text: &str) {
    let indent = if text.starts_with("- ") { "  " } else { "" };
    let options = textwrap::Options::new(120)
        .subsequent_indent(indent)
        .break_words(false)
        .word_splitter(textwrap::WordSplitter::NoHyphenation);
    *page += &textwrap::fill(text, options);
    *page += if indent.is_empty() { "\n\n" } else { "\n" };
}

fn machine_table(page: &mut String, machine: &Machine) {
    *page += "## Machine and versions\n\n| what | |\n| --- | --- |\n";
    for (name, value) in machine.facts.iter().chain(&machine.versions) {
        let _ = writeln!(page, "| {name} | {value} |");
    }
    for peer in &machine.not_installed {
        let _ = writeln!(page, "| {peer} | not installed, so not measured |");
    }
    *page += "\n";
}

fn floor_table(page: &mut String, figures: &Figures) {
    *page += "| case | size | CPU time | memory | floor | times the floor | wanted | met |\n\
              | --- | --- | --- | --- | --- | --- | --- | --- |\n";
    let all: Vec<Row> = rows(figures)
        .into_iter()
        .filter(|it| it.case.project != Project::Fleet)
        .collect();
    for row in &all {
        let floor = row.floor.map_or("–".to_owned(), |it| {
            format!("{}: {}", time(it.cpu), row.case.floor.as_ref().map_or("", |it| it.what))
        });
        let _ = writeln!(
            page,
            "| {}: `{}` | {} | {} | {} | {floor} | {} | {} | {} |",
            row.case.name,
            row.case.command,
            counted(row.case, row.point.size),
            time(row.point.cpu),
            memory(row.point),
            row.ratio().map_or("–".to_owned(), |it| format!("{it:.1}")),
            wanted(row.limits),
            row.met()
        );
    }
    *page += "\n";
    let growths = growths(figures);
    let mut has_reason = false;
    for case in CASES {
        let limits = all
            .iter()
            .filter(|it| it.case.series == case.series)
            .flat_map(Row::unmet);
        let growth = growths
            .iter()
            .filter(|it| it.case.series == case.series)
            .filter_map(Growth::unmet);
        let unmet: Vec<String> = limits.chain(growth).collect();
        if unmet.is_empty() {
            continue;
        }
        if !has_reason {
            *page += "Not met, and why:\n\n";
        }
        has_reason = true;
        prose(
            page,
            &format!("- **{}**: {}. {}", case.name, unmet.join("; "), case.reason),
        );
    }
    if has_reason {
        *page += "\n";
    }
}

fn growth_table(page: &mut String, figures: &Figures) {
    *page +=
        "| case | sizes | exponent | last step | the floor's exponent | met |\n| --- | --- | --- | --- | --- | --- |\n";
    for growth in growths(figures) {
        let optional = |it: Option<f64>| it.map_or("–".to_owned(), |it| format!("{it:.2}"));
        let _ = writeln!(
            page,
            "| {} | {} to {} | {:.2} | {} | {} | {} |",
            growth.case.name,
            thousands(growth.from),
            counted(growth.case, growth.to),
            growth.exponent,
            optional(growth.last_step),
            optional(growth.of_floor),
            if growth.is_met() { "yes" } else { "no" }
        );
    }
    *page += "\n";
}

fn peer_table(page: &mut String, figures: &Figures) {
    *page += "## Beside peers\n\n";
    let cases = || CASES.iter().filter(|it| it.project == Project::Schema(Shape::Tables));
    let measured: Vec<&str> = PEERS
        .into_iter()
        .filter(|it| !figures.series(&format!("in-sync/{it}")).is_empty())
        .collect();
    if measured.is_empty() {
        return prose(page, &format!("None of {} was installed.", PEERS.join(", ")));
    }
    prose(
        page,
        "The same tables, and the command that a person would type: `sqldiff --schema` of two databases, `drizzle-kit \
         generate` of a schema in TypeScript beside its last snapshot, `alembic check` of models in Python beside a \
         database. CPU time, how many times that of reconcile, and memory. reconcile also runs what it plans on a scratch \
         database, with rows, before it prints it.",
    );
    let _ = writeln!(page, "| case | size | reconcile | {} |", measured.join(" | "));
    let _ = writeln!(page, "| --- | --- | --- |{}", " --- |".repeat(measured.len()));
    for case in cases() {
        let series = |peer: &str| format!("{}/{peer}", case.series);
        let Some((size, _)) = measured.first().and_then(|it| figures.series(&series(it)).pop()) else {
            continue;
        };
        let Some(ours) = figures.at(case.series, size) else {
            continue;
        };
        let _ = write!(
            page,
            "| {} | {} | {}, {} |",
            case.name,
            counted(case, size),
            time(ours.cpu),
            memory(ours)
        );
        for peer in &measured {
            let cell = figures.at(&series(peer), size).map_or("–".to_owned(), |it| {
                let ratio = it.cpu / ours.cpu;
                let decimals = if ratio < 1.0 { 2 } else { 1 };
                format!("{} ({ratio:.decimals$} ×), {}", time(it.cpu), memory(it))
            });
            let _ = write!(page, " {cell} |");
        }
        *page += "\n";
    }
    *page += "\n";
}

fn fleet_table(page: &mut String, figures: &Figures) {
    *page += "## A fleet of files\n\n";
    prose(
        page,
        "SQLite files of two tables, and a migration that rebuilds the parent. Times are elapsed ones. On a disk, each \
         migration waits for it as SQLite does at every commit.",
    );
    *page += "| command | size | elapsed | memory | wanted | met |\n| --- | --- | --- | --- | --- | --- |\n";
    for row in rows(figures).iter().filter(|it| it.case.project == Project::Fleet) {
        let _ = writeln!(
            page,
            "| `{}`, {} | {} | {} | {} | {} | {} |",
            row.case.command,
            row.case.name,
            counted(row.case, row.point.size),
            time(row.point.elapsed),
            memory(row.point),
            wanted(row.limits),
            row.met()
        );
    }
}

const COLORS: [&str; 6] = ["#2f81f7", "#1a9e77", "#d4722a", "#b8479f", "#8a9a1f", "#8b949e"];

fn tables(figures: &Figures) -> String {
    let line = |label: &str, series: &str, color: usize| Line {
        label: label.to_owned(),
        color: COLORS[color],
        is_dashed: color > 1,
        points: figures.series(series),
    };
    let mut lines = vec![
        line("plan, in sync", "in-sync", 0),
        line("plan, one column added", "one-column", 1),
        line("floor: read the catalog", "floor/catalog", 5),
    ];
    for (at, peer) in PEERS.iter().enumerate() {
        lines.push(line(&format!("{peer}, in sync"), &format!("in-sync/{peer}"), at + 2));
    }
    plot::svg("CPU time over the number of tables", "tables", &lines)
}

fn migrations(figures: &Figures) -> String {
    let line = |label: &str, series: &str, color: usize| Line {
        label: label.to_owned(),
        color: COLORS[color],
        is_dashed: color == 5,
        points: figures.series(series),
    };
    let lines = [
        line("verify", "verify", 0),
        line("lint", "lint", 2),
        line("apply", "apply", 3),
        line("apply, sealed files", "apply/sealed", 1),
        line("floor: run the files once", "floor/run", 5),
    ];
    plot::svg("CPU time over the number of migrations", "migrations", &lines)
}

fn counted(case: &Case, size: usize) -> String {
    format!("{} {}", thousands(size), case.project.counts().0)
}

fn wanted(limits: &[Limit]) -> String {
    let words: Vec<String> = limits.iter().map(|it| it.words()).collect();
    if words.is_empty() {
        "–".to_owned()
    } else {
        words.join(", ")
    }
}

fn memory(point: &Point) -> String {
    if point.mib > 0.0 {
        format!("{:.0} MiB", point.mib)
    } else {
        "–".to_owned()
    }
}

/// `3.4 ms`, `52 ms`, `1.57 s`, `21 s`
fn time(seconds: f64) -> String {
    match seconds {
        it if it < 0.00095 => format!("{:.1} ms", it * 1e3),
        it if it < 0.0095 => format!("{} ms", (it * 1e4).round() / 10.0),
        it if it < 0.9995 => format!("{:.0} ms", it * 1e3),
        it if it < 9.95 => format!("{} s", (it * 1e2).round() / 100.0),
        it => format!("{it:.0} s"),
    }
}

/// `1,000`
fn thousands(number: usize) -> String {
    let digits = number.to_string();
    let mut text = String::new();
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}
