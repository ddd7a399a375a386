//! The modules that a file imports.

use super::lex::{Kind, Token};
use super::token_tree::{is_mark, text, word};

/// Tokens between `import` and its module: a list of names.
const LONGEST: usize = 2_000;

/// The names after `from`, and within `import(…)` and `require(…)`; types alone are not there when the program runs.
pub(super) fn modules(source: &str, tokens: &[Token]) -> Vec<String> {
    let at = |index: usize| tokens.get(index);
    let is = |index: usize, wanted: &str| at(index).and_then(|it| word(source, it)) == Some(wanted);
    let mut found = Vec::new();
    for index in 0..tokens.len() {
        let module = if is(index, "import") && !is(index + 1, "type") || is(index, "export") && !is(index + 1, "type") {
            declared(source, tokens, index)
        } else if is(index, "require") && at(index + 1).is_some_and(|it| is_mark(source, it, "(")) {
            at(index + 2)
        } else {
            None
        };
        found.extend(
            module
                .filter(|it| it.kind == Kind::String)
                .map(|it| unquoted(source, it)),
        );
    }
    found
}

/// The module of `import a, { b } from 'm'`, `import 'm'`, `import('m')` and `export * from 'm'`.
fn declared<'t>(source: &str, tokens: &'t [Token], index: usize) -> Option<&'t Token> {
    let rest = tokens.get(index + 1..tokens.len().min(index + LONGEST))?;
    let first = rest.first()?;
    let is_import = word(source, tokens.get(index)?) == Some("import");
    if first.kind == Kind::String {
        return Some(first).filter(|_| is_import);
    }
    if is_mark(source, first, "(") {
        return rest.get(1).filter(|_| is_import);
    }
    for (at, token) in rest.iter().enumerate() {
        let is_name = token.kind == Kind::Word || [",", "{", "}", "*"].iter().any(|it| is_mark(source, token, it));
        if word(source, token) == Some("from") && rest.get(at + 1).is_some_and(|it| it.kind == Kind::String) {
            return rest.get(at + 1);
        }
        if !is_name {
            return None;
        }
    }
    None
}

fn unquoted(source: &str, token: &Token) -> String {
    text(source, token).trim_matches(['\'', '"']).to_owned()
}

#[cfg(test)]
mod tests {
    use super::super::lex::tokens;
    use super::*;

    #[test]
    fn every_form_of_import() {
        let source = "import a, { type B, c as d } from 'one';\nimport * as x from \"two\"\nimport 'three';\n\
            const y = await import('four'); const z = require('five');\nexport { q } from './six'; export * from './seven';\n\
            import type { T } from 'types'; export const w = 1; const s = \"import e from 'no'\"; foo.from('no');";
        assert_eq!(
            modules(source, &tokens(source)),
            ["one", "two", "three", "four", "five", "./six", "./seven"]
        );
    }
}
