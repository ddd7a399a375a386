//! Stops a migration on a database that is not the reviewed one, and where it would lose something.
//!
//! `_reconcile` holds what is expected (`found` = 0) and what was found (1), as texts. The row `now:` sets off one
//! trigger, which reads the definitions that the database has, cuts all texts into words and these into parts, and aborts
//! where a part is on one side only. Comments, quotes, letter case and the order of columns and constraints do not count; a
//! string does, as it is. It is a trigger because `RAISE` works nowhere else, and on one line because of D1's splitter.

use super::fold::{fill, pieces};
use super::script::{Segment, literal};
use crate::plan::{Checked, CountedKey, Reviewed, Safeguards};
use crate::schema::{ForeignKey, Name, ObjectKind, ObjectRef};

/// Its name is reserved, so no schema can have it.
const TABLE: &str = "CREATE TABLE _reconcile (what, found, text)";

/// A word is a string, a quoted name, a run of letters and digits, or one other character. A part ends at a comma outside
/// of all parentheses but those of the table; views, indexes and triggers are one part. D1 has a limit of 5 terms of a
/// compound SELECT; its own tables `_cf_…` must not be given to a PRAGMA function.
const TRIGGER: &str = concat!(
    "CREATE TRIGGER _reconcile_stop AFTER INSERT ON _reconcile WHEN NEW.what='now:' BEGIN ",
    "SELECT RAISE(ABORT,format('stopped: %s: expected %s, found %s',w,ifnull(x,'nothing'),ifnull(y,'nothing')))",
    "FROM(WITH RECURSIVE ",
    // What is expected and what was found: which object, which side, number of the text, the text.
    "t(w,f,i,s)AS(SELECT what,found,rowid,''||text FROM _reconcile ",
    "UNION SELECT what,1,-m.rowid,iif(type IN('table','view')OR what LIKE type||' %',sql,",
    "format('has: %s \"%w\"',type,name))FROM _reconcile,sqlite_schema m ",
    "WHERE sql>''AND what COLLATE NOCASE IN(tbl_name,type||' '||name)",
    "UNION SELECT what,1,m.name||id||'.'||seq,format('used by: \"%w\".\"%w\" %s',m.name,\"from\",on_delete)",
    "FROM _reconcile,(SELECT name FROM sqlite_schema WHERE type='table'AND name NOT GLOB'_cf_*')m,",
    "pragma_foreign_key_list(m.name)WHERE\"table\"=what COLLATE NOCASE),",
    // Its words: the rest of the text, the word before it, the depth of parentheses there, the number of the part.
    "c(w,f,i,s,o,d,p)AS(SELECT*,'',iif(s GLOB'CREATE ?[^A]*',9,0),0 FROM t ",
    "UNION ALL SELECT w,f,i,ltrim(substr(s,abs(value)+1),char(32,10,13,9,12)),",
    "(CASE WHEN s GLOB'''*'THEN substr(s,1,value)WHEN value>0 THEN lower(trim(substr(s,1,value),iif(",
    "lower(substr(s,2,value-2))IN('null','true','false','current_date','current_time','current_timestamp'),",
    "'','\"`[]')))END),",
    "d+(s GLOB'(*')-(s GLOB')*'),p+(substr(s,1,1)||d IN('(0',')1',',0',',1',':0'))",
    "FROM c,json_each(json_array(CASE WHEN s GLOB'--*'THEN-instr(s||char(10),char(10))",
    "WHEN s GLOB'/[*]*'THEN-3-instr(substr(s,3)||'*/','*/')",
    "WHEN s GLOB'[\"`''[]*'THEN 1+instr(substr(s,2),replace(substr(s,1,1),'[',']'))",
    "ELSE max(1,length(s)-length(ltrim(lower(s),'abcdefghijklmnopqrstuvwxyz_$0123456789')))END))WHERE s>'')",
    // The parts that are on one side only.
    "SELECT w,group_concat(l,'; ')FILTER(WHERE f=0)x,group_concat(l,'; ')FILTER(WHERE f)y ",
    "FROM(SELECT w,l,max(f)f FROM(SELECT w,f,ltrim(group_concat(o,' 'ORDER BY-length(s)),'(),: ')l ",
    "FROM c GROUP BY w,f,i,p)WHERE l>''GROUP BY w,l HAVING max(f)=min(f))GROUP BY w);",
    "DELETE FROM _reconcile; END",
);

/// Sets off the trigger.
const NOW: &str = "('now:', 0, ''),";

/// How a row is called that counts those without a parent.
const ORPHANS: &str = "orphans in ";

/// Bytes of one INSERT: keeps the statement below D1's 100,000.
const MOST_BYTES: usize = 50_000;
/// Counts of one call of format(): D1 documents 32 arguments of a function.
const MOST_COUNTS: usize = 30;

/// The head: what must be as reviewed, and what must be the same at the end.
pub(super) fn head(safeguards: &Safeguards) -> Option<Segment> {
    let mut statements = Vec::new();
    if needs_check(safeguards) {
        statements.push(TABLE.to_owned());
    }
    if safeguards.deferred {
        statements.push("PRAGMA defer_foreign_keys = on".to_owned());
    }
    if needs_check(safeguards) {
        statements.push(TRIGGER.to_owned());
    }
    let is_reviewed = !safeguards.reviewed.is_empty() || !safeguards.ordered.is_empty();
    if is_reviewed {
        statements.extend(safeguards.ordered.iter().map(|(table, _)| order_found(table)));
        let mut rows: Vec<String> = safeguards.reviewed.iter().map(expected).collect();
        rows.extend(safeguards.ordered.iter().map(|(table, columns)| order(table, columns)));
        rows.push(NOW.to_owned());
        statements.extend(inserts(rows));
    }
    statements.extend(put_back(safeguards));
    statements.extend(counts(safeguards, Moment::Start));
    statements.extend(orphans(&safeguards.checked));
    if needs_check(safeguards) && !compares_at_end(safeguards) {
        statements.push("DROP TABLE _reconcile".to_owned());
    }
    let comment = match is_reviewed {
        true => "Stop unless what is replaced is as reviewed, however it is spelt.",
        false if needs_check(safeguards) => "Remember what must be the same at the end.",
        false => "Foreign keys are checked at the end, when all tables are in place.",
    };
    (!statements.is_empty()).then(|| Segment {
        comments: vec![comment.to_owned()],
        statements,
        ..Segment::default()
    })
}

/// The tail: nothing is lost, no foreign key is broken, and what was put back is what it was.
pub(super) fn tail(safeguards: &Safeguards) -> Option<Segment> {
    let mut statements: Vec<String> = counts(safeguards, Moment::End).collect();
    if !safeguards.checked.is_empty() {
        let start = ORPHANS.len() + 1;
        statements.push(format!(
            "INSERT INTO _reconcile SELECT what, 1, max(text, (SELECT count(*) FROM pragma_foreign_key_check(substr(what, {start}))))\n  \
             FROM _reconcile WHERE what LIKE '{ORPHANS}%'"
        ));
    }
    if compares_at_end(safeguards) {
        statements
            .extend([NOW.to_owned()].map(|row| format!("INSERT INTO _reconcile VALUES {}", row.trim_end_matches(','))));
        statements.push("DROP TABLE _reconcile".to_owned());
    }
    if safeguards.deferred {
        // Only after the check: this statement also forgets violations that were deferred.
        statements.push("PRAGMA defer_foreign_keys = off".to_owned());
    }
    // The comment promises what the statements below it hold, and nothing else.
    let mut promises = Vec::new();
    match (safeguards.counted.is_empty(), safeguards.checked.is_empty()) {
        (false, false) => promises.push("every row is there with its parent"),
        (false, true) => promises.push("every row is there"),
        (true, false) => promises.push("every row has its parent"),
        (true, true) => {}
    }
    if !safeguards.put_back.is_empty() {
        promises.push("what was put back is as it was");
    }
    let comment = match promises.is_empty() {
        false => format!("Stop and undo all unless {}.", promises.join(" and ")),
        true => "Foreign keys are checked at once again.".to_owned(),
    };
    (!statements.is_empty()).then(|| Segment {
        comments: vec![comment],
        statements,
        ..Segment::default()
    })
}

fn needs_check(safeguards: &Safeguards) -> bool {
    !safeguards.reviewed.is_empty() || !safeguards.ordered.is_empty() || compares_at_end(safeguards)
}

fn compares_at_end(safeguards: &Safeguards) -> bool {
    let Safeguards {
        put_back,
        counted,
        keys,
        checked,
        ..
    } = safeguards;
    !(put_back.is_empty() && counted.is_empty() && keys.is_empty() && checked.is_empty())
}

/// As `type || ' ' || name` of sqlite_schema has it.
fn type_and_name(object: &ObjectRef) -> String {
    let kind = match object.kind {
        ObjectKind::Table | ObjectKind::VirtualTable => "table",
        ObjectKind::Index => "index",
        ObjectKind::View => "view",
        ObjectKind::Trigger => "trigger",
    };
    format!("{kind} {}", object.name)
}

/// What an object is compared with: its definition, and the foreign keys to it and what is on it where a DROP reaches them.
fn expected(reviewed: &Reviewed) -> String {
    let what = match reviewed.reach {
        Some(_) => literal(reviewed.object.name.as_str()),
        None => literal(&type_and_name(&reviewed.object)),
    };
    let mut words = pieces(&reviewed.sql);
    if let Some(reach) = &reviewed.reach {
        let attached = |it: &ObjectRef| format!("{} {}", it.kind, it.name.written());
        let lists = [
            ("used by:", reach.used_by.iter().flat_map(used_by).collect::<Vec<_>>()),
            ("has:", reach.attached.iter().map(attached).collect()),
        ];
        for (label, items) in lists.into_iter().filter(|(_, items)| !items.is_empty()) {
            end_with_comma(&mut words);
            words.extend(label.split(' ').map(str::to_owned));
            for (at, item) in items.iter().enumerate() {
                if at > 0 {
                    end_with_comma(&mut words);
                }
                words.push(item.replace('\'', "''"));
            }
        }
    }
    fill(&format!("({what}, 0, '"), words, "    ", "'),")
}

/// A comma behind each but the last.
fn with_commas(items: Vec<String>) -> impl Iterator<Item = String> {
    let last = items.len().saturating_sub(1);
    let items = items.into_iter().enumerate();
    items.map(move |(at, item)| if at < last { format!("{item},") } else { item })
}

fn end_with_comma(words: &mut [String]) {
    if let Some(last) = words.last_mut() {
        last.push(',');
    }
}

fn used_by((table, key): &(Name, ForeignKey)) -> Vec<String> {
    let action = key.on_delete.sql();
    let columns = key.columns.iter();
    columns
        .map(|column| format!("{}.{} {action}", table.written(), column.written()))
        .collect()
}

fn order_of(table: &Name) -> String {
    literal(&format!("order of columns in {table}"))
}

fn order(table: &Name, columns: &[Name]) -> String {
    let names = columns.iter().map(|it| it.written().replace('\'', "''"));
    fill(&format!("({}, 0, '", order_of(table)), names, "    ", "'),")
}

fn order_found(table: &Name) -> String {
    format!(
        "INSERT INTO _reconcile SELECT {}, 1, group_concat(format('\"%w\"', name), ' ' ORDER BY cid)\n  \
         FROM pragma_table_xinfo({})",
        order_of(table),
        literal(table.as_str())
    )
}

/// Rows, each with the comma behind it, as multi-row INSERTs: short ones stand on one line.
fn inserts(rows: Vec<String>) -> Vec<String> {
    let mut statements: Vec<Vec<String>> = Vec::new();
    let mut bytes = usize::MAX;
    for row in rows {
        if bytes.saturating_add(row.len()) > MOST_BYTES {
            statements.push(Vec::new());
            bytes = 0;
        }
        bytes += row.len();
        if let Some(last) = statements.last_mut() {
            last.push(row);
        }
    }
    let statement = |rows: Vec<String>| {
        let text = fill("INSERT INTO _reconcile VALUES\n  ", rows, "  ", "");
        text.trim_end_matches(',').to_owned()
    };
    statements.into_iter().map(statement).collect()
}

/// What is dropped and created again: its definition now, whatever it is, to be compared at the end.
fn put_back(safeguards: &Safeguards) -> Option<String> {
    let objects = &safeguards.put_back;
    if objects.is_empty() {
        return None;
    }
    // A trigger may be called like something else that does change.
    let is_ambiguous = objects.iter().any(|it| {
        let changed = safeguards.reviewed.iter().map(|it| &it.object);
        let mut others = changed.chain(objects);
        others.any(|other| other.name == it.name && other.kind != it.kind)
    });
    let name = |it: &ObjectRef| match is_ambiguous {
        true => literal(&type_and_name(it)),
        false => literal(it.name.as_str()),
    };
    let column = if is_ambiguous { "type || ' ' || name" } else { "name" };
    let names = with_commas(objects.iter().map(name).collect());
    let start = format!(
        "INSERT INTO _reconcile SELECT type || ' ' || name, 0, sql FROM sqlite_schema\n  \
         WHERE {column} COLLATE NOCASE IN ("
    );
    Some(fill(&start, names, "  ", ")"))
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Moment {
    Start,
    End,
}

/// Rows of every table that a DROP reaches, and the keys that it would empty: `accounts 2, projects 3`.
fn counts(safeguards: &Safeguards, moment: Moment) -> impl Iterator<Item = String> {
    let at = |pair: &crate::schema::Pair<Name>| match moment {
        Moment::Start => pair.from.written(),
        Moment::End => pair.to.written(),
    };
    let rows = safeguards
        .counted
        .iter()
        .map(|pair| (pair.to.written(), format!("(SELECT count(*) FROM {})", at(pair))));
    let keys = safeguards.keys.iter().map(|key: &CountedKey| {
        let column = at(&key.column);
        let count = match &key.default {
            None => format!("(SELECT count({column}) FROM {})", at(&key.table)),
            Some(value) => format!(
                "(SELECT count(*) FROM {} WHERE {column} IS NOT ({value}))",
                at(&key.table)
            ),
        };
        (format!("{}.{}", key.table.to.written(), key.column.to.written()), count)
    });
    let counts: Vec<(String, String)> = rows.chain(keys).collect();
    let found = u8::from(moment == Moment::End);
    let statement = move |counts: &[(String, String)]| {
        let label = |(name, _): &(String, String)| format!("{} %d", name.replace('%', "%%").replace('\'', "''"));
        let mut pieces: Vec<String> = with_commas(counts.iter().map(label).collect()).collect();
        pieces.iter_mut().last().into_iter().for_each(|it| it.push_str("',"));
        pieces.extend(with_commas(counts.iter().map(|it| it.1.clone()).collect()));
        pieces.iter_mut().last().into_iter().for_each(|it| it.push(')'));
        let start = format!("INSERT INTO _reconcile SELECT 'all rows', {found}, format('");
        fill(&start, pieces, "  ", "")
    };
    let statements: Vec<String> = counts.chunks(MOST_COUNTS).map(statement).collect();
    statements.into_iter()
}

/// Rows without a parent now: an end with more of them is stopped, one with fewer is not.
fn orphans(checked: &[Checked]) -> Vec<String> {
    let mut statements = Vec::new();
    let both = checked
        .iter()
        .filter_map(|it| Some((it.after.as_str(), it.before.as_ref()?.as_str())));
    let both: Vec<(&str, &str)> = both.collect();
    let is_renamed = both.iter().any(|(after, before)| after != before);
    let json = |text: &str| serde_json::Value::from(text).to_string().replace('\'', "''");
    let list = |items: Vec<String>, open: &str, close: &str, name: &str, value: &str| {
        let start = format!(
            "INSERT INTO _reconcile SELECT '{ORPHANS}' || {name}, 0, (SELECT count(*) FROM\n  \
             pragma_foreign_key_check({value})) FROM json_each('{open}"
        );
        fill(&start, with_commas(items), "  ", &format!("{close}')"))
    };
    if is_renamed {
        let items = both
            .iter()
            .map(|(after, before)| format!("{}: {}", json(after), json(before)));
        statements.push(list(items.collect(), "{", "}", "key", "value"));
    } else if !both.is_empty() {
        let items = both.iter().map(|(after, _)| json(after));
        statements.push(list(items.collect(), "[", "]", "value", "value"));
    }
    let rest = checked.iter().filter(|it| it.before.is_none());
    let rows: Vec<String> = rest
        .map(|it| format!("({}, 0, 0),", literal(&format!("{ORPHANS}{}", it.after))))
        .collect();
    if !rows.is_empty() {
        statements.extend(inserts(rows));
    }
    statements
}
