//! The application's statements → the types of what they give and take.

use std::collections::BTreeMap;

use super::describe::Describer;
use super::description::{Field, Insert, QueryTypes};
use super::infer::{Inference, Inferred, in_both};
use super::type_names::pascal;
use super::value_type::ValueType;
use crate::compat::Prepared;
use crate::schema::Name;

impl Describer<'_> {
    /// Adds each statement once, however often the application has it.
    pub(super) fn queries(&mut self, all: &[Prepared]) {
        let mut names: BTreeMap<&str, Option<&str>> = BTreeMap::new();
        for it in all {
            let name = names.entry(it.passed.as_str()).or_default();
            *name = name.or(it.name.as_deref());
        }
        let mut in_file: BTreeMap<&str, usize> = BTreeMap::new();
        for it in all {
            let Some(name) = names.remove(it.passed.as_str()) else {
                continue;
            };
            let count = in_file.entry(it.place.file.as_str()).or_default();
            *count += 1;
            let name = match name {
                Some(name) => name.to_owned(),
                None => format!("{}Query{count}", stem(&it.place.file)),
            };
            let type_name = self.names.beginning(&name);
            let query = self.query(it, type_name);
            self.description.queries.push(query);
        }
    }

    fn query(&mut self, prepared: &Prepared, type_name: String) -> QueryTypes {
        let inferred = Inference::new(self.schema).statement(&prepared.sql).unwrap_or_default();
        QueryTypes {
            type_name,
            file: prepared.place.file.clone(),
            sql: prepared.sql.clone(),
            passed: prepared.passed.clone(),
            parameters: self.parameters(prepared, &inferred),
            columns: self.columns(prepared, &inferred),
        }
    }

    /// A row is an object: columns of one name are one property.
    fn columns(&self, prepared: &Prepared, inferred: &Inferred) -> Vec<Field> {
        let mut found: Vec<(String, ValueType)> = Vec::new();
        for (name, value) in result_types(prepared, inferred) {
            match found.iter_mut().find(|(it, _)| *it == name) {
                Some((_, known)) => *known = known.clone().or(value),
                None => found.push((name, value)),
            }
        }
        found
            .into_iter()
            .map(|(name, value)| self.field(name, &value))
            .collect()
    }

    fn parameters(&self, prepared: &Prepared, inferred: &Inferred) -> Vec<Field> {
        let wanted = numbered(&prepared.signature.parameters, &inferred.parameters);
        let fields = prepared.signature.parameters.iter().zip(wanted).enumerate();
        let fields = fields.map(|(at, (given, value))| {
            let given = given.as_deref().filter(|it| !it.starts_with('?'));
            let given = given.map(|it| it.trim_start_matches([':', '@', '$']).to_owned());
            let column = value.origin.as_ref().map(|it| it.column.as_str().to_owned());
            let name = given.or(column).unwrap_or_else(|| format!("p{}", at + 1));
            self.field(name, &value)
        });
        fields.collect()
    }

    fn field(&self, name: String, value: &ValueType) -> Field {
        Field {
            name,
            kind: self.kind(value),
            nullable: value.nullable,
            insert: Insert::Never,
        }
    }
}

/// What each result column can be. SQLite says how many there are and which columns of tables they show; where our reading
/// says otherwise, nothing is claimed.
pub(super) fn result_types(prepared: &Prepared, inferred: &Inferred) -> Vec<(String, ValueType)> {
    let given = &prepared.signature.columns;
    let is_known = given.len() == inferred.columns.len();
    let types = given.iter().enumerate().map(|(at, column)| {
        let output = inferred.columns.get(at).filter(|_| is_known);
        let value = output.map_or(ValueType::UNKNOWN, |it| it.value.clone());
        let disagrees = match (&value.origin, &column.origin) {
            (Some(ours), Some((table, name))) => {
                ours.table != Name::new(table.as_str()) || ours.column != Name::new(name.as_str())
            }
            _ => false,
        };
        let value = if disagrees { ValueType::UNKNOWN } else { value };
        (column.name.clone(), value)
    });
    types.collect()
}

/// What each parameter takes, by its number: `?` is the next one after the largest so far.
/// <https://www.sqlite.org/lang_expr.html#parameters>
fn numbered(given: &[Option<String>], found: &[(String, ValueType)]) -> Vec<ValueType> {
    let unknown = || vec![ValueType::UNKNOWN; given.len()];
    let mut wanted: Vec<Option<ValueType>> = vec![None; given.len()];
    let mut largest = 0;
    for (name, value) in found {
        let index = match name.strip_prefix('?') {
            Some("") => Some(largest),
            Some(number) => number.parse::<usize>().ok().and_then(|it| it.checked_sub(1)),
            None => given.iter().position(|it| it.as_ref() == Some(name)),
        };
        let Some((index, place)) = index.and_then(|it| Some((it, wanted.get_mut(it)?))) else {
            return unknown();
        };
        largest = largest.max(index + 1);
        *place = Some(match place.take() {
            Some(before) => in_both(before, value.clone()),
            None => value.clone(),
        });
    }
    // Whatever was not met may have shifted the others.
    let has_numbers = given.iter().flatten().any(|it| it.starts_with('?'));
    if wanted.iter().any(Option::is_none) && !has_numbers {
        return unknown();
    }
    wanted.into_iter().map(|it| it.unwrap_or(ValueType::UNKNOWN)).collect()
}

/// `src/api/users.ts` → `Users`
fn stem(file: &str) -> String {
    let name = file.rsplit('/').next().unwrap_or(file);
    pascal(name.split('.').next().unwrap_or(name))
}
