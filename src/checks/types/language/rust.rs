//! Rust structs with serde: what `D1Result::results::<UsersRow>()` of the `worker` crate reads.

use std::collections::BTreeSet;
use std::fmt::Write as _;

use super::rust_names::{fields, once, raw};
use crate::schema::{on_one_line, visible};
use crate::types::description::{Description, EnumType, Field, Insert, Kind, QueryTypes, TableTypes};
use crate::types::type_names::pascal;
use crate::types::value_type::Storage;

const ROW: &str = "#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]\n";
const INPUT: &str = "#[derive(Debug, Clone, PartialEq, Serialize)]\n";

pub(super) fn write(description: &Description) -> String {
    let mut out = "use serde::{Deserialize, Serialize};\n".to_owned();
    for (name, module) in description.json_types.iter().zip(description.json_from.iter().cycle()) {
        let _ = writeln!(out, "use {module}::{name};");
    }
    out.push('\n');
    for it in &description.enums {
        enumeration(it, &mut out);
    }
    for it in &description.ids {
        let inner = plain(it.storage);
        let copies = if it.storage == Storage::INTEGER { "Copy, " } else { "" };
        let _ = write!(
            out,
            "{}#[derive(Debug, Clone, {copies}PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]\n\
             #[serde(transparent)]\npub struct {}(pub {inner});\n\n",
            comment(&it.column),
            it.name
        );
    }
    for it in &description.tables {
        table(it, &mut out);
    }
    for it in &description.queries {
        query(it, &mut out);
    }
    out
}

fn enumeration(it: &EnumType, out: &mut String) {
    out.push_str(&comment(&it.column));
    out.push_str("#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]\n");
    let _ = writeln!(out, "pub enum {} {{", it.name);
    // `Self` is taken.
    let mut taken = BTreeSet::from(["Self".to_owned()]);
    for value in &it.values {
        let variant = once(&mut taken, pascal(value));
        let _ = writeln!(out, "    #[serde(rename = {value:?})]\n    {variant},");
    }
    out.push_str("}\n\n");
}

fn table(it: &TableTypes, out: &mut String) {
    let begins = &it.type_name;
    let names = fields(it.fields.iter().map(|it| it.name.as_str()));
    out.push_str(&comment(&format!("A row of {}.", it.name)));
    let _ = writeln!(out, "{ROW}pub struct {begins}Row {{");
    for (field, name) in it.fields.iter().zip(&names) {
        member(field, name, &[], &optional(value(&field.kind), field.nullable), out);
    }
    out.push_str("}\n\n");
    if !it.is_writable {
        return;
    }
    let skips = ["skip_serializing_if = \"Option::is_none\""];
    let inputs = || {
        it.fields
            .iter()
            .zip(&names)
            .filter(|(it, _)| it.insert != Insert::Never)
    };
    out.push_str(&comment(&format!(
        "What an INSERT into {} gives: a column that is `None` is left out.",
        it.name
    )));
    let _ = writeln!(out, "{INPUT}pub struct {begins}Insert {{");
    for (field, name) in inputs() {
        match field.insert {
            Insert::Required => member(field, name, &[], &value(&field.kind), out),
            _ => member(field, name, &skips, &optional(value(&field.kind), true), out),
        }
    }
    out.push_str("}\n\n");
    out.push_str(&comment(&format!(
        "What an UPDATE of {} sets: `None` leaves a column as it is, `Some(None)` makes it NULL.",
        it.name
    )));
    let _ = writeln!(
        out,
        "#[derive(Debug, Clone, PartialEq, Default, Serialize)]\npub struct {begins}Update {{"
    );
    for (field, name) in inputs() {
        let inner = optional(value(&field.kind), field.nullable);
        member(field, name, &skips, &optional(inner, true), out);
    }
    out.push_str("}\n\n");
}

fn query(it: &QueryTypes, out: &mut String) {
    let title = comment(&format!("{}: {}", it.file, it.sql));
    if !it.columns.is_empty() {
        let names = fields(it.columns.iter().map(|it| it.name.as_str()));
        let _ = writeln!(out, "{title}{ROW}pub struct {}Row {{", it.type_name);
        for (field, name) in it.columns.iter().zip(&names) {
            member(field, name, &[], &optional(value(&field.kind), field.nullable), out);
        }
        out.push_str("}\n\n");
    }
    let parameters: Vec<String> = it
        .parameters
        .iter()
        .map(|it| optional(value(&it.kind), it.nullable) + ", ")
        .collect();
    let _ = write!(
        out,
        "{title}pub type {}Params = ({});\n\n",
        it.type_name,
        parameters.concat().trim_end()
    );
}

/// One member of a struct, with its name in SQL where Rust has another.
fn member(field: &Field, name: &str, attributes: &[&str], type_name: &str, out: &mut String) {
    let rename = (field.name != name).then(|| format!("rename = {:?}", field.name));
    let all: Vec<&str> = rename
        .as_deref()
        .into_iter()
        .chain(attributes.iter().copied())
        .collect();
    if !all.is_empty() {
        let _ = writeln!(out, "    #[serde({})]", all.join(", "));
    }
    let _ = writeln!(out, "    pub {}: {type_name},", raw(name));
}

fn optional(inner: String, nullable: bool) -> String {
    match nullable {
        true => format!("Option<{inner}>"),
        false => inner,
    }
}

fn value(kind: &Kind) -> String {
    match kind {
        Kind::Plain(storage) => plain(*storage).to_owned(),
        Kind::Enum(name) | Kind::Id(name) => name.clone(),
        Kind::Numbers(_) => "i64".to_owned(),
        Kind::Json {
            type_name: Some(name), ..
        } => name.clone(),
        Kind::Json { storage, .. } => plain(*storage).to_owned(),
    }
}

/// A mixture of storage classes is any JSON value.
fn plain(storage: Storage) -> &'static str {
    match storage {
        Storage::INTEGER => "i64",
        Storage::REAL | Storage::NUMBER => "f64",
        Storage::TEXT => "String",
        Storage::BLOB => "Vec<u8>",
        Storage::NONE => "()",
        _ => "serde_json::Value",
    }
}

fn comment(line: &str) -> String {
    format!("/// {}\n", visible(&on_one_line(line)))
}
