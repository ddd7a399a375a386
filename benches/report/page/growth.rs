//! By which power of the size a time grows.

/// The slope of the line through the logarithms of the points, by least squares. At least two sizes have to be there.
///
/// ```text
/// exponent([(100, 1.0), (1_000, 10.0)]) = 1.0
/// ```
pub fn exponent(points: &[(usize, f64)]) -> Option<f64> {
    let logs = || points.iter().map(|(size, time)| ((*size as f64).ln(), time.ln()));
    let count = points.len() as f64;
    let (x, y) = logs().fold((0.0, 0.0), |sum, it| (sum.0 + it.0 / count, sum.1 + it.1 / count));
    let up: f64 = logs().map(|it| (it.0 - x) * (it.1 - y)).sum();
    let along: f64 = logs().map(|it| (it.0 - x).powi(2)).sum();
    (points.len() > 1 && along > 0.0).then(|| up / along)
}

/// The exponent between the two largest sizes.
pub fn last_step(points: &[(usize, f64)]) -> Option<f64> {
    exponent(points.get(points.len().checked_sub(2)?..)?)
}
