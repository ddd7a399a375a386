//! Whether a migration of the folder ran an expression for a column, whoever wrote it.

use crate::migration::Folder;
use crate::schema::Name;
use crate::sql::lexemes;

/// True if a statement of the folder holds the expression, and names the column's table and the column.
pub(crate) fn has_run(folder: &Folder, (table, column): (&Name, &Name), expression: &str) -> bool {
    let words = |text: &str| -> Vec<String> { lexemes(text).iter().map(|it| it.unquoted().to_lowercase()).collect() };
    let wanted = words(expression);
    let (table, column) = (table.folded(), column.folded());
    let runs = |statement: &String| {
        let all = words(statement);
        all.windows(wanted.len().max(1)).any(|some| some == wanted) && all.contains(&table) && all.contains(&column)
    };
    let mut files = folder.migrations().iter();
    files.any(|file| file.statements().iter().any(|(_, statement)| runs(statement)))
}
