//! The pages of `--report html` and the pictures of `inspect` in a real browser: nothing overflows, every text can be read, and nothing is complained of.
//!
//! Chromium is looked for in the PATH and in `RECONCILE_BROWSER`; without one this says that it is skipped, unless
//! `RECONCILE_REQUIRE_BROWSER=1`.
#![allow(clippy::print_stderr)]

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use serde_json::Value;

use crate::Sandbox;
use crate::inspect::shop;
use crate::screens::{by_hand, changed, hand_written, planned};

/// What a page says of itself. The page as it is runs no script at all.
const PROBE: &str = r#"<script>
const channels = (text) => (text.match(/[\d.]+/g) || []).map(Number);
const light = (rgb) => {
  const [r, g, b] = rgb.map((it) => it / 255).map((it) => (it <= 0.03928 ? it / 12.92 : ((it + 0.055) / 1.055) ** 2.4));
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
};
const ground = (element) => {
  for (let at = element; at; at = at.parentElement) {
    const color = channels(getComputedStyle(at).backgroundColor);
    if (color.length === 3 || color[3] > 0) return color.slice(0, 3);
  }
  return [255, 255, 255];
};
const faint = [];
for (const element of document.querySelectorAll("body *")) {
  const own = [...element.childNodes].some((it) => it.nodeType === 3 && it.data.trim());
  if (!own || element.closest("script, title, style")) continue;
  const isDrawn = element instanceof SVGElement;
  const style = getComputedStyle(element);
  const under = isDrawn ? ground(element.closest("figure")) : ground(element);
  const [one, other] = [light(channels(isDrawn ? style.fill : style.color).slice(0, 3)), light(under)];
  const ratio = (Math.max(one, other) + 0.05) / (Math.min(one, other) + 0.05);
  if (ratio < 4.5) faint.push(`${element.tagName}.${element.className?.baseVal ?? element.className} ${ratio.toFixed(2)}`);
}
const texts = [...document.querySelectorAll("svg text")];
const outside = texts.filter((it) => {
  const [own, whole] = [it.getBoundingClientRect(), it.ownerSVGElement.getBoundingClientRect()];
  return own.right > whole.right + 1 || own.bottom > whole.bottom + 1;
});
const probe = {
  width: innerWidth,
  scroll: document.documentElement.scrollWidth,
  dark: matchMedia("(prefers-color-scheme: dark)").matches,
  faint: [...new Set(faint)],
  outside: outside.map((it) => it.textContent),
  pictures: document.querySelectorAll("svg").length,
  titles: document.querySelectorAll("h1").length,
  strangers: document.querySelectorAll("body script, body img, body iframe, body link, body object").length - 1,
};
document.documentElement.dataset.probe = btoa(unescape(encodeURIComponent(JSON.stringify(probe))));
</script></body>"#;

fn browser() -> Option<PathBuf> {
    let named = std::env::var_os("RECONCILE_BROWSER").map(PathBuf::from);
    let paths = std::env::var_os("PATH").unwrap_or_default();
    let names = [
        "chromium",
        "chromium-browser",
        "google-chrome",
        "google-chrome-stable",
        "chrome",
    ];
    let folders: Vec<PathBuf> = std::env::split_paths(&paths).collect();
    let find = || {
        names
            .iter()
            .flat_map(|name| folders.iter().map(move |it| it.join(name)))
    };
    let found = named.or_else(|| find().find(|it| it.is_file()));
    assert!(
        found.is_some() || std::env::var_os("RECONCILE_REQUIRE_BROWSER").is_none(),
        "there is no Chromium in the PATH, and RECONCILE_REQUIRE_BROWSER is set"
    );
    found
}

/// What the browser prints: the page as it became, and what it logs.
fn open(browser: &Path, page: &Path, width: usize, is_dark: bool) -> (String, String) {
    let profile = tempfile::tempdir().unwrap();
    let output = Command::new(browser)
        .args([
            "--headless",
            "--no-sandbox",
            "--disable-gpu",
            "--disable-dev-shm-usage",
            "--no-first-run",
        ])
        .args(["--enable-logging=stderr", "--dump-dom", "--virtual-time-budget=2000"])
        .arg(format!("--user-data-dir={}", profile.path().display()))
        .arg(format!("--window-size={width},900"))
        .arg(format!(
            "--blink-settings=preferredColorScheme={}",
            if is_dark { 0 } else { 1 }
        ))
        .arg(format!("file://{}", page.display()))
        .stdin(Stdio::null())
        .output()
        .unwrap();
    (
        String::from_utf8_lossy(&output.stdout).into_owned(),
        String::from_utf8_lossy(&output.stderr).into_owned(),
    )
}

fn probed(browser: &Path, page: &str, width: usize, is_dark: bool) -> Value {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("page.html");
    let policy = page.find("<meta http-equiv=\"Content-Security-Policy\"").unwrap();
    let end = policy + page[policy..].find('>').unwrap() + 1;
    let open_page = format!("{}{}", &page[..policy], &page[end..]);
    fs::write(&file, open_page.replacen("</body>", PROBE, 1)).unwrap();
    let (dom, log) = open(browser, &file, width, is_dark);
    let probe = dom.split("data-probe=\"").nth(1).and_then(|it| it.split('"').next());
    let probe = probe.unwrap_or_else(|| panic!("the page did not load: {log}"));
    serde_json::from_slice(&base64(probe)).unwrap()
}

fn base64(text: &str) -> Vec<u8> {
    const LETTERS: &[u8] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let (mut out, mut bits, mut count) = (Vec::new(), 0_u32, 0);
    for byte in text.bytes().filter(|it| *it != b'=') {
        bits = bits << 6 | u32::try_from(LETTERS.iter().position(|it| *it == byte).unwrap()).unwrap();
        count += 6;
        if count >= 8 {
            count -= 8;
            out.push((bits >> count & 0xff) as u8);
        }
    }
    out
}

fn check(browser: &Path, name: &str, page: &str, width: usize, is_dark: bool) -> Value {
    let probe = probed(browser, page, width, is_dark);
    let what = format!("{name} at {width}, dark: {is_dark}: {probe:#}");
    assert_eq!(probe["dark"], is_dark, "{what}");
    assert!(
        probe["scroll"].as_u64() <= probe["width"].as_u64(),
        "it overflows: {what}"
    );
    for key in ["faint", "outside"] {
        assert_eq!(probe[key].as_array().map(Vec::len), Some(0), "{key}: {what}");
    }
    assert_eq!(
        (&probe["titles"], &probe["strangers"]),
        (&1.into(), &0.into()),
        "{what}"
    );
    probe
}

/// The page as it is, which asks for nothing and has nothing to complain of.
fn complaints(browser: &Path, page: &str) -> Vec<String> {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("page.html");
    fs::write(&file, page).unwrap();
    let (_, log) = open(browser, &file, 1200, false);
    log.lines()
        .filter(|it| it.contains("CONSOLE"))
        .map(str::to_owned)
        .collect()
}

#[test]
fn pages_in_a_browser() {
    let Some(browser) = browser() else {
        eprintln!("skipped: no Chromium is installed");
        return;
    };
    let page = |sandbox: &Sandbox, arguments: &[&str]| sandbox.run(&[arguments, &["--format", "html"]].concat()).stdout;
    let sandbox = changed();
    sandbox.edit(
        "renamed-from name",
        "renamed-from name -- reconcile: backfill 'unknown'",
    );
    let plan = page(&sandbox, &["plan", "--allow", "drop-column", "--check", "--diff"]);
    for (width, is_dark) in [(1200, false), (1200, true), (390, false), (390, true)] {
        let probe = check(&browser, "plan", &plan, width, is_dark);
        assert_eq!(probe["pictures"], 3, "steps, tables before, tables after");
    }
    assert_eq!(complaints(&browser, &plan), Vec::<String>::new());
    check(&browser, "refused", &page(&changed(), &["plan"]), 390, true);
    check(&browser, "lint", &page(&hand_written(), &["lint"]), 390, false);
    check(&browser, "drift", &page(&by_hand(), &["drift"]), 390, true);
    check(&browser, "status", &page(&planned(), &["status"]), 390, false);
    let sandbox = Sandbox::new();
    let evil = "</script><script>alert(1)</script><img src=x onerror=alert(1)>'\"&";
    let name = evil.replace('"', "\"\"");
    sandbox.write(
        "schema/schema.sql",
        &format!("CREATE TABLE \"{name}\" (id INTEGER PRIMARY KEY, \"{name}\" TEXT);\nCREATE INDEX i ON \"{name}\" (\"{name}\");\n"),
    );
    let hostile = page(&sandbox, &["plan", "--dry-run"]);
    check(&browser, "hostile", &hostile, 390, true);
    assert_eq!(complaints(&browser, &hostile), Vec::<String>::new());
}

#[test]
fn a_schema_in_a_browser() {
    let Some(browser) = browser() else {
        eprintln!("skipped: no Chromium is installed");
        return;
    };
    let sandbox = shop();
    let evil = "</svg></title><script>alert(1)</script>'&";
    sandbox.sql(&format!(
        "CREATE TABLE \"{evil}\" (a REFERENCES \"{evil}\", \"{evil}\" TEXT, -- {evil}\n b REFERENCES customers (id))"
    ));
    let page = sandbox.run(&["inspect", "--rows", "--format", "html"]).stdout;
    let svg = sandbox.run(&["inspect", "--rows", "--format", "svg"]).stdout;
    // What a browser says of a page, it says of the picture in one.
    let framed = format!(
        "<meta charset=\"utf-8\"><meta http-equiv=\"Content-Security-Policy\"><meta name=\"color-scheme\" content=\"light dark\">\
         <body style=\"background: var(--ground)\"><h1 style=\"color: var(--text)\">picture</h1>\
         <figure style=\"overflow-x: auto\">{svg}</figure></body>"
    );
    for (width, is_dark) in [(1200, false), (1200, true), (390, false), (390, true)] {
        for (name, page) in [("schema", &page), ("picture", &framed)] {
            let probe = check(&browser, name, page, width, is_dark);
            assert_eq!(probe["pictures"], 1);
        }
    }
    assert_eq!(complaints(&browser, &page), Vec::<String>::new());
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("schema.svg");
    fs::write(&file, &svg).unwrap();
    let (dom, log) = open(&browser, &file, 1200, false);
    assert!(!dom.contains("parsererror") && dom.contains("class=\"wire\""), "{dom}");
    assert!(!log.contains("CONSOLE"), "{log}");
}
