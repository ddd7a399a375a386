//! Fragments of the user's own SQL, kept as written and compared by meaning.

/// A piece of SQL as its author wrote it. `==` compares canonical tokens, never the text:
/// keyword case, white space, comments, and identifier quoting do not count.
#[derive(Debug, Clone, Default)]
pub struct Sql {
    text: String,
    canonical: String,
}

impl Sql {
    /// The text as written.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// The canonical form that equality and fingerprints use.
    pub fn canonical(&self) -> &str {
        &self.canonical
    }
}

impl PartialEq for Sql {
    fn eq(&self, other: &Self) -> bool {
        self.canonical == other.canonical
    }
}
impl Eq for Sql {}
