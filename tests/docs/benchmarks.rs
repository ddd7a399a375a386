//! `docs/benchmarks.md` and its plots are made from the figures beside them, by the code that `cargo bench --bench report` has.
//! `RECONCILE_BLESS=1 cargo test --test docs benchmarks` makes them again.

use std::fs;

use crate::{home, is_blessing};

#[allow(dead_code)]
#[path = "../../benches/report/page/mod.rs"]
mod page;

use page::figures::{Figures, Point};

fn figures() -> Figures {
    Figures::parse(&fs::read_to_string(home().join("docs/benchmarks/figures.jsonl")).unwrap()).unwrap()
}

#[test]
fn the_page_and_its_plots_are_made_from_the_figures() {
    for (name, text) in page::files(&figures()) {
        let file = home().join("docs").join(name);
        if is_blessing() {
            fs::write(file, text).unwrap();
        } else {
            assert!(
                fs::read_to_string(&file).unwrap() == text,
                "docs/{name} is not what its figures make"
            );
        }
    }
}

/// The numbers are made up: ours takes four times the floor, and grows with the power 1.5.
#[test]
fn what_is_not_met_is_named_with_its_reason() {
    let point = |series: &str, size: usize, cpu: f64| Point {
        series: series.to_owned(),
        size,
        runs: 5,
        cpu,
        elapsed: cpu,
        mib: 20.0,
    };
    let mut figures = figures();
    figures.points.clear();
    for (size, ours) in [(100, 0.04), (1_000, 0.04 * 10_f64.powf(1.5)), (10_000, 40.0)] {
        figures.points.push(point("in-sync", size, ours));
        figures.points.push(point("floor/catalog", size, ours / 4.0));
    }
    let files = page::files(&figures);
    let page = files[0].1.split_whitespace().collect::<Vec<_>>().join(" ");
    for wanted in [
        "| in sync: `plan --check` | 1,000 tables | 1.26 s | 20 MiB | 316 ms: read the catalog | 4.0 | ≤ 3 × the floor | **no** |",
        "| in sync: `plan --check` | 10,000 tables | 40 s | 20 MiB | 10 s: read the catalog | 4.0 | ≤ 1 s | **no** |",
        "- **in sync**: 4.0 × the floor instead of at most 3 × the floor at 1,000 tables; 40.0 s instead of at most 1 s at \
         10,000 tables; grows with the power 1.50 (its floor with 1.50) instead of at most 1.1.",
        "| in sync | 100 to 10,000 tables | 1.50 | 1.50 | 1.50 | no |",
    ] {
        assert!(page.contains(wanted), "{wanted}\n{}", files[0].1);
    }
}

#[test]
fn a_power_is_found_in_its_points() {
    let square: Vec<(usize, f64)> = [10, 100, 1_000].map(|it| (it, (it * it) as f64)).to_vec();
    assert!((page::growth::exponent(&square).unwrap() - 2.0).abs() < 1e-9);
    let bent = [(10, 1.0), (100, 1.0), (1_000, 10.0)];
    assert!((page::growth::last_step(&bent).unwrap() - 1.0).abs() < 1e-9);
    assert!((page::growth::exponent(&bent).unwrap() - 0.5).abs() < 1e-9);
    assert_eq!(page::growth::exponent(&bent[..1]), None);
    assert_eq!(page::growth::last_step(&bent[..1]), None);
}
