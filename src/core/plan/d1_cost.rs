//! What a plan costs on Cloudflare's bill, and whether D1 gives it the time.
//!
//! Prices and allowances: <https://developers.cloudflare.com/d1/platform/pricing/>; the time that one call may take:
//! <https://developers.cloudflare.com/d1/platform/limits/>.

use super::{Cost, Operation, Plan, Step};

/// Dollars for a million rows, once a paid plan's allowance for the month is used up.
const READ: f64 = 0.001;
const WRITTEN: f64 = 1.0;
/// What the free plan allows in a day; beyond it, D1 refuses queries until midnight UTC.
const FREE_READ: u64 = 5_000_000;
const FREE_WRITTEN: u64 = 100_000;
/// Cloudflare advises to change "hundreds of thousands of rows" in batches, since one call ends after 30 s and a migration
/// is one call. What fits depends on the rows; where no rate was measured, this many are where to begin to doubt.
const ONE_CALL: u64 = 200_000;
/// A row written takes as long as so many rows that are read with all their values, by measurement on workerd.
const READS_PER_WRITE: u64 = 4;
/// Where no rate was measured, a switch that reads this many rows is where to begin to doubt: on workerd, one that read
/// 3,000,000 took 3 s on two shared cores, and D1 may be slower by half an order of magnitude.
const ONE_SWITCH: u64 = 10_000_000;
/// Seconds that a call may take by the measured rate: D1 ends it at 30, and is slower at other times.
const SECONDS: u64 = 15;

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
    /// How long it takes, by the rate that was measured on the target.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub seconds: Option<u64>,
    /// Tables are rebuilt while the application writes, in calls that take as long as they may.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub online: bool,
    /// The call that puts a table rebuilt online into place: the only one that is not cut into pieces.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub switch: Option<SwitchPrice>,
}

/// What the switch of an online rebuild takes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize)]
pub struct SwitchPrice {
    /// How long it takes, by the rate that was measured on the target.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub seconds: Option<u64>,
    /// False if D1 may end the call after 30 s. The switch is then taken back, and can be tried again or aborted.
    pub fits_one_call: bool,
}

impl SwitchPrice {
    /// Of a switch that reads and looks for so many rows, on a target that reads so many in a second.
    pub(super) fn of(reads: u64, rate: Option<u64>) -> Self {
        let seconds = rate.map(|rate| reads / rate.max(1));
        Self {
            seconds,
            fits_one_call: seconds.map_or(reads < ONE_SWITCH, |it| it < SECONDS),
        }
    }
}

impl Price {
    /// The price of a plan; `None` where the rows of a table that it touches are unknown.
    pub fn of(plan: &Plan) -> Option<Self> {
        let cost = plan
            .steps
            .iter()
            .try_fold(Cost::default(), |sum, step| Some(sum + step.cost?))?;
        let is_online =
            |step: &Step| matches!(&step.operation, Operation::Rebuild(rebuild) if rebuild.online.is_some());
        Some(Self {
            online: plan.steps.iter().any(is_online),
            switch: switch_reads(plan).map(|reads| SwitchPrice::of(reads, plan.rate)),
            ..Self::of_cost(cost, plan.rate)
        })
    }

    /// The price of these rows, on a target that reads so many in a second.
    pub(super) fn of_cost(cost: Cost, rate: Option<u64>) -> Self {
        let rows = cost.rows_written.saturating_add(cost.rows_read);
        let reads = reads(cost);
        let seconds = rate.map(|rate| reads / rate.max(1));
        let millions = |rows: u64| rows as f64 / 1e6;
        let percent = |rows: u64, allowed: u64| rows.saturating_mul(100).div_ceil(allowed);
        Self {
            cost,
            dollars: millions(cost.rows_read) * READ + millions(cost.rows_written) * WRITTEN,
            free_day_percent: percent(cost.rows_read, FREE_READ).max(percent(cost.rows_written, FREE_WRITTEN)),
            fits_one_call: seconds.map_or(rows < ONE_CALL, |it| it < SECONDS),
            seconds,
            online: false,
            switch: None,
        }
    }
}

/// Rows read that take as long.
fn reads(cost: Cost) -> u64 {
    let written = cost.rows_written.saturating_mul(READS_PER_WRITE);
    written.saturating_add(cost.rows_read)
}

/// What the switches of a plan read, which are one call with all its other steps; `None` where there is none, or some rows
/// are unknown.
fn switch_reads(plan: &Plan) -> Option<u64> {
    let mut sum = 0_u64;
    let mut is_online = false;
    for step in &plan.steps {
        let online = match &step.operation {
            Operation::Rebuild(rebuild) => rebuild.online.as_ref(),
            _ => None,
        };
        is_online |= online.is_some();
        sum = sum.saturating_add(match online {
            Some(online) => online.switch_reads?,
            None => reads(step.cost?),
        });
    }
    is_online.then_some(sum)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn price(rows_read: u64, rows_written: u64) -> Price {
        let cost = Cost {
            rows_read,
            rows_written,
        };
        Price::of_cost(cost, None)
    }

    #[test]
    fn a_rebuild_of_a_million_rows_with_two_indexes_referenced_by_another_million() {
        // The example of Cloudflare's prices: five million rows written are five dollars.
        let price = price(12_000_000, 5_000_000);
        assert!((price.dollars - 5.012).abs() < 1e-9, "{}", price.dollars);
        assert_eq!((price.free_day_percent, price.fits_one_call), (5_000, false));
    }

    #[test]
    fn a_measured_rate_tells_what_fits() {
        let cost = Cost {
            rows_read: 4_000_000,
            rows_written: 4_000_000,
        };
        let price = |rate| Price::of_cost(cost, Some(rate));
        assert_eq!(
            (price(250_000).seconds, price(250_000).fits_one_call),
            (Some(80), false)
        );
        assert_eq!(
            (price(2_000_000).seconds, price(2_000_000).fits_one_call),
            (Some(10), true)
        );
    }

    #[test]
    fn a_new_index_on_a_small_table_costs_next_to_nothing() {
        let price = price(2_000, 1_001);
        assert!(price.dollars < 0.01 && price.fits_one_call);
        assert_eq!(price.free_day_percent, 2, "rounded up: some of it is used");
        assert_eq!(Price::of_cost(Cost::default(), None).free_day_percent, 0);
    }
}
