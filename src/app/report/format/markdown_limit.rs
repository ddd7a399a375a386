//! Markdown that fits into a comment: what is folded is cut first, each cut is said.

/// What GitHub takes as a comment, in characters. <https://github.com/orgs/community/discussions/27190>
pub(super) const COMMENT: usize = 65_536;

/// What GitHub takes as the summary of a step, 1 MiB, in bytes.
pub(super) const SUMMARY: usize = 1_048_576;

/// Kept free, for what others write around the text: a marker, a title.
const RESERVE: usize = 1_024;

/// A part of a page.
pub(super) struct Part {
    /// Its Markdown.
    pub(super) text: String,
    /// A folded text, as its title, its language and its lines, which may be shortened.
    pub(super) folded: Option<Folded>,
    /// May be left out as a whole.
    pub(super) is_extra: bool,
}

/// A folded text.
pub(super) struct Folded {
    /// What it is.
    pub(super) title: String,
    /// The language.
    pub(super) language: &'static str,
    /// The text.
    pub(super) code: String,
}

/// The parts as one text of fewer than `limit` characters.
pub(super) fn fitted(parts: &[Part], limit: usize, fence: impl Fn(&Folded, &str) -> String) -> String {
    let room = limit.saturating_sub(RESERVE);
    let whole: String = parts.iter().map(|it| it.text.as_str()).collect();
    if length(&whole) < room {
        return whole;
    }
    let others: usize = parts
        .iter()
        .filter(|it| it.folded.is_none())
        .map(|it| length(&it.text))
        .sum();
    let folded = parts.iter().filter(|it| it.folded.is_some()).count().max(1);
    if others + folded * RESERVE < room {
        let share = (room - others) / folded;
        let short = |part: &Part| match &part.folded {
            Some(it) if length(&part.text) >= share => shortened(it, share, &fence),
            _ => part.text.clone(),
        };
        return parts.iter().map(short).collect();
    }
    let mut text = String::new();
    let mut left = room.saturating_sub(RESERVE);
    let mut is_cut = false;
    for part in parts {
        let size = length(&part.text);
        // Once something is left out, nothing that may be left out follows.
        if size <= left && !(is_cut && (part.is_extra || part.folded.is_some())) {
            text.push_str(&part.text);
            left -= size;
        } else {
            is_cut = true;
        }
    }
    text.push_str(
        "**Cut, since a comment has a limit. The whole is in the job's log and in `--report html=FILE`.**\n\n",
    );
    text
}

/// The first lines of a folded text.
fn shortened(folded: &Folded, room: usize, fence: &impl Fn(&Folded, &str) -> String) -> String {
    let mut left = room.saturating_sub(RESERVE);
    let lines: Vec<&str> = folded.code.lines().collect();
    let kept = lines.iter().take_while(|line| {
        let size = length(line) + 1;
        let fits = size <= left;
        left = left.saturating_sub(size);
        fits
    });
    let kept: Vec<&str> = kept.copied().collect();
    let more = lines.len() - kept.len();
    let notice = format!("**Cut here: {more} more of {} lines.**", lines.len());
    fence(folded, &kept.join("\n")).replacen("</details>", &format!("{notice}\n\n</details>"), 1)
}

/// GitHub counts UTF-16 units in some places and characters in others; the larger counts.
fn length(text: &str) -> usize {
    text.encode_utf16().count()
}
