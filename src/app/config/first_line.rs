//! The first line of `plan` and `apply`: which target, where it is, and by whose word.

use super::{By, Identity, Project, Target};

impl Project {
    /// `target: production (d1:api), remote database, environment production, protected`
    pub fn first_line(&self) -> Option<String> {
        let target = self.target.as_ref()?;
        let name = match &self.target_name {
            Some(name) => format!("{name} ({target})"),
            None => target.to_string(),
        };
        let place = match target {
            Target::Sqlite(_) => "local file".to_owned(),
            Target::D1Local(_) => "local file of wrangler dev".to_owned(),
            Target::D1(typed) => self.remote(typed),
        };
        let is_file = matches!(target, Target::Sqlite(_));
        let environment = self.environment_words().filter(|_| !is_file);
        let environment = environment.map(|it| format!(", {it}")).unwrap_or_default();
        let protected = if self.protected { ", protected" } else { "" };
        Some(format!("target: {name}, {place}{environment}{protected}"))
    }

    /// What is said of the environment where nobody asked: that the variable chose it.
    pub fn environment_note(&self) -> Option<String> {
        self.environment_words().filter(|_| self.selected.by == By::Variable)
    }

    /// A binding says little: which database it is counts.
    fn remote(&self, typed: &str) -> String {
        let known = match &self.identity {
            Some(Identity::Remote { id, name, .. }) => name.as_ref().or(id.as_ref()),
            _ => None,
        };
        match known.filter(|it| *it != typed) {
            Some(known) => format!("remote database {known}"),
            None => "remote database".to_owned(),
        }
    }

    /// Nothing where wrangler's config has no environments and nobody names one.
    fn environment_words(&self) -> Option<String> {
        let wrangler = self.wrangler.as_ref()?;
        let is_missing = self.selected.name.is_some() && wrangler.environment.is_none();
        let has_several = wrangler.sections.len() > 1;
        if is_missing {
            let name = self.selected.name.as_deref().unwrap_or_default();
            let file = wrangler.file_name();
            return Some(format!(
                "the top level, since {file} has no environment {name} (CLOUDFLARE_ENV)"
            ));
        }
        (has_several || self.selected.name.is_some()).then(|| match self.selected.name {
            None => format!("{} of {}", self.selected, wrangler.file_name()),
            Some(_) => self.selected.to_string(),
        })
    }
}
