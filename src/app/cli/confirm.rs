//! A person's word before something is done that cannot be taken back at once.

use super::Ui;
use super::error::Error;
use crate::config::{Project, Target};
use crate::session::FleetSession;

/// True if a target may be changed: it is not protected, or `--yes` was passed, or its name was typed.
pub(super) fn allowed(ui: &Ui, project: &Project, target: &Target, yes: bool) -> bool {
    let name = project.target_name.clone().unwrap_or_else(|| target.to_string());
    !project.protected || yes || confirmed(ui, &name, &format!("{name} is protected"))
}

/// True if a fleet may be changed: none of its databases is protected, or `--yes` was passed, or its name was typed.
pub(super) fn fleet_allowed(ui: &Ui, fleet: &FleetSession<'_>, yes: bool) -> Result<bool, Error> {
    let protected = fleet.protected()?;
    let Some(first) = protected.first().filter(|_| !yes) else {
        return Ok(true);
    };
    let why = match protected.len() {
        1 => format!("{first} of fleet {} is protected", fleet.name),
        count => format!(
            "{count} databases of fleet {} are protected, such as {first}",
            fleet.name
        ),
    };
    Ok(confirmed(ui, &fleet.name, &why))
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
