//! A credential that cannot be printed.

use std::fmt;

/// A token or key. It has no `Display`, its `Debug` shows nothing of it, and [`Secret::redact`] takes it out of
/// texts that come back from a server, which may echo what it was sent.
#[derive(Clone, PartialEq, Eq)]
pub struct Secret(String);

impl Secret {
    /// Wraps a credential.
    pub fn new(value: impl Into<String>) -> Self {
        Self(value.into())
    }

    /// The credential itself, for the request header and nothing else.
    pub(crate) fn expose(&self) -> &str {
        &self.0
    }

    /// The text without the credential.
    pub fn redact(&self, text: &str) -> String {
        if self.0.is_empty() {
            text.to_owned()
        } else {
            text.replace(&self.0, "[secret]")
        }
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("[secret]")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn debug_and_echoes_never_show_it() {
        let secret = Secret::new("tok-5f3");
        assert_eq!(format!("{secret:?}{:?}", Some(&secret)), "[secret]Some([secret])");
        assert_eq!(
            secret.redact("bad header: Bearer tok-5f3!"),
            "bad header: Bearer [secret]!"
        );
        assert_eq!(Secret::new("").redact("kept"), "kept");
    }
}
