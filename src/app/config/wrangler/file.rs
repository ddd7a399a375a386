//! The parts of wrangler's config file that decide which database is meant; all else is wrangler's business.

use std::collections::BTreeMap;
use std::path::Path;

use serde::Deserialize;

use super::D1Binding;
use crate::config::Error;

/// The whole file.
#[derive(Debug, Default, Deserialize)]
pub(super) struct File {
    pub(super) name: Option<String>,
    pub(super) account_id: Option<String>,
    #[serde(default)]
    pub(super) d1_databases: Vec<D1Binding>,
    /// A Pages project: it may run in an environment that it does not configure.
    pub(super) pages_build_output_dir: Option<String>,
    #[serde(default)]
    pub(super) env: BTreeMap<String, Environment>,
}

/// What `env.NAME` says.
#[derive(Debug, Default, Deserialize)]
pub(super) struct Environment {
    pub(super) name: Option<String>,
    pub(super) account_id: Option<String>,
    #[serde(default)]
    pub(super) d1_databases: Vec<D1Binding>,
}

/// Comments and trailing commas, as wrangler's parser takes them; nothing else beyond JSON.
const JSONC: jsonc_parser::ParseOptions = jsonc_parser::ParseOptions {
    allow_comments: true,
    allow_trailing_commas: true,
    allow_loose_object_property_names: false,
    allow_missing_commas: false,
    allow_single_quoted_strings: false,
    allow_hexadecimal_numbers: false,
    allow_unary_plus_numbers: false,
    allow_bare_decimal_point_numbers: false,
    allow_non_finite_numbers: false,
    allow_extended_string_escapes: false,
};

impl File {
    /// Reads a config from its text; the file's ending tells the language.
    ///
    /// # Errors
    /// [`Error::Invalid`] with the line.
    pub(super) fn parse(path: &Path, text: &str) -> Result<Self, Error> {
        // Windows editors begin a file with a mark that neither language knows.
        let text = text.strip_prefix('\u{feff}').unwrap_or(text);
        let invalid = |offset: usize, message: String| {
            let before = text.get(..offset).unwrap_or(text);
            let line = before.bytes().filter(|byte| *byte == b'\n').count() + 1;
            Error::Invalid {
                path: path.to_path_buf(),
                line,
                message,
            }
        };
        if path.extension().is_some_and(|it| it == "toml") {
            toml::from_str(text)
                .map_err(|error| invalid(error.span().map_or(0, |span| span.start), error.message().to_owned()))
        } else {
            jsonc_parser::parse_to_serde_value(text, &JSONC)
                .map_err(|error| invalid(error.range().start, error.to_string()))
        }
    }
}
