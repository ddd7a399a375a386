//! Which words can be names within the text of a view or a trigger.
//!
//! SQLite reads `"x"` as the string 'x' where nothing is called x, and the case of a string matters. So a
//! double-quoted word counts as a name only if some table that the text mentions could make it one.

use std::cell::OnceCell;
use std::collections::{BTreeMap, BTreeSet};

use super::{Name, Schema};
use crate::sql::keyword::ROWIDS;
use crate::sql::{TokenKind, lexemes};

/// The words in sight of one text, gathered when first asked for.
pub(crate) struct Scope<'a> {
    schema: &'a Schema,
    text: &'a str,
    /// Texts of all views: a view may mention others that are not read yet.
    views: &'a BTreeMap<Name, String>,
    words: OnceCell<BTreeSet<String>>,
}

/// Every name that a text may mention.
pub(crate) fn names(text: &str) -> impl Iterator<Item = Name> {
    let all = lexemes(text);
    all.iter().filter_map(|it| it.name()).collect::<Vec<_>>().into_iter()
}

impl<'a> Scope<'a> {
    /// The scope of `text`; `views` are the names and texts of the schema's views.
    pub(crate) fn new(schema: &'a Schema, text: &'a str, views: &'a BTreeMap<Name, String>) -> Self {
        Self {
            schema,
            text,
            views,
            words: OnceCell::new(),
        }
    }

    /// True if the folded `word` can be a name here.
    pub(crate) fn knows(&self, word: &str) -> bool {
        self.words.get_or_init(|| self.gather()).contains(word)
    }

    fn gather(&self) -> BTreeSet<String> {
        let mut words = BTreeSet::new();
        let mut mentioned = BTreeSet::new();
        let mut texts = vec![self.text];
        while let Some(text) = texts.pop() {
            let all = lexemes(text);
            for (index, lexeme) in all.iter().enumerate() {
                let Some(name) = lexeme.name() else { continue };
                let is_alias = index
                    .checked_sub(1)
                    .and_then(|it| all.get(it))
                    .is_some_and(|it| it.is("AS"));
                // The schema's own name, before a dot, is no table or column.
                let is_prefix = all.get(index + 1).is_some_and(|it| it.is_mark("."));
                if is_prefix && name.as_str().eq_ignore_ascii_case("main") {
                    continue;
                }
                // Written without double quotes, or named by AS, it is a name for certain.
                if lexeme.kind != TokenKind::String && (!lexeme.text.starts_with('"') || is_alias) {
                    words.insert(name.folded());
                }
                if mentioned.insert(name.clone()) {
                    self.add_relation(&name, &mut words, &mut texts);
                }
            }
        }
        words
    }

    /// Adds what a table or view called `name` brings into sight.
    fn add_relation(&self, name: &Name, words: &mut BTreeSet<String>, texts: &mut Vec<&'a str>) {
        if let Some(table) = self.schema.tables.get(name) {
            words.insert(name.folded());
            words.extend(table.columns.iter().map(|it| it.name.folded()));
            words.extend(ROWIDS.map(str::to_owned));
        }
        if let Some(table) = self.schema.virtual_tables.get(name) {
            words.insert(name.folded());
            words.extend(ROWIDS.into_iter().chain(["rank"]).map(str::to_owned));
            let arguments = table.arguments.iter().flat_map(|it| lexemes(it));
            words.extend(arguments.filter_map(|it| it.name()).map(|it| it.folded()));
        }
        if let Some(text) = self.views.get(name) {
            words.insert(name.folded());
            texts.push(text);
        }
    }
}
