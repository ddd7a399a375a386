//! SQLite's keywords, as far as reading DDL needs to tell them from names.

/// Words that can never be an identifier unless quoted: the keywords that SQLite's grammar (parse.y)
/// does not list under `%fallback ID`. <https://www.sqlite.org/lang_keywords.html>
const RESERVED: &[&str] = &[
    "ADD",
    "ALL",
    "ALTER",
    "AND",
    "AS",
    "AUTOINCREMENT",
    "BETWEEN",
    "CASE",
    "CHECK",
    "COLLATE",
    "COMMIT",
    "CONSTRAINT",
    "CREATE",
    "DEFAULT",
    "DEFERRABLE",
    "DELETE",
    "DISTINCT",
    "DROP",
    "ELSE",
    "ESCAPE",
    "EXCEPT",
    "EXISTS",
    "FOREIGN",
    "FROM",
    "GROUP",
    "HAVING",
    "IN",
    "INDEX",
    "INSERT",
    "INTERSECT",
    "INTO",
    "IS",
    "ISNULL",
    "JOIN",
    "LIMIT",
    "NOT",
    "NOTHING",
    "NOTNULL",
    "NULL",
    "ON",
    "OR",
    "ORDER",
    "PRIMARY",
    "REFERENCES",
    "RETURNING",
    "SELECT",
    "SET",
    "TABLE",
    "THEN",
    "TO",
    "TRANSACTION",
    "UNION",
    "UNIQUE",
    "UPDATE",
    "USING",
    "VALUES",
    "WHEN",
    "WHERE",
];

/// Words that SQLite's grammar also uses, and that can be names where it does not: quoted, so that nobody has to know where.
const CONTEXTUAL: &[&str] = &[
    "ABORT",
    "ACTION",
    "AFTER",
    "ALWAYS",
    "ANALYZE",
    "ASC",
    "ATTACH",
    "BEFORE",
    "BEGIN",
    "BY",
    "CASCADE",
    "CAST",
    "COLUMN",
    "CONFLICT",
    "CROSS",
    "CURRENT",
    "CURRENT_DATE",
    "CURRENT_TIME",
    "CURRENT_TIMESTAMP",
    "DATABASE",
    "DEFERRED",
    "DESC",
    "DETACH",
    "DO",
    "EACH",
    "END",
    "EXCLUDE",
    "EXCLUSIVE",
    "EXPLAIN",
    "FAIL",
    "FALSE",
    "FILTER",
    "FIRST",
    "FOLLOWING",
    "FOR",
    "FULL",
    "GENERATED",
    "GLOB",
    "GROUPS",
    "IF",
    "IGNORE",
    "IMMEDIATE",
    "INDEXED",
    "INITIALLY",
    "INNER",
    "INSTEAD",
    "KEY",
    "LAST",
    "LEFT",
    "LIKE",
    "MATCH",
    "MATERIALIZED",
    "NATURAL",
    "NO",
    "NULLS",
    "OF",
    "OFFSET",
    "OTHERS",
    "OUTER",
    "OVER",
    "PARTITION",
    "PLAN",
    "PRAGMA",
    "PRECEDING",
    "QUERY",
    "RAISE",
    "RANGE",
    "RECURSIVE",
    "REGEXP",
    "REINDEX",
    "RELEASE",
    "RENAME",
    "REPLACE",
    "RESTRICT",
    "RIGHT",
    "ROLLBACK",
    "ROW",
    "ROWS",
    "SAVEPOINT",
    "STORED",
    "STRICT",
    "TEMP",
    "TEMPORARY",
    "TIES",
    "TRIGGER",
    "TRUE",
    "UNBOUNDED",
    "VACUUM",
    "VIEW",
    "VIRTUAL",
    "WINDOW",
    "WITH",
    "WITHIN",
    "WITHOUT",
];

/// Words of a join that can also be names; which of the two the next word tells.
const JOIN: &[&str] = &["CROSS", "FULL", "INNER", "LEFT", "NATURAL", "OUTER", "RIGHT"];

/// The names of the rowid. <https://www.sqlite.org/lang_createtable.html#rowid>
pub(crate) const ROWIDS: [&str; 3] = ["rowid", "_rowid_", "oid"];

/// True if `word` cannot be an identifier without quotes.
pub(crate) fn is_reserved(word: &str) -> bool {
    contains(RESERVED, word)
}

/// True if `word` has a meaning of its own somewhere in SQLite's grammar.
pub(crate) fn is_keyword(word: &str) -> bool {
    is_reserved(word) || contains(CONTEXTUAL, word)
}

/// True for LEFT, NATURAL, CROSS and their like.
pub(crate) fn is_join(word: &str) -> bool {
    contains(JOIN, word)
}

/// True for words that stand for a value wherever an expression may stand.
pub(crate) fn is_clock(word: &str) -> bool {
    contains(&["CURRENT_DATE", "CURRENT_TIME", "CURRENT_TIMESTAMP"], word)
}

/// The functions of date and time, which give NULL for what is no time. <https://www.sqlite.org/lang_datefunc.html>
pub(crate) const TIME_FUNCTIONS: [&str; 7] = [
    "date",
    "time",
    "datetime",
    "julianday",
    "unixepoch",
    "strftime",
    "timediff",
];

/// True for the names of the rowid, in any case.
pub(crate) fn is_rowid(word: &str) -> bool {
    ROWIDS.iter().any(|it| it.eq_ignore_ascii_case(word))
}

/// The first name of the rowid that no column hides.
pub(crate) fn free_rowid(is_hidden: impl Fn(&str) -> bool) -> Option<&'static str> {
    ROWIDS.into_iter().find(|it| !is_hidden(it))
}

fn contains(sorted: &[&str], word: &str) -> bool {
    // Few words share their first letter, and most of these differ in length: asked of every word of a schema.
    let first = word.bytes().next().map(|byte| byte.to_ascii_uppercase());
    let start = sorted.partition_point(|entry| entry.bytes().next() < first);
    let mut same_letter = sorted
        .iter()
        .skip(start)
        .take_while(|entry| entry.bytes().next() == first);
    same_letter.any(|entry| entry.eq_ignore_ascii_case(word))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lists_are_sorted_for_the_search() {
        assert!(RESERVED.is_sorted() && JOIN.is_sorted() && CONTEXTUAL.is_sorted());
    }

    #[test]
    fn case_does_not_matter() {
        assert!(is_reserved("select") && is_reserved("References") && is_join("left") && is_clock("Current_Date"));
        assert!(!is_reserved("key") && !is_reserved("") && !is_reserved("selects"));
    }
}
