//! One page for a browser that asks for nothing on the network: verdict, pictures, findings, SQL.

mod page_model;
mod sql_highlight;
mod steps_svg;

use minijinja::syntax::SyntaxConfig;
use minijinja::value::Serde;
use minijinja::{AutoEscape, Environment, UndefinedBehavior, context};

use super::Look;
use crate::export::{PALETTE, PICTURE};
use crate::report::{Block, Report};

const TEMPLATE: &str = include_str!("page.html");
const STYLE: &str = include_str!("page.css");

/// The `html` format.
pub(super) fn render(report: &dyn Report, look: Look<'_>) -> String {
    let blocks = report.blocks();
    let title = blocks.iter().find_map(|it| match it {
        Block::Verdict(_, target, line) => Some(format!("{}: {line}", (look.named)(target))),
        _ => None,
    });
    let title = crate::schema::visible_but(title.as_deref().unwrap_or("reconcile"), &[]).into_owned();
    let parts = Serde(page_model::parts(&blocks, look));
    let version = env!("CARGO_PKG_VERSION");
    let page = environment().and_then(|environment| {
        let template = environment.get_template("page.html")?;
        template.render(context! { title, parts, version, style => format!("{PALETTE}{STYLE}{PICTURE}") })
    });
    page.unwrap_or_else(|error| {
        format!(
            "<!DOCTYPE html>\n<title>reconcile</title>\n<pre>{}</pre>\n",
            crate::export::escaped(&error.to_string())
        )
    })
}

fn environment() -> Result<Environment<'static>, minijinja::Error> {
    let mut environment = Environment::new();
    environment.set_auto_escape_callback(|_| AutoEscape::Html);
    environment.set_undefined_behavior(UndefinedBehavior::Strict);
    let syntax = SyntaxConfig::builder().trim_blocks(true).lstrip_blocks(true).build()?;
    environment.set_syntax(syntax);
    environment.add_template("page.html", TEMPLATE)?;
    Ok(environment)
}
