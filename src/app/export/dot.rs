//! A diagram in Graphviz's language.

use super::Subject;
use super::cardinality::Cardinality;
use super::table_box::outside;
use crate::schema::Name;

/// <https://graphviz.org/doc/info/lang.html>
pub(super) fn written(subject: Subject<'_>) -> String {
    let schema = subject.schema;
    let quoted = |text: &str| format!("\"{}\"", text.replace('\\', "\\\\").replace('"', "\\\""));
    let mut text = "digraph schema {\n  rankdir=LR;\n  node [shape=box];\n".to_owned();
    for table in schema.tables.values() {
        text.push_str(&format!("  {};\n", quoted(table.name.as_str())));
    }
    for name in outside(schema) {
        text.push_str(&format!("  {} [style=dashed];\n", quoted(name.as_str())));
    }
    for table in schema.tables.values() {
        for key in &table.foreign_keys {
            let (child, parent) = (quoted(table.name.as_str()), quoted(key.parent.as_str()));
            let ends = Cardinality::of(table, key);
            text.push_str(&format!(
                "  {child} -> {parent} [label={}, taillabel={}, headlabel={}];\n",
                quoted(&Name::list(&key.columns)),
                quoted(ends.child.text()),
                quoted(ends.parent.text()),
            ));
        }
    }
    text.push_str("}\n");
    text
}
