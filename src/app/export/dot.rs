//! A diagram in Graphviz's language.

use super::Subject;
use crate::schema::Name;

/// <https://graphviz.org/doc/info/lang.html>
pub(super) fn written(subject: Subject<'_>) -> String {
    let schema = subject.schema;
    let quoted = |text: &str| format!("\"{}\"", text.replace('\\', "\\\\").replace('"', "\\\""));
    let mut text = "digraph schema {\n  rankdir=LR;\n  node [shape=box];\n".to_owned();
    for table in schema.tables.values() {
        text.push_str(&format!("  {};\n", quoted(table.name.as_str())));
    }
    for table in schema.tables.values() {
        for key in &table.foreign_keys {
            let (child, parent) = (quoted(table.name.as_str()), quoted(key.parent.as_str()));
            text.push_str(&format!(
                "  {child} -> {parent} [label={}];\n",
                quoted(&Name::list(&key.columns))
            ));
        }
    }
    text.push_str("}\n");
    text
}
