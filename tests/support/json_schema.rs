//! Holds a document to a JSON Schema. Only what ours uses: $ref, anyOf, const, enum, type, properties, required,
//! additionalProperties, items.

use serde_json::Value;

/// What `--format json` may print.
pub(crate) fn output_schema() -> &'static Value {
    static SCHEMA: std::sync::OnceLock<Value> = std::sync::OnceLock::new();
    SCHEMA.get_or_init(|| serde_json::from_str(include_str!("../../src/app/report/output.schema.json")).unwrap())
}

/// What is wrong with a document, each with its path; nothing if it is as the schema says.
pub(crate) fn wrong(document: &Value) -> Vec<String> {
    check(output_schema(), document, "$")
}

fn check(schema: &Value, value: &Value, path: &str) -> Vec<String> {
    let one = |text: String| vec![format!("{path}: {text}")];
    if let Some(reference) = schema["$ref"].as_str() {
        let pointer = reference.trim_start_matches('#');
        return check(output_schema().pointer(pointer).unwrap(), value, path);
    }
    if let Some(choices) = schema["anyOf"].as_array() {
        // Of the choices, the one that is nearest.
        let all = choices.iter().map(|it| check(it, value, path));
        return all.min_by_key(Vec::len).unwrap_or_default();
    }
    if let Some(wanted) = schema.get("const") {
        return if wanted == value {
            Vec::new()
        } else {
            one(format!("{value} is not {wanted}"))
        };
    }
    if let Some(words) = schema["enum"].as_array() {
        return if words.contains(value) {
            Vec::new()
        } else {
            one(format!("{value} is none of {words:?}"))
        };
    }
    let is_it = match schema["type"].as_str() {
        Some("object") => value.is_object(),
        Some("array") => value.is_array(),
        Some("string") => value.is_string(),
        Some("integer") => value.is_u64() || value.is_i64(),
        Some("number") => value.is_number(),
        Some("boolean") => value.is_boolean(),
        Some("null") => value.is_null(),
        _ => true,
    };
    if !is_it {
        return one(format!("{value} is no {}", schema["type"]));
    }
    let mut found = Vec::new();
    if let (Some(items), Some(values)) = (schema.get("items"), value.as_array()) {
        let at = |(index, it): (usize, &Value)| check(items, it, &format!("{path}[{index}]"));
        found.extend(values.iter().enumerate().flat_map(at));
    }
    if let (Some(properties), Some(map)) = (schema["properties"].as_object(), value.as_object()) {
        for (key, it) in map {
            match properties.get(key) {
                Some(schema) => found.extend(check(schema, it, &format!("{path}.{key}"))),
                None => found.push(format!("{path}: unknown key {key}")),
            }
        }
        let required = schema["required"]
            .as_array()
            .into_iter()
            .flatten()
            .filter_map(Value::as_str);
        let absent = required.filter(|it| !map.contains_key(*it));
        found.extend(absent.map(|it| format!("{path}: no {it}")));
    }
    found
}
