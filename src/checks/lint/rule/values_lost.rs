//! values-lost: values of rows that stay are others afterwards, or NULL, although no statement says so.

use super::{At, Code, RuleKind, conflict_clause};
use crate::effects::{ColumnChange, Outcome};
use crate::lint::file::{File, Statement};
use crate::lint::finding::{Finding, Severity};
use crate::lint::lineage::{Line, Value};
use crate::lint::measured_effects::Measured;
use crate::plan::Hazard;
use crate::schema::{Affinity, Name, affinity, shortened, single_spaced};
use crate::sql::keyword::TIME_FUNCTIONS;
use crate::sql::{Cursor, Verb, Write, lexemes};

pub(super) static KIND: RuleKind = RuleKind {
    code: Code::ValuesLost,
    title: "values are lost or changed without a statement that names them",
    explanation: "The file was run on generated rows, and remaining rows have different values in a remaining column. \
A copy leaves the column out, fills the columns by position (`INSERT INTO new SELECT * FROM old`) where their order differs, writes a constant in \
its place, or the new column's type converts the value: `'007'` becomes `7`. An INTEGER PRIMARY KEY that is left out \
is renumbered, so references point to other rows. INSERT OR REPLACE resets every column that it does not name. An UPDATE that \
computes a value from a NULL, or by a CASE without ELSE, overwrites the value with NULL.\n\n\
Name the columns on both sides of a copy: `INSERT INTO new (id, a) SELECT id, a FROM old`. Use `coalesce(…)` and ELSE \
in computed values. To clear a column, use a separate UPDATE that a reviewer can see.",
    check,
};

fn check(at: &At<'_>) -> Vec<Finding> {
    let file = at.file;
    let outcomes = file.effects().map(|it| it.outcomes.as_slice()).unwrap_or_default();
    let of = |outcome: &Outcome| match outcome.is_copied {
        true => copied(file, outcome),
        false => written(file, outcome),
    };
    let mut found: Vec<Finding> = outcomes.iter().flat_map(of).collect();
    found.extend(KIND.all(file, conflict_clause::values(file, &KIND.code.allow_comment())));
    found
}

fn finding(file: &File<'_>, at: usize, severity: Severity, message: String, remedy: String) -> Option<Finding> {
    Some(KIND.graded(file, file.statements.get(at)?, severity, message, remedy))
}

/// What a copy did to the values.
fn copied(file: &File<'_>, outcome: &Outcome) -> Vec<Finding> {
    let Some((heir, line)) = outcome
        .heir
        .as_ref()
        .and_then(|it| Some((it, file.lineage.tables.get(it)?)))
    else {
        return Vec::new();
    };
    let Some(at) = line.copies.first().copied().or(outcome.at) else {
        return Vec::new();
    };
    let table = &outcome.table;
    let mut found = Vec::new();
    if outcome.is_renumbered {
        let keys = outcome.columns.keys().filter(|it| is_key(file, table, it));
        let keys = Name::list(keys);
        let written = outcome
            .columns
            .keys()
            .filter(|it| is_key(file, table, it))
            .find_map(|it| match line.value(it) {
                Value::Expression(text) => Some(text),
                _ => None,
            });
        let (how, severity) = match written {
            // Whoever writes it out may mean it.
            Some(text) => (format!("writes {} for {keys}", single_spaced(&text)), Severity::Warning),
            None => (format!("leaves {keys} out"), KIND.code.severity()),
        };
        // Where the old key has a column of its own, nothing is lost.
        let severity = match outcome
            .columns
            .keys()
            .all(|it| !is_key(file, table, it) || line.carries(it))
        {
            true => Severity::Note,
            false => severity,
        };
        let message = format!("rows of {table} get new ids: the copy {how}");
        let remedy = KIND.or_allow(&format!("name {keys} on both sides of the copy"));
        found.extend(finding(file, at, severity, message, remedy));
    }
    let mut left_out: Vec<&Name> = Vec::new();
    let mut crossed: Vec<String> = Vec::new();
    for (column, change) in &outcome.columns {
        let is_computed = file
            .after
            .tables
            .get(heir)
            .and_then(|it| it.column(column))
            .is_some_and(|it| it.generated.is_some());
        // What a foreign key did to the copy is said where the other table is dropped.
        let last = outcome.written.get(column).and_then(|it| file.statements.get(*it));
        let went = last.is_some_and(|it| matches!(it.verb, Verb::Drop { .. }));
        if is_computed || went || is_key(file, table, column) && outcome.is_renumbered {
            continue;
        }
        match line.value(column) {
            Value::Column(from) if from != *column => {
                crossed.push(format!("{table}.{from} is copied into {heir}.{column}"))
            }
            Value::Column(_) if is_hazard(file, table, column) => {}
            Value::Column(_) => found.extend(converted(file, at, table, column, change)),
            Value::New => left_out.push(column),
            Value::Expression(text) => found.extend(computed(file, at, table, column, change, &text)),
        }
    }
    if let Some(first) = crossed.first() {
        let severity = if lists_columns(file, line) {
            Severity::Warning
        } else {
            KIND.code.severity()
        };
        let columns = file.after.tables.get(heir).into_iter().flat_map(|it| &it.columns);
        let list = Name::list(columns.filter(|it| it.generated.is_none()).map(|it| &it.name));
        let remedy = format!("INSERT INTO {heir} ({list}) SELECT {list} FROM {table}");
        found.extend(finding(file, at, severity, first.clone(), remedy));
    }
    for column in &outcome.unset {
        let column = file.after.tables.get(heir).and_then(|it| it.column(column));
        let Some((column, default)) = column.and_then(|it| Some((it, it.default.as_ref()?))) else {
            continue;
        };
        if !default.text().eq_ignore_ascii_case("NULL") {
            let name = &column.name;
            let message = format!("{heir}.{name} is NULL in every row: the copy writes it, so its DEFAULT is not used");
            let remedy = KIND.or_allow(&format!("leave {name} out on both sides of the copy"));
            found.extend(finding(file, at, Severity::Warning, message, remedy));
        }
    }
    // A column that some statement fills otherwise is another matter.
    left_out.retain(|column| !is_kept(file, outcome, line, column));
    if !left_out.is_empty() {
        let list = Name::list(left_out.iter().copied());
        let message = format!("values of {table} are lost when it is dropped: the copy leaves {list} out");
        let remedy = KIND.or_allow(&format!("name {list} on both sides of the copy"));
        found.extend(finding(file, at, KIND.code.severity(), message, remedy));
    }
    found
}

/// True if `lossy-conversion` says at the column what made rows show; a target's own rows show more than it says.
fn is_hazard(file: &File<'_>, table: &Name, column: &Name) -> bool {
    let is_it = |it: &Hazard| {
        it.code == Code::LossyConversion && it.object.name == *table && it.column.as_ref() == Some(column)
    };
    let plan = file.plan().filter(|_| !matches!(file.measured(), Measured::OnRows(_)));
    plan.is_some_and(|it| it.plan.all_hazards().any(is_it))
}

/// A value that the new column's type turns into another one.
fn converted(file: &File<'_>, at: usize, table: &Name, column: &Name, change: &ColumnChange) -> Option<Finding> {
    let (from, to) = change.example.as_ref()?;
    let message = format!(
        "values of {table}.{column} are converted by the copy: {} becomes {}",
        short(from),
        short(to)
    );
    let remedy = KIND.or_allow("keep the column's type, or convert it explicitly");
    finding(file, at, Severity::Warning, message, remedy)
}

/// An expression in the place of a value.
fn computed(
    file: &File<'_>,
    at: usize,
    table: &Name,
    column: &Name,
    change: &ColumnChange,
    text: &str,
) -> Option<Finding> {
    let all = lexemes(text);
    let words = Cursor::new(text, &all).before_alias();
    let text = single_spaced(words.source());
    let lost = change.example.as_ref();
    if !words.names_columns() {
        let message = match is_key(file, table, column) {
            true => format!("rows of {table} get new ids: the copy writes {text} for {column}"),
            false => format!("values of {table}.{column} are lost: the copy writes {text} into every row"),
        };
        let remedy = KIND.or_allow(&format!("copy {column} itself"));
        // Whoever writes it out may mean it.
        return finding(file, at, Severity::Warning, message, remedy);
    }
    let (from, to) = lost?;
    if to != "NULL" && !words.has("CAST") {
        return None;
    }
    let message = format!(
        "{text} loses values of {table}.{column}: {} becomes {}",
        short(from),
        short(to)
    );
    finding(
        file,
        at,
        Severity::Warning,
        message,
        KIND.or_allow("convert only what can be converted"),
    )
}

/// What statements did to values of a table that stays.
fn written(file: &File<'_>, outcome: &Outcome) -> Vec<Finding> {
    let table = &outcome.table;
    let of = |(column, change): (&Name, &ColumnChange)| {
        let at = *outcome.written.get(column)?;
        let statement = file.statements.get(at)?;
        if statement
            .subject
            .as_ref()
            .is_none_or(|it| it != table && Some(it) != outcome.heir.as_ref())
        {
            return None;
        }
        match &statement.verb {
            // Whose rows these are is known of the target's own.
            Verb::Insert { replace: false, .. } if matches!(file.measured(), Measured::OnRows(_)) => {
                let (from, to) = change.example.as_ref()?;
                let message = format!(
                    "{table}.{column} of an existing row is overwritten: {} becomes {}",
                    short(from),
                    short(to)
                );
                let remedy = "to keep the stored value, write DO NOTHING".to_owned();
                finding(file, at, Severity::Note, message, remedy)
            }
            Verb::Update {
                columns,
                computed: true,
                ..
            } if columns.contains(column) => {
                let (from, to) = change.example.as_ref()?;
                let sql = file.sql(statement);
                let all = lexemes(sql);
                let write = Write::read(Cursor::new(sql, &all))?;
                let value = write
                    .set
                    .iter()
                    .find(|(columns, _)| columns.contains(column))
                    .map(|it| &it.1)?;
                // A column that is copied over another takes its NULLs along.
                if value.is_column() {
                    return None;
                }
                if change.nulled > 0 && change.nulled < change.held.max(change.changed) + 1 && to == "NULL" {
                    let message = format!(
                        "{table}.{column} becomes NULL where it has a value: {} is lost",
                        short(from)
                    );
                    let remedy = KIND.or_allow(&format!("write coalesce(…, {column}) or ELSE {column}"));
                    // Whether each row has a match, or holds a date, made rows cannot tell.
                    let depends = value.has("SELECT") || TIME_FUNCTIONS.iter().any(|it| value.has(it));
                    let severity = match file.measured() {
                        Measured::OnRows(_) => Severity::Warning,
                        _ if depends => Severity::Note,
                        _ => Severity::Warning,
                    };
                    return finding(file, at, severity, message, remedy);
                }
                if change.converted > 0 && !(is_number(to) && holds_numbers(file, table, column)) {
                    let message = format!(
                        "{table}.{column} becomes a value of another type: {} becomes {}",
                        short(from),
                        short(to)
                    );
                    let remedy = KIND.or_allow("join texts with ||, and CAST what is converted");
                    return finding(file, at, Severity::Warning, message, remedy);
                }
                None
            }
            _ => None,
        }
    };
    outcome.columns.iter().filter_map(of).collect()
}

/// A number in a column of numbers is what it is for, whatever text a made row had there.
fn holds_numbers(file: &File<'_>, table: &Name, column: &Name) -> bool {
    let found = file
        .before
        .tables
        .get(table)
        .and_then(|it| Some((it.column(column)?, it.strict)));
    found.is_some_and(|(column, strict)| {
        matches!(
            affinity(&column.type_name, strict),
            Affinity::Integer | Affinity::Numeric | Affinity::Real
        )
    })
}

fn is_number(literal: &str) -> bool {
    literal.parse::<f64>().is_ok()
}

fn is_key(file: &File<'_>, table: &Name, column: &Name) -> bool {
    let key = file.before.tables.get(table).and_then(|it| it.primary_key.as_ref());
    key.is_some_and(|it| it.columns.iter().any(|it| it.name == *column))
}

fn lists_columns(file: &File<'_>, line: &Line) -> bool {
    let copy = line.copies.first().and_then(|it| file.statements.get(*it));
    copy.is_some_and(|it| matches!(&it.verb, Verb::Insert { columns, .. } if !columns.is_empty()))
}

/// True if the file puts the old values somewhere, or fills the column otherwise.
fn is_kept(file: &File<'_>, outcome: &Outcome, line: &Line, column: &Name) -> bool {
    let old = &outcome.table;
    let carries = |it: &Line| it.sources.contains(old) && it.carries(column);
    if file.lineage.tables.values().any(carries) {
        return true;
    }
    let built = line.created.and_then(|it| file.statements.get(it)?.subject.as_ref());
    let is_new = |it: &Statement| it.subject.as_ref() == Some(old) || it.subject.as_ref() == built;
    let dropped = file
        .lineage
        .drops
        .iter()
        .find(|it| it.line.origin.as_ref() == Some(old));
    let olds = [Some(old), dropped.map(|it| &it.name)];
    file.statements.iter().enumerate().any(|(index, it)| match &it.verb {
        Verb::Update { columns, computed, .. } => {
            let reads = *computed && olds.iter().flatten().any(|name| file.word(it, name).is_some());
            // A constant for every row brings nothing back.
            *computed && is_new(it) && columns.contains(column) || reads && file.word(it, column).is_some()
        }
        Verb::Insert { query: Some(query), .. } if !line.copies.contains(&index) => {
            let reads = olds.iter().flatten().any(|name| query.reads.contains(name));
            reads && file.word(it, column).is_some()
        }
        _ => false,
    })
}

/// A literal that fits into a line.
fn short(literal: &str) -> String {
    shortened(literal, 40)
}

#[cfg(test)]
#[path = "values_lost_tests.rs"]
mod tests;
