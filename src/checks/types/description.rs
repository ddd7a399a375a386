//! What a schema and its queries hold, as data that knows no language.

use super::value_type::Storage;

/// Everything that a flavour writes down.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Description {
    /// Tables, then virtual tables, then views, each in the order of names.
    pub tables: Vec<TableTypes>,
    /// Lists of texts that a CHECK allows.
    pub enums: Vec<EnumType>,
    /// Keys with a type of their own, where that is asked for.
    pub ids: Vec<IdType>,
    /// The named types of JSON columns, each once.
    pub json_types: Vec<String>,
    /// The module that they come from.
    pub json_from: Option<String>,
    /// Statements of the application.
    pub queries: Vec<QueryTypes>,
}

/// A table or a view.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TableTypes {
    /// Its name in SQL.
    pub name: String,
    /// What the names of its types begin with.
    pub type_name: String,
    /// Its columns in declared order.
    pub fields: Vec<Field>,
    /// Rows can be inserted; false for a view.
    pub is_writable: bool,
}

/// A column of a table or of a result, or a parameter.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Field {
    /// Its name in SQL.
    pub name: String,
    /// What its values are.
    pub kind: Kind,
    /// NULL is possible.
    pub nullable: bool,
    /// What an INSERT does with it.
    pub insert: Insert,
}

/// What an INSERT does with a column.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Insert {
    /// It must give a value.
    Required,
    /// It may leave it out: NULL, the default, or the next rowid comes in.
    Optional {
        /// What comes in is not NULL.
        has_default: bool,
    },
    /// It must not name it: it is computed.
    Never,
}

/// What values are.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Kind {
    /// Values of these storage classes.
    Plain(Storage),
    /// One of the texts of the enum of this name.
    Enum(String),
    /// One of these numbers.
    Numbers(Vec<i64>),
    /// The key of this name.
    Id(String),
    /// JSON, of a type with this name if the project gives one.
    Json {
        /// The named type.
        type_name: Option<String>,
        /// How it is stored.
        storage: Storage,
    },
}

/// A column whose texts a CHECK lists.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EnumType {
    /// Its name.
    pub name: String,
    /// The column, as a person says it: `orders.status`.
    pub column: String,
    /// In the order of the CHECK.
    pub values: Vec<String>,
}

/// The key of a table as a type of its own.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct IdType {
    /// Its name.
    pub name: String,
    /// The column, as a person says it: `users.id`.
    pub column: String,
    /// How it is stored.
    pub storage: Storage,
}

/// A statement of the application.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct QueryTypes {
    /// What the names of its types begin with.
    pub type_name: String,
    /// The file that holds it.
    pub file: String,
    /// Its SQL, from its first word to its last.
    pub sql: String,
    /// The text that the program passes.
    pub passed: String,
    /// Its parameters in the order in which they are bound.
    pub parameters: Vec<Field>,
    /// Its result columns; none where it gives no rows.
    pub columns: Vec<Field>,
}

impl Description {
    /// The enum of this name.
    pub fn enum_called(&self, name: &str) -> Option<&EnumType> {
        self.enums.iter().find(|it| it.name == name)
    }

    /// Every field of every type.
    pub fn fields(&self) -> impl Iterator<Item = &Field> {
        let tables = self.tables.iter().flat_map(|it| &it.fields);
        let queries = self
            .queries
            .iter()
            .flat_map(|it| it.parameters.iter().chain(&it.columns));
        tables.chain(queries)
    }
}
