//! What a page holds for the tests: its fenced blocks, and the comments that set the scene for them.

use std::ops::Range;

/// One fenced block, or one comment `<!-- test: … -->`.
#[derive(Debug, Clone)]
pub(crate) struct Block {
    /// What stands behind the fence: `sh`, `sh exit=2`, `sql`, …; `test` for a comment.
    pub(crate) info: String,
    pub(crate) text: String,
    /// Line of the fence, from 1.
    pub(crate) line: usize,
    /// Bytes of the text in the page.
    pub(crate) range: Range<usize>,
}

impl Block {
    pub(crate) fn language(&self) -> &str {
        self.info.split(' ').next().unwrap_or_default()
    }

    pub(crate) fn has(&self, word: &str) -> bool {
        self.info.split(' ').skip(1).any(|it| it == word)
    }

    /// What stands behind `KEY=` in its info.
    pub(crate) fn value(&self, key: &str) -> Option<&str> {
        let mut words = self.info.split(' ').skip(1);
        words.find_map(|it| it.strip_prefix(key)?.strip_prefix('='))
    }

    /// The exit code of its last command.
    pub(crate) fn exit(&self) -> i32 {
        self.value("exit").map_or(0, |it| it.parse().unwrap())
    }

    pub(crate) fn first_line(&self) -> &str {
        self.text.lines().next().unwrap_or_default()
    }

    /// The file that a first line such as `-- schema/schema.sql` or `# reconcile.yaml` names.
    pub(crate) fn file(&self) -> Option<&str> {
        let mark = match self.language() {
            "sql" => "-- ",
            "yaml" | "toml" | "csv" => "# ",
            "ts" | "jsonc" => "// ",
            _ => return None,
        };
        let name = self.first_line().strip_prefix(mark)?.split_once(&[',', ':'][..]);
        let name = name.map_or_else(|| self.first_line().strip_prefix(mark).unwrap(), |(name, _)| name);
        let ending = name.rsplit('.').next()?;
        let is_file = !name.contains(' ') && ["sql", "yaml", "toml", "csv", "ts", "jsonc"].contains(&ending);
        is_file.then_some(name)
    }
}

/// Fenced blocks and test comments in their order.
pub(crate) fn blocks(page: &str) -> Vec<Block> {
    let mut found = Vec::new();
    let mut open: Option<(Block, usize)> = None;
    let mut at = 0;
    for (index, line) in page.split_inclusive('\n').enumerate() {
        let trimmed = line.trim_start();
        let indent = line.len() - trimmed.len();
        match &mut open {
            Some((block, _)) if block.info == "test" => {
                if line.trim_end() == "-->" {
                    found.extend(open.take().map(|it| it.0));
                } else {
                    block.text.push_str(line);
                }
            }
            Some((block, depth)) if trimmed.trim_end() == "```" => {
                block.range.end = at;
                assert_eq!(indent, *depth, "line {}: fences of one block", index + 1);
                found.extend(open.take().map(|it| it.0));
            }
            Some((block, depth)) => {
                let own = line
                    .get(*depth..)
                    .filter(|_| line.trim().len() < line.len() - *depth + 1);
                block.text.push_str(own.unwrap_or(trimmed));
            }
            None => {
                let info = trimmed.strip_prefix("```").map(|it| it.trim_end().to_owned());
                let line_comment = line.strip_prefix("<!-- test: ").and_then(|it| it.split_once(" -->"));
                let start = at + line.len();
                let block = |info: &str, text: &str| Block {
                    info: info.to_owned(),
                    text: text.to_owned(),
                    line: index + 1,
                    range: start..start,
                };
                if let Some((text, _)) = line_comment {
                    found.push(block("test", text));
                } else if line.trim_end() == "<!-- test" {
                    open = Some((block("test", ""), 0));
                } else if let Some(info) = info {
                    open = Some((block(&info, ""), indent));
                }
            }
        }
        at += line.len();
    }
    assert!(open.is_none(), "a block never ends: {open:?}");
    found
}

#[test]
fn blocks_of_a_page() {
    let page = "# x\n\n<!-- test: empty folder -->\n```sh exit=2\na  # b\n```\n- item\n\n  ```sql\n  -- a/b.sql, said so\n  SELECT 1;\n  ```\n";
    let found = blocks(page);
    let read: Vec<(&str, &str, usize)> = found
        .iter()
        .map(|it| (it.info.as_str(), it.text.as_str(), it.line))
        .collect();
    assert_eq!(
        read,
        [
            ("test", "empty folder", 3),
            ("sh exit=2", "a  # b\n", 4),
            ("sql", "-- a/b.sql, said so\nSELECT 1;\n", 9)
        ]
    );
    assert_eq!(found[1].exit(), 2);
    assert_eq!(&page[found[1].range.clone()], "a  # b\n");
    assert_eq!(found[2].file(), Some("a/b.sql"));
}
