//! Tries combinations of values against CHECK expressions, many at a time, on a table without constraints.

use crate::database::{Database, Scratch, Value};
use crate::schema::{GeneratedKind, Name, Table};
use crate::sql::keyword;

/// A copy of a table's columns (types, collations, generated ones) under the table's own name and without constraints.
pub(super) struct Mold<'a> {
    scratch: &'a mut Scratch,
    table: Name,
    rowid: &'static str,
}

/// Bytes of one INSERT; D1 takes 100,000: <https://developers.cloudflare.com/d1/platform/limits/>
const INSERT_BYTES: usize = 60_000;

impl<'a> Mold<'a> {
    /// The mold of `table` on a scratch database that holds the mold of `molded` and nothing else: that one again, or another in
    /// its place, since each CREATE costs more the more tables there are.
    pub(super) fn new(scratch: &'a mut Scratch, molded: &mut Option<Name>, table: &Table) -> Option<Self> {
        let rowid = visible_rowid(table)?;
        if molded.as_ref() == Some(&table.name) {
            return Some(Self {
                scratch,
                table: table.name.clone(),
                rowid,
            });
        }
        if let Some(other) = molded.take() {
            scratch.execute(&format!("DROP TABLE {}", other.quoted())).ok()?;
        }
        let quoted = table.name.quoted();
        let columns: Vec<String> = table
            .columns
            .iter()
            .map(|column| {
                let mut text = format!("{} {}", column.name.quoted(), column.type_name);
                if let Some(collation) = &column.collation {
                    text.push_str(&format!(" COLLATE {}", collation.quoted()));
                }
                if let Some(generated) = &column.generated {
                    let kind = if generated.kind == GeneratedKind::Stored {
                        "STORED"
                    } else {
                        "VIRTUAL"
                    };
                    text.push_str(&format!(
                        " GENERATED ALWAYS AS ({}) {kind}",
                        generated.expression.text()
                    ));
                }
                text
            })
            .collect();
        let strict = if table.strict { " STRICT" } else { "" };
        scratch
            .execute(&format!("CREATE TABLE {quoted} ({}){strict}", columns.join(", ")))
            .ok()?;
        *molded = Some(table.name.clone());
        Some(Self {
            scratch,
            table: table.name.clone(),
            rowid,
        })
    }

    /// Positions of the combinations (values for `columns`) for which no condition is false.
    pub(super) fn passing(
        &mut self,
        columns: &[Name],
        combinations: impl Iterator<Item = Vec<Value>>,
        conditions: &[String],
    ) -> Vec<usize> {
        self.passing_among(columns, &combinations.enumerate().collect::<Vec<_>>(), conditions)
    }

    /// The first of [`Mold::passing`]. Most often the first of all passes, and no other is made.
    pub(super) fn first_passing(
        &mut self,
        columns: &[Name],
        combinations: impl Iterator<Item = Vec<Value>>,
        conditions: &[String],
    ) -> Option<usize> {
        let mut all = combinations.enumerate();
        [1, 15, usize::MAX].into_iter().find_map(|count| {
            let some: Vec<(usize, Vec<Value>)> = all.by_ref().take(count).collect();
            self.passing_among(columns, &some, conditions).first().copied()
        })
    }

    fn passing_among(
        &mut self,
        columns: &[Name],
        combinations: &[(usize, Vec<Value>)],
        conditions: &[String],
    ) -> Vec<usize> {
        if combinations.is_empty() {
            return Vec::new();
        }
        match self.try_all(columns, combinations, conditions) {
            Some(passing) => passing,
            // One bad value (malformed JSON, a type that STRICT refuses) fails the whole question: ask one by one.
            None => combinations
                .iter()
                .filter_map(|one| self.try_all(columns, std::slice::from_ref(one), conditions))
                .flatten()
                .collect(),
        }
    }

    fn try_all(
        &mut self,
        columns: &[Name],
        combinations: &[(usize, Vec<Value>)],
        conditions: &[String],
    ) -> Option<Vec<usize>> {
        let (quoted, rowid) = (self.table.quoted(), self.rowid);
        // The position of a combination rides in the rowid. A condition may read no column at all.
        let names = std::iter::once(rowid.to_owned()).chain(columns.iter().map(Name::quoted));
        let wanted: Vec<String> = conditions
            .iter()
            .map(|condition| format!("coalesce(({condition}\n), 1)"))
            .collect();
        self.scratch.execute(&format!("DELETE FROM {quoted}")).ok()?;
        let head = format!(
            "INSERT INTO {quoted} ({}) VALUES ",
            names.collect::<Vec<_>>().join(", ")
        );
        let mut insert = head.clone();
        for (at, values) in combinations {
            let values = std::iter::once(at.to_string()).chain(values.iter().map(Value::to_sql));
            let tuple = format!("({})", values.collect::<Vec<_>>().join(", "));
            if insert.len() > head.len() && insert.len() + tuple.len() > INSERT_BYTES {
                self.scratch.execute(&insert).ok()?;
                insert.clone_from(&head);
            }
            if insert.len() > head.len() {
                insert.push_str(", ");
            }
            insert.push_str(&tuple);
        }
        if insert.len() > head.len() {
            self.scratch.execute(&insert).ok()?;
        }
        let question = format!("SELECT {rowid} FROM {quoted} WHERE {} ORDER BY 1", wanted.join(" AND "));
        let found = self.scratch.query(&question).ok()?;
        Some(
            found
                .rows
                .iter()
                .filter_map(|row| row.first()?.as_i64()?.try_into().ok())
                .collect(),
        )
    }
}

/// The name under which a table's rowid can be read; none for a table WITHOUT ROWID, or where columns hide all three.
/// <https://www.sqlite.org/lang_createtable.html#rowid>
pub fn rowid_name(table: &Table) -> Option<&'static str> {
    visible_rowid(table).filter(|_| !table.without_rowid)
}

/// The same of a copy of the table's columns, which always has a rowid.
fn visible_rowid(table: &Table) -> Option<&'static str> {
    keyword::free_rowid(|it| table.column(&Name::new(it)).is_some())
}
