//! What turns one list of texts into another, by Myers' algorithm.
//!
//! It is called directly: `similar::TextDiff` chooses among six algorithms at run time, and all of them would be linked.

use similar::DiffOp;
use similar::algorithms::{Capture, Compact, Replace, myers};

/// The shortest edits that make `new` of `old`, in order; both are lines, or letters.
pub(crate) fn edits(old: &[&str], new: &[&str]) -> Vec<DiffOp> {
    let mut found = Compact::new(Replace::new(Capture::new()), old, new);
    let Ok(()) = myers::diff(&mut found, old, 0..old.len(), new, 0..new.len());
    found.into_inner().into_inner().into_ops()
}

/// The share of both that is the same in both, from 0 to 1.
pub(crate) fn likeness(old: &[&str], new: &[&str]) -> f64 {
    let same = |op: &DiffOp| match op {
        DiffOp::Equal { len, .. } => *len,
        _ => 0,
    };
    let all = old.len() + new.len();
    let shared: usize = edits(old, new).iter().map(same).sum();
    if all == 0 {
        1.0
    } else {
        2.0 * shared as f64 / all as f64
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn likeness_counts_what_both_have() {
        assert!((likeness(&["a", "b"], &["a", "c"]) - 0.5).abs() < 1e-9);
        assert!((likeness(&[], &[]) - 1.0).abs() < 1e-9);
        assert!(likeness(&["a"], &["b"]).abs() < 1e-9);
    }
}
