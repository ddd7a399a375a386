//! A fleet in waves: which database is migrated when.

use serde_json::Value;
use sha2::{Digest, Sha256};

use super::{Error, Member, files};
use crate::config::{WaveConfig, WaveMatch};

/// Databases that are migrated together.
#[derive(Debug, Clone, PartialEq)]
pub struct Wave {
    /// How.
    pub config: WaveConfig,
    /// Which.
    pub members: Vec<Member>,
}

/// The waves of a fleet, and the databases that are in none. Without a rollout there is one wave.
///
/// # Errors
/// A pattern that cannot be read.
pub fn waves(members: Vec<Member>, rollout: &[WaveConfig]) -> Result<(Vec<Wave>, Vec<Member>), Error> {
    let all = [WaveConfig {
        name: "all".to_owned(),
        ..WaveConfig::default()
    }];
    let rollout = if rollout.is_empty() { &all } else { rollout };
    let size = members.len();
    let mut left = members;
    let mut waves = Vec::new();
    for config in rollout {
        let (taken, rest) = taken(left, config, size)?;
        left = rest;
        waves.push(Wave {
            config: config.clone(),
            members: taken,
        });
    }
    Ok((waves, left))
}

fn taken(left: Vec<Member>, config: &WaveConfig, size: usize) -> Result<(Vec<Member>, Vec<Member>), Error> {
    if config.matches.is_empty() {
        return Ok((left, Vec::new()));
    }
    let mut chosen = vec![false; left.len()];
    for wanted in &config.matches {
        match wanted {
            WaveMatch::Name(name) => {
                let matcher = files::matcher(name, name)?;
                mark(&mut chosen, &left, |it| it.name == *name || matcher.is_match(&it.name));
            }
            WaveMatch::Field(field, value) => mark(&mut chosen, &left, |it| has(it, field, value)),
            WaveMatch::Percent(percent) => {
                let count = (size * usize::from(*percent)).div_ceil(100);
                // By a hash, so that the same databases are chosen each time, whatever their names begin with.
                let mut order: Vec<(Vec<u8>, usize)> = left
                    .iter()
                    .enumerate()
                    .map(|(index, it)| (Sha256::digest(it.name.as_bytes()).to_vec(), index))
                    .collect();
                order.sort();
                let first = order.into_iter().map(|it| it.1).take(count);
                first.for_each(|index| chosen.get_mut(index).into_iter().for_each(|it| *it = true));
            }
        }
    }
    let (taken, rest): (Vec<_>, Vec<_>) = left.into_iter().zip(chosen).partition(|it| it.1);
    let plain = |it: Vec<(Member, bool)>| it.into_iter().map(|it| it.0).collect();
    Ok((plain(taken), plain(rest)))
}

fn mark(chosen: &mut [bool], members: &[Member], is_it: impl Fn(&Member) -> bool) {
    for (chosen, member) in chosen.iter_mut().zip(members) {
        *chosen |= is_it(member);
    }
}

/// True where the registry's field has the value, or where it is a list that has it.
fn has(member: &Member, field: &str, wanted: &str) -> bool {
    let is_it = |it: &Value| match it {
        Value::String(text) => text == wanted,
        Value::Null => false,
        other => {
            let text = other.to_string();
            text == wanted
        }
    };
    match member.entry.get(field) {
        Some(Value::Array(list)) => list.iter().any(is_it),
        Some(value) => is_it(value),
        None => false,
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::indexing_slicing)]
    use serde_json::json;

    use super::*;
    use crate::config::Target;

    fn member(name: &str, entry: &Value) -> Member {
        Member {
            name: name.to_owned(),
            target: Target::D1(name.to_owned()),
            entry: entry.as_object().unwrap().clone(),
        }
    }

    fn fleet() -> Vec<Member> {
        let mut all: Vec<Member> = (0..96)
            .map(|it| member(&format!("client-{it:02}"), &json!({})))
            .collect();
        all.push(member("a", &json!({ "tier": "test" })));
        all.push(member("b", &json!({ "tags": ["early", "eu"] })));
        all.push(member("c", &json!({ "size": 3 })));
        all.push(member("d", &json!({ "tier": null })));
        all
    }

    fn split(rollout: &str) -> (Vec<(String, Vec<String>)>, usize) {
        let rollout: Vec<WaveConfig> = serde_yaml::from_str(rollout).unwrap();
        let (waves, left) = waves(fleet(), &rollout).unwrap();
        let names = |it: Wave| (it.config.name, it.members.into_iter().map(|it| it.name).collect());
        (waves.into_iter().map(names).collect(), left.len())
    }

    #[test]
    fn names_fields_and_shares_and_each_database_once() {
        let rollout =
            "[{ name: one, match: [a, tags=early, size=3] }, { name: two, match: ['client-0?'] }, { name: rest }]";
        let (waves, left) = split(rollout);
        assert_eq!(waves[0].1, ["a", "b", "c"]);
        assert_eq!((waves[1].1.len(), waves[2].1.len(), left), (10, 87, 0));
    }

    #[test]
    fn a_share_is_of_the_whole_fleet_and_the_same_each_time() {
        let rollout = "[{ name: one, match: [a, 5%] }, { name: two, match: [20%] }]";
        let (waves, left) = split(rollout);
        assert!(waves[0].1.len() == 6 || waves[0].1.len() == 5, "{waves:?}");
        assert_eq!(waves[1].1.len(), 20);
        assert_eq!(left, 100 - 20 - waves[0].1.len());
        assert_eq!(split(rollout), (waves, left));
    }

    #[test]
    fn one_wave_where_nothing_is_said() {
        let (waves, left) = split("[]");
        assert_eq!((waves.len(), waves[0].1.len(), left), (1, 100, 0));
    }
}
