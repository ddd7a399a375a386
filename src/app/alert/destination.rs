//! A webhook: its address, which only the environment holds, and the shape of its messages.

use super::Error;
use crate::config::{EnvironmentName, Project};
use crate::database::d1::Secret;

/// The variable that serves where the config names nobody.
const VARIABLE: &str = "RECONCILE_WEBHOOK_URL";

/// What a message looks like.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Shape {
    /// <https://docs.slack.dev/messaging/sending-messages-using-incoming-webhooks>
    Slack,
    /// <https://discord.com/developers/docs/resources/webhook#execute-webhook>
    Discord,
    /// <https://learn.microsoft.com/en-us/microsoftteams/platform/webhooks-and-connectors/how-to/add-incoming-webhook>
    Teams,
    /// Our own document.
    Json,
}

/// Somebody to tell.
#[derive(Debug, Clone)]
pub struct Destination {
    /// What it takes.
    pub shape: Shape,
    /// The variable that holds its address.
    pub variable: String,
    pub(super) url: Secret,
}

impl Shape {
    /// What it is called in the config.
    pub fn name(self) -> &'static str {
        match self {
            Self::Slack => "slack",
            Self::Discord => "discord",
            Self::Teams => "teams",
            Self::Json => "json",
        }
    }

    /// The shape that the host of an address takes.
    fn of(url: &str) -> Self {
        let rest = url.split_once("://").map_or(url, |it| it.1);
        let (host, path) = rest.split_once('/').unwrap_or((rest, ""));
        let host = host.rsplit('@').next().unwrap_or(host);
        let host = host.split(':').next().unwrap_or(host).to_ascii_lowercase();
        let is_of = |domain: &str| host == domain || host.ends_with(&format!(".{domain}"));
        if is_of("slack.com") || is_of("slack-gov.com") {
            return Self::Slack;
        }
        if is_of("discord.com") || is_of("discordapp.com") {
            // Discord takes Slack's messages at that path.
            return if path.ends_with("/slack") {
                Self::Slack
            } else {
                Self::Discord
            };
        }
        let of_teams = [
            "office.com",
            "logic.azure.com",
            "powerplatform.com",
            "powerautomate.com",
        ];
        match of_teams.iter().any(|domain| is_of(domain)) {
            true => Self::Teams,
            false => Self::Json,
        }
    }
}

impl Destination {
    /// How it is spoken of, and known in what was sent: `slack ($SLACK_WEBHOOK_URL)`.
    pub fn name(&self) -> String {
        format!("{} (${})", self.shape.name(), self.variable)
    }

    /// The webhook whose address is in a variable.
    ///
    /// # Errors
    /// [`Error::NoAddress`].
    pub fn new(shape: Option<Shape>, variable: &str, url: &str) -> Result<Self, Error> {
        let url = url.trim();
        let is_plain = url.chars().all(|it| it.is_ascii_graphic());
        if !is_plain || !(has_host(url, "https://") || is_here(url)) {
            return Err(Error::NoAddress {
                variable: variable.to_owned(),
            });
        }
        Ok(Self {
            shape: shape.unwrap_or_else(|| Shape::of(url)),
            variable: variable.to_owned(),
            url: Secret::new(url),
        })
    }
}

fn has_host(url: &str, scheme: &str) -> bool {
    let host = url.strip_prefix(scheme);
    host.is_some_and(|it| it.starts_with(|first: char| first.is_ascii_alphanumeric() || first == '['))
}

/// On this machine nobody listens in.
pub(super) fn is_here(url: &str) -> bool {
    let host = url.strip_prefix("http://").unwrap_or_default();
    let host = host.split('/').next().unwrap_or_default();
    let name = match host.strip_prefix("[::1]") {
        Some(_) => "localhost",
        None => host.split(':').next().unwrap_or_default(),
    };
    matches!(name, "localhost" | "127.0.0.1")
}

/// The webhooks of the config; without any, the one that `RECONCILE_WEBHOOK_URL` names.
///
/// # Errors
/// Nobody, a variable that is not set, or holds no address.
pub fn destinations(project: &Project) -> Result<Vec<Destination>, Error> {
    let variables = project.given.variables.for_request(&project.base, None);
    let of = |shape: Option<Shape>, variable: &str| {
        let url = variables.get(variable).filter(|it| !it.trim().is_empty());
        let url = url.ok_or_else(|| Error::Unset {
            variable: variable.to_owned(),
        })?;
        Destination::new(shape, variable, url)
    };
    let named = |shape: Option<Shape>, variable: &Option<EnvironmentName>| {
        variable.as_ref().map(|variable| of(shape, variable.as_str()))
    };
    let notify = &project.notify;
    let all = [
        named(Some(Shape::Slack), &notify.slack),
        named(Some(Shape::Discord), &notify.discord),
        named(Some(Shape::Teams), &notify.teams),
        named(Some(Shape::Json), &notify.json),
        named(None, &notify.webhook),
    ];
    let all: Vec<Destination> = all.into_iter().flatten().collect::<Result<_, _>>()?;
    if !all.is_empty() {
        return Ok(all);
    }
    match of(None, VARIABLE) {
        Ok(destination) => Ok(vec![destination]),
        Err(Error::Unset { .. }) => Err(Error::Nobody),
        Err(error) => Err(error),
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn the_host_tells_the_shape() {
        let shape = |url: &str| Destination::new(None, "X", url).unwrap().shape.name();
        assert_eq!(shape("https://hooks.slack.com/services/T0/B0/abc"), "slack");
        assert_eq!(shape("https://discord.com/api/webhooks/1/abc"), "discord");
        assert_eq!(shape("https://discord.com/api/webhooks/1/abc/slack"), "slack");
        assert_eq!(shape("https://contoso.webhook.office.com/webhookb2/1"), "teams");
        assert_eq!(
            shape("https://prod-1.westeurope.logic.azure.com:443/workflows/1"),
            "teams"
        );
        assert_eq!(shape("https://slack.com.example.org/x"), "json");
        assert_eq!(shape("https://example.org/hooks.slack.com"), "json");
    }

    #[test]
    fn only_https_leaves_this_machine_and_no_address_is_shown() {
        let refused = |url: &str| Destination::new(None, "HOOK", url).unwrap_err().to_string();
        for url in [
            "http://example.org/s3cret",
            "s3cret",
            "https://",
            "https://a b/s3cret",
            "file:///s3cret",
        ] {
            assert_eq!(refused(url), "HOOK holds no https:// address", "{url}");
        }
        let here = Destination::new(None, "HOOK", "http://127.0.0.1:9/s3cret").unwrap();
        assert!(!format!("{here:?}").contains("s3cret"));
        assert!(Destination::new(None, "HOOK", "http://127.0.0.1.example.org/").is_err());
    }
}
