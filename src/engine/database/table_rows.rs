//! The rows of one table as INSERTs, read in pages by key.
//!
//! Every value is turned into a literal by SQLite itself (`quote`), because JSON would round integers beyond 2^53. An
//! answer of D1 has a limit, and so has a value that SQLite makes there: sizes are asked first, pages end where an answer
//! would become large, and a long value comes in pieces. <https://developers.cloudflare.com/d1/platform/limits/>

use super::dump::name;
use super::{Database, Result, Table, Value, long_value};

/// Rows whose sizes are asked at once.
const WINDOW: usize = 2_000;
/// Bytes of a page, as literals: JSON writes some characters as six.
const PAGE: i64 = 5_000_000;
/// A value of more bytes has a literal that D1 may not make: none may be longer than 2,000,000 bytes there.
const LONG: i64 = 900_000;
/// Bytes of such a value that are read at once.
const PIECE: i64 = 500_000;
/// Columns per query: a result has at most 100, and one is the key.
const WIDTH: usize = 90;
/// Operands side by side: an expression has a depth of 100, a function 32 arguments.
const OPERANDS: usize = 20;

/// Which rows of a table are read, and what beside its columns.
#[derive(Debug, Clone, Default)]
pub struct RowChoice {
    /// Only those for which this is true.
    pub condition: Option<String>,
    /// At most so many, the first by key.
    pub limit: Option<usize>,
    /// Expressions over the columns.
    pub more: Vec<String>,
}

/// Adds the table's rows to `statements`.
pub(super) fn read(database: &mut dyn Database, table: &Table, statements: &mut Vec<String>) -> Result<()> {
    let names = table.inserted();
    each_row(database, table, &RowChoice::default(), &mut |values: Vec<String>| {
        let values: Vec<&str> = values.iter().map(String::as_str).collect();
        long_value::insert(&name(&table.name), &names.join(", "), &values, statements);
        Ok(())
    })
}

/// A row as an INSERT, or as several statements where one would be too long; `columns` are quoted, `literals` SQL.
pub fn insert_row(table: &str, columns: &[&str], literals: &[&str], statements: &mut Vec<String>) {
    long_value::insert(&name(table), &columns.join(", "), literals, statements);
}

/// Reads rows as literals: the columns of [`Table::inserted`], then what else is chosen.
///
/// # Errors
/// Those of the database and of `row`.
pub fn each_row<E: From<super::Error>>(
    database: &mut dyn Database,
    table: &Table,
    choice: &RowChoice,
    row: &mut dyn FnMut(Vec<String>) -> std::result::Result<(), E>,
) -> std::result::Result<(), E> {
    let mut names = table.inserted();
    if names.is_empty() {
        return Ok(());
    }
    let rowid = table.rowid();
    let at = rowid.as_ref().and_then(|rowid| names.iter().position(|it| it == rowid));
    let rowid = rowid.zip(at);
    names.extend(choice.more.iter().cloned());
    let mut reader = Reader {
        from: name(&table.name),
        order: rowid.as_ref().map_or_else(|| table.key(), |it| it.0.clone()),
        // Elsewhere a value may be as long as memory allows.
        long: if database.is_local() { i64::MAX } else { LONG },
        condition: choice.condition.clone(),
        names,
        rowid,
        last: None,
        read: 0,
    };
    loop {
        let window = choice
            .limit
            .map_or(WINDOW, |it| it.saturating_sub(reader.read).min(WINDOW));
        if window == 0 {
            return Ok(());
        }
        let sizes = reader.sizes(database, window)?;
        let mut rest = sizes.as_slice();
        while let Some(&(_, longest)) = rest.first() {
            let count = match longest > reader.long {
                true => 1,
                false => page(rest, reader.long),
            };
            let rows = match longest > reader.long {
                true => reader.long_row(database)?,
                false => reader.page(database, count)?,
            };
            if rows.is_empty() {
                // Deleted in the meantime.
                return Ok(());
            }
            for values in rows {
                row(values)?;
            }
            rest = rest.get(count..).unwrap_or_default();
        }
        if sizes.len() < window {
            return Ok(());
        }
    }
}

/// How many of these rows one answer holds, at least one: up to the first that has a long value.
fn page(sizes: &[(i64, i64)], long: i64) -> usize {
    let mut total = 0_i64;
    let fits = |(bytes, longest): &&(i64, i64)| {
        total = total.saturating_add(*bytes);
        total <= PAGE && *longest <= long
    };
    sizes.iter().take_while(fits).count().max(1)
}

/// Goes through a table from its first row to its last.
struct Reader {
    /// The table, quoted.
    from: String,
    /// Columns to insert, quoted, the rowid among them or behind them.
    names: Vec<String>,
    /// The rowid, as the name of a column that is one or of its own, and its place among the names.
    rowid: Option<(String, usize)>,
    order: String,
    /// Only rows for which this is true.
    condition: Option<String>,
    /// A value of more bytes is read in pieces.
    long: i64,
    /// The rowid of the last row that was read.
    last: Option<String>,
    /// Rows read.
    read: usize,
}

impl Reader {
    /// What a SELECT over the next `count` rows ends with.
    fn next(&self, count: usize) -> String {
        let (from, order) = (&self.from, &self.order);
        let after = match (&self.rowid, &self.last) {
            (Some((rowid, _)), Some(last)) => Some(format!("{rowid} > {last}")),
            _ => None,
        };
        let conditions: Vec<String> = after.into_iter().chain(self.condition.clone()).collect();
        let filter = match conditions.is_empty() {
            true => String::new(),
            false => format!(" where {}", conditions.join(" and ")),
        };
        let rest = format!("from {from}{filter} order by {order} limit {count}");
        match self.rowid {
            Some(_) => rest,
            // Without a rowid the key has no simple successor.
            None => format!("{rest} offset {}", self.read),
        }
    }

    /// Of each of the next rows: bytes of its literals, and of its longest value.
    fn sizes(&self, database: &mut dyn Database, window: usize) -> Result<Vec<(i64, i64)>> {
        let length = |column: &String| format!("ifnull(octet_length({column}), 0)");
        let lengths: Vec<String> = self.names.iter().map(length).collect();
        let groups =
            |joined: &dyn Fn(&[String]) -> String| -> Vec<String> { lengths.chunks(OPERANDS).map(joined).collect() };
        let sums = groups(&|it| format!("({})", it.join(" + "))).join(" + ");
        let longest = groups(&|it| format!("max(0, {})", it.join(", "))).join(", ");
        // A literal is twice as long at most, quotes aside.
        let overhead = self.names.len() * 10;
        let sql = format!(
            "select 2 * ({sums}) + {overhead}, max(0, {longest}) {}",
            self.next(window)
        );
        let number = |row: &[Value], at: usize| row.get(at).and_then(Value::as_i64).unwrap_or(0);
        let rows = database.query(&sql)?.rows;
        Ok(rows.iter().map(|row| (number(row, 0), number(row, 1))).collect())
    }

    /// The next rows, each as literals.
    fn page(&mut self, database: &mut dyn Database, count: usize) -> Result<Vec<Vec<String>>> {
        let rows = self.literals(database, count, &literal)?;
        let rows: Vec<Vec<String>> = rows
            .into_iter()
            .map(|row| row.iter().filter_map(Value::as_str).map(str::to_owned).collect())
            .collect();
        self.advance(&rows);
        Ok(rows)
    }

    /// The next row, which has a value that is too long to be read at once.
    fn long_row(&mut self, database: &mut dyn Database) -> Result<Vec<Vec<String>>> {
        let long = self.long;
        let short = |column: &str| {
            format!(
                "case when octet_length({column}) > {long} then octet_length({column}) else {} end",
                literal(column)
            )
        };
        let Some(row) = self.literals(database, 1, &short)?.pop() else {
            return Ok(Vec::new());
        };
        let id = self
            .rowid
            .as_ref()
            .and_then(|(rowid, at)| Some((rowid, row.get(*at)?.as_str()?)));
        let at = match id {
            Some((rowid, id)) => format!("from {} where {rowid} = {id}", self.from),
            None => self.next(1),
        };
        let mut values = Vec::with_capacity(row.len());
        for (column, value) in self.names.iter().zip(&row) {
            values.push(match value {
                Value::Text(literal) => literal.clone(),
                other => in_pieces(database, column, other.as_i64().unwrap_or(0), &at)?,
            });
        }
        let rows = vec![values];
        self.advance(&rows);
        Ok(rows)
    }

    /// `literal` of each column of the next rows.
    fn literals(
        &self,
        database: &mut dyn Database,
        count: usize,
        literal: &dyn Fn(&str) -> String,
    ) -> Result<Vec<Vec<Value>>> {
        let tail = self.next(count);
        let query = |chunk: &[String]| {
            let values: Vec<String> = chunk
                .iter()
                .enumerate()
                .map(|(at, column)| format!("{} as c{at}", literal(column)))
                .collect();
            format!("select {} {tail}", values.join(", "))
        };
        let queries: Vec<String> = self.names.chunks(WIDTH).map(query).collect();
        let mut rows: Vec<Vec<Value>> = Vec::new();
        for part in database.query_all(&queries)? {
            rows.resize_with(rows.len().max(part.rows.len()), Vec::new);
            rows.iter_mut()
                .zip(part.rows)
                .for_each(|(row, values)| row.extend(values));
        }
        Ok(rows)
    }

    fn advance(&mut self, rows: &[Vec<String>]) {
        self.read += rows.len();
        if let (Some(row), Some((_, at))) = (rows.last(), &self.rowid) {
            self.last = row.get(*at).cloned();
        }
    }
}

/// The literal of a value of `length` bytes.
fn in_pieces(database: &mut dyn Database, column: &str, length: i64, at: &str) -> Result<String> {
    let mut hex = String::new();
    let mut from = 1;
    while from <= length {
        let sql = format!("select typeof({column}), hex(substr(cast({column} as blob), {from}, {PIECE})) {at}");
        let rows = database.query(&sql)?;
        hex.push_str(rows.get(0, 1).and_then(Value::as_str).unwrap_or_default());
        from += PIECE;
        if from > length {
            let is_text = rows.scalar().and_then(Value::as_str) == Some("text");
            return Ok(match is_text {
                true => format!("CAST(X'{hex}' AS TEXT)"),
                false => format!("X'{hex}'"),
            });
        }
    }
    Ok("NULL".to_owned())
}

/// An expression that gives the literal of a column, given as SQL; `quote` stops at a NUL within text.
pub fn literal(column: &str) -> String {
    format!(
        "case when typeof({column}) = 'text' and instr({column}, char(0)) > 0 \
         then 'CAST(X''' || hex({column}) || ''' AS TEXT)' else quote({column}) end"
    )
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::super::{Rows, Scratch, Summary, dump};
    use super::*;

    /// A database elsewhere, written by others after each answer.
    struct Elsewhere {
        scratch: Scratch,
        written: Option<&'static str>,
        /// Bytes of the largest answer.
        largest: usize,
    }

    impl Database for Elsewhere {
        fn label(&self) -> String {
            "d1:elsewhere".to_owned()
        }

        fn query_all(&mut self, queries: &[String]) -> Result<Vec<Rows>> {
            let answers = self.scratch.query_all(queries)?;
            let bytes = |it: &Value| it.as_str().map_or(8, str::len);
            let size = answers.iter().flat_map(|it| &it.rows).flatten().map(bytes).sum();
            self.largest = self.largest.max(size);
            if let Some(sql) = self.written {
                self.scratch.execute(sql)?;
            }
            Ok(answers)
        }

        fn run(&mut self, batch: &[String]) -> Result<Summary> {
            self.scratch.run(batch)
        }
    }

    fn elsewhere(sql: &str) -> Elsewhere {
        let mut scratch = Scratch::new().unwrap();
        scratch.execute(sql).unwrap();
        Elsewhere {
            scratch,
            written: None,
            largest: 0,
        }
    }

    #[test]
    fn large_rows_come_in_small_answers_and_are_what_they_were() {
        let mut first = elsewhere(
            "create table t (a, b);
             insert into t with recursive n(i) as (select 1 union all select i + 1 from n where i < 30)
                 select i, replace(hex(zeroblob(300000)), '0', char(233)) from n;
             insert into t values ('odd', replace(hex(zeroblob(500000)), '00', 'it''s')), (zeroblob(2000000), null);
             create table w (k text primary key, v blob) without rowid;
             insert into w select a, b from t where a <> 3 and typeof(a) <> 'blob';",
        );
        let copied = dump(&mut first).unwrap();
        assert!(first.largest < 8_000_000, "{}", first.largest);
        assert!(!copied.was_written);
        let mut second = Scratch::new().unwrap();
        second.run(&copied.statements).unwrap();
        for sql in [
            "select rowid, typeof(a), a, typeof(b), b from t order by rowid",
            "select k, typeof(v), v from w order by k",
        ] {
            let wanted = first.query(sql).unwrap();
            assert!(wanted.rows.len() > 28 && second.query(sql).unwrap() == wanted, "{sql}");
        }
    }

    #[test]
    fn rows_written_in_the_meantime_are_noticed() {
        let mut first = elsewhere("create table t (a); insert into t values (1), (2)");
        first.written = Some("insert into t values (3)");
        assert!(dump(&mut first).unwrap().was_written);
    }

    #[test]
    fn a_page_is_bounded_by_bytes_and_ends_before_a_long_value() {
        let small = (100, 50);
        assert_eq!(page(&[small; 2_000], LONG), 2_000);
        let large = (PAGE / 2, 800_000);
        assert_eq!(page(&[large, large, large], LONG), 2);
        assert_eq!(page(&[(PAGE * 2, 800_000), small], LONG), 1);
        assert_eq!(page(&[small, small, (4_000_000, 2_000_000), small], LONG), 2);
    }
}
