//! What all TypeScript flavours write alike: names, values, enums, keys, and the types of queries.

use std::fmt::Write as _;

use crate::schema::{on_one_line, visible};
use crate::types::description::{Description, EnumType, Field, Insert, Kind, QueryTypes};
use crate::types::value_type::Storage;

/// Which way a value goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Way {
    /// As D1 returns it.
    Read,
    /// As D1 takes it.
    Written,
}

/// A property name, quoted where it has to be.
pub(super) fn property(name: &str) -> String {
    match is_identifier(name) {
        true => name.to_owned(),
        false => text(name),
    }
}

/// A string literal.
pub(super) fn text(value: &str) -> String {
    let quoted = serde_json::Value::from(value).to_string();
    let mut escaped = String::with_capacity(quoted.len());
    for letter in quoted.chars() {
        match crate::schema::is_invisible(letter) && u32::from(letter) <= 0xffff {
            true => {
                let _ = write!(escaped, "\\u{:04x}", u32::from(letter));
            }
            false => escaped.push(letter),
        }
    }
    escaped
}

/// One line of a comment, which nothing in it can end.
pub(super) fn comment(line: &str) -> String {
    let line = on_one_line(line);
    format!("/** {} */\n", visible(&line).replace("*/", "*\\/"))
}

/// A value of this kind, without NULL.
pub(super) fn value(kind: &Kind, way: Way) -> String {
    match kind {
        Kind::Plain(storage) => plain(*storage, way),
        Kind::Enum(name) | Kind::Id(name) => name.clone(),
        Kind::Numbers(values) => values.iter().map(i64::to_string).collect::<Vec<_>>().join(" | "),
        Kind::Json {
            type_name: Some(name), ..
        } => format!("JsonText<{name}>"),
        Kind::Json { storage, .. } => match way {
            Way::Read => "unknown".to_owned(),
            Way::Written => plain(*storage, way),
        },
    }
}

/// A value of a field, with NULL where it is possible.
pub(super) fn nullable(field: &Field, way: Way) -> String {
    or_null(value(&field.kind, way), field.nullable)
}

/// `T | null`
pub(super) fn or_null(value: String, nullable: bool) -> String {
    match nullable && value != "unknown" && value != "null" {
        true => format!("{value} | null"),
        false => value,
    }
}

fn plain(storage: Storage, way: Way) -> String {
    if storage == Storage::NONE {
        return "null".to_owned();
    }
    if storage == Storage::ANY {
        return match way {
            Way::Read => "SqlValue".to_owned(),
            Way::Written => "SqlValue | ArrayBuffer | ArrayBufferView".to_owned(),
        };
    }
    let blob = match way {
        Way::Read => "number[]",
        Way::Written => "BlobInput",
    };
    let classes = [
        (Storage::NUMBER, "number"),
        (Storage::TEXT, "string"),
        (Storage::BLOB, blob),
    ];
    let found = classes.iter().filter(|(class, _)| storage.has(*class)).map(|it| it.1);
    found.collect::<Vec<_>>().join(" | ")
}

/// Enums, keys, and the few types that values need.
pub(super) fn shared(description: &Description) -> String {
    let mut out = String::new();
    let has = |test: &dyn Fn(&Kind) -> bool| description.fields().any(|it| test(&it.kind));
    if has(&|it| matches!(it, Kind::Plain(Storage::ANY))) {
        out.push_str("/** What D1 returns: a BLOB comes as an array of its bytes. */\n");
        out.push_str("export type SqlValue = number | string | number[];\n\n");
    }
    let is_blob =
        |it: &Kind| matches!(it, Kind::Plain(storage) if storage.has(Storage::BLOB) && *storage != Storage::ANY);
    if has(&is_blob) {
        out.push_str("/** What D1 takes for a BLOB. */\n");
        out.push_str("export type BlobInput = ArrayBuffer | ArrayBufferView | number[];\n\n");
    }
    for it in &description.enums {
        out.push_str(&enumeration(it));
    }
    for it in &description.ids {
        let base = plain(it.storage, Way::Read);
        out.push_str(&comment(&it.column));
        let _ = write!(
            out,
            "export type {} = {base} & {{ readonly __brand: {} }};\n\n",
            it.name,
            text(&it.name)
        );
    }
    out
}

fn enumeration(it: &EnumType) -> String {
    let values: Vec<String> = it.values.iter().map(|it| text(it)).collect();
    format!(
        "{}export type {} = {};\n\n",
        comment(&it.column),
        it.name,
        values.join(" | ")
    )
}

/// `import type { Settings } from "./json";`
pub(super) fn json_import(description: &Description) -> String {
    match &description.json_from {
        Some(module) if !description.json_types.is_empty() => format!(
            "import type {{ {} }} from {};\n",
            description.json_types.join(", "),
            text(module)
        ),
        _ => String::new(),
    }
}

/// The types of the application's statements, and an index of them by their SQL.
pub(super) fn queries(description: &Description) -> String {
    if description.queries.is_empty() {
        return String::new();
    }
    let mut out = String::new();
    for it in &description.queries {
        out.push_str(&query(it));
    }
    out.push_str(
        "/** Every statement above by its SQL, for a `prepare` that knows them. */\nexport interface Queries {\n",
    );
    for it in &description.queries {
        let row = match it.columns.is_empty() {
            true => "never".to_owned(),
            false => format!("{}Row", it.type_name),
        };
        let _ = writeln!(
            out,
            "  {}: {{ params: {}Params; row: {row} }};",
            text(&it.passed),
            it.type_name
        );
    }
    out.push_str("}\n");
    out
}

fn query(it: &QueryTypes) -> String {
    let title = comment(&format!(
        "{}: {}",
        it.file,
        it.sql.split_whitespace().collect::<Vec<_>>().join(" ")
    ));
    let mut out = String::new();
    if !it.columns.is_empty() {
        let _ = writeln!(out, "{title}export interface {}Row {{", it.type_name);
        for column in &it.columns {
            let _ = writeln!(out, "  {}: {};", property(&column.name), nullable(column, Way::Read));
        }
        out.push_str("}\n\n");
    }
    let parameters = it.parameters.iter();
    let parameters = parameters.map(|it| format!("{}: {}", label(&it.name), parameter(it)));
    let list = parameters.collect::<Vec<_>>().join(", ");
    let _ = write!(out, "{title}export type {}Params = [{list}];\n\n", it.type_name);
    out
}

/// What D1 takes for a parameter.
fn parameter(field: &Field) -> String {
    match field.kind {
        Kind::Plain(Storage::ANY | Storage::NONE) => "unknown".to_owned(),
        _ => nullable(field, Way::Written),
    }
}

/// The name of an element of a tuple.
fn label(name: &str) -> String {
    let plain = |it: char| {
        if it.is_ascii_alphanumeric() || it == '_' {
            it
        } else {
            '_'
        }
    };
    let label: String = name.chars().map(plain).collect();
    match label.chars().next() {
        None => "value".to_owned(),
        Some(first) if first.is_ascii_digit() => format!("_{label}"),
        Some(_) if is_keyword(&label) => format!("{label}_"),
        Some(_) => label,
    }
}

fn is_keyword(word: &str) -> bool {
    const ALL: &[&str] = &[
        "break",
        "case",
        "catch",
        "class",
        "const",
        "continue",
        "debugger",
        "default",
        "delete",
        "do",
        "else",
        "enum",
        "export",
        "extends",
        "false",
        "finally",
        "for",
        "function",
        "if",
        "import",
        "in",
        "infer",
        "instanceof",
        "new",
        "null",
        "package",
        "readonly",
        "return",
        "static",
        "super",
        "switch",
        "this",
        "throw",
        "true",
        "try",
        "typeof",
        "unique",
        "var",
        "void",
        "while",
        "with",
        "yield",
    ];
    ALL.contains(&word)
}

fn is_identifier(name: &str) -> bool {
    let first = name
        .chars()
        .next()
        .is_some_and(|it| it.is_ascii_alphabetic() || it == '_' || it == '$');
    first
        && name
            .chars()
            .all(|it| it.is_ascii_alphanumeric() || it == '_' || it == '$')
}

/// `Settings`, `json.Settings`, `Settings[]`
pub(super) fn is_type_name(name: &str) -> bool {
    let name = name.strip_suffix("[]").unwrap_or(name);
    name.split('.').all(|it| is_identifier(it) && !is_keyword(it))
}

/// True if an INSERT may name the column.
pub(super) fn is_insertable(field: &Field) -> bool {
    field.insert != Insert::Never
}

/// `JsonText`, where a column has a named type.
pub(super) fn json_text(description: &Description) -> &'static str {
    match description.json_types.is_empty() {
        true => "",
        false => {
            "/** JSON as D1 returns and takes it, a text: `JSON.parse` gives a `T`. */\n\
             export type JsonText<T> = string & { readonly __json: T };\n\n"
        }
    }
}
