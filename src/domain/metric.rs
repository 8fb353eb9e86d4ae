//! Impact metrics: figures with a unit, against a baseline and a total.

use serde::{Deserialize, Serialize};

use super::amount::{format_amount, share};
use super::id::{Handle, MetricId, Part};
use super::time::Timestamp;

/// An impact figure.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Metric {
    /// Identity, made by the client.
    pub id: MetricId,
    /// Number of its handle; 0 until the store has written it.
    #[serde(default)]
    pub num: u32,
    /// What is counted.
    pub name: String,
    /// What it is counted in; empty for a plain number.
    #[serde(default)]
    pub unit: String,
    /// The figure during the incident.
    #[serde(default)]
    pub value: Option<f64>,
    /// The same figure on a normal day.
    #[serde(default)]
    pub baseline: Option<f64>,
    /// Of how many: the denominator of the share.
    #[serde(default)]
    pub total: Option<f64>,
    /// Start of the window it covers.
    #[serde(default)]
    pub start: Option<Timestamp>,
    /// End of the window it covers.
    #[serde(default)]
    pub end: Option<Timestamp>,
    /// Where the figure comes from: a dashboard, a query.
    #[serde(default)]
    pub source: String,
    /// Anything a reader needs to understand it.
    #[serde(default)]
    pub note: String,
    /// Samples over time.
    #[serde(default)]
    pub series: Vec<(Timestamp, f64)>,
}

impl Metric {
    /// Makes a metric with a name and nothing else.
    pub fn new(id: MetricId, name: impl Into<String>) -> Self {
        Metric {
            id,
            num: 0,
            name: name.into(),
            unit: String::new(),
            value: None,
            baseline: None,
            total: None,
            start: None,
            end: None,
            source: String::new(),
            note: String::new(),
            series: Vec::new(),
        }
    }

    /// Returns its handle, `m3`.
    pub fn handle(&self) -> Handle {
        Handle::new(Part::Metric, self.num)
    }

    /// Returns the figure as people read it: `48,210 of 4,000,000 requests (1.2 %)`.
    pub fn figure(&self) -> String {
        let Some(value) = self.value else {
            return "no value yet".to_owned();
        };
        match self.total {
            Some(total) => {
                let of = format!(
                    "{} of {}",
                    super::amount::format_number(value),
                    format_amount(total, &self.unit)
                );
                match share(value, total) {
                    Some(share) => format!("{of} ({share})"),
                    None => of,
                }
            }
            None => format_amount(value, &self.unit),
        }
    }
}
