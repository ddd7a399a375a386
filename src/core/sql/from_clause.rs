//! What a SELECT reads its rows from: a table, a subquery, or a table that WITH names.

use super::select::{Item, Select};
use super::with_clause::CommonTable;
use super::{Cursor, Name, Named};

/// Deeper than anybody writes; what is further in is not looked at.
const DEEPEST: usize = 40;

/// What ends the list of tables after FROM.
const AFTER_FROM: &[&str] = &[
    "WHERE",
    "GROUP",
    "HAVING",
    "WINDOW",
    "ORDER",
    "LIMIT",
    "UNION",
    "EXCEPT",
    "INTERSECT",
];

/// The tables that WITH names, and how deep a SELECT stands in others.
#[derive(Debug, Clone, Default)]
pub(super) struct Scope<'a> {
    named: Vec<CommonTable<'a>>,
    depth: usize,
}

/// A SELECT within another one.
#[derive(Debug, Clone, Default)]
pub(super) struct Inner {
    pub(super) select: Select,
    /// What its result columns are called, where that is known.
    pub(super) names: Vec<Option<Name>>,
}

/// The first thing after FROM.
#[derive(Debug, Clone)]
pub(super) enum Source {
    Table(Name),
    Inner(Inner),
}

impl<'a> Scope<'a> {
    /// Takes the WITH that is next, if there is one.
    pub(super) fn with(mut self, words: &mut Cursor<'a>) -> Self {
        for table in words.common_tables() {
            self.named.retain(|it| it.name != table.name);
            self.named.push(table);
        }
        self
    }

    fn deeper(&self) -> Self {
        Self {
            depth: self.depth + 1,
            ..self.clone()
        }
    }

    /// Takes what stands after FROM; what is within parentheses may join tables itself.
    pub(super) fn source(&self, words: &mut Cursor<'a>) -> Option<Source> {
        if self.depth > DEEPEST {
            return None;
        }
        if let Ok(mut group) = words.group() {
            if group.is_any(0, &["SELECT", "WITH", "VALUES"]) {
                return Some(Source::Inner(Select::read_inner(group, self.deeper())));
            }
            let source = self.deeper().source(&mut group)?;
            let Some(join) = join(&group) else { return Some(source) };
            let mut inner = match source {
                Source::Inner(inner) => inner,
                Source::Table(name) => Inner {
                    select: Select {
                        items: vec![Item::Star],
                        from: Some(name),
                        ..Select::default()
                    },
                    names: vec![None],
                },
            };
            inner.select.filter = inner.select.filter.or(Some(join));
            return Some(Source::Inner(inner));
        }
        let Named { name, schema, .. } = words.qualified_name().ok()?;
        let Some(named) = self.named.iter().find(|it| it.name == name && schema.is_none()) else {
            return Some(Source::Table(name));
        };
        let mut scope = self.deeper();
        scope.named.retain(|it| it.name != name);
        let mut inner = Select::read_inner(named.body, scope);
        if let Some(columns) = named.columns {
            inner.names = columns.names_listed().into_iter().map(Some).collect();
        }
        // Its first SELECT is where it begins, not all that it gives.
        if named.body.names(&name) {
            inner.select.filter = None;
        }
        Some(Source::Inner(inner))
    }
}

impl Inner {
    /// What a result column of the outer SELECT comes to; none where that cannot be told.
    pub(super) fn resolve(&self, item: Item) -> Option<Vec<Item>> {
        if self.select.items.is_empty() {
            return None;
        }
        Some(match item {
            Item::Star => self.select.items.clone(),
            Item::Column(name) => {
                let at = self.names.iter().position(|it| it.as_ref() == Some(&name));
                let found = at.and_then(|at| self.select.items.get(at)).cloned();
                let has_star = self.select.items.contains(&Item::Star);
                vec![match found {
                    Some(item) => item,
                    None if has_star => Item::Column(name),
                    None => Item::Expression(name.quoted()),
                }]
            }
            other => vec![other],
        })
    }
}

/// What after the first table of a FROM may leave its rows out. `words` stand behind that table.
pub(super) fn join(words: &Cursor<'_>) -> Option<&'static str> {
    let mut rest = *words;
    let mut tables = rest.until(AFTER_FROM);
    // One row beside each row: a subquery without FROM.
    let is_single = |mut part: Cursor<'_>| part.group().is_ok_and(|it| it.find(&["FROM"]).is_none());
    if tables.split_commas().skip(1).any(|it| !is_single(it)) {
        return Some("the comma join");
    }
    while let Some(at) = tables.find(&["JOIN"]) {
        // An outer join leaves no row of the left table out.
        let back = if at > 1 && tables.is(at - 1, "OUTER") { 2 } else { 1 };
        if at < back || !tables.is_any(at - back, &["LEFT", "FULL"]) {
            return Some("JOIN");
        }
        tables.skip(at + 1);
    }
    None
}
