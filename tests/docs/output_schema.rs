//! `src/app/report/output.schema.json`: the JSON Schema of everything that `--format json` prints, made from the structs.

use std::fs;

use serde_json::{Map, Value, json};

use crate::home;
use crate::json_keys::{INSPECT, Shapes};

/// What a field of an enum may say.
const WORDS: &[(&str, &[&str])] = &[
    ("Mark", &["+", "~", "-"]),
    ("Severity", &["note", "warning", "danger", "error"]),
    ("StageName", &["expand", "backfill", "switch", "contract"]),
];

/// The documents: each struct that has a version, and what `inspect` prints.
fn documents(shapes: &Shapes) -> Vec<&str> {
    let is_document = |it: &&String| shapes.structs[*it].iter().any(|field| field.name == "version");
    let names = shapes.structs.keys().filter(is_document).map(String::as_str);
    names.chain(["Inspect"]).collect()
}

fn schema(shapes: &Shapes) -> Value {
    let mut definitions = Map::new();
    definitions.insert("Inspect".to_owned(), inspect());
    let mut open: Vec<String> = documents(shapes).into_iter().map(str::to_owned).collect();
    while let Some(name) = open.pop() {
        if definitions.contains_key(&name) {
            continue;
        }
        let object = object(shapes, &name, &mut open);
        definitions.insert(name, object);
    }
    let one_of: Vec<Value> = documents(shapes)
        .iter()
        .map(|it| json!({ "$ref": format!("#/$defs/{it}") }))
        .collect();
    json!({
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "reconcile --format json",
        "description": "The document that a command prints, version 1.",
        "anyOf": one_of,
        "$defs": definitions,
    })
}

fn object(shapes: &Shapes, name: &str, open: &mut Vec<String>) -> Value {
    let (mut properties, mut required) = (Map::new(), Vec::new());
    fields(shapes, name, open, &mut properties, &mut required);
    json!({ "type": "object", "properties": properties, "required": required, "additionalProperties": false })
}

fn fields(
    shapes: &Shapes,
    name: &str,
    open: &mut Vec<String>,
    properties: &mut Map<String, Value>,
    required: &mut Vec<String>,
) {
    for field in &shapes.structs[name] {
        if field.is_flattened {
            fields(
                shapes,
                inside(&field.kind, "Option").unwrap_or(&field.kind),
                open,
                properties,
                required,
            );
            continue;
        }
        let kind = match inside(&field.kind, "Option") {
            Some(kind) if field.is_optional => kind,
            _ => &field.kind,
        };
        let mut value = of_kind(shapes, kind, open);
        if field.name == "version" {
            value = json!({ "const": 1 });
        }
        value["description"] = field.meaning.clone().into();
        if !field.is_optional {
            required.push(field.name.clone());
        }
        properties.insert(field.name.clone(), value);
    }
}

/// `T` of `Vec<T>`.
fn inside<'a>(kind: &'a str, outer: &str) -> Option<&'a str> {
    kind.strip_prefix(outer)?.strip_prefix('<')?.strip_suffix('>')
}

fn of_kind(shapes: &Shapes, kind: &str, open: &mut Vec<String>) -> Value {
    if let Some(kind) = inside(kind, "Option") {
        return json!({ "anyOf": [of_kind(shapes, kind, open), { "type": "null" }] });
    }
    if let Some(kind) = inside(kind, "Vec") {
        return json!({ "type": "array", "items": of_kind(shapes, kind, open) });
    }
    if shapes.structs.contains_key(kind) {
        open.push(kind.to_owned());
        return json!({ "$ref": format!("#/$defs/{kind}") });
    }
    if let Some((_, words)) = WORDS.iter().find(|it| it.0 == kind) {
        return json!({ "enum": words });
    }
    match kind {
        "bool" => json!({ "type": "boolean" }),
        "Map<String, Value>" => json!({ "type": "object" }),
        "BTreeMap<String, usize>" => json!({ "type": "object", "additionalProperties": { "type": "integer" } }),
        "f64" => json!({ "type": "number" }),
        "u8" | "u16" | "u32" | "u64" | "usize" => json!({ "type": "integer" }),
        "String" | "&'static str" | "Code" | "StrategyName" => json!({ "type": "string" }),
        other => panic!("the schema does not know what {other} is as JSON"),
    }
}

/// The document of `inspect`, which `export` makes: its keys, and those of a table.
fn inspect() -> Value {
    let level = |before: &str| {
        let mut properties = Map::new();
        for (path, meaning) in INSPECT {
            let Some(name) = path.strip_prefix(before).filter(|it| !it.contains('.')) else {
                continue;
            };
            let value = match name.strip_suffix("[]") {
                Some(_) => json!({ "type": "array", "description": meaning }),
                None => json!({ "description": meaning }),
            };
            properties.insert(name.trim_end_matches("[]").to_owned(), value);
        }
        let required: Vec<String> = properties.keys().cloned().collect();
        json!({ "type": "object", "properties": properties, "required": required, "additionalProperties": false })
    };
    let mut document = level("");
    document["properties"]["version"] = json!({ "const": 1 });
    document["properties"]["tables"]["items"] = level("tables[].");
    document
}

/// `RECONCILE_BLESS=1 cargo test --test docs` writes it.
#[test]
fn the_schema_says_what_the_structs_say() {
    let path = home().join("src/app/report/output.schema.json");
    let text = format!("{:#}\n", schema(&Shapes::read()));
    if std::env::var_os("RECONCILE_BLESS").is_some() {
        fs::write(&path, &text).unwrap();
    }
    assert_eq!(fs::read_to_string(&path).unwrap(), text, "RECONCILE_BLESS=1 writes it");
}
