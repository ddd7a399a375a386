//! A schema → the description of its types.

use std::collections::BTreeMap;

use super::column_checks::{Domain, domain};
use super::description::{Description, EnumType, Field, IdType, Insert, Kind, TableTypes};
use super::infer::Inference;
use super::type_names::{TypeNames, pascal};
use super::value_type::{Origin, Storage, ValueType, column_type};
use super::{Error, Options};
use crate::database::Scratch;
use crate::introspect;
use crate::schema::{Column, Name, Schema, Table};

/// The kinds of the columns of tables, by table and column.
pub(super) type Kinds = BTreeMap<(Name, Name), Kind>;

/// What is being described.
pub(super) struct Describer<'s> {
    pub(super) schema: &'s Schema,
    pub(super) names: TypeNames,
    pub(super) kinds: Kinds,
    pub(super) description: Description,
    options: &'s Options,
}

impl<'s> Describer<'s> {
    /// Describes tables, virtual tables and views.
    pub(super) fn of_schema(schema: &'s Schema, options: &'s Options) -> Result<Self, Error> {
        let json_types: Vec<String> = options.json.values().filter_map(|it| root(it)).collect();
        let mut describer = Self {
            schema,
            names: TypeNames::new(json_types.iter().map(String::as_str)),
            kinds: Kinds::new(),
            description: Description::default(),
            options,
        };
        describer.check_json_columns()?;
        describer.description.json_from = options.json_from.clone();
        describer.description.json_types = json_types;
        describer.description.json_types.sort();
        describer.description.json_types.dedup();
        let begun = |it: &mut Self, name: &Name| (name.clone(), it.names.beginning(name.as_str()));
        let tables: Vec<_> = schema.tables.keys().map(|it| begun(&mut describer, it)).collect();
        let virtual_tables = schema.virtual_tables.keys();
        let virtual_tables: Vec<_> = virtual_tables.map(|it| begun(&mut describer, it)).collect();
        let views: Vec<_> = schema.views.keys().map(|it| begun(&mut describer, it)).collect();
        describer.ids(&tables);
        for (name, type_name) in tables {
            describer.table(&name, type_name);
        }
        let mut scratch = introspect::replica(schema)?;
        for (name, type_name) in virtual_tables {
            describer.result(&name, type_name, true, &mut scratch)?;
        }
        for (name, type_name) in views {
            describer.result(&name, type_name, false, &mut scratch)?;
        }
        Ok(describer)
    }

    /// A named type is of a column that is there.
    fn check_json_columns(&self) -> Result<(), Error> {
        let is_there = |table: &str, column: &str| {
            let table = self.schema.tables.get(&Name::new(table));
            table.is_some_and(|it| it.column(&Name::new(column)).is_some())
        };
        for name in self.options.json.keys() {
            if !name
                .split_once('.')
                .is_some_and(|(table, column)| is_there(table, column))
            {
                return Err(Error::NoSuchColumn { name: name.clone() });
            }
        }
        Ok(())
    }

    /// The keys that get a type of their own, which the columns that reference them share.
    fn ids(&mut self, tables: &[(Name, String)]) {
        if !self.options.brands {
            return;
        }
        for (name, type_name) in tables {
            let Some(table) = self.schema.tables.get(name) else {
                continue;
            };
            let Some(column) = own_key(table) else { continue };
            let storage = column_type(table, column).storage;
            // A key that references another is of the other's type.
            if self.referenced(table, column).is_some() || ![Storage::INTEGER, Storage::TEXT].contains(&storage) {
                continue;
            }
            let id = IdType {
                name: format!("{type_name}Id"),
                column: format!("{name}.{}", column.name),
                storage,
            };
            let key = (name.clone(), column.name.clone());
            self.kinds.insert(key, Kind::Id(id.name.clone()));
            self.description.ids.push(id);
        }
        // What a column references may itself reference another.
        for _ in 0..tables.len() {
            let before = self.kinds.len();
            for table in self.schema.tables.values() {
                for column in &table.columns {
                    let key = (table.name.clone(), column.name.clone());
                    let parent = self
                        .referenced(table, column)
                        .and_then(|it| self.kinds.get(&it).cloned());
                    if let Some(kind) = parent.filter(|_| !self.kinds.contains_key(&key)) {
                        self.kinds.insert(key, kind);
                    }
                }
            }
            if self.kinds.len() == before {
                return;
            }
        }
    }

    /// The column of another table that a column references by itself.
    fn referenced(&self, table: &Table, column: &Column) -> Option<(Name, Name)> {
        let mut keys = table.foreign_keys.iter();
        let key = keys.find(|it| it.columns.as_slice() == std::slice::from_ref(&column.name))?;
        let parent = self.schema.tables.get(&key.parent)?;
        let [parent_column] = key.parent_columns.as_slice() else {
            return None;
        };
        let is_itself = parent.name == table.name && *parent_column == column.name;
        let target = parent.column(parent_column).filter(|_| !is_itself)?;
        let is_alike = column_type(parent, target).storage == column_type(table, column).storage;
        is_alike.then(|| (parent.name.clone(), parent_column.clone()))
    }

    fn table(&mut self, name: &Name, type_name: String) {
        let schema = self.schema;
        let Some(table) = schema.tables.get(name) else { return };
        let inferred = Inference::new(schema).columns_of(name).unwrap_or_default();
        let mut fields = Vec::new();
        for (column, output) in table.columns.iter().zip(inferred) {
            let kind = self.column_kind(table, column, &type_name, output.value.storage);
            let key = (name.clone(), column.name.clone());
            self.kinds.insert(key, kind.clone());
            fields.push(Field {
                name: column.name.as_str().to_owned(),
                kind,
                nullable: output.value.nullable,
                insert: insert(table, column),
            });
        }
        self.description.tables.push(TableTypes {
            name: name.as_str().to_owned(),
            type_name,
            fields,
            is_writable: true,
        });
    }

    fn column_kind(&mut self, table: &Table, column: &Column, type_name: &str, storage: Storage) -> Kind {
        let called = format!("{}.{}", table.name, column.name);
        let named = self
            .options
            .json
            .iter()
            .find(|(it, _)| it.eq_ignore_ascii_case(&called));
        if let Some((_, json)) = named {
            return Kind::Json {
                type_name: Some(json.clone()),
                storage,
            };
        }
        match domain(table, column) {
            Some(Domain::Texts(values)) => {
                let name = self.names.one(&format!("{type_name}{}", pascal(column.name.as_str())));
                self.description.enums.push(EnumType {
                    name: name.clone(),
                    column: called,
                    values,
                });
                Kind::Enum(name)
            }
            Some(Domain::Numbers(values)) => Kind::Numbers(values),
            Some(Domain::Json) => Kind::Json {
                type_name: None,
                storage,
            },
            None => {
                let known = self.kinds.get(&(table.name.clone(), column.name.clone()));
                known.cloned().unwrap_or(Kind::Plain(storage))
            }
        }
    }

    /// A view or a virtual table: what a SELECT of all its columns gives.
    fn result(
        &mut self,
        name: &Name,
        type_name: String,
        is_writable: bool,
        scratch: &mut Scratch,
    ) -> Result<(), Error> {
        let names = scratch.columns(&format!("SELECT * FROM {}", name.quoted()))?;
        let inferred = Inference::new(self.schema).columns_of(name).unwrap_or_default();
        let is_known = inferred.len() == names.len();
        let fields = names.into_iter().enumerate().map(|(at, name)| {
            let output = inferred.get(at).filter(|_| is_known);
            let value = output.map_or(ValueType::UNKNOWN, |it| it.value.clone());
            Field {
                name,
                kind: self.kind(&value),
                nullable: value.nullable,
                insert: match is_writable {
                    true => Insert::Optional { has_default: false },
                    false => Insert::Never,
                },
            }
        });
        let fields = fields.collect();
        self.description.tables.push(TableTypes {
            name: name.as_str().to_owned(),
            type_name,
            fields,
            is_writable,
        });
        Ok(())
    }

    /// What the values of an expression are: those of a column where all come from it.
    pub(super) fn kind(&self, value: &ValueType) -> Kind {
        let of_column = |it: &Origin| self.kinds.get(&(it.table.clone(), it.column.clone())).cloned();
        let known = value.origin.as_ref().and_then(of_column);
        known.unwrap_or(Kind::Plain(value.storage))
    }
}

/// The column that is the whole primary key.
fn own_key(table: &Table) -> Option<&Column> {
    match table.key_names().collect::<Vec<_>>().as_slice() {
        [one] => table.column(one),
        _ => None,
    }
}

fn insert(table: &Table, column: &Column) -> Insert {
    let is_rowid = table.rowid_alias().is_some_and(|it| it.name == column.name);
    let has_default = is_rowid || column.default.is_some();
    match column.generated.is_some() {
        true => Insert::Never,
        false if has_default || column.not_null.is_none() => Insert::Optional { has_default },
        false => Insert::Required,
    }
}

/// What is imported for a named type: `Settings` of `Settings[]`, `json` of `json.Settings`; nothing for `json::Settings`.
fn root(type_name: &str) -> Option<String> {
    let end = type_name.find(|it: char| !(it.is_alphanumeric() || it == '_' || it == '$'));
    let is_path = type_name.contains("::");
    let root = type_name.get(..end.unwrap_or(type_name.len())).filter(|_| !is_path)?;
    Some(root.to_owned())
}
