//! The server: reads calls from the standard input and writes results to the standard output.

use std::path::PathBuf;
use std::process::{Command, Stdio};
use std::sync::Arc;

use rmcp::model::{
    CallToolRequestParams, CallToolResponse, CallToolResult, ContentBlock, Implementation, ListToolsResult,
    PaginatedRequestParams, ServerCapabilities, ServerConfig, Tool as Listed, ToolAnnotations,
};
use rmcp::service::RequestContext;
use rmcp::{ErrorData, RoleServer, ServerHandler, ServiceExt};
use serde_json::Value;

use super::arguments::command_line;
use super::tools::{Tool, tools};

/// What an agent reads before its first call.
const INSTRUCTIONS: &str = "reconcile plans schema migrations for Cloudflare D1 and SQLite. Edit the schema files, then call \
plan; read its hazards; explain says what a code means. Never edit a migration that is applied, and never allow a hazard \
without asking a person. Each result ends with the exit code: 0 done or nothing to do, 1 error, 2 a difference was found, \
3 refused.";

/// The tools of one project.
#[derive(Debug, Clone)]
pub(crate) struct Server {
    /// This program.
    pub program: PathBuf,
    /// Flags of every call: `--config`, `--database` and so on.
    pub flags: Vec<String>,
    /// Offers the tools that write, too.
    pub may_write: bool,
}

impl Server {
    fn tool(&self, name: &str) -> Result<&'static Tool, ErrorData> {
        let known = || tools(self.may_write).map(|it| it.name).collect::<Vec<_>>().join(", ");
        let found = tools(true).find(|it| it.name == name);
        match found {
            Some(tool) if tool.writes && !self.may_write => Err(ErrorData::invalid_params(
                format!("{name} writes, and this server only reads; a person starts it with `reconcile mcp --write`"),
                None,
            )),
            Some(tool) => Ok(tool),
            None => Err(ErrorData::invalid_params(
                format!("there is no tool {name:?}; there are {}", known()),
                None,
            )),
        }
    }
}

/// Runs the program once: its document and its exit code.
fn call(program: PathBuf, arguments: Vec<String>) -> CallToolResult {
    let output = Command::new(program).args(arguments).stdin(Stdio::null()).output();
    let output = match output {
        Ok(output) => output,
        Err(error) => return CallToolResult::error(vec![ContentBlock::text(format!("it did not start: {error}"))]),
    };
    let text = String::from_utf8_lossy(&output.stdout).into_owned();
    let notes = String::from_utf8_lossy(&output.stderr).trim().to_owned();
    let code = output.status.code();
    let exit = code.map_or_else(|| "it was ended by a signal".to_owned(), |it| format!("exit code {it}"));
    let blocks = [text.trim_end().to_owned(), notes, exit];
    let blocks = blocks
        .into_iter()
        .filter(|it| !it.is_empty())
        .map(ContentBlock::text)
        .collect();
    let mut result = match code {
        Some(0 | 2 | 3) => CallToolResult::success(blocks),
        _ => CallToolResult::error(blocks),
    };
    result.structured_content = serde_json::from_str::<Value>(&text).ok().filter(Value::is_object);
    result
}

impl ServerHandler for Server {
    fn get_info(&self) -> ServerConfig {
        let capabilities = ServerCapabilities::builder().enable_tools().build();
        ServerConfig::new(capabilities)
            .with_server_info(Implementation::new("reconcile", env!("CARGO_PKG_VERSION")))
            .with_instructions(INSTRUCTIONS)
    }

    async fn list_tools(
        &self,
        _request: Option<PaginatedRequestParams>,
        _context: RequestContext<RoleServer>,
    ) -> Result<ListToolsResult, ErrorData> {
        let listed = tools(self.may_write).map(|tool| {
            let hints = ToolAnnotations::new()
                .read_only(!tool.writes)
                .destructive(tool.name == "apply");
            Listed::new(tool.name, tool.about, Arc::new(tool.schema())).with_annotations(hints)
        });
        Ok(ListToolsResult::with_all_items(listed.collect()))
    }

    async fn call_tool(
        &self,
        request: CallToolRequestParams,
        _context: RequestContext<RoleServer>,
    ) -> Result<CallToolResponse, ErrorData> {
        let tool = self.tool(&request.name)?;
        let given = request.arguments.unwrap_or_default();
        let own = command_line(tool, &given).map_err(|error| ErrorData::invalid_params(error, None))?;
        let arguments = self.flags.iter().cloned().chain(own).collect();
        let program = self.program.clone();
        let result = tokio::task::spawn_blocking(move || call(program, arguments)).await;
        result
            .map(CallToolResponse::from)
            .map_err(|error| ErrorData::internal_error(error.to_string(), None))
    }
}

/// Serves until the client closes the standard input.
///
/// # Errors
/// What the client or the system says.
pub(crate) fn serve(server: Server) -> Result<(), String> {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_time().build();
    let runtime = runtime.map_err(|error| error.to_string())?;
    runtime.block_on(async {
        let service = server.serve(rmcp::transport::stdio()).await;
        let service = service.map_err(|error| error.to_string())?;
        service.waiting().await.map_err(|error| error.to_string())?;
        Ok(())
    })
}
