//! The statements of the backfill stage, which leave the schema's own triggers out of it.

use super::new_backfill::BATCH;
use crate::migration::batch_line;
use crate::schema::{Name, Schema, ddl};
use crate::stage::Fill;

/// The statements that fill one column: in batches, or in one transaction where triggers make way for it.
pub(crate) fn sql(fill: &Fill, schema: &Schema) -> String {
    let (table, column, value) = (fill.table.quoted(), fill.column.quoted(), &fill.value);
    let behind = match &fill.is_behind {
        Some(condition) => condition.clone(),
        None => format!("{column} IS NULL AND ({value}) IS NOT NULL"),
    };
    let counted = fill.counter.as_ref().map(Name::quoted);
    let counted = counted.map(|it| format!(", {it} = {it} + 1")).unwrap_or_default();
    let update = format!("UPDATE {table} SET {column} = ({value}){counted}\nWHERE {behind};\n");
    if fill.fires.is_empty() {
        return format!("{}\n{update}", batch_line(BATCH));
    }
    let own = fill.fires.iter().filter_map(|name| schema.triggers.get(name));
    let (mut off, mut on) = (String::new(), String::new());
    for trigger in own {
        off.push_str(&format!("DROP TRIGGER {};\n", trigger.name.quoted()));
        on.push_str(&format!("{};\n", ddl::one_line_trigger(trigger.sql.text())));
    }
    // Its triggers would have read the new values into it.
    let searched = schema.virtual_tables.values().filter(|it| {
        let is_over = it.content_table().is_some_and(|name| Name::new(name) == fill.table);
        is_over && it.column_names().contains(&fill.column)
    });
    let read: String = searched
        .map(|it| format!("INSERT INTO {0}({0}) VALUES('rebuild');\n", it.name.quoted()))
        .collect();
    format!("-- these triggers must not fire here\n{off}{update}{read}{on}")
}

/// What the reader of the plan is told of it.
pub(crate) fn notes(fill: &Fill) -> Vec<String> {
    let mut notes = vec![format!("{}.{} is filled with {}", fill.table, fill.column, fill.value)];
    if !fill.fires.is_empty() {
        notes.push(format!(
            "it runs in one transaction and not in batches: the UPDATE would fire {}",
            Name::list(&fill.fires)
        ));
    }
    notes
}
