//! One page for a browser that asks for nothing on the network: verdict, pictures, findings, SQL.

mod block_markup;
mod sql_highlight;
mod steps_svg;

use maud::{DOCTYPE, PreEscaped, html};

use super::Look;
use crate::export::{PALETTE, PICTURE};
use crate::report::{Block, Report};

const STYLE: &str = include_str!("page.css");

/// The `html` format.
pub(super) fn render(report: &dyn Report, look: Look<'_>) -> String {
    let blocks = report.blocks();
    let title = blocks.iter().find_map(|it| match it {
        Block::Verdict(_, target, line) => Some(format!("{}: {line}", (look.named)(target))),
        _ => None,
    });
    let title = crate::schema::visible_but(title.as_deref().unwrap_or("reconcile"), &[]);
    let page = html! {
        (DOCTYPE)
        html lang="en" {
            head {
                meta charset="utf-8";
                meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'";
                meta name="viewport" content="width=device-width, initial-scale=1";
                meta name="color-scheme" content="light dark";
                title { (title) }
                style { (PreEscaped(format!("\n{PALETTE}{STYLE}{PICTURE}"))) }
            }
            body {
                "\n"
                main {
                    "\n"
                    @for it in &blocks { (block_markup::block(it, look)) }
                }
                "\n"
                footer { "reconcile " (env!("CARGO_PKG_VERSION")) }
                "\n"
            }
        }
        "\n"
    };
    page.into_string()
}
