//! The message to a webhook, in the shape that the webhook takes.

use serde_json::{Value, json};

use super::sent::OfTarget;
use super::{Finding, Observed, Shape};

/// News for one destination.
#[derive(Debug, Clone, PartialEq)]
pub struct Message {
    title: String,
    next: String,
    /// Findings that were not sent to it yet, by target.
    pub new: Vec<(String, Finding)>,
    /// Findings that were sent to it and have cleared, by target.
    pub cleared: Vec<(String, Finding)>,
}

/// Findings that a message names one by one.
const MOST_LINES: usize = 10;
/// Longer sentences are cut.
const MOST_CHARACTERS: usize = 300;
/// Of Discord: <https://discord.com/developers/docs/resources/webhook#execute-webhook>
const MOST_OF_DISCORD: usize = 2000;

impl Message {
    /// What is news to somebody who was sent `known`.
    pub(super) fn of(
        observed: &[Observed],
        known: &std::collections::BTreeMap<String, OfTarget>,
        about: &str,
        next: &str,
    ) -> Self {
        let (mut new, mut cleared, mut remain) = (Vec::new(), Vec::new(), 0);
        for it in observed {
            let sent_before = known.get(&it.target);
            let is_known = |id: &str| sent_before.is_some_and(|it| it.contains_key(id));
            for finding in &it.findings {
                match is_known(&finding.id) {
                    true => remain += 1,
                    false => new.push((it.name.clone(), finding.clone())),
                }
            }
            for (id, sent) in sent_before.into_iter().flatten() {
                if !it.findings.iter().any(|finding| finding.id == *id) {
                    let finding = Finding {
                        id: id.clone(),
                        text: sent.text.clone(),
                    };
                    cleared.push((it.name.clone(), finding));
                }
            }
        }
        let differences = |count: usize, kind: &str| match count {
            1 => format!("1 {kind}difference"),
            count => format!("{count} {kind}differences"),
        };
        let mut title = match (new.len(), cleared.len()) {
            (0, _) if remain == 0 => format!("{about}: drift has cleared"),
            (0, count) => format!("{about}: {} cleared", differences(count, "")),
            (count, 0) => format!("{about}: drift, {}", differences(count, "new ")),
            (count, gone) => format!("{about}: drift, {}, {gone} cleared", differences(count, "new ")),
        };
        if remain > 0 {
            title.push_str(&format!(", {remain} reported before"));
        }
        Self {
            title,
            next: next.to_owned(),
            new,
            cleared,
        }
    }

    /// True where there is no news.
    pub fn is_empty(&self) -> bool {
        self.new.is_empty() && self.cleared.is_empty()
    }

    fn lines(&self) -> Vec<String> {
        let is_one = |all: &[(String, Finding)]| all.windows(2).all(|it| matches!(it, [a, b] if a.0 == b.0));
        let is_one = is_one(&self.new) && is_one(&self.cleared);
        let line = |word: &str, (name, finding): &(String, Finding)| {
            let text: String = finding.text.chars().take(MOST_CHARACTERS).collect();
            match is_one {
                true => format!("{word}: {text}"),
                false => format!("{word}: {name}: {text}"),
            }
        };
        let new = self.new.iter().map(|it| line("new", it));
        let cleared = self.cleared.iter().map(|it| line("cleared", it));
        let mut lines: Vec<String> = new.chain(cleared).collect();
        if lines.len() > MOST_LINES {
            let more = lines.len() - MOST_LINES;
            lines.truncate(MOST_LINES);
            lines.push(format!("and {more} more"));
        }
        if !self.new.is_empty() {
            lines.push(self.next.clone());
        }
        lines
    }

    /// The message as a text.
    fn text(&self, escaped: impl Fn(&str) -> String) -> String {
        let lines = self.lines();
        let all: Vec<String> = std::iter::once(&self.title)
            .chain(&lines)
            .map(|it| escaped(it))
            .collect();
        all.join("\n")
    }

    /// As a webhook of that shape takes it. Names are somebody's: they mention nobody and are no markup.
    pub fn body(&self, shape: Shape) -> Value {
        match shape {
            Shape::Slack => json!({ "text": self.text(for_slack), "unfurl_links": false }),
            Shape::Discord => json!({
                "content": self.text(for_markdown).chars().take(MOST_OF_DISCORD).collect::<String>(),
                "allowed_mentions": { "parse": [] },
            }),
            Shape::Teams => {
                let block = |text: &String| json!({ "type": "TextBlock", "text": for_markdown(text), "wrap": true });
                let mut body = vec![
                    json!({ "type": "TextBlock", "text": for_markdown(&self.title), "wrap": true, "weight": "bolder" }),
                ];
                body.extend(self.lines().iter().map(block));
                json!({
                    "type": "message",
                    "attachments": [{
                        "contentType": "application/vnd.microsoft.card.adaptive",
                        "content": {
                            "$schema": "http://adaptivecards.io/schemas/adaptive-card.json",
                            "type": "AdaptiveCard",
                            "version": "1.4",
                            "body": body,
                        },
                    }],
                })
            }
            Shape::Json => {
                let row = |(name, it): &(String, Finding)| json!({ "name": name, "id": it.id, "message": it.text });
                json!({
                    "version": 1,
                    "event": "drift",
                    "title": self.title,
                    "new": self.new.iter().map(row).collect::<Vec<_>>(),
                    "cleared": self.cleared.iter().map(row).collect::<Vec<_>>(),
                    "next": self.next,
                })
            }
        }
    }
}

/// <https://docs.slack.dev/messaging/formatting-message-text#escaping>
fn for_slack(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}

fn for_markdown(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for character in text.chars() {
        if "\\`*_~|>[]#<".contains(character) {
            out.push('\\');
        }
        out.push(character);
    }
    out
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::indexing_slicing)]
    use super::super::Sent;
    use super::*;

    fn observed(findings: &[&str]) -> Vec<Observed> {
        vec![Observed {
            target: "d1:api".to_owned(),
            name: "production (d1:api)".to_owned(),
            findings: findings.iter().map(|it| Finding::of(*it)).collect(),
        }]
    }

    #[test]
    fn one_message_in_every_shape() {
        let all = observed(&[
            "users: column <!channel> is only in the database",
            "index h_t is only in the database",
        ]);
        let message = Message::of(
            &all,
            &Sent::default().to("x"),
            "production (d1:api)",
            "reconcile drift production",
        );
        assert_eq!(
            message.body(Shape::Slack)["text"],
            "production (d1:api): drift, 2 new differences\nnew: users: column &lt;!channel&gt; is only in the \
             database\nnew: index h_t is only in the database\nreconcile drift production"
        );
        let discord = message.body(Shape::Discord);
        assert!(
            discord["content"]
                .as_str()
                .unwrap()
                .contains("column \\<!channel\\> is only")
        );
        assert_eq!(discord["allowed_mentions"]["parse"], json!([]));
        let teams = message.body(Shape::Teams);
        let card = &teams["attachments"][0]["content"];
        assert_eq!(card["body"][2]["text"], "new: index h\\_t is only in the database");
        let own = message.body(Shape::Json);
        assert_eq!(own["new"][1]["message"], "index h_t is only in the database");
        assert_eq!(own["new"][1]["id"].as_str().unwrap().len(), 16);
    }

    #[test]
    fn only_what_is_news() {
        let mut sent = Sent::default();
        let title = |sent: &Sent, findings: &[&str]| {
            let message = Message::of(&observed(findings), &sent.to("x"), "p", "next");
            (!message.is_empty()).then_some(message.title)
        };
        assert_eq!(title(&sent, &[]), None);
        assert_eq!(title(&sent, &["a"]).unwrap(), "p: drift, 1 new difference");
        sent.note("x", &observed(&["a", "b"]));
        assert_eq!(title(&sent, &["a", "b"]), None);
        assert_eq!(
            title(&sent, &["a", "c", "d"]).unwrap(),
            "p: drift, 2 new differences, 1 cleared, 1 reported before"
        );
        assert_eq!(
            title(&sent, &["a"]).unwrap(),
            "p: 1 difference cleared, 1 reported before"
        );
        assert_eq!(title(&sent, &[]).unwrap(), "p: drift has cleared");
        sent.note("x", &observed(&[]));
        assert_eq!(title(&sent, &[]), None);
    }

    #[test]
    fn long_ones_are_cut() {
        let many: Vec<String> = (0..500).map(|at| format!("{at} {}", "*".repeat(5000))).collect();
        let many: Vec<&str> = many.iter().map(String::as_str).collect();
        let message = Message::of(&observed(&many), &Sent::default().to("x"), "p", "next");
        assert!(message.body(Shape::Slack)["text"].as_str().unwrap().len() < 4000);
        assert!(
            message.body(Shape::Slack)["text"]
                .as_str()
                .unwrap()
                .ends_with("and 490 more\nnext")
        );
        assert_eq!(
            message.body(Shape::Discord)["content"]
                .as_str()
                .unwrap()
                .chars()
                .count(),
            2000
        );
    }
}
