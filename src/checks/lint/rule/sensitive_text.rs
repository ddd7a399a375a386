//! What texts give away: credentials by the form that their issuer gives them, and data about persons. No finding repeats it.

/// What a text holds, in words; `None` where it is nothing of the kind.
pub(super) fn secret(text: &str) -> Option<&'static str> {
    if text.contains("-----BEGIN ") && text.contains("PRIVATE KEY-----") {
        return Some("a private key");
    }
    let found = ISSUED.iter().find(|it| it.is_in(text));
    if let Some(issued) = found {
        return Some(issued.what);
    }
    if has_web_token(text) {
        return Some("a JSON web token");
    }
    has_password_in_url(text).then_some("an address with a password")
}

/// A credential that is known by its beginning.
struct Issued {
    begin: &'static str,
    /// Characters behind that, at least.
    length: usize,
    also: &'static str,
    what: &'static str,
}

const fn issued(begin: &'static str, length: usize, also: &'static str, what: &'static str) -> Issued {
    Issued {
        begin,
        length,
        also,
        what,
    }
}

/// <https://docs.github.com/en/code-security/secret-scanning/introduction/supported-secret-scanning-patterns>
const ISSUED: &[Issued] = &[
    issued("AKIA", 16, "", "an access key of AWS"),
    issued("ASIA", 16, "", "an access key of AWS"),
    issued("ghp_", 36, "", "a token of GitHub"),
    issued("gho_", 36, "", "a token of GitHub"),
    issued("ghs_", 36, "", "a token of GitHub"),
    issued("ghu_", 36, "", "a token of GitHub"),
    issued("github_pat_", 40, "_", "a token of GitHub"),
    issued("glpat-", 20, "_-", "a token of GitLab"),
    issued("xoxb-", 20, "-", "a token of Slack"),
    issued("xoxp-", 20, "-", "a token of Slack"),
    issued("xoxa-", 20, "-", "a token of Slack"),
    issued("hooks.slack.com/services/T", 30, "/", "a webhook of Slack"),
    issued("discord.com/api/webhooks/", 60, "/_-", "a webhook of Discord"),
    issued("sk_live_", 20, "", "a secret key of Stripe"),
    issued("rk_live_", 20, "", "a secret key of Stripe"),
    issued("whsec_", 24, "+/=", "a webhook secret"),
    issued("AIza", 35, "_-", "an API key of Google"),
    issued("sk-ant-", 40, "_-", "an API key of Anthropic"),
    issued("sk-proj-", 40, "_-", "an API key of OpenAI"),
    issued("SG.", 60, "._-", "an API key of SendGrid"),
    issued("npm_", 36, "", "a token of npm"),
    issued("pypi-AgEIcHlwaS5vcmc", 50, "_-", "a token of PyPI"),
    issued("dop_v1_", 64, "", "a token of DigitalOcean"),
    issued("shpat_", 32, "", "a token of Shopify"),
];

impl Issued {
    fn is_in(&self, text: &str) -> bool {
        text.match_indices(self.begin).any(|(at, _)| {
            let before = text.get(..at).and_then(|it| it.chars().next_back());
            let rest = text.get(at + self.begin.len()..).unwrap_or_default();
            let body: String = rest
                .chars()
                .take_while(|it| it.is_ascii_alphanumeric() || self.also.contains(*it))
                .collect();
            let is_word = before.is_none_or(|it| !it.is_ascii_alphanumeric()) || self.begin.starts_with(['h', 'd']);
            is_word && body.len() >= self.length && is_random(&body)
        })
    }
}

/// Placeholders repeat themselves, or say what they are.
fn is_random(body: &str) -> bool {
    let lower = body.to_ascii_lowercase();
    let is_placeholder = ["example", "xxxx", "placeholder", "your", "dummy", "redacted", "0000000"]
        .iter()
        .any(|it| lower.contains(it));
    let distinct: std::collections::BTreeSet<char> = body.chars().collect();
    !is_placeholder && distinct.len() >= 8 && body.chars().any(|it| it.is_ascii_digit())
}

/// Two parts of JSON and a signature, each in base64: <https://www.rfc-editor.org/rfc/rfc7519>
fn has_web_token(text: &str) -> bool {
    text.match_indices("eyJ").any(|(at, _)| {
        let rest = text.get(at..).unwrap_or_default();
        let end = rest
            .find(|it: char| !(it.is_ascii_alphanumeric() || "._-".contains(it)))
            .unwrap_or(rest.len());
        let parts: Vec<&str> = rest.get(..end).unwrap_or_default().split('.').collect();
        matches!(parts.as_slice(), [head, body, signature]
            if head.len() > 10 && body.starts_with("eyJ") && signature.len() >= 20 && is_random(signature))
    })
}

/// `postgres://user:password@host`
fn has_password_in_url(text: &str) -> bool {
    text.match_indices("://").any(|(at, _)| {
        let rest = text.get(at + 3..).unwrap_or_default();
        let end = rest
            .find(|it: char| it.is_whitespace() || "/?#'\"".contains(it))
            .unwrap_or(rest.len());
        let authority = rest.get(..end).unwrap_or_default();
        let Some((user, host)) = authority.rsplit_once('@') else {
            return false;
        };
        let password = user.split_once(':').map_or("", |it| it.1);
        let is_variable = password.starts_with(['$', '{', '<', '%', '*']);
        let lower = password.to_ascii_lowercase();
        let is_placeholder = ["password", "pass", "secret", "example", "xxx", "***"]
            .iter()
            .any(|it| lower.contains(it));
        let is_local = host.starts_with("localhost") || host.starts_with("127.");
        password.len() >= 6 && !is_variable && !is_placeholder && !is_local
    })
}

/// What of a person a text holds.
pub(super) fn personal(text: &str) -> Option<&'static str> {
    if has_mail(text) {
        return Some("an e-mail address");
    }
    if has_card(text) {
        return Some("a card number");
    }
    is_iban(text).then_some("a bank account number (IBAN)")
}

/// Domains that nobody has: <https://www.rfc-editor.org/rfc/rfc2606>
const RESERVED: [&str; 4] = ["test", "example", "invalid", "localhost"];

/// Addresses of nobody in particular: <https://www.rfc-editor.org/rfc/rfc2142>
const OF_ROLES: [&str; 22] = [
    "abuse",
    "admin",
    "billing",
    "contact",
    "hello",
    "help",
    "hostmaster",
    "info",
    "mail",
    "marketing",
    "no-reply",
    "noreply",
    "office",
    "postmaster",
    "root",
    "sales",
    "security",
    "support",
    "team",
    "test",
    "user",
    "webmaster",
];

fn has_mail(text: &str) -> bool {
    text.match_indices('@').any(|(at, _)| {
        let is_local = |it: char| it.is_ascii_alphanumeric() || "._%+-".contains(it);
        let before = text.get(..at).unwrap_or_default();
        let start = before.rfind(|it: char| !is_local(it)).map_or(0, |it| {
            it + before
                .get(it..)
                .and_then(|it| it.chars().next())
                .map_or(1, char::len_utf8)
        });
        let local = before.get(start..).unwrap_or_default().to_ascii_lowercase();
        // `//user@host` is an address of something else.
        let is_of_url = before
            .get(..start)
            .is_some_and(|it| it.ends_with('/') || it.ends_with(':'));
        let behind = text.get(at + 1..).unwrap_or_default();
        let end = behind
            .find(|it: char| !(it.is_ascii_alphanumeric() || ".-".contains(it)))
            .unwrap_or(behind.len());
        let domain = behind
            .get(..end)
            .unwrap_or_default()
            .trim_end_matches('.')
            .to_ascii_lowercase();
        let labels: Vec<&str> = domain.split('.').collect();
        let [.., name, last] = labels.as_slice() else {
            return false;
        };
        let is_domain = last.len() >= 2 && last.chars().all(|it| it.is_ascii_alphabetic()) && !name.is_empty();
        let is_reserved = RESERVED.contains(last) || *name == "example";
        let role = local.split('+').next().unwrap_or_default();
        !local.is_empty() && !is_of_url && is_domain && !is_reserved && !OF_ROLES.contains(&role)
    })
}

/// Numbers that payment providers publish for tests.
const OF_TESTS: [&str; 10] = [
    "4242424242424242",
    "4111111111111111",
    "4000056655665556",
    "5555555555554444",
    "5105105105105100",
    "2223003122003222",
    "378282246310005",
    "371449635398431",
    "6011111111111117",
    "6011000990139424",
];

/// Digits in groups that an issuer gives and whose check digit is right: <https://www.iso.org/standard/70484.html>
fn has_card(text: &str) -> bool {
    let is_part = |it: char| it.is_ascii_digit() || it == ' ' || it == '-';
    text.split(|it: char| !is_part(it)).any(|part| {
        let digits: String = part.chars().filter(char::is_ascii_digit).collect();
        let part = part.trim_matches([' ', '-']);
        // Groups of the same card, and not numbers that follow each other.
        let is_grouped = part.split([' ', '-']).all(|it| it.len() >= 4) || !part.contains([' ', '-']);
        is_grouped && is_of_card(&digits) && !OF_TESTS.contains(&digits.as_str())
    })
}

fn is_of_card(digits: &str) -> bool {
    let first = |count: usize| {
        digits
            .get(..count)
            .and_then(|it| it.parse::<u32>().ok())
            .unwrap_or_default()
    };
    let is_issued = match digits.len() {
        15 => matches!(first(2), 34 | 37),
        16 => first(1) == 4 || (51..=55).contains(&first(2)) || (2221..=2720).contains(&first(4)) || first(4) == 6011,
        _ => false,
    };
    let distinct: std::collections::BTreeSet<char> = digits.chars().collect();
    let sum: u32 = digits
        .chars()
        .rev()
        .filter_map(|it| it.to_digit(10))
        .enumerate()
        .map(|(at, digit)| match at % 2 {
            0 => digit,
            _ => digit * 2 - if digit > 4 { 9 } else { 0 },
        })
        .sum();
    is_issued && distinct.len() > 2 && sum.is_multiple_of(10)
}

/// <https://www.iso.org/standard/81090.html>
fn is_iban(text: &str) -> bool {
    let all: Vec<char> = text.trim().chars().filter(|it| *it != ' ').collect();
    let is_form = (15..=34).contains(&all.len())
        && all.iter().enumerate().all(|(at, it)| match at {
            0 | 1 => it.is_ascii_uppercase(),
            2 | 3 => it.is_ascii_digit(),
            _ => it.is_ascii_digit() || it.is_ascii_uppercase(),
        });
    let digits = all.iter().skip(4).any(char::is_ascii_digit);
    let rest = all
        .iter()
        .skip(4)
        .chain(all.iter().take(4))
        .filter_map(|it| it.to_digit(36))
        .fold(0, |rest: u32, value| {
            let shift = if value > 9 { 100 } else { 10 };
            (rest * shift + value) % 97
        });
    is_form && digits && rest == 1
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn credentials_by_their_form() {
        let random = "q7Wd3kPz9XvB2mNr5TtY8uHj4LsA6cFe0GgQ";
        for (text, what) in [
            (format!("AKIA{}", "Q7WD3KPZ9XVB2MNR"), "an access key of AWS"),
            (format!("token ghp_{random}"), "a token of GitHub"),
            (format!("sk_live_{random}"), "a secret key of Stripe"),
            (
                format!("https://hooks.slack.com/services/T024BE7LH/B024BE7LJ/{random}"),
                "a webhook of Slack",
            ),
            (
                format!("eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.{random}"),
                "a JSON web token",
            ),
            (
                "postgres://app:h4x9Qz1L@db.acme.io/app".to_owned(),
                "an address with a password",
            ),
            (["-----BEGIN RSA PRIVATE", " KEY-----\nMIIE"].concat(), "a private key"),
        ] {
            assert_eq!(secret(&text), Some(what), "{text}");
        }
    }

    #[test]
    fn what_only_looks_like_one() {
        for text in [
            "",
            "AKIAIOSFODNN7EXAMPLE",
            "ghp_xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx",
            "the sk_live_ prefix",
            "skip-ant-hill",
            "postgres://user:password@localhost/app",
            "https://example.org/a:b@c",
            "postgres://app:${DB_PASSWORD}@db.acme.io/app",
            "d41d8cd98f00b204e9800998ecf8427e",
            "123e4567-e89b-12d3-a456-426614174000",
            "$2b$10$EixZaYVK1fsbw1ZfbX3OXePaWxn96p36WQoeG6Lruj3vjPGga31lW",
            "data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk",
        ] {
            assert_eq!(secret(text), None, "{text}");
        }
    }

    #[test]
    fn data_about_persons() {
        assert_eq!(personal("ann.meyer@gmail.com"), Some("an e-mail address"));
        assert_eq!(personal("Ann <ann@acme.co.uk>"), Some("an e-mail address"));
        assert_eq!(personal("4539 1488 0343 6467"), Some("a card number"));
        assert_eq!(personal("5425233430109903"), Some("a card number"));
        assert_eq!(
            personal("DE89 3704 0044 0532 0130 00"),
            Some("a bank account number (IBAN)")
        );
        for text in [
            "ann@example.com",
            "ann@mail.example",
            "support@acme.io",
            "@ann",
            "git@github",
            "ssh://git@github.com/a",
            "a @ b.com",
            "4242 4242 4242 4242",
            "4539148803436468",
            "1700000000000",
            "2024-01-01 2024-02-02 2025-01-01",
            "0000000000000000",
            "DE89 3704 0044 0532 0130 01",
            "GB",
        ] {
            assert_eq!(personal(text), None, "{text}");
        }
    }
}
