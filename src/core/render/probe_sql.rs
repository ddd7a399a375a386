//! The SQL of a question to the live data.
//!
//! The rows under question stand in a subquery under the table's own name, since an expression may qualify its columns.

use crate::plan::{Keys, Probe, Question, Source};
use crate::schema::{Affinity, Name, affinity, documents, free};
use crate::sql::keyword;

/// Two read-only queries: how many, and which.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct QuestionSql {
    /// One row, one number.
    pub count: String,
    /// Up to five rows of one text each.
    pub sample: String,
}

/// What the rows under question are called beside a parent's, which may be the same table.
const ROWS: &str = "\"__rows\"";

/// The SQL of a question.
pub fn question(probe: &Probe) -> QuestionSql {
    let under_other_names = probe.under_stand_ins();
    let probe = under_other_names.as_ref().unwrap_or(probe);
    let among = matches!(
        probe.question,
        Question::Orphans { .. } | Question::RefersToAmong { .. }
    );
    let name = if among {
        ROWS.to_owned()
    } else {
        probe.source.wanted.quoted()
    };
    let rows = format!("{} AS {name}", rows(&probe.source));
    let key = key(&probe.source);
    let filtered = |condition: String| QuestionSql {
        count: format!("SELECT count(*) FROM {rows} WHERE {condition}"),
        sample: format!("SELECT {key} FROM {rows} WHERE {condition} LIMIT 5"),
    };
    match &probe.question {
        Question::Rows => QuestionSql {
            count: format!("SELECT count(*) FROM {}", probe.source.table.quoted()),
            sample: "SELECT NULL WHERE 0".to_owned(),
        },
        Question::HasValue(column) => filtered(format!("{} IS NOT NULL", column.quoted())),
        Question::IsNull(column) => filtered(format!("{} IS NULL", column.quoted())),
        Question::Violates(expression) => filtered(format!("NOT ({expression}\n)")),
        Question::Duplicates { key: terms, predicate } => duplicates(&rows, terms, predicate.as_deref()),
        Question::Orphans {
            columns,
            parent,
            parent_columns,
        } => filtered(orphans(columns, parent.as_ref(), parent_columns)),
        Question::Among(keys) => filtered(among_keys(keys, "")),
        Question::RefersToAmong {
            columns,
            parent,
            parent_columns,
            keys,
            but,
        } => {
            let mut condition = format!(
                "EXISTS (SELECT 1 FROM {} AS \"__parent\" WHERE {} AND {})",
                self::rows(parent),
                pairs(columns, parent_columns),
                among_keys(keys, "\"__parent\".")
            );
            if let Some(but) = but {
                condition.push_str(&format!(" AND NOT ({})", among_keys(but, &format!("{ROWS}."))));
            }
            filtered(condition)
        }
        Question::Fails(expression) => QuestionSql {
            count: format!("SELECT 0 * count(typeof(({expression}\n))) FROM {rows}"),
            sample: "SELECT NULL WHERE 0".to_owned(),
        },
        Question::Converts {
            column,
            type_name,
            strict,
        } => filtered(converts(column, type_name, *strict)),
    }
}

/// How rows are found on which an expression raises an error.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FailingSql {
    /// All of them at once, where what is no JSON tells.
    pub no_json: Option<QuestionSql>,
    rows: String,
    key: String,
    expression: String,
}

impl FailingSql {
    /// Fails if one of `count` rows from row `start` on does, and else gives their number.
    pub fn window(&self, start: u64, count: u64) -> String {
        let Self { rows, expression, .. } = self;
        format!(
            "SELECT count(*), count(typeof(\"__tried\")) FROM (SELECT ({expression}\n) AS \"__tried\" FROM {rows} \
             LIMIT {count} OFFSET {start})"
        )
    }

    /// The key of one row.
    pub fn key(&self, at: u64) -> String {
        format!("SELECT {} FROM {} LIMIT 1 OFFSET {at}", self.key, self.rows)
    }
}

/// The questions that find what a question of [`Question::Fails`] fails on.
pub fn failing(probe: &Probe) -> Option<FailingSql> {
    let probe = &probe.under_stand_ins()?;
    let Question::Fails(expression) = &probe.question else {
        return None;
    };
    let name = probe.source.wanted.quoted();
    let no_json = documents(expression).map(|all| {
        let bad = |it: &String| format!("(({it}) IS NOT NULL AND NOT json_valid({it}, 6))");
        let condition = all.iter().map(bad).collect::<Vec<_>>().join(" OR ");
        question(&Probe {
            question: Question::Violates(format!("NOT ({condition})")),
            source: probe.source.clone(),
        })
    });
    Some(FailingSql {
        no_json,
        rows: format!("{} AS {name}", rows(&probe.source)),
        key: key(&probe.source),
        expression: expression.clone(),
    })
}

/// The table's rows as the migration will carry them: columns under their new names, then the values that it makes.
fn rows(source: &Source) -> String {
    let carried: Vec<String> = source
        .columns
        .iter()
        .map(|(new, live)| format!("{} AS {}", live.quoted(), new.quoted()))
        .collect();
    let carried = if carried.is_empty() {
        "*".to_owned()
    } else {
        carried.join(", ")
    };
    // Under its own name too: what is kept aside is found by it.
    let hidden = |it: &str| source.columns.iter().any(|(name, _)| *name == Name::new(it));
    let rowid = match source.key.is_empty() {
        true => keyword::free_rowid(hidden).map_or_else(
            || format!("rowid AS {}, ", key_name(source)),
            |it| format!("{it} AS {}, {it} AS {it}, ", key_name(source)),
        ),
        false => String::new(),
    };
    let base = format!("(SELECT {rowid}{carried} FROM {})", source.table.quoted());
    let mut rows = with_values(source, base);
    for (name, value) in &source.computed {
        rows = with_computed(source, rows, name, value);
    }
    rows
}

/// The rows with one generated column computed over them; it takes the place of the old one, if there is one.
fn with_computed(source: &Source, rows: String, name: &Name, value: &str) -> String {
    let at = source
        .computed
        .iter()
        .position(|(it, _)| it == name)
        .unwrap_or_default();
    let earlier = source.computed.iter().take(at).map(|(name, _)| name);
    let there = source.columns.iter().map(|(name, _)| name);
    let made = source.values.iter().map(|(name, _)| name);
    let mut names: Vec<&Name> = Vec::new();
    for other in there.chain(made).chain(earlier).filter(|it| *it != name) {
        if !names.contains(&other) {
            names.push(other);
        }
    }
    let mut columns: Vec<String> = names.into_iter().map(Name::quoted).collect();
    if source.key.is_empty() {
        columns.insert(0, key_name(source));
    }
    columns.push(format!("{value}\n AS {}", name.quoted()));
    format!(
        "(SELECT {} FROM {rows} AS {})",
        columns.join(", "),
        source.wanted.quoted()
    )
}

/// The rows with the values that the migration makes.
fn with_values(source: &Source, base: String) -> String {
    if source.values.is_empty() {
        return base;
    }
    let made = |name: &Name| source.values.iter().find(|(it, _)| it == name).map(|(_, value)| value);
    let mut columns: Vec<String> = if source.key.is_empty() {
        vec![key_name(source)]
    } else {
        Vec::new()
    };
    for (name, _) in &source.columns {
        let name_sql = name.quoted();
        columns.push(made(name).map_or_else(|| name_sql.clone(), |value| format!("{value}\n AS {name_sql}")));
    }
    for (name, value) in source
        .values
        .iter()
        .filter(|(name, _)| !source.columns.iter().any(|(it, _)| it == name))
    {
        columns.push(format!("{value}\n AS {}", name.quoted()));
    }
    format!(
        "(SELECT {} FROM {base} AS {})",
        columns.join(", "),
        source.wanted.quoted()
    )
}

/// What the rowid is called beside the columns.
fn key_name(source: &Source) -> String {
    let columns: Vec<&Name> = source
        .columns
        .iter()
        .map(|(name, _)| name)
        .chain(source.made())
        .collect();
    free("__key", &columns).quoted()
}

fn key(source: &Source) -> String {
    if source.key.is_empty() {
        return format!("quote({})", key_name(source));
    }
    source
        .key
        .iter()
        .map(|name| format!("quote({})", name.quoted()))
        .collect::<Vec<_>>()
        .join(" || ', ' || ")
}

fn duplicates(rows: &str, terms: &[String], predicate: Option<&str>) -> QuestionSql {
    let mut conditions: Vec<String> = terms.iter().map(|term| format!("{term} IS NOT NULL")).collect();
    conditions.extend(predicate.map(|it| format!("({it}\n)")));
    let shown = terms
        .iter()
        .map(|term| format!("quote({term})"))
        .collect::<Vec<_>>()
        .join(" || ', ' || ");
    let tail = format!(
        "FROM {rows} WHERE {} GROUP BY {} HAVING count(*) > 1",
        conditions.join(" AND "),
        terms.join(", ")
    );
    QuestionSql {
        // The rows, and not the keys that they share.
        count: format!("SELECT coalesce(sum(\"__rows\"), 0) FROM (SELECT count(*) AS \"__rows\" {tail})"),
        sample: format!("SELECT {shown} {tail} LIMIT 5"),
    }
}

fn orphans(columns: &[Name], parent: Option<&Source>, parent_columns: &[Name]) -> String {
    let mut conditions: Vec<String> = columns
        .iter()
        .map(|name| format!("{} IS NOT NULL", name.quoted()))
        .collect();
    if let Some(parent) = parent {
        let pairs = pairs(columns, parent_columns);
        let parent = rows(parent);
        conditions.push(format!(
            "NOT EXISTS (SELECT 1 FROM {parent} AS \"__parent\" WHERE {})",
            pairs
        ));
    }
    conditions.join(" AND ")
}

/// The row that a key refers to. The parent's column is written first: its collation decides, as in a foreign key.
fn pairs(columns: &[Name], parent_columns: &[Name]) -> String {
    let pairs = columns.iter().zip(parent_columns);
    let pairs = pairs.map(|(ours, theirs)| format!("\"__parent\".{} = {ROWS}.{}", theirs.quoted(), ours.quoted()));
    pairs.collect::<Vec<_>>().join(" AND ")
}

/// `"id" IN (3, 4)`, or `("a", "b") IN (VALUES (1, 'x'))`; `prefix` says whose columns.
fn among_keys(keys: &Keys, prefix: &str) -> String {
    let columns: Vec<String> = keys
        .columns
        .iter()
        .map(|it| format!("{prefix}{}", it.quoted()))
        .collect();
    let value = |key: &Vec<String>| match key.as_slice() {
        [one] => one.clone(),
        many => format!("({})", many.join(", ")),
    };
    let values: Vec<String> = keys.values.iter().map(value).collect();
    match columns.as_slice() {
        [one] => format!("{one} IN ({})", values.join(", ")),
        many => format!("({}) IN (VALUES {})", many.join(", "), values.join(", ")),
    }
}

/// The largest integer.
const LARGEST: i64 = i64::MAX;

/// Rows whose value the new type's affinity turns into another one, or that a STRICT column refuses.
///
/// Comparing a text with a CAST makes SQLite apply the numeric affinity to the text, exactly as a column would: equal
/// means that the text is converted. <https://www.sqlite.org/datatype3.html#type_conversions_prior_to_comparison>
fn converts(column: &Name, type_name: &str, strict: bool) -> String {
    let it = column.quoted();
    let number = format!("CAST({it} AS NUMERIC)");
    let is_number = format!("(typeof({it}) = 'text' AND {it} = {number})");
    if !strict {
        let reads_otherwise = format!("{is_number} AND CAST({number} AS TEXT) <> {it}");
        return match affinity(type_name, false) {
            // 53 bits of an integer are kept. The largest one would come back by luck: a CAST stops there.
            Affinity::Real => format!(
                "({reads_otherwise}) OR ((typeof({it}) = 'integer' OR {is_number}) AND typeof({number}) = 'integer' \
                 AND ({number} = {LARGEST} OR CAST(CAST({number} AS REAL) AS INTEGER) <> {number}))"
            ),
            _ => reads_otherwise,
        };
    }
    match type_name.trim().to_ascii_uppercase().as_str() {
        "ANY" => "0".to_owned(),
        "BLOB" => format!("typeof({it}) NOT IN ('blob', 'null')"),
        "TEXT" => format!("typeof({it}) = 'blob'"),
        "REAL" => format!("typeof({it}) = 'blob' OR (typeof({it}) = 'text' AND NOT {is_number})"),
        _ => format!(
            "typeof({it}) = 'blob' OR (typeof({it}) = 'text' AND NOT ({is_number} AND typeof({number}) = 'integer')) \
             OR (typeof({it}) = 'real' AND (CAST({it} AS INTEGER) <> {it} OR {it} NOT BETWEEN -9.2e18 AND 9.2e18))"
        ),
    }
}
/// True for the second query of a question, which gives keys and no numbers.
pub fn is_sample(sql: &str) -> bool {
    sql.ends_with(" LIMIT 5") || sql == "SELECT NULL WHERE 0"
}
