//! A value of YAML that is a text or has fields. By hand, since an untagged enum forgets what is wrong with a field, and on
//! which line. <https://serde.rs/enum-representations.html#untagged>

use std::fmt;

use serde::de::value::MapAccessDeserializer;
use serde::de::{Error, MapAccess, Visitor};
use serde::{Deserialize, Deserializer};

struct TextOrFields<T, F> {
    expecting: &'static str,
    of_text: fn(&str) -> Result<T, &'static str>,
    of_fields: fn(F) -> T,
}

impl<'de, T, F: Deserialize<'de>> Visitor<'de> for TextOrFields<T, F> {
    type Value = T;

    fn expecting(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(self.expecting)
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<T, E> {
        (self.of_text)(text).map_err(E::custom)
    }

    fn visit_map<A: MapAccess<'de>>(self, fields: A) -> Result<T, A::Error> {
        F::deserialize(MapAccessDeserializer::new(fields)).map(self.of_fields)
    }
}

/// Reads one; `expecting` says what it may be.
pub(crate) fn text_or_fields<'de, D: Deserializer<'de>, T, F: Deserialize<'de>>(
    deserializer: D,
    expecting: &'static str,
    of_text: fn(&str) -> Result<T, &'static str>,
    of_fields: fn(F) -> T,
) -> Result<T, D::Error> {
    deserializer.deserialize_any(TextOrFields {
        expecting,
        of_text,
        of_fields,
    })
}
