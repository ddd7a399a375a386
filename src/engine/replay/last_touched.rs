//! Which migration last changed the stored text of an object.

use std::collections::BTreeMap;

use crate::database::{Database, Error, Value};
use crate::schema::{Name, ObjectKind, ObjectRef};

/// Texts as of now, and by whom each was last changed.
pub(super) struct History {
    texts: BTreeMap<(Space, Name), String>,
    touched: BTreeMap<(Space, Name), String>,
}

/// Tables, indexes and views share their names; triggers have their own.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Space {
    Objects,
    Triggers,
}

impl History {
    pub(super) fn start(database: &mut dyn Database) -> Result<Self, Error> {
        Ok(Self {
            texts: texts(database)?,
            touched: BTreeMap::new(),
        })
    }

    /// Notes what a migration changed.
    pub(super) fn after(&mut self, database: &mut dyn Database, file: &str) -> Result<(), Error> {
        let texts = texts(database)?;
        let gone = self.texts.keys().filter(|key| !texts.contains_key(key));
        let changed = texts
            .iter()
            .filter(|(key, text)| self.texts.get(key) != Some(text))
            .map(|it| it.0);
        let touched: Vec<_> = gone.chain(changed).cloned().collect();
        self.touched
            .extend(touched.into_iter().map(|key| (key, file.to_owned())));
        self.texts = texts;
        Ok(())
    }

    pub(super) fn last_touched(&self, object: &ObjectRef) -> Option<&str> {
        let space = match object.kind {
            ObjectKind::Trigger => Space::Triggers,
            _ => Space::Objects,
        };
        self.touched.get(&(space, object.name.clone())).map(String::as_str)
    }
}

fn texts(database: &mut dyn Database) -> Result<BTreeMap<(Space, Name), String>, Error> {
    let rows = database.query("SELECT type, name, sql FROM sqlite_schema WHERE sql IS NOT NULL")?;
    let read = |row: &Vec<Value>| {
        let text = |index: usize| row.get(index).and_then(Value::as_str);
        let space = if text(0)? == "trigger" {
            Space::Triggers
        } else {
            Space::Objects
        };
        Some(((space, Name::new(text(1)?)), text(2)?.to_owned()))
    };
    Ok(rows.rows.iter().filter_map(read).collect())
}
