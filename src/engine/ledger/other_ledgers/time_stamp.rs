//! The moments of other tools, each in its own unit, as ours: RFC 3339 in UTC with milliseconds.

use jiff::Timestamp;
use jiff::civil::DateTime;
use jiff::tz::TimeZone;

use crate::database::Value;

/// Numbers are seconds, milli-, micro- or nanoseconds since 1970, told apart by their size: from 2001 to 2286 no two of them
/// overlap. A text without a zone is UTC, as SQLite's own is.
pub(super) fn time_stamp(value: &Value) -> Option<String> {
    let moment = match value {
        Value::Integer(number) => since_1970(*number)?,
        Value::Real(number) => since_1970(format!("{number:.0}").parse().ok()?)?,
        Value::Text(text) => written(text.trim())?,
        Value::Null | Value::Blob(_) => return None,
    };
    Some(moment.strftime("%Y-%m-%dT%H:%M:%S.%3fZ").to_string())
}

fn since_1970(number: i64) -> Option<Timestamp> {
    let moment = match number {
        1_000_000_000..10_000_000_000 => Timestamp::from_second(number),
        1_000_000_000_000..10_000_000_000_000 => Timestamp::from_millisecond(number),
        1_000_000_000_000_000..10_000_000_000_000_000 => Timestamp::from_microsecond(number),
        1_000_000_000_000_000_000.. => Timestamp::from_nanosecond(i128::from(number)),
        _ => return None,
    };
    moment.ok()
}

fn written(text: &str) -> Option<Timestamp> {
    if let Ok(number) = text.parse::<i64>() {
        return since_1970(number);
    }
    // Go writes `2024-05-01 12:00:00.123 +0000 UTC`.
    let text = text.split(" +0000").next().unwrap_or(text).trim_end_matches(" UTC");
    let parsed = text.parse::<Timestamp>().ok();
    parsed.or_else(|| {
        text.parse::<DateTime>()
            .ok()?
            .to_zoned(TimeZone::UTC)
            .ok()
            .map(|it| it.timestamp())
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_unit_and_spelling() {
        let integer = |it| time_stamp(&Value::Integer(it));
        let text = |it: &str| time_stamp(&Value::Text(it.to_owned()));
        let expected = Some("2024-05-01T12:00:00.000Z".to_owned());
        assert_eq!(integer(1_714_564_800), expected);
        assert_eq!(integer(1_714_564_800_000), expected);
        assert_eq!(integer(1_714_564_800_000_000), expected);
        assert_eq!(integer(1_714_564_800_000_000_000), expected);
        for spelling in [
            "2024-05-01 12:00:00",
            "2024-05-01T12:00:00.000Z",
            "2024-05-01T14:00:00+02:00",
            "2024-05-01 12:00:00 +0000 UTC",
            "2024-05-01 12:00:00+00:00",
            "1714564800000",
        ] {
            assert_eq!(text(spelling), expected, "{spelling}");
        }
        assert_eq!(
            text("2024-05-01 12:00:00.123456"),
            Some("2024-05-01T12:00:00.123Z".to_owned())
        );
        assert_eq!(
            (integer(7), text("yesterday"), time_stamp(&Value::Null)),
            (None, None, None)
        );
    }
}
