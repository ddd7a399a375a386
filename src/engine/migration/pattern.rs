//! Which files of a folder are migrations: wrangler's `migrations_pattern`, relative to the folder.

use super::Error;

/// A glob over paths with `/`: `*` and `?` within a segment, `**` for any number of folders. As in wrangler, `*`
/// and `?` match no leading dot, and letters count with their case.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pattern {
    segments: Vec<String>,
}

impl Default for Pattern {
    /// `*.sql`: every SQL file directly in the folder.
    fn default() -> Self {
        Self {
            segments: vec!["*.sql".to_owned()],
        }
    }
}

impl Pattern {
    /// Reads a pattern such as `*/migration.sql`. The rest of the glob language is refused, never misread.
    pub fn parse(pattern: &str) -> Result<Self, Error> {
        let refused = |reason| Error::Pattern {
            pattern: pattern.to_owned(),
            reason,
        };
        if pattern.contains(['[', ']', '{', '}', '(', ')', '!', '+', '@', '\\']) || pattern.starts_with('#') {
            return Err(refused("it uses brackets, braces or another special character"));
        }
        let segments: Vec<String> = pattern.split('/').filter(|it| *it != ".").map(str::to_owned).collect();
        if segments.iter().any(|it| it.is_empty() || it == "..") {
            return Err(refused("it must be a path below the migrations folder"));
        }
        match segments.last() {
            Some(last) if last != "**" => Ok(Self { segments }),
            _ => Err(refused("it must end in the name of a file")),
        }
    }

    /// True if the recorded name of a file matches.
    pub fn matches(&self, name: &str) -> bool {
        let name: Vec<&str> = name.split('/').collect();
        matches(&self.segments, &name, false)
    }

    /// True if files below this folder could match.
    pub fn may_lie_below(&self, folder: &str) -> bool {
        let folder: Vec<&str> = folder.split('/').collect();
        matches(&self.segments, &folder, true)
    }

    /// The one name that a new migration with this stem (`0007_teams`) takes, if the pattern leaves no choice.
    pub fn name_of(&self, stem: &str) -> Result<String, Error> {
        // `**` also stands for no folder at all.
        let segments: Vec<&String> = self.segments.iter().filter(|it| *it != "**").collect();
        let text = segments.iter().map(|it| it.as_str()).collect::<Vec<_>>().join("/");
        let first = segments.first().map(|it| it.as_str()).unwrap_or_default();
        if text.matches('*').count() != 1 || text.contains('?') || !first.starts_with('*') {
            return Err(Error::Pattern {
                pattern: self.segments.join("/"),
                reason: "it does not determine where to write a new numbered migration",
            });
        }
        Ok(text.replacen('*', stem, 1))
    }
}

/// `partial`: the path is a folder, and it is enough that more of the pattern is left.
fn matches(pattern: &[String], path: &[&str], partial: bool) -> bool {
    let Some((segment, rest)) = pattern.split_first() else {
        return path.is_empty() && !partial;
    };
    let Some((name, below)) = path.split_first() else {
        return partial;
    };
    if segment == "**" {
        return matches(rest, path, partial) || (!name.starts_with('.') && matches(pattern, below, partial));
    }
    let visible = !name.starts_with('.') || segment.starts_with('.');
    visible && matches_segment(segment.as_bytes(), name.as_bytes()) && matches(rest, below, partial)
}

/// Wildcards within one segment. Greedy with one point of return, so a hostile pattern costs no more than its square.
fn matches_segment(pattern: &[u8], name: &[u8]) -> bool {
    let (mut at, mut from) = (0, 0);
    let mut retry: Option<(usize, usize)> = None;
    while from < name.len() {
        match (pattern.get(at), name.get(from)) {
            (Some(b'*'), _) => {
                retry = Some((at + 1, from));
                at += 1;
            }
            (Some(b'?'), Some(_)) => {
                // One letter, which can be several bytes of UTF-8.
                from += 1;
                while name.get(from).is_some_and(|byte| byte & 0b1100_0000 == 0b1000_0000) {
                    from += 1;
                }
                at += 1;
            }
            (Some(wanted), Some(found)) if wanted == found => {
                at += 1;
                from += 1;
            }
            _ => match retry {
                Some((after, start)) => {
                    (at, from) = (after, start + 1);
                    retry = Some((after, start + 1));
                }
                None => return false,
            },
        }
    }
    pattern.get(at..).unwrap_or_default().iter().all(|byte| *byte == b'*')
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn the_default_takes_sql_files_of_the_folder_itself() {
        let pattern = Pattern::default();
        assert!(pattern.matches("0001_a.sql") && pattern.matches("x.y.sql"));
        for other in [
            ".0001_a.sql",
            "0001_a.SQL",
            "a/0001_a.sql",
            "0001_a.sql~",
            "sql",
            ".sql",
        ] {
            assert!(!pattern.matches(other), "{other}");
        }
        assert!(!pattern.may_lie_below("a"));
    }

    #[test]
    fn a_file_in_each_folder() {
        let pattern = Pattern::parse("*/migration.sql").unwrap();
        assert!(pattern.matches("0001_a/migration.sql"));
        assert!(!pattern.matches("migration.sql") && !pattern.matches("a/b/migration.sql"));
        assert!(!pattern.matches(".git/migration.sql"));
        assert!(pattern.may_lie_below("0001_a") && !pattern.may_lie_below("0001_a/b"));
    }

    #[test]
    fn any_depth() {
        let pattern = Pattern::parse("**/*.sql").unwrap();
        assert!(pattern.matches("a.sql") && pattern.matches("a/b/c.sql"));
        assert!(!pattern.matches("a/.b/c.sql"));
        assert!(pattern.may_lie_below("a/b"));
    }

    #[test]
    fn wildcards_within_a_segment() {
        let pattern = Pattern::parse("m?_*_*.sql").unwrap();
        assert!(pattern.matches("mé_a_b_c.sql"));
        assert!(!pattern.matches("m_a_b.sql") && !pattern.matches("m1_ab.sql"));
    }

    #[test]
    fn what_cannot_be_read_is_refused() {
        for pattern in [
            "{a,b}.sql",
            "[0-9]*.sql",
            "!(x).sql",
            "../*.sql",
            "/x/*.sql",
            "a/**",
            "",
            "#a.sql",
        ] {
            assert!(Pattern::parse(pattern).is_err(), "{pattern}");
        }
    }

    #[test]
    fn where_a_new_migration_goes() {
        let name = |pattern: &str| Pattern::parse(pattern).unwrap().name_of("0007_teams").ok();
        assert_eq!(name("*.sql").as_deref(), Some("0007_teams.sql"));
        assert_eq!(name("*/migration.sql").as_deref(), Some("0007_teams/migration.sql"));
        assert_eq!(name("**/*.sql").as_deref(), Some("0007_teams.sql"));
        assert_eq!(name("*/*.sql"), None);
        assert_eq!(name("v1_*.sql"), None, "its number would not be read");
    }
}
