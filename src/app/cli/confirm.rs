//! A person's word before something is done that cannot be taken back at once.

use super::Ui;
use crate::config::{Project, Target};

/// True if a target may be changed: it is not protected, or `--yes` was passed, or its name was typed.
pub(super) fn allowed(ui: &Ui, project: &Project, target: &Target, yes: bool) -> bool {
    let name = project.target_name.clone().unwrap_or_else(|| target.to_string());
    !project.protected || yes || confirmed(ui, &name, &format!("{name} is protected"))
}

/// Asks for a name; no terminal or another answer is a no, and is told.
pub(super) fn confirmed(ui: &Ui, name: &str, why: &str) -> bool {
    let typed = ui.can_ask()
        && ui
            .ask(&format!("{why}. Type {name} to continue:"))
            .is_some_and(|answer| answer == name);
    if !typed {
        ui.refusal(&format!(
            "{why}, and nothing was changed\nhelp: pass --yes, or type the name on a terminal when asked"
        ));
    }
    typed
}
