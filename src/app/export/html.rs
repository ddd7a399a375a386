//! A page to read in a browser: one file without scripts that asks for nothing on the network.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use super::markup::escaped;
use super::table_box::boxes;
use super::tables_svg::{PALETTE, PICTURE, draw};
use super::{Subject, TableSize};
use crate::schema::{Column, ForeignKey, Name, Schema, Table, TableComments};

const STYLE: &str = include_str!("page.css");

pub(super) fn written(subject: Subject<'_>) -> String {
    let schema = subject.schema;
    let title = format!("Schema of {}", subject.target);
    let mut page = format!(
        "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
         <meta name=\"color-scheme\" content=\"light dark\">\n\
         <title>{0}</title>\n<style>\n{PALETTE}{STYLE}{PICTURE}</style>\n</head>\n<body>\n<main>\n<h1>{0}</h1>\n<p class=\"dim\">{1}</p>\n",
        escaped(&title),
        escaped(&counts(subject))
    );
    for (object, reason) in subject.unknown {
        let line = format!("cannot parse {object}: {reason}");
        let _ = writeln!(page, "<p><strong>{}</strong></p>", escaped(&line));
    }
    if let Some(drawing) = draw(&boxes(subject), usize::MAX) {
        let picture = drawing.in_page("Tables and their foreign keys");
        let _ = writeln!(page, "<figure class=\"wide\" tabindex=\"0\">\n{picture}\n</figure>");
    }
    // Names are numbered: as they are, they could not be told apart from markup and from each other.
    let anchors: BTreeMap<&Name, usize> = schema.tables.keys().zip(1..).collect();
    page.push_str("<nav>\n");
    for (name, number) in &anchors {
        let _ = writeln!(page, "<a href=\"#t{number}\">{}</a>", escaped(name.as_str()));
    }
    page.push_str("</nav>\n");
    for table in schema.tables.values() {
        write_table(&mut page, subject, table, &anchors);
    }
    let virtual_tables = schema
        .virtual_tables
        .values()
        .map(|it| ("virtual table", &it.name, it.sql.text()));
    let views = schema.views.values().map(|it| ("view", &it.name, it.sql.text()));
    for (kind, name, sql) in virtual_tables.chain(views) {
        let _ = writeln!(page, "<h2>{kind} {}</h2>", escaped(name.as_str()));
        write_size(&mut page, subject.size(name));
        page.push_str(&code(sql));
        triggers(&mut page, schema, name);
    }
    page.push_str("</main>\n</body>\n</html>\n");
    page
}

fn counts(subject: Subject<'_>) -> String {
    let schema = subject.schema;
    let counted = |count: usize, one: &str, more: &str| format!("{count} {}", if count == 1 { one } else { more });
    let indexes = schema.tables.values().map(|it| it.indexes.len()).sum();
    let mut all = vec![
        counted(schema.tables.len(), "table", "tables"),
        counted(schema.virtual_tables.len(), "virtual table", "virtual tables"),
        counted(indexes, "index", "indexes"),
        counted(schema.views.len(), "view", "views"),
        counted(schema.triggers.len(), "trigger", "triggers"),
    ];
    all.extend(subject.sizes.map(|it| TableSize::sum(it.values()).text()));
    all.join(", ")
}

fn write_size(page: &mut String, size: Option<&TableSize>) {
    if let Some(size) = size {
        let _ = writeln!(page, "<p class=\"dim\">{}</p>", escaped(&size.text()));
    }
}

fn write_table(page: &mut String, subject: Subject<'_>, table: &Table, anchors: &BTreeMap<&Name, usize>) {
    let schema = subject.schema;
    let link = |name: &Name| match anchors.get(name) {
        Some(number) => format!("<a href=\"#t{number}\">{}</a>", escaped(name.as_str())),
        None => escaped(name.as_str()),
    };
    let comments = table.comments();
    let number = anchors.get(&table.name).copied().unwrap_or_default();
    let _ = writeln!(page, "<h2 id=\"t{number}\">{}</h2>", escaped(table.name.as_str()));
    write_size(page, subject.size(&table.name));
    if let Some(comment) = &comments.table {
        let _ = writeln!(page, "<p class=\"comment\">{}</p>", escaped(comment));
    }
    write_columns(page, table, &comments, &link);
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

fn write_columns(page: &mut String, table: &Table, comments: &TableComments, link: &dyn Fn(&Name) -> String) {
    let head = if comments.columns.is_empty() {
        ""
    } else {
        "<th>Comment</th>"
    };
    let _ = writeln!(
        page,
        "<div class=\"wide\" tabindex=\"0\"><table>\n\
         <tr><th>Column</th><th>Type</th><th>Null</th><th>Default</th><th>Key</th>{head}</tr>"
    );
    for column in &table.columns {
        let key = |it: &ForeignKey| {
            let columns: Vec<String> = it.parent_columns.iter().map(|it| escaped(it.as_str())).collect();
            let whole = it.columns.contains(&column.name);
            whole.then(|| format!("references {} ({})", link(&it.parent), columns.join(", ")))
        };
        let primary = table.has_in_key(&column.name).then(|| "primary key".to_owned());
        let keys: Vec<String> = primary
            .into_iter()
            .chain(table.foreign_keys.iter().filter_map(key))
            .collect();
        let comment = comments.columns.get(&column.name).map(String::as_str);
        let comment = match head {
            "" => String::new(),
            _ => format!("<td class=\"comment\">{}</td>", escaped(comment.unwrap_or_default())),
        };
        let _ = writeln!(
            page,
            "<tr><td>{}</td><td><code>{}</code></td><td>{}</td><td><code>{}</code></td><td>{}</td>{comment}</tr>",
            escaped(column.name.as_str()),
            escaped(&column.type_name),
            if is_required(table, column) { "no" } else { "yes" },
            escaped(&value(column)),
            keys.join("<br>")
        );
    }
    page.push_str("</table></div>\n");
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
    format!("<pre tabindex=\"0\">{};</pre>\n", escaped(sql))
}
