//! A page to read in a browser: one file without scripts that asks for nothing on the network.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use super::Subject;
use crate::schema::{Column, ForeignKey, Name, Schema, Table, visible_but};

const STYLE: &str = "body{font:15px/1.5 system-ui,sans-serif;margin:0 auto;max-width:64rem;padding:1rem;color:#1b1b1b;background:#fff}\
nav{columns:14rem;margin:1rem 0}nav a{display:block}a{color:#0a58ca;text-decoration:none}a:hover{text-decoration:underline}\
h2{border-top:1px solid #ccc;margin-top:2rem;padding-top:1rem}table{border-collapse:collapse;width:100%}\
th,td{border-bottom:1px solid #ddd;padding:.3rem .6rem;text-align:left;vertical-align:top}th{font-weight:600}\
code,pre{font:13px/1.45 ui-monospace,monospace}pre{background:#f5f5f5;overflow-x:auto;padding:.7rem}\
@media(prefers-color-scheme:dark){body{background:#161616;color:#e6e6e6}a{color:#7db2ff}pre{background:#222}th,td{border-color:#333}}";

pub(super) fn written(subject: Subject<'_>) -> String {
    let schema = subject.schema;
    let title = format!("Schema of {}", subject.target);
    let mut page = format!(
        "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">\n\
         <meta name=\"viewport\" content=\"width=device-width\">\n<title>{0}</title>\n<style>{STYLE}</style>\n</head>\n\
         <body>\n<h1>{0}</h1>\n<p>{1}</p>\n",
        escaped(&title),
        escaped(&counts(schema))
    );
    for (object, reason) in subject.unknown {
        let line = format!("cannot parse {object}: {reason}");
        let _ = writeln!(page, "<p><strong>{}</strong></p>", escaped(&line));
    }
    // Names are numbered: as they are, they could not be told apart from markup and from each other.
    let anchors: BTreeMap<&Name, usize> = schema.tables.keys().zip(1..).collect();
    page.push_str("<nav>\n");
    for (name, number) in &anchors {
        let _ = writeln!(page, "<a href=\"#t{number}\">{}</a>", escaped(name.as_str()));
    }
    page.push_str("</nav>\n");
    for table in schema.tables.values() {
        write_table(&mut page, schema, table, &anchors);
    }
    let virtual_tables = schema
        .virtual_tables
        .values()
        .map(|it| ("virtual table", &it.name, it.sql.text()));
    let views = schema.views.values().map(|it| ("view", &it.name, it.sql.text()));
    for (kind, name, sql) in virtual_tables.chain(views) {
        let _ = writeln!(page, "<h2>{kind} {}</h2>\n{}", escaped(name.as_str()), code(sql));
        triggers(&mut page, schema, name);
    }
    page.push_str("</body>\n</html>\n");
    page
}

fn counts(schema: &Schema) -> String {
    let counted = |count: usize, what: &str| format!("{count} {what}{}", if count == 1 { "" } else { "s" });
    let indexes = schema.tables.values().map(|it| it.indexes.len()).sum();
    [
        counted(schema.tables.len(), "table"),
        counted(schema.virtual_tables.len(), "virtual table"),
        counted(indexes, "index").replace("indexs", "indexes"),
        counted(schema.views.len(), "view"),
        counted(schema.triggers.len(), "trigger"),
    ]
    .join(", ")
}

fn write_table(page: &mut String, schema: &Schema, table: &Table, anchors: &BTreeMap<&Name, usize>) {
    let link = |name: &Name| match anchors.get(name) {
        Some(number) => format!("<a href=\"#t{number}\">{}</a>", escaped(name.as_str())),
        None => escaped(name.as_str()),
    };
    let number = anchors.get(&table.name).copied().unwrap_or_default();
    let _ = writeln!(page, "<h2 id=\"t{number}\">{}</h2>", escaped(table.name.as_str()));
    page.push_str("<table>\n<tr><th>Column</th><th>Type</th><th>Null</th><th>Default</th><th>Key</th></tr>\n");
    for column in &table.columns {
        let key = |it: &ForeignKey| {
            let columns: Vec<String> = it.parent_columns.iter().map(|it| escaped(it.as_str())).collect();
            let whole = it.columns.contains(&column.name);
            whole.then(|| format!("references {} ({})", link(&it.parent), columns.join(", ")))
        };
        let primary = table
            .primary_key
            .as_ref()
            .filter(|key| key.columns.iter().any(|it| it.name == column.name));
        let keys = primary.map(|_| "primary key".to_owned()).into_iter();
        let keys: Vec<String> = keys.chain(table.foreign_keys.iter().filter_map(key)).collect();
        let _ = writeln!(
            page,
            "<tr><td>{}</td><td><code>{}</code></td><td>{}</td><td><code>{}</code></td><td>{}</td></tr>",
            escaped(column.name.as_str()),
            escaped(&column.type_name),
            if is_required(table, column) { "no" } else { "yes" },
            escaped(&value(column)),
            keys.join("<br>")
        );
    }
    page.push_str("</table>\n");
    let children: Vec<String> = schema
        .children(&table.name)
        .map(|(child, _)| link(&child.name))
        .collect();
    if !children.is_empty() {
        let _ = writeln!(page, "<p>Referenced by {}</p>", children.join(", "));
    }
    page.push_str(&code(&table.sql));
    for index in table.indexes.values() {
        page.push_str(&code(&index.sql));
    }
    triggers(page, schema, &table.name);
}

fn triggers(page: &mut String, schema: &Schema, name: &Name) {
    for trigger in schema.triggers.values().filter(|it| it.on == *name) {
        page.push_str(&code(trigger.sql.text()));
    }
}

/// The rowid's alias is never NULL, whatever is declared.
fn is_required(table: &Table, column: &Column) -> bool {
    column.not_null.is_some() || table.rowid_alias().is_some_and(|it| it.name == column.name)
}

/// The default, or the expression of a generated column.
fn value(column: &Column) -> String {
    let default = column.default.as_ref().map(|it| it.text().to_owned());
    let generated = column
        .generated
        .as_ref()
        .map(|it| format!("AS ({})", it.expression.text()));
    generated.or(default).unwrap_or_default()
}

fn code(sql: &str) -> String {
    format!("<pre>{};</pre>\n", escaped(sql))
}

/// Text as text: neither markup nor anything that hides.
pub(crate) fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for character in visible_but(text, &['\n', '\t']).chars() {
        match character {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            other => out.push(other),
        }
    }
    out
}
