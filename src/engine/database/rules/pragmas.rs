//! The PRAGMAs that D1 has, and what each may be given. `tests/d1/pragmas.rs` asks the engine for every PRAGMA of the library.

use super::is_d1s_own;

/// What may be written after a PRAGMA.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Argument {
    /// Nothing.
    Nothing,
    /// Nothing, or `on`, `off` and their like.
    Switch,
    /// The name of a table or index.
    Name,
    /// Nothing, or a name.
    NameOrNothing,
    /// Nothing, or a number.
    NumberOrNothing,
    /// Anything that is no name of D1's own.
    Any,
}

/// PRAGMAs that D1 lets through; all others are `not authorized`.
pub const PRAGMAS: &[(&str, Argument)] = &[
    ("case_sensitive_like", Argument::Switch),
    ("data_version", Argument::Nothing),
    ("defer_foreign_keys", Argument::Switch),
    ("foreign_key_check", Argument::NameOrNothing),
    ("foreign_key_list", Argument::Name),
    ("foreign_keys", Argument::Switch),
    ("ignore_check_constraints", Argument::Switch),
    ("index_info", Argument::Name),
    ("index_list", Argument::Name),
    ("index_xinfo", Argument::Name),
    ("legacy_alter_table", Argument::Switch),
    ("optimize", Argument::NumberOrNothing),
    ("page_size", Argument::Nothing),
    ("quick_check", Argument::NameOrNothing),
    ("recursive_triggers", Argument::Switch),
    ("reverse_unordered_selects", Argument::Switch),
    ("table_info", Argument::Name),
    ("table_list", Argument::Any),
    ("table_xinfo", Argument::Name),
];

/// How the engine's switches may begin, in any case.
const SWITCHES: &[&str] = &["true", "false", "yes", "no", "on", "off", "1", "0"];

/// True if D1 lets the PRAGMA through with what it is given.
pub(super) fn may_run(pragma: &str, value: Option<&str>) -> bool {
    let known = PRAGMAS.iter().find(|(name, _)| name.eq_ignore_ascii_case(pragma));
    let Some((_, argument)) = known else {
        return false;
    };
    match (argument, value) {
        (Argument::Any, _) => true,
        (Argument::Name, None) => false,
        (_, None) => true,
        (Argument::Nothing, Some(_)) => false,
        (Argument::Name | Argument::NameOrNothing, Some(name)) => !is_d1s_own(name),
        (Argument::NumberOrNothing, Some(number)) => is_number(number),
        (Argument::Switch, Some(value)) => {
            let value = value.trim_matches(['\'', '"']);
            let begins = |word: &&&str| value.get(..word.len()).is_some_and(|it| it.eq_ignore_ascii_case(word));
            SWITCHES.iter().any(|word| begins(&word))
        }
    }
}

/// As workerd reads one: decimal or hexadecimal, of 32 bits.
fn is_number(text: &str) -> bool {
    let hexadecimal = text.strip_prefix("0x").or_else(|| text.strip_prefix("0X"));
    match hexadecimal {
        Some(digits) => i32::from_str_radix(digits, 16).is_ok(),
        None => text.parse::<i32>().is_ok(),
    }
}
