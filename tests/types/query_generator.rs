//! Queries at random over one schema: joins of every kind, aggregates, subqueries, compounds, windows, CASE.

use crate::random::Random;

/// Tables of every kind: rowid, TEXT key, WITHOUT ROWID, STRICT, generated columns, checks, columns of no type, views.
pub(crate) const SCHEMA: &str = "
CREATE TABLE a (
  id INTEGER PRIMARY KEY, name TEXT NOT NULL, note TEXT, score REAL, n INTEGER NOT NULL,
  flag BOOLEAN NOT NULL CHECK (flag IN (0, 1)), kind TEXT CHECK (kind IN ('x', 'y', 'z')),
  data BLOB, raw BLOB NOT NULL, twice INTEGER GENERATED ALWAYS AS (n * 2), label TEXT AS (name || note) STORED,
  size AS (length(name))
);
CREATE TABLE b (code TEXT PRIMARY KEY, a_id INTEGER, amount REAL NOT NULL, at DATETIME, loose, place INTEGER);
CREATE TABLE c (k TEXT PRIMARY KEY, v INTEGER, w TEXT) WITHOUT ROWID;
CREATE TABLE d (id TEXT PRIMARY KEY, v INT, y ANY) STRICT;
CREATE VIEW joined AS SELECT a.id, a.name, b.amount, b.place, c.w FROM a LEFT JOIN b ON b.a_id = a.id LEFT JOIN c ON c.v = b.place;
CREATE VIEW totals (a_id, amount, most) AS SELECT a_id, sum(amount), max(place) FROM b GROUP BY a_id;
";

/// Columns by table.
const TABLES: &[(&str, &[&str])] = &[
    (
        "a",
        &[
            "id", "name", "note", "score", "n", "flag", "kind", "data", "raw", "twice", "label", "size",
        ],
    ),
    ("b", &["code", "a_id", "amount", "at", "loose", "place"]),
    ("c", &["k", "v", "w"]),
    ("d", &["id", "v", "y"]),
    ("joined", &["id", "name", "amount", "place", "w"]),
    ("totals", &["a_id", "amount", "most"]),
];

/// Writes queries.
pub(crate) struct Generator {
    random: Random,
    aliases: usize,
}

/// What can be named, as it is written: `t1.name`.
type Columns = Vec<String>;

impl Generator {
    pub(crate) fn new(seed: u64) -> Self {
        Self {
            random: Random::new(seed),
            aliases: 0,
        }
    }

    pub(crate) fn query(&mut self) -> String {
        self.aliases = 0;
        match self.random.below(12) {
            0 => self.compound(),
            1 => self.with(),
            2 => self.recursive(),
            3 => {
                let (width, tail) = (self.random.below(3) + 1, self.tail());
                format!("{}{tail}", self.select(width, 2))
            }
            4 => self.star(),
            _ => {
                let width = self.random.below(5) + 1;
                self.select(width, 2)
            }
        }
    }

    fn tail(&mut self) -> &'static str {
        const TAILS: &[&str] = &["", " ORDER BY 1", " ORDER BY 1 LIMIT 3", " LIMIT 5 OFFSET 1"];
        TAILS[self.random.below(TAILS.len())]
    }

    fn star(&mut self) -> String {
        let (from, columns) = self.from(0);
        let star = match columns.first().and_then(|it| it.split_once('.')) {
            Some((table, _)) if self.random.chance(40) => format!("{table}.*"),
            _ => "*".to_owned(),
        };
        format!("SELECT {star} FROM {from}{}", self.condition(&columns))
    }

    fn compound(&mut self) -> String {
        let width = self.random.below(3) + 1;
        let word = *self.random.one(&["UNION", "UNION ALL", "EXCEPT", "INTERSECT"]);
        let left = self.select(width, 1);
        let right = match self.random.chance(30) {
            true => format!("VALUES ({})", vec!["NULL"; width].join(", ")),
            false => self.select(width, 1),
        };
        format!("{left} {word} {right}")
    }

    fn with(&mut self) -> String {
        let inner = self.select(2, 1);
        let join = *self.random.one(&["JOIN", "LEFT JOIN", "RIGHT JOIN", "FULL JOIN"]);
        let condition = self.condition(&vec!["w.p".to_owned(), "w.q".to_owned()]);
        format!(
            "WITH w (p, q) AS ({inner}) SELECT w.p, q, a.name, b.amount FROM w {join} a ON a.n = w.p LEFT JOIN b ON b.a_id = a.id{condition}"
        )
    }

    fn recursive(&mut self) -> String {
        let first = *self
            .random
            .one(&["1, 'x'", "1, NULL", "n, note FROM a", "place, code FROM b"]);
        let next = *self.random.one(&[
            "i + 1, t",
            "i + 1, t || 'y'",
            "i * 1.5, NULL",
            "i + 1, coalesce(t, 'z')",
        ]);
        format!(
            "WITH RECURSIVE r (i, t) AS (SELECT {first} UNION ALL SELECT {next} FROM r WHERE i BETWEEN 0 AND 6) SELECT i, t, i + 1 FROM r LIMIT 50"
        )
    }

    /// A SELECT of so many columns.
    fn select(&mut self, width: usize, depth: usize) -> String {
        if self.random.chance(4) {
            let items: Vec<String> = (0..width).map(|_| self.expression(&Vec::new(), depth)).collect();
            return format!("SELECT {}", named(&items));
        }
        let (from, columns) = self.from(depth);
        let condition = self.condition(&columns);
        let grouping = self.random.below(10);
        if grouping < 4 {
            let groups: Vec<String> = (0..self.random.below(2) + 1).map(|_| self.column(&columns)).collect();
            let mut items: Vec<String> = (0..width)
                .map(|_| match self.random.chance(60) {
                    true => self.aggregate(&columns),
                    false => self.random.one(&groups).clone(),
                })
                .collect();
            if grouping == 0 && width > 0 {
                items[0] = self.expression(&columns, 1);
            }
            let group = if grouping < 3 {
                format!(" GROUP BY {}", groups.join(", "))
            } else {
                String::new()
            };
            let having = if self.random.chance(20) {
                " HAVING count(*) > 1"
            } else {
                ""
            };
            return format!("SELECT {} FROM {from}{condition}{group}{having}", named(&items));
        }
        let items: Vec<String> = (0..width)
            .map(|_| match self.random.chance(15) {
                true => self.window(&columns),
                false => self.expression(&columns, depth),
            })
            .collect();
        let distinct = if self.random.chance(10) { "DISTINCT " } else { "" };
        format!("SELECT {distinct}{} FROM {from}{condition}", named(&items))
    }

    fn from(&mut self, depth: usize) -> (String, Columns) {
        let (mut text, mut columns) = self.relation(depth);
        for _ in 0..self.random.below(3) {
            let (other, own) = self.relation(depth);
            let join = *self.random.one(&[
                " JOIN ",
                " LEFT JOIN ",
                " LEFT JOIN ",
                " RIGHT JOIN ",
                " FULL JOIN ",
                " CROSS JOIN ",
                ", ",
            ]);
            text.push_str(join);
            text.push_str(&other);
            let shared = own.iter().find_map(|it| {
                let name = it.split_once('.')?.1;
                let is_shared = columns
                    .iter()
                    .filter(|it| it.split_once('.').is_some_and(|it| it.1 == name))
                    .count();
                (is_shared == 1).then(|| name.to_owned())
            });
            let is_plain = join == ", " || join == " CROSS JOIN ";
            if let (Some(name), false, true) = (shared, is_plain, self.random.chance(40)) {
                text.push_str(&format!(" USING ({name})"));
                columns.push(name);
                columns.extend(own);
                continue;
            }
            if !is_plain {
                let left = self.column(&columns);
                let right = self.column(&own);
                let operator = *self.random.one(&["=", "=", "=", "<", "IS", "<>"]);
                text.push_str(&format!(" ON {left} {operator} {right}"));
            }
            columns.extend(own);
        }
        (text, columns)
    }

    fn relation(&mut self, depth: usize) -> (String, Columns) {
        self.aliases += 1;
        let alias = format!("t{}", self.aliases);
        if depth > 0 && self.random.chance(12) {
            let inner = self.select(2, depth - 1);
            return (
                format!("({inner}) AS {alias}"),
                vec![format!("{alias}.c1"), format!("{alias}.c2")],
            );
        }
        if self.random.chance(4) {
            let columns = ["key", "value", "type", "id", "path"].map(|it| format!("{alias}.{it}"));
            return (format!("json_each('[1, null, \"x\"]') AS {alias}"), columns.to_vec());
        }
        let (table, names) = *self.random.one(TABLES);
        let columns = names.iter().map(|it| format!("{alias}.{it}")).collect();
        (format!("{table} AS {alias}"), columns)
    }

    fn condition(&mut self, columns: &Columns) -> String {
        if columns.is_empty() || self.random.chance(50) {
            return String::new();
        }
        let mut parts = Vec::new();
        for _ in 0..self.random.below(2) + 1 {
            let column = self.column(columns);
            let other = self.column(columns);
            parts.push(match self.random.below(9) {
                0 => format!("{column} IS NOT NULL"),
                1 => format!("{column} = {other}"),
                2 => format!("{column} > 1"),
                3 => format!("{column} IN (1, 2, 'x')"),
                4 => format!("{column} LIKE '%'"),
                5 => format!("{column} BETWEEN 0 AND 5"),
                6 => format!("NOT ({column} IS NULL)"),
                7 => format!("{column} NOT IN (9)"),
                _ => format!("({column} = 1 OR {other} IS NULL)"),
            });
        }
        format!(" WHERE {}", parts.join(" AND "))
    }

    fn column(&mut self, columns: &Columns) -> String {
        match columns.is_empty() {
            true => "1".to_owned(),
            false => self.random.one(columns).clone(),
        }
    }

    fn literal(&mut self) -> String {
        (*self.random.one(&[
            "0", "1", "-3", "2.5", "'x'", "''", "NULL", "x'00ff'", "x''", "TRUE", "'12'", "1e3",
        ]))
        .to_owned()
    }

    fn aggregate(&mut self, columns: &Columns) -> String {
        let x = self.expression(columns, 1);
        let filter = match self.random.chance(15) {
            true => format!(" FILTER (WHERE {} IS NOT NULL)", self.column(columns)),
            false => String::new(),
        };
        let distinct = if self.random.chance(10) { "DISTINCT " } else { "" };
        match self.random.below(12) {
            0 => format!("count(*){filter}"),
            1 => format!("count({distinct}{x}){filter}"),
            2 => format!("sum({distinct}{x}){filter}"),
            3 => format!("avg({x}){filter}"),
            4 => format!("min({x}){filter}"),
            5 => format!("max({x}){filter}"),
            6 => format!("total({x})"),
            7 => format!("group_concat({x}){filter}"),
            8 => format!("coalesce(sum({x}), 0)"),
            9 => format!("group_concat({x}, '-')"),
            10 => format!("sum({x}) + 1"),
            _ => "json_group_array(1)".to_owned(),
        }
    }

    fn window(&mut self, columns: &Columns) -> String {
        let (x, by) = (self.expression(columns, 1), self.column(columns));
        let partition = if self.random.chance(40) {
            format!("PARTITION BY {} ", self.column(columns))
        } else {
            String::new()
        };
        let frame = *self.random.one(&[
            "",
            "",
            "",
            " ROWS BETWEEN 2 FOLLOWING AND 3 FOLLOWING",
            " ROWS 1 PRECEDING",
        ]);
        let over = format!("OVER ({partition}ORDER BY {by}{frame})");
        match self.random.below(10) {
            0 => format!("row_number() OVER ({partition}ORDER BY {by})"),
            1 => format!("rank() OVER (ORDER BY {by})"),
            2 => format!("lag({x}) OVER (ORDER BY {by})"),
            3 => format!("lead({x}, 1, 0) OVER (ORDER BY {by})"),
            4 => format!("first_value({x}) {over}"),
            5 => format!("last_value({x}) {over}"),
            6 => format!("sum({x}) {over}"),
            7 => format!("count(*) {over}"),
            8 => format!("percent_rank() OVER (ORDER BY {by})"),
            _ => format!("max({x}) OVER ({partition})"),
        }
    }

    fn expression(&mut self, columns: &Columns, depth: usize) -> String {
        if depth == 0 || self.random.chance(30) {
            return match self.random.chance(80) && !columns.is_empty() {
                true => self.column(columns),
                false => self.literal(),
            };
        }
        let x = self.expression(columns, depth - 1);
        let y = self.expression(columns, depth - 1);
        let z = self.expression(columns, depth - 1);
        match self.random.below(60) {
            0 => format!("({x} + {y})"),
            1 => format!("({x} - {y})"),
            2 => format!("({x} * {y})"),
            3 => format!("({x} / {y})"),
            4 => format!("({x} % 3)"),
            5 => format!("({x} / 2)"),
            6 => format!("({x} || {y})"),
            7 => format!("({x} = {y})"),
            8 => format!("({x} < {y} AND {z} IS NULL)"),
            9 => format!("({x} IS NOT NULL OR {y} > 1)"),
            10 => format!("coalesce({x}, {y})"),
            11 => format!("coalesce({x}, {y}, 0)"),
            12 => format!("ifnull({x}, 'none')"),
            13 => format!("nullif({x}, {y})"),
            14 => format!("CASE WHEN {x} IS NULL THEN {y} ELSE {z} END"),
            15 => format!("CASE WHEN {x} > 1 THEN {y} END"),
            16 => format!("CASE {x} WHEN 1 THEN 'one' WHEN 2 THEN 'two' ELSE 'many' END"),
            17 => format!("CAST({x} AS INTEGER)"),
            18 => format!("CAST({x} AS TEXT)"),
            19 => format!("CAST({x} AS REAL)"),
            20 => format!("length({x})"),
            21 => format!("lower({x})"),
            22 => format!("substr({x}, 1, 2)"),
            23 => format!("trim({x})"),
            24 => format!("round({x}, 1)"),
            25 => format!("typeof({x})"),
            26 => format!("iif({x} IS NULL, {y}, {z})"),
            27 => format!("max({x}, {y})"),
            28 => format!("instr({x}, 'a')"),
            29 => format!("hex({x})"),
            30 => format!("replace({x}, 'a', 'b')"),
            31 => format!("({x} IN ({y}, 2))"),
            32 => format!("({x} BETWEEN {y} AND 9)"),
            33 => format!("({x} LIKE 'a%')"),
            34 => format!("(NOT {x})"),
            35 => format!("(-{x})"),
            36 => (*self.random.one(&[
                "date('now')",
                "datetime('now', '-7 days')",
                "strftime('%Y-%m', 'now')",
                "unixepoch()",
                "date('nonsense')",
                "CURRENT_TIMESTAMP",
                "julianday('now')",
            ]))
            .to_owned(),
            37 => format!("date({x})"),
            38 => format!("json_array({x} IS NULL, 1)"),
            39 => format!("json_extract('{{\"a\": 1}}', '$.{}')", self.random.one(&["a", "b"])),
            40 => format!("EXISTS (SELECT 1 FROM c WHERE c.v = {x})"),
            41 => {
                let inner = *self.random.one(&[
                    "SELECT count(*) FROM b",
                    "SELECT max(amount) FROM b",
                    "SELECT name FROM a",
                    "SELECT name FROM a LIMIT 1",
                    "SELECT 1",
                    "SELECT 1 WHERE 0",
                    "SELECT sum(v) FROM c GROUP BY k",
                    "SELECT count(*) FROM b HAVING count(*) > 2",
                ]);
                format!("({inner})")
            }
            42 => format!("({x} IN (SELECT v FROM c))"),
            43 => format!("printf('%s', {x})"),
            44 => format!("({x} IS {y})"),
            // As people write them, without parentheses.
            45 => format!("({x} * {y} || {z})"),
            46 => format!("(-{x} || {y})"),
            47 => format!("({x} IS NOT {y} AND {z} > 1)"),
            48 => format!("(NOT {x} = {y} OR {z} IS NULL)"),
            49 => format!("({x} + {y} * {z} - 1)"),
            50 => format!("({x} LIKE 'a%' IS NULL)"),
            51 => format!("('{{\"a\": 5}}' ->> '$.a' = {x})"),
            // Functions of one value.
            52..=56 => {
                let names = [
                    "abs",
                    "upper",
                    "ltrim",
                    "rtrim",
                    "quote",
                    "octet_length",
                    "unicode",
                    "sign",
                    "json_quote",
                    "char",
                    "hex",
                    "likely",
                    "json_valid",
                    "json",
                    "total",
                    "concat",
                    "zeroblob",
                    "round",
                    "length",
                    "julianday",
                ];
                format!("{}({x})", self.random.one(&names))
            }
            57 => format!("nullif({x}, {y})"),
            58 => format!("substr({x}, {y})"),
            _ => format!("min({x}, {y}, {z})"),
        }
    }
}

/// Result columns with names: `a AS c1, b AS c2`.
fn named(items: &[String]) -> String {
    let named: Vec<String> = items.iter().zip(1..).map(|(it, at)| format!("{it} AS c{at}")).collect();
    named.join(", ")
}
