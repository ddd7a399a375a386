//! `reconcile mcp`: the commands as tools of the Model Context Protocol, for agents.
//! Each call runs this program once, with `--format json`; only `--write` adds tools that write files or databases.

mod arguments;
mod server;
mod tools;

pub(crate) use server::{Server, serve};
