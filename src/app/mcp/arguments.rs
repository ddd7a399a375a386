//! The arguments of a call as a command line. Values never become flags of their own.

use serde_json::{Map, Value, json};

use super::tools::{Kind, Parameter, Tool};

impl Parameter {
    fn schema(&self) -> Value {
        match self.kind {
            Kind::Several => json!({ "type": "array", "items": { "type": "string" }, "description": self.about }),
            _ => json!({ "type": "string", "description": self.about }),
        }
    }
}

impl Tool {
    /// JSON Schema of the arguments.
    pub(super) fn schema(&self) -> Map<String, Value> {
        let properties: Map<String, Value> = self
            .parameters
            .iter()
            .map(|it| (it.name.to_owned(), it.schema()))
            .collect();
        let required: Vec<&str> = self
            .parameters
            .iter()
            .filter(|it| it.kind == Kind::Required)
            .map(|it| it.name)
            .collect();
        Map::from_iter([
            ("type".to_owned(), json!("object")),
            ("properties".to_owned(), Value::Object(properties)),
            ("required".to_owned(), json!(required)),
            ("additionalProperties".to_owned(), json!(false)),
        ])
    }
}

/// The command line of a call: `["plan", "--check", "--format=json", "--allow=drop-column", "--", "production"]`.
///
/// # Errors
/// What is wrong with the arguments, for whoever calls.
pub(super) fn command_line(tool: &Tool, given: &Map<String, Value>) -> Result<Vec<String>, String> {
    if let Some(unknown) = given
        .keys()
        .find(|key| tool.parameters.iter().all(|it| it.name != *key))
    {
        let known: Vec<&str> = tool.parameters.iter().map(|it| it.name).collect();
        return Err(format!("{} takes no {unknown:?}; it takes {known:?}", tool.name));
    }
    let mut flags: Vec<String> = tool.command.iter().map(|it| (*it).to_owned()).collect();
    flags.push("--format=json".to_owned());
    let mut positional = Vec::new();
    for parameter in tool.parameters {
        let values = values(parameter, given.get(parameter.name))?;
        match parameter.kind {
            Kind::Flag => flags.extend(values.iter().map(|it| format!("--{}={it}", parameter.name))),
            Kind::Positional | Kind::Required | Kind::Several => positional.extend(values),
        }
    }
    if !positional.is_empty() {
        flags.push("--".to_owned());
    }
    flags.extend(positional);
    Ok(flags)
}

fn values(parameter: &Parameter, given: Option<&Value>) -> Result<Vec<String>, String> {
    let name = parameter.name;
    match (given, parameter.kind) {
        (None | Some(Value::Null), Kind::Required) => Err(format!("{name} is required: {}", parameter.about)),
        (None | Some(Value::Null), _) => Ok(Vec::new()),
        (Some(Value::String(text)), _) => Ok(vec![text.clone()]),
        (Some(Value::Array(all)), Kind::Several) => {
            let texts: Option<Vec<String>> = all.iter().map(|it| it.as_str().map(str::to_owned)).collect();
            texts.ok_or_else(|| format!("{name} is a list of strings"))
        }
        (Some(_), Kind::Several) => Err(format!("{name} is a list of strings")),
        (Some(_), _) => Err(format!("{name} is a string")),
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::super::tools::tools;
    use super::*;

    fn line(tool: &str, given: Value) -> Result<String, String> {
        let tool = tools(true).find(|it| it.name == tool).unwrap();
        command_line(tool, given.as_object().unwrap()).map(|it| it.join(" "))
    }

    #[test]
    fn values_never_become_flags() {
        assert_eq!(line("status", json!({})).unwrap(), "status --format=json");
        assert_eq!(
            line("plan", json!({ "target": "--yes", "allow": "drop-column" })).unwrap(),
            "plan --check --format=json --allow=drop-column -- --yes"
        );
        assert_eq!(
            line("diff", json!({ "from": "a", "to": "b" })).unwrap(),
            "diff --format=json -- a b"
        );
        assert_eq!(
            line("compat", json!({ "sources": ["a.ts", "!b.ts"] })).unwrap(),
            "compat --format=json -- a.ts !b.ts"
        );
    }

    #[test]
    fn wrong_arguments_are_said() {
        assert_eq!(
            line("diff", json!({ "to": "b" })).unwrap_err(),
            "from is required: What is there: a target or a path."
        );
        assert_eq!(
            line("status", json!({ "target": 1 })).unwrap_err(),
            "target is a string"
        );
        assert_eq!(
            line("status", json!({ "yes": "1" })).unwrap_err(),
            "status takes no \"yes\"; it takes [\"target\"]"
        );
    }
}
