//! JSON that has something at the paths which an expression asks for.

use serde_json::{Map, Value};

/// Objects and arrays with a text, a number, a list and an object at each path (`$.a[0]`, or a name on its own).
pub(super) fn documents(paths: &[&str], row: usize) -> Vec<String> {
    let leaves = [
        Value::from(format!("it's {row}")),
        Value::from(row),
        Value::from(vec![row, row + 1]),
        serde_json::json!({ "a": row }),
    ];
    let mut made = Vec::new();
    for leaf in leaves.iter().filter(|_| !paths.is_empty()) {
        let mut document = Value::Null;
        for path in paths {
            put(&mut document, &steps(path), leaf);
        }
        made.push(document.to_string());
    }
    made
}

/// One step of a path. <https://www.sqlite.org/json1.html#path_arguments>
enum Step {
    Key(String),
    Index,
}

fn steps(path: &str) -> Vec<Step> {
    let Some(rest) = path.strip_prefix('$') else {
        return vec![Step::Key(path.to_owned())];
    };
    let mut steps = Vec::new();
    let mut key = String::new();
    let mut letters = rest.chars().peekable();
    while let Some(letter) = letters.next() {
        match letter {
            '.' | '[' if !key.is_empty() => steps.push(Step::Key(std::mem::take(&mut key))),
            _ => {}
        }
        match letter {
            '.' if letters.peek() == Some(&'"') => {
                letters.next();
                key.extend(letters.by_ref().take_while(|it| *it != '"'));
            }
            '.' => {}
            '[' => {
                // Whatever its number, the first element is what a new array has.
                letters.by_ref().take_while(|it| *it != ']').for_each(drop);
                steps.push(Step::Index);
            }
            other => key.push(other),
        }
    }
    if !key.is_empty() {
        steps.push(Step::Key(key));
    }
    steps
}

fn put(place: &mut Value, steps: &[Step], leaf: &Value) {
    match steps.split_first() {
        None if place.is_null() => *place = leaf.clone(),
        None => {}
        Some((Step::Key(key), rest)) => {
            if !place.is_object() {
                *place = Value::Object(Map::new());
            }
            if let Value::Object(map) = place {
                put(map.entry(key.clone()).or_insert(Value::Null), rest, leaf);
            }
        }
        Some((Step::Index, rest)) => {
            if !place.is_array() {
                *place = Value::Array(vec![Value::Null]);
            }
            if let Some(first) = place.as_array_mut().and_then(|all| all.first_mut()) {
                put(first, rest, leaf);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn something_is_at_every_path() {
        let made = documents(&["$.user.name", "$.tags[0]", "$.\"odd key\"", "plain"], 7);
        assert_eq!(
            made.first().map(String::as_str),
            Some(r#"{"user":{"name":"it's 7"},"tags":["it's 7"],"odd key":"it's 7","plain":"it's 7"}"#)
        );
        assert_eq!(documents(&[], 7), Vec::<String>::new());
        assert_eq!(documents(&["$"], 7).get(1).map(String::as_str), Some("7"));
    }
}
