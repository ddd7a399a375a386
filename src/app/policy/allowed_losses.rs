//! What the author of a migration agreed to, as its header says it: a line of its own, or in files of before the words of the
//! hazards.

use crate::diagnostic::{Code, Gate};
use crate::migration::{Consent, Loss, Migration, header_entry};
use crate::plan::{Hazard, Plan, hazard};
use crate::render::hazard_sentence;

/// What the header says behind a hazard that no row was concerned by when it was reviewed.
pub(crate) const NO_MORE: &str = ", and no more was allowed";

/// True for a hazard that passed only because there were no rows: neither flags, the schema nor policy allow it.
pub(crate) fn passed_for_want_of_rows(hazard: &Hazard, is_allowed: &dyn Fn(&Hazard) -> bool) -> bool {
    let none = hazard.finding.as_ref().is_some_and(|it| it.rows == 0);
    none && loses(hazard) && !is_allowed(hazard)
}

/// What the header of a migration says of the losses of its plan. What is archived is not lost.
pub(crate) fn of_plan(plan: &Plan, is_unasked: &dyn Fn(&Hazard) -> bool) -> Consent {
    let mut consent = Consent::default();
    for hazard in plan.all_hazards().filter(|it| loses(it)) {
        let (is_open, rows) = (hazard.gate == Gate::Open, hazard.finding.as_ref().map(|it| it.rows));
        let list = match is_unasked(hazard) {
            true => &mut consent.without_rows,
            false if is_open && rows != Some(0) => continue,
            false => &mut consent.allowed,
        };
        let loss = loss(hazard);
        if !list.iter().any(|it| it.is_same(&loss)) {
            list.push(loss);
        }
    }
    consent
}

fn loss(hazard: &Hazard) -> Loss {
    let table = hazard.object.name.written();
    let subject = match &hazard.column {
        Some(column) => format!("{table}.{}", column.written()),
        None => table,
    };
    Loss::new(hazard.code, &subject, hazard.finding.as_ref().map(|it| it.rows))
}

/// True if a hazard needs no word, or if the header of a migration says that it had one: it tells the hazard, and not that it
/// passed for want of rows. Files without a header are their authors' own word.
pub(crate) fn was_given(migration: &Migration, hazard: &Hazard) -> bool {
    if let Some(consent) = consent_of(migration) {
        let loss = loss(hazard);
        return !loses(hazard) || consent.allowed.iter().any(|it| it.is_same(&loss));
    }
    let told = header_entry(&hazard_sentence(hazard, None));
    let agreed = |line: &String| {
        let line = header_entry(line);
        let rest = line.strip_prefix(&told);
        rest.is_some_and(|rest| rest.is_empty() || rest.starts_with(';')) && !line.ends_with(NO_MORE)
    };
    let header = migration.header.as_ref();
    !loses(hazard) || header.is_none_or(|header| header.review.hazards.iter().any(agreed))
}

/// True for a kind of hazard that has to be allowed.
pub(super) fn loses(hazard: &Hazard) -> bool {
    let kind = hazard::kinds().find(|kind| kind.code == hazard.code);
    kind.is_some_and(|kind| matches!(kind.gate, Gate::NeedsAllow | Gate::NeedsAllowIfFound))
}

/// Hazards of the header that passed for want of rows.
pub(super) fn unasked(migration: &Migration) -> Vec<Unasked> {
    // Of an edited one, too: an edit below the header is no consent.
    if let Some(consent) = consent_of(migration) {
        let losses = consent.without_rows.iter().cloned();
        let unasked = losses.map(|it| Unasked {
            code: it.code,
            what: What::Loss(it),
        });
        return unasked.collect();
    }
    let lines = migration.header.iter().flat_map(|it| &it.review.hazards);
    let unasked = lines.filter_map(|line| {
        let line = line.strip_suffix(NO_MORE)?.strip_suffix("; 0 rows")?;
        let (code, message) = line.split_once(": ")?;
        Some(Unasked {
            code: Code::read(code)?,
            what: What::Message(header_entry(message)),
        })
    });
    unasked.collect()
}

/// A loss that passed for want of rows where it was reviewed.
pub(super) struct Unasked {
    /// Its hazard.
    pub(super) code: Code,
    what: What,
}

enum What {
    /// As the line of consent names it.
    Loss(Loss),
    /// In the words of a hazard, in files of before.
    Message(String),
}

impl Unasked {
    /// True if it is this hazard, whatever the figures.
    pub(super) fn is_about(&self, hazard: &Hazard) -> bool {
        self.code == hazard.code
            && match &self.what {
                What::Loss(it) => it.is_same(&loss(hazard)),
                What::Message(it) => *it == header_entry(&hazard.message),
            }
    }
}

fn consent_of(migration: &Migration) -> Option<&Consent> {
    migration.header.as_ref()?.review.consent.as_ref()
}
