//! `rollout:` of a database in `reconcile.yaml`: the waves in which a fleet is migrated.

use std::num::NonZeroUsize;
use std::time::Duration;

use jiff::SignedDuration;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// One wave.
///
/// ```yaml
/// rollout:
///   - { name: canary, match: ["client-a", "tier=test", "5%"], soak: 10m, check: "npm run smoke" }
///   - { name: rest, parallel: 8, on_error: stop, max_failures: "1%", confirm: true }
/// ```
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct WaveConfig {
    /// What it is called.
    pub name: String,
    /// Which of the databases that no earlier wave has; all of them where nothing is said.
    #[serde(default, rename = "match", skip_serializing_if = "Vec::is_empty")]
    pub matches: Vec<WaveMatch>,
    /// How many databases at a time.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub parallel: Option<NonZeroUsize>,
    /// What a failure does.
    #[serde(default, skip_serializing_if = "super::is_usual")]
    pub on_error: OnError,
    /// Failures that do not stop the rollout.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub max_failures: Option<MaxFailures>,
    /// How long to wait afterwards.
    #[serde(default, with = "friendly", skip_serializing_if = "Option::is_none")]
    pub soak: Option<Duration>,
    /// A shell command that has to exit with 0 before the next wave.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub check: Option<String>,
    /// Somebody has to agree before it begins.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub confirm: bool,
    /// When a bookmark for Time Travel is asked for.
    #[serde(default, skip_serializing_if = "super::is_usual")]
    pub bookmark: Bookmark,
}

/// Which databases a wave takes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub enum WaveMatch {
    /// By name, or by a pattern of names.
    Name(String),
    /// By a field of the registry: `tier=test`.
    Field(String, String),
    /// So many of a hundred of the fleet.
    Percent(u8),
}

/// What a failure does.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum OnError {
    /// Nothing more is started, once there are more failures than `max_failures`.
    #[default]
    Stop,
    /// All others are migrated.
    Continue,
}

/// Failures that are borne with.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "Written", into = "Written")]
pub enum MaxFailures {
    /// So many.
    Number(usize),
    /// So many of a hundred of the wave.
    Percent(u8),
}

/// When a bookmark is asked for. Time Travel goes back to a time as well, and the run notes the time.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Bookmark {
    /// Never.
    #[default]
    None,
    /// Before each migration of each database, with a request of its own.
    Each,
}

/// A number, or a text.
#[derive(Serialize, Deserialize)]
#[serde(untagged)]
enum Written {
    Number(usize),
    Text(String),
}

impl WaveConfig {
    /// How many failures of a wave of that size stop nothing.
    pub fn borne(&self, databases: usize) -> usize {
        match (self.max_failures, self.on_error) {
            (Some(MaxFailures::Number(count)), _) => count,
            (Some(MaxFailures::Percent(percent)), _) => databases * usize::from(percent) / 100,
            (None, OnError::Stop) => 0,
            (None, OnError::Continue) => databases,
        }
    }
}

fn percent(text: &str) -> Option<Result<u8, String>> {
    let number = text
        .strip_suffix('%')?
        .trim()
        .parse::<u8>()
        .ok()
        .filter(|it| *it <= 100);
    Some(number.ok_or_else(|| format!("{text} is no percentage from 0% to 100%")))
}

impl TryFrom<String> for WaveMatch {
    type Error = String;

    fn try_from(text: String) -> Result<Self, String> {
        if let Some(percent) = percent(&text) {
            return percent.map(Self::Percent);
        }
        Ok(match text.split_once('=') {
            Some((field, value)) => Self::Field(field.trim().to_owned(), value.trim().to_owned()),
            None => Self::Name(text),
        })
    }
}

impl From<WaveMatch> for String {
    fn from(it: WaveMatch) -> Self {
        match it {
            WaveMatch::Name(name) => name,
            WaveMatch::Field(field, value) => format!("{field}={value}"),
            WaveMatch::Percent(percent) => format!("{percent}%"),
        }
    }
}

impl TryFrom<Written> for MaxFailures {
    type Error = String;

    fn try_from(written: Written) -> Result<Self, String> {
        match written {
            Written::Number(count) => Ok(Self::Number(count)),
            Written::Text(text) => match percent(&text) {
                Some(percent) => percent.map(Self::Percent),
                None => text
                    .parse()
                    .map(Self::Number)
                    .map_err(|_| format!("max_failures is a number or a percentage, not {text}")),
            },
        }
    }
}

impl From<MaxFailures> for Written {
    fn from(it: MaxFailures) -> Self {
        match it {
            MaxFailures::Number(count) => Self::Number(count),
            MaxFailures::Percent(percent) => Self::Text(format!("{percent}%")),
        }
    }
}

/// `10m`, `1h 30m`.
mod friendly {
    use super::{Deserialize, Deserializer, Duration, Serializer, SignedDuration};

    pub(super) fn serialize<S: Serializer>(value: &Option<Duration>, serializer: S) -> Result<S::Ok, S::Error> {
        match value.and_then(|it| SignedDuration::try_from(it).ok()) {
            Some(value) => serializer.serialize_str(&format!("{value:#}")),
            None => serializer.serialize_none(),
        }
    }

    pub(super) fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Duration>, D::Error> {
        let text = String::deserialize(deserializer)?;
        let parsed = text
            .parse::<SignedDuration>()
            .ok()
            .and_then(|it| Duration::try_from(it).ok());
        let wrong = || serde::de::Error::custom(format!("soak is a duration such as 90s, 10m or 2h, not {text}"));
        parsed.map(Some).ok_or_else(wrong)
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    fn wave(text: &str) -> Result<WaveConfig, String> {
        serde_yaml::from_str(text).map_err(|error| error.to_string())
    }

    #[test]
    fn a_wave_in_full() {
        let text = "{ name: a, match: [client-a, 'eu-*', tier=test, 5%], parallel: 2, on_error: continue, \
                    max_failures: 1%, soak: 10m, check: npm run smoke, confirm: true, bookmark: each }";
        let found = wave(text).unwrap();
        assert_eq!(
            found.matches,
            [
                WaveMatch::Name("client-a".to_owned()),
                WaveMatch::Name("eu-*".to_owned()),
                WaveMatch::Field("tier".to_owned(), "test".to_owned()),
                WaveMatch::Percent(5)
            ]
        );
        assert_eq!(found.soak, Some(Duration::from_secs(600)));
        assert_eq!(found.bookmark, Bookmark::Each);
        let again = serde_yaml::to_string(&found).unwrap();
        assert_eq!(wave(&again), Ok(found));
    }

    #[test]
    fn failures_that_are_borne_with() {
        for (text, borne) in [
            ("{ name: a }", 0),
            ("{ name: a, on_error: continue }", 200),
            ("{ name: a, max_failures: 3 }", 3),
            ("{ name: a, max_failures: 1% }", 2),
            ("{ name: a, on_error: continue, max_failures: '5' }", 5),
        ] {
            assert_eq!(wave(text).unwrap().borne(200), borne, "{text}");
        }
    }

    #[test]
    fn what_cannot_be_read_is_said() {
        for (text, expected) in [
            (
                "{ name: a, soak: soon }",
                "soak is a duration such as 90s, 10m or 2h, not soon",
            ),
            ("{ name: a, match: [500%] }", "500% is no percentage"),
            (
                "{ name: a, max_failures: many }",
                "max_failures is a number or a percentage, not many",
            ),
            ("{ name: a, paralel: 3 }", "unknown field `paralel`"),
        ] {
            let error = wave(text).unwrap_err();
            assert!(error.contains(expected), "{error}");
        }
    }
}
