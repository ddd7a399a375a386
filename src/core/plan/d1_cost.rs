//! What a plan costs on Cloudflare's bill, and whether D1 gives it the time.
//!
//! Prices and allowances: <https://developers.cloudflare.com/d1/platform/pricing/>; the time that one call may take:
//! <https://developers.cloudflare.com/d1/platform/limits/>.

use super::{Cost, Plan};

/// Dollars for a million rows, once a paid plan's allowance for the month is used up.
const READ: f64 = 0.001;
const WRITTEN: f64 = 1.0;
/// What the free plan allows in a day; beyond it, D1 refuses queries until midnight UTC.
const FREE_READ: u64 = 5_000_000;
const FREE_WRITTEN: u64 = 100_000;
/// Cloudflare advises to change "hundreds of thousands of rows" in batches, since one call ends after 30 s and a migration
/// is one call. What fits depends on the rows; this many are where to begin to doubt.
const ONE_CALL: u64 = 200_000;

/// What the whole plan reads and writes, and what that means on D1.
#[derive(Debug, Clone, Copy, PartialEq, serde::Serialize)]
pub struct Price {
    /// Rows read and written by all steps.
    #[serde(flatten)]
    pub cost: Cost,
    /// At most, in US dollars.
    pub dollars: f64,
    /// Percentage of the free plan's daily limit, of reads or writes, whichever is more.
    pub free_day_percent: u64,
    /// False if D1 may end the call after 30 s. The database then stays as it was.
    pub fits_one_call: bool,
}

impl Price {
    /// The price of a plan; `None` where the rows of a table that it touches are unknown.
    pub fn of(plan: &Plan) -> Option<Self> {
        let cost = plan
            .steps
            .iter()
            .try_fold(Cost::default(), |sum, step| Some(sum + step.cost?))?;
        Some(Self::of_cost(cost))
    }

    /// The price of these rows.
    pub(super) fn of_cost(cost: Cost) -> Self {
        let millions = |rows: u64| rows as f64 / 1e6;
        let percent = |rows: u64, allowed: u64| rows.saturating_mul(100).div_ceil(allowed);
        Self {
            cost,
            dollars: millions(cost.rows_read) * READ + millions(cost.rows_written) * WRITTEN,
            free_day_percent: percent(cost.rows_read, FREE_READ).max(percent(cost.rows_written, FREE_WRITTEN)),
            fits_one_call: cost.rows_written.saturating_add(cost.rows_read) < ONE_CALL,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn price(rows_read: u64, rows_written: u64) -> Price {
        Price::of_cost(Cost {
            rows_read,
            rows_written,
        })
    }

    #[test]
    fn a_rebuild_of_a_million_rows_with_two_indexes_referenced_by_another_million() {
        // The example of Cloudflare's prices: five million rows written are five dollars.
        let price = price(12_000_000, 5_000_000);
        assert!((price.dollars - 5.012).abs() < 1e-9, "{}", price.dollars);
        assert_eq!((price.free_day_percent, price.fits_one_call), (5_000, false));
    }

    #[test]
    fn a_new_index_on_a_small_table_costs_next_to_nothing() {
        let price = price(2_000, 1_001);
        assert!(price.dollars < 0.01 && price.fits_one_call);
        assert_eq!(price.free_day_percent, 2, "rounded up: some of it is used");
        assert_eq!(Price::of_cost(Cost::default()).free_day_percent, 0);
    }
}
