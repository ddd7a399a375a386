//! What a step costs on D1, where rows read and written are billed.
//! Figures: <https://developers.cloudflare.com/d1/platform/pricing/>; per-operation counts measured on workerd.

/// Estimated rows read and written.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, serde::Serialize)]
pub struct Cost {
    /// Rows scanned.
    pub rows_read: u64,
    /// Rows written, index entries included.
    pub rows_written: u64,
}
