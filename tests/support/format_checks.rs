//! What SARIF 2.1.0, JUnit's XML and GitLab's code quality report ask for beyond their schemas (see `published_schemas.rs`).

use std::collections::BTreeSet;

use serde_json::Value;

/// What is wrong with a SARIF log: its keys, its values, and what a schema cannot say: indexes, counts, unique names.
pub(crate) fn wrong_sarif(log: &Value) -> Vec<String> {
    let mut wrong = Vec::new();
    let mut must = |is_right: bool, what: String| wrong.extend((!is_right).then_some(what));
    must(log["version"] == "2.1.0", "version".to_owned());
    must(
        log["$schema"]
            .as_str()
            .is_some_and(|it| it.ends_with("sarif-schema-2.1.0.json")),
        "$schema".to_owned(),
    );
    must(keys(log) == ["$schema", "version", "runs"], format!("{:?}", keys(log)));
    let runs = log["runs"].as_array().unwrap();
    must(runs.len() == 1, "one run".to_owned());
    for run in runs {
        let known = ["tool", "automationDetails", "invocations", "columnKind", "results"];
        must(keys(run) == known, format!("{:?}", keys(run)));
        let driver = &run["tool"]["driver"];
        must(
            driver["name"] == "reconcile" && driver["semanticVersion"].is_string(),
            "driver".to_owned(),
        );
        must(run["columnKind"] == "unicodeCodePoints", "columnKind".to_owned());
        must(
            run["automationDetails"]["id"].is_string(),
            "automationDetails".to_owned(),
        );
        let invocation = &run["invocations"][0];
        let is_successful = invocation["executionSuccessful"].as_bool();
        let told = invocation["toolExecutionNotifications"].as_array().map_or(0, Vec::len);
        must(
            is_successful == Some(told == 0),
            "a run without a result says why".to_owned(),
        );
        let rules = driver["rules"].as_array().unwrap();
        let ids: BTreeSet<&str> = rules.iter().map(|it| it["id"].as_str().unwrap()).collect();
        must(ids.len() == rules.len(), "rules are unique".to_owned());
        for rule in rules {
            let texts = ["shortDescription", "help"].map(|it| rule[it]["text"].as_str().unwrap_or_default());
            must(texts.iter().all(|it| !it.is_empty()), format!("{rule}"));
        }
        let mut prints = BTreeSet::new();
        for result in run["results"].as_array().unwrap() {
            let index = usize::try_from(result["ruleIndex"].as_u64().unwrap()).unwrap();
            must(
                rules.get(index).is_some_and(|it| it["id"] == result["ruleId"]),
                format!("ruleIndex: {result}"),
            );
            let levels = ["none", "note", "warning", "error"];
            must(
                levels.iter().any(|it| result["level"] == *it),
                format!("level: {result}"),
            );
            must(
                result["message"]["text"].as_str().is_some_and(|it| !it.is_empty()),
                format!("message: {result}"),
            );
            let place = &result["locations"][0]["physicalLocation"];
            let uri = place["artifactLocation"]["uri"].as_str().unwrap();
            must(
                !uri.is_empty() && !uri.contains([' ', '\\', '"', '<']),
                format!("uri: {result}"),
            );
            must(
                place["region"]["startLine"].as_u64() >= Some(1),
                format!("startLine: {result}"),
            );
            let column = &place["region"]["startColumn"];
            must(
                column.is_null() || column.as_u64() >= Some(1),
                format!("startColumn: {result}"),
            );
            let print = result["partialFingerprints"]["reconcile/v1"]
                .as_str()
                .unwrap()
                .to_owned();
            must(prints.insert(print), format!("fingerprint: {result}"));
        }
    }
    wrong
}

/// What is wrong with a code quality report.
pub(crate) fn wrong_gitlab(report: &Value) -> Vec<String> {
    let mut prints = BTreeSet::new();
    let mut wrong = Vec::new();
    for issue in report.as_array().unwrap() {
        let known = ["description", "check_name", "fingerprint", "severity", "location"];
        let severities = ["info", "minor", "major", "critical", "blocker"];
        let is_right = keys(issue) == known
            && severities.iter().any(|it| issue["severity"] == *it)
            && issue["location"]["path"]
                .as_str()
                .is_some_and(|it| !it.is_empty() && !it.starts_with("./"))
            && issue["location"]["lines"]["begin"].as_u64() >= Some(1)
            && prints.insert(issue["fingerprint"].as_str().unwrap().to_owned());
        wrong.extend((!is_right).then(|| issue.to_string()));
    }
    wrong
}

fn keys(value: &Value) -> Vec<&str> {
    value.as_object().unwrap().keys().map(String::as_str).collect()
}

/// An element of an XML document.
#[derive(Debug, Default)]
pub(crate) struct Element {
    pub(crate) name: String,
    pub(crate) attributes: Vec<(String, String)>,
    pub(crate) children: Vec<Element>,
}

impl Element {
    pub(crate) fn attribute(&self, name: &str) -> &str {
        let found = self.attributes.iter().find(|it| it.0 == name);
        found.map_or("", |it| it.1.as_str())
    }

    fn count(&self, name: &str) -> usize {
        self.children
            .iter()
            .filter(|it| it.children.iter().any(|it| it.name == name))
            .count()
    }
}

/// The root of a document; panics where it is not well-formed.
pub(crate) fn parse_xml(text: &str) -> Element {
    let is_allowed =
        |it: char| matches!(it, '\t' | '\n' | '\r') || (it >= ' ' && !matches!(it, '\u{fffe}' | '\u{ffff}'));
    assert!(text.chars().all(is_allowed), "a character that XML does not have");
    let mut rest = text
        .strip_prefix("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n")
        .unwrap();
    let mut open = vec![Element::default()];
    while let Some(at) = rest.find('<') {
        check_text(&rest[..at]);
        let end = at + rest[at..].find('>').unwrap();
        let tag = &rest[at + 1..end];
        rest = &rest[end + 1..];
        if let Some(name) = tag.strip_prefix('/') {
            let element = open.pop().unwrap();
            assert_eq!(element.name, name);
            open.last_mut().unwrap().children.push(element);
            continue;
        }
        let is_empty = tag.ends_with('/');
        let tag = tag.trim_end_matches('/');
        let (name, mut attributes) = tag.split_once(' ').unwrap_or((tag, ""));
        let mut element = Element {
            name: name.to_owned(),
            ..Element::default()
        };
        while let Some((key, value)) = attributes.trim_start().split_once("=\"") {
            let (value, after) = value.split_once('"').unwrap();
            check_text(value);
            element.attributes.push((key.to_owned(), value.to_owned()));
            attributes = after;
        }
        assert_eq!(attributes.trim(), "", "{tag}");
        match is_empty {
            true => open.last_mut().unwrap().children.push(element),
            false => open.push(element),
        }
    }
    assert_eq!((open.len(), rest.trim()), (1, ""));
    open.pop().unwrap().children.pop().unwrap()
}

fn check_text(text: &str) {
    for part in text.split('&').skip(1) {
        let entity = part.split(';').next().unwrap();
        assert!(["amp", "lt", "gt", "quot", "#39"].contains(&entity), "{text}");
    }
}

/// What is wrong with a JUnit report: the elements and attributes that Jenkins knows, and counts that are those of the cases.
pub(crate) fn wrong_junit(text: &str) -> Vec<String> {
    let root = parse_xml(text);
    let mut wrong = Vec::new();
    let mut must = |is_right: bool, what: String| wrong.extend((!is_right).then_some(what));
    let names = |it: &Element| it.attributes.iter().map(|it| it.0.clone()).collect::<Vec<_>>();
    must(root.name == "testsuites", root.name.clone());
    must(
        names(&root) == ["name", "tests", "failures", "errors"],
        format!("{:?}", names(&root)),
    );
    for suite in &root.children {
        must(suite.name == "testsuite", suite.name.clone());
        let known = ["name", "tests", "failures", "errors", "skipped"];
        must(names(suite) == known, format!("{:?}", names(suite)));
        must(
            suite.attribute("tests") == suite.children.len().to_string(),
            "tests".to_owned(),
        );
        for (attribute, element) in [("failures", "failure"), ("errors", "error"), ("skipped", "skipped")] {
            let count = suite.count(element).to_string();
            must(suite.attribute(attribute) == count, format!("{attribute}: {count}"));
        }
        for case in &suite.children {
            must(
                case.name == "testcase" && names(case) == ["name", "classname"],
                format!("{case:?}"),
            );
            let known = ["failure", "error", "skipped", "system-out"];
            must(case.children.len() <= 1, format!("{case:?}"));
            must(
                case.children.iter().all(|it| known.contains(&it.name.as_str())),
                format!("{case:?}"),
            );
        }
    }
    wrong
}
