//! An entity relationship diagram in Mermaid's language, which GitHub draws in Markdown.

use super::Subject;
use super::cardinality::{Cardinality, End};

/// <https://mermaid.js.org/syntax/entityRelationshipDiagram.html>
pub(super) fn written(subject: Subject<'_>) -> String {
    let schema = subject.schema;
    let word = |text: &str| -> String {
        let plain: String = text
            .chars()
            .map(|it| if it.is_alphanumeric() || it == '_' { it } else { '_' })
            .collect();
        if plain.is_empty() { "_".to_owned() } else { plain }
    };
    let mut text = "erDiagram\n".to_owned();
    for table in schema.tables.values() {
        text.push_str(&format!("  {} {{\n", word(table.name.as_str())));
        for column in &table.columns {
            let is_key = table.has_in_key(&column.name);
            let is_foreign = table.foreign_keys.iter().any(|key| key.columns.contains(&column.name));
            let marks: Vec<&str> = [(is_key, "PK"), (is_foreign, "FK")]
                .iter()
                .filter(|(is, _)| *is)
                .map(|(_, it)| *it)
                .collect();
            let kind = if column.type_name.trim().is_empty() {
                "any".to_owned()
            } else {
                word(&column.type_name)
            };
            text.push_str(format!("    {kind} {} {}", word(column.name.as_str()), marks.join(", ")).trim_end());
            text.push('\n');
        }
        text.push_str("  }\n");
    }
    for table in schema.tables.values() {
        for key in &table.foreign_keys {
            let columns: Vec<String> = key.columns.iter().map(|it| word(it.as_str())).collect();
            let (parent, child) = (word(key.parent.as_str()), word(table.name.as_str()));
            let ends = Cardinality::of(table, key);
            let (left, right) = (
                if ends.parent == End::One { "||" } else { "|o" },
                if ends.child == End::Many { "o{" } else { "o|" },
            );
            text.push_str(&format!("  {parent} {left}--{right} {child} : {}\n", columns.join("_")));
        }
    }
    text
}
