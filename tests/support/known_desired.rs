//! Schema files beside a target that has some of their statements already: they must mean what they mean alone.
#![allow(dead_code, unreachable_pub)]

use std::path::Path;

use reconcile::database::Database;
use reconcile::desired::{self, SourceFile};
use reconcile::introspect::{self, Ownership};

/// Reads a schema file beside this database and alone; why the two differ, where they do.
pub fn agree(text: &str, database: &mut dyn Database) -> Result<(), String> {
    let stored = introspect::stored(database).map_err(|error| error.to_string())?;
    let file = SourceFile {
        path: Path::new("after.sql").to_path_buf(),
        text: text.into(),
        origin: None,
    };
    let read = desired::parse(vec![file.clone()]);
    if let Ok(desired) = &read {
        let ownership = Ownership::default();
        let like = introspect::read_like(database, &stored, &desired.schema, &ownership);
        let live = introspect::read_beside(database, &ownership).map_err(|error| error.to_string())?;
        if let Some(like) = like.map_err(|error| error.to_string())?
            && format!("{like:#?}") != format!("{live:#?}")
        {
            return Err(format!(
                "alone the target is\n{live:#?}\nand beside its files\n{like:#?}"
            ));
        }
    }
    let alone = format!("{:#?}", read);
    let beside = format!("{:#?}", desired::parse_knowing(vec![file], &stored));
    match alone == beside {
        true => Ok(()),
        false => Err(format!("alone the schema is\n{alone}\nand beside its target\n{beside}")),
    }
}
