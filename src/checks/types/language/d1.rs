//! TypeScript for D1's own API: what `all<UsersRow>()` returns and `bind(…)` takes.

use std::fmt::Write as _;

use super::typescript::{Way, comment, is_insertable, json_import, json_text, nullable, property, queries, shared};
use crate::types::description::{Description, Insert, TableTypes};

pub(super) fn write(description: &Description) -> String {
    let mut out = json_import(description);
    if !out.is_empty() {
        out.push('\n');
    }
    out.push_str(json_text(description));
    out.push_str(&shared(description));
    for it in &description.tables {
        table(it, &mut out);
    }
    out.push_str("/** All tables and views by name. */\nexport interface Database {\n");
    for it in &description.tables {
        let (name, begins) = (property(&it.name), &it.type_name);
        let _ = match it.is_writable {
            true => writeln!(
                out,
                "  {name}: {{ row: {begins}Row; insert: {begins}Insert; update: {begins}Update }};"
            ),
            false => writeln!(out, "  {name}: {{ row: {begins}Row }};"),
        };
    }
    out.push_str("}\n\n");
    out.push_str(&queries(description));
    out
}

fn table(it: &TableTypes, out: &mut String) {
    let begins = &it.type_name;
    out.push_str(&comment(&format!("A row of {}.", it.name)));
    let _ = writeln!(out, "export interface {begins}Row {{");
    for field in &it.fields {
        let _ = writeln!(out, "  {}: {};", property(&field.name), nullable(field, Way::Read));
    }
    out.push_str("}\n\n");
    if !it.is_writable {
        return;
    }
    out.push_str(&comment(&format!("What an INSERT into {} gives.", it.name)));
    let _ = writeln!(out, "export interface {begins}Insert {{");
    for field in it.fields.iter().filter(|it| is_insertable(it)) {
        let optional = match field.insert {
            Insert::Required => "",
            _ => "?",
        };
        let _ = writeln!(
            out,
            "  {}{optional}: {};",
            property(&field.name),
            nullable(field, Way::Written)
        );
    }
    out.push_str("}\n\n");
    out.push_str(&comment(&format!("What an UPDATE of {} sets.", it.name)));
    let _ = write!(out, "export type {begins}Update = Partial<{begins}Insert>;\n\n");
}
