//! `notify:` of `reconcile.yaml`: the webhooks that get alerts of drift. Addresses are secrets, so the file names variables.

use std::path::PathBuf;

use serde::{Deserialize, Deserializer, Serialize};

use crate::desired::text_or_fields::text_or_fields;

/// The webhooks that get alerts.
///
/// ```yaml
/// notify: { slack: $SLACK_WEBHOOK_URL, state: target }
/// ```
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct Notify {
    /// Takes Slack's messages.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub slack: Option<EnvironmentName>,
    /// Takes Discord's.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub discord: Option<EnvironmentName>,
    /// Takes those of Microsoft Teams.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub teams: Option<EnvironmentName>,
    /// Takes a JSON document.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub json: Option<EnvironmentName>,
    /// Its host tells what it takes.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub webhook: Option<EnvironmentName>,
    /// Where is noted what was sent.
    #[serde(skip_serializing_if = "super::is_usual")]
    pub state: AlertState,
}

/// Where is noted what was sent.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
#[serde(into = "String")]
pub enum AlertState {
    /// `.reconcile/alerts.json` beside the config.
    #[default]
    Usual,
    /// In the target, beside its ledger.
    Target,
    /// In this file, seen from the config.
    File(PathBuf),
}

impl From<AlertState> for String {
    fn from(state: AlertState) -> Self {
        match state {
            AlertState::Usual => "file".to_owned(),
            AlertState::Target => "target".to_owned(),
            AlertState::File(path) => path.display().to_string(),
        }
    }
}

impl<'de> Deserialize<'de> for AlertState {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        Ok(match text.as_str() {
            "file" => Self::Usual,
            "target" => Self::Target,
            path => Self::File(PathBuf::from(path)),
        })
    }
}

/// The name of an environment variable, written `$NAME` or `${NAME}`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(into = "String")]
pub struct EnvironmentName(String);

impl EnvironmentName {
    /// Without the `$`.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    fn parse(text: &str) -> Option<Self> {
        let name = text.trim().strip_prefix('$')?;
        let name = name
            .strip_prefix('{')
            .and_then(|it| it.strip_suffix('}'))
            .unwrap_or(name);
        let is_name = name.starts_with(|first: char| first.is_ascii_alphabetic() || first == '_')
            && name.chars().all(|it| it.is_ascii_alphanumeric() || it == '_');
        is_name.then(|| Self(name.to_owned()))
    }
}

impl From<EnvironmentName> for String {
    fn from(name: EnvironmentName) -> Self {
        format!("${}", name.0)
    }
}

/// What is not such a name may be the secret itself: no message repeats it.
const NO_NAME: &str =
    "a webhook's address is a secret: write the name of an environment variable that holds it, $SLACK_WEBHOOK_URL";

impl<'de> Deserialize<'de> for EnvironmentName {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        Self::parse(&text).ok_or_else(|| serde::de::Error::custom(NO_NAME))
    }
}

/// The keys, as serde knows them.
#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
struct Keys {
    slack: Option<EnvironmentName>,
    discord: Option<EnvironmentName>,
    teams: Option<EnvironmentName>,
    json: Option<EnvironmentName>,
    webhook: Option<EnvironmentName>,
    state: AlertState,
}

impl<'de> Deserialize<'de> for Notify {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let expecting = "a variable such as $SLACK_WEBHOOK_URL, or destinations: { slack: $SLACK_WEBHOOK_URL }";
        let of_text = |text: &str| {
            let webhook = Some(EnvironmentName::parse(text).ok_or(NO_NAME)?);
            Ok(Self {
                webhook,
                ..Self::default()
            })
        };
        text_or_fields(deserializer, expecting, of_text, |keys: Keys| Self {
            slack: keys.slack,
            discord: keys.discord,
            teams: keys.teams,
            json: keys.json,
            webhook: keys.webhook,
            state: keys.state,
        })
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::super::{Config, FILE_NAME};
    use super::*;
    use std::path::Path;

    fn notify(text: &str) -> Result<Notify, String> {
        let text = format!("databases: {{}}\nnotify: {text}\n");
        let config = Config::parse(Path::new(FILE_NAME), &text);
        config.map(|it| it.notify).map_err(|error| error.to_string())
    }

    #[test]
    fn a_variable_alone_or_several_with_what_they_take() {
        let alone = notify("$HOOK").unwrap();
        assert_eq!(alone.webhook.unwrap().as_str(), "HOOK");
        let several = notify("{ slack: $A, discord: \"${B_2}\", state: target }").unwrap();
        assert_eq!(several.discord.unwrap().as_str(), "B_2");
        assert_eq!(several.state, AlertState::Target);
        assert_eq!(
            notify("{ state: ci/alerts.json }").unwrap().state,
            AlertState::File("ci/alerts.json".into())
        );
    }

    #[test]
    fn an_address_in_the_file_is_an_error_that_does_not_repeat_it() {
        for text in [
            "https://hooks.example.org/s3cret",
            "{ slack: https://hooks.example.org/s3cret }",
            "{ teams: $ }",
        ] {
            let error = notify(text).unwrap_err();
            assert!(
                error.contains("a webhook's address is a secret") && !error.contains("s3cret"),
                "{error}"
            );
            assert!(error.starts_with("reconcile.yaml:2: "), "{error}");
        }
        assert!(notify("{ slak: $A }").unwrap_err().contains("unknown field `slak`"));
    }
}
