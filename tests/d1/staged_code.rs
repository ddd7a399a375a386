//! The two versions of an application's code, and what is expected of them while a change goes out.

/// Which version of the code.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    Old,
    New,
}

/// The requests of one version. `{id}` is a row's number and `{v}` its value; an empty one is not sent.
pub(crate) struct Code {
    pub(crate) insert: &'static str,
    pub(crate) update: &'static str,
    pub(crate) delete: &'static str,
    /// Gives the value as `v`.
    pub(crate) read: &'static str,
    pub(crate) upsert: &'static str,
    /// An INSERT without an id, which is then taken from `meta.last_row_id`.
    pub(crate) auto: &'static str,
    /// What that one gives, where it is not the value.
    pub(crate) auto_gives: &'static str,
    /// The values that it writes.
    pub(crate) value: fn(u64) -> String,
}

/// What happens to a row, with the value as old code reads it.
pub(crate) struct Event<'a> {
    pub(crate) id: u64,
    pub(crate) before: Option<&'a str>,
    pub(crate) after: Option<&'a str>,
}

pub(crate) struct Change {
    pub(crate) name: &'static str,
    pub(crate) before: &'static str,
    pub(crate) after: &'static str,
    pub(crate) old: Code,
    pub(crate) new: Code,
    /// A value of old code, as new code reads it.
    pub(crate) converted: fn(&str) -> String,
    /// What new code writes is under the old name, too.
    pub(crate) both_ways: bool,
    pub(crate) old_sees_inserts: bool,
    pub(crate) new_sees_updates: bool,
    /// Queries that find nothing, and statements that succeed, whatever was done.
    pub(crate) holds: &'static [&'static str],
    /// Gives the audit rows as `v`, in their order.
    pub(crate) audit: &'static str,
    /// What is audited of an event.
    pub(crate) audited: fn(&Event<'_>) -> Option<String>,
    /// What new code is told whose INSERT leaves the id out, where that is refused.
    pub(crate) auto_refused: &'static str,
    /// What the plan says.
    pub(crate) notes: &'static [&'static str],
    /// Why there are no stages.
    pub(crate) refused: Option<&'static str>,
}

impl Change {
    pub(crate) fn code(&self, kind: Kind) -> &Code {
        match kind {
            Kind::Old => &self.old,
            Kind::New => &self.new,
        }
    }

    pub(crate) fn audited(&self, event: &Event<'_>) -> Option<String> {
        (self.audited)(event)
    }
}

pub(crate) const fn code(insert: &'static str, update: &'static str, delete: &'static str, read: &'static str) -> Code {
    Code {
        insert,
        update,
        delete,
        read,
        upsert: "",
        auto: "",
        auto_gives: "",
        value: |number| format!("v{number}"),
    }
}

/// Code that knows table `t` and one column of it.
macro_rules! column {
    ($name:literal) => {
        Code {
            upsert: concat!(
                "INSERT INTO t (id, ",
                $name,
                ") VALUES ({id}, {v}) ON CONFLICT (id) DO UPDATE SET ",
                $name,
                " = excluded.",
                $name,
                " RETURNING ",
                $name,
                " AS v"
            ),
            auto: concat!("INSERT INTO t (", $name, ") VALUES ({v})"),
            ..code(
                concat!(
                    "INSERT INTO t (id, ",
                    $name,
                    ") VALUES ({id}, {v}) RETURNING ",
                    $name,
                    " AS v"
                ),
                concat!("UPDATE t SET ", $name, " = {v} WHERE id = {id}"),
                "DELETE FROM t WHERE id = {id}",
                concat!("SELECT ", $name, " AS v FROM t WHERE id = {id}"),
            )
        }
    };
}

pub(crate) use column;

/// A column `a` that is called `b`.
pub(crate) const PLAIN: Change = Change {
    name: "",
    before: "",
    after: "",
    old: column!("a"),
    new: column!("b"),
    converted: str::to_owned,
    both_ways: true,
    old_sees_inserts: true,
    new_sees_updates: true,
    holds: &[],
    audit: "",
    audited: |_| None,
    auto_refused: "",
    notes: &[],
    refused: None,
};

pub(crate) const LOG: &str = "SELECT entry AS v FROM log ORDER BY rowid";

/// What an UPDATE did, as `AFTER UPDATE OF` would log it.
pub(crate) fn updated(event: &Event<'_>) -> Option<String> {
    Some(format!("{} {} > {}", event.id, event.before?, event.after?))
}

pub(crate) fn inserted(event: &Event<'_>) -> Option<String> {
    event
        .before
        .is_none()
        .then(|| format!("{} {}", event.id, event.after.unwrap_or_default()))
}

pub(crate) fn lower(value: &str) -> String {
    value.to_lowercase()
}

pub(crate) fn word(value: &str, at: usize) -> String {
    value.split(' ').nth(at).unwrap_or_default().to_owned()
}
