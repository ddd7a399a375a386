//! Lines on two logarithmic scales, as SVG that is readable on white and on black.

use std::fmt::Write as _;

/// One line of a plot.
pub struct Line {
    pub label: String,
    pub color: &'static str,
    /// Dashed: not ours.
    pub is_dashed: bool,
    /// Sizes and seconds.
    pub points: Vec<(usize, f64)>,
}

const WIDTH: f64 = 760.0;
const HEIGHT: f64 = 420.0;
const LEFT: f64 = 64.0;
const RIGHT: f64 = 220.0;
const TOP: f64 = 44.0;
const BOTTOM: f64 = 52.0;
/// Between two labels.
const LEADING: f64 = 17.0;

const STYLE: &str = "<style>
  text { font: 13px system-ui, sans-serif; fill: #24292f }
  .title { font-weight: 600; font-size: 15px }
  .paper { fill: #ffffff }
  .grid { stroke: #d8dee4 }
  @media (prefers-color-scheme: dark) {
    text { fill: #e6edf3 }
    .paper { fill: #0d1117 }
    .grid { stroke: #30363d }
  }
</style>
";

/// Maps logarithms to places.
struct Scale {
    first: i32,
    decades: i32,
    from: f64,
    to: f64,
}

impl Scale {
    /// The decades around these values.
    fn over(values: impl Iterator<Item = f64> + Clone, from: f64, to: f64) -> Self {
        let least = values.clone().reduce(f64::min).unwrap_or(1.0);
        let (first, last) = (least.log10(), values.reduce(f64::max).unwrap_or(1.0).log10());
        // 100 is 2.0000000000000004 decades on some machines.
        let (first, last) = ((first + 1e-9).floor() as i32, (last - 1e-9).ceil() as i32);
        Self {
            first,
            decades: (last - first).max(1),
            from,
            to,
        }
    }

    fn place(&self, value: f64) -> f64 {
        let share = (value.log10() - f64::from(self.first)) / f64::from(self.decades);
        self.from + (self.to - self.from) * share
    }

    fn ticks(&self) -> impl Iterator<Item = f64> {
        (self.first..=self.first + self.decades).map(|it| 10_f64.powi(it))
    }
}

/// A plot of CPU time over sizes that `counts` names.
pub fn svg(title: &str, counts: &str, lines: &[Line]) -> String {
    let lines: Vec<&Line> = lines.iter().filter(|it| !it.points.is_empty()).collect();
    let points = || lines.iter().flat_map(|it| it.points.iter().copied());
    let x = Scale::over(points().map(|it| it.0 as f64), LEFT, WIDTH - RIGHT);
    let y = Scale::over(points().map(|it| it.1), HEIGHT - BOTTOM, TOP);
    let mut svg = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {WIDTH} {HEIGHT}\" role=\"img\">\n<title>{title}</title>\n\
         {STYLE}<rect class=\"paper\" width=\"{WIDTH}\" height=\"{HEIGHT}\" rx=\"8\"/>\n\
         <text class=\"title\" x=\"{LEFT}\" y=\"26\">{title}</text>\n"
    );
    let text = |svg: &mut String, x: f64, y: f64, anchor: &str, text: &str| {
        let _ = writeln!(
            svg,
            "<text x=\"{x:.1}\" y=\"{y:.1}\" text-anchor=\"{anchor}\">{text}</text>"
        );
    };
    let grid = |svg: &mut String, from: (f64, f64), to: (f64, f64)| {
        let (x1, y1, x2, y2) = (from.0, from.1, to.0, to.1);
        let _ = writeln!(
            svg,
            "<line class=\"grid\" x1=\"{x1:.1}\" y1=\"{y1:.1}\" x2=\"{x2:.1}\" y2=\"{y2:.1}\"/>"
        );
    };
    for tick in x.ticks() {
        let at = x.place(tick);
        grid(&mut svg, (at, y.from), (at, y.to));
        text(
            &mut svg,
            at,
            y.from + 18.0,
            "middle",
            &super::thousands(tick.round() as usize),
        );
    }
    for tick in y.ticks() {
        let at = y.place(tick);
        grid(&mut svg, (x.from, at), (x.to, at));
        text(&mut svg, x.from - 8.0, at + 4.5, "end", &super::time(tick));
    }
    text(&mut svg, (x.from + x.to) / 2.0, HEIGHT - 12.0, "middle", counts);
    for line in &lines {
        let dashes = if line.is_dashed {
            " stroke-dasharray=\"5 4\""
        } else {
            ""
        };
        let places: Vec<String> = line
            .points
            .iter()
            .map(|it| format!("{:.1},{:.1}", x.place(it.0 as f64), y.place(it.1)))
            .collect();
        let _ = writeln!(
            svg,
            "<polyline fill=\"none\" stroke=\"{}\" stroke-width=\"2.5\"{dashes} points=\"{}\"/>",
            line.color,
            places.join(" ")
        );
        for place in &places {
            let (x, y) = place.split_once(',').unwrap_or_default();
            let _ = writeln!(svg, "<circle cx=\"{x}\" cy=\"{y}\" r=\"3\" fill=\"{}\"/>", line.color);
        }
    }
    for (line, at) in labels(&lines, &y) {
        let left = x.to + 14.0;
        grid_dot(&mut svg, left, at, line.color);
        text(&mut svg, left + 10.0, at + 4.5, "start", &line.label);
    }
    svg + "</svg>\n"
}

fn grid_dot(svg: &mut String, x: f64, y: f64, color: &str) {
    let _ = writeln!(
        svg,
        "<rect x=\"{:.1}\" y=\"{:.1}\" width=\"8\" height=\"8\" fill=\"{color}\"/>",
        x - 4.0,
        y - 4.0
    );
}

/// The labels from the slowest to the fastest, each as near to the end of its line as the one above lets it.
fn labels<'a>(lines: &[&'a Line], y: &Scale) -> Vec<(&'a Line, f64)> {
    let end = |line: &Line| line.points.last().map_or(y.from, |it| y.place(it.1));
    let mut labels: Vec<(&Line, f64)> = lines.iter().map(|it| (*it, end(it))).collect();
    labels.sort_by(|a, b| a.1.total_cmp(&b.1));
    let mut least = y.to;
    for label in &mut labels {
        label.1 = label.1.max(least);
        least = label.1 + LEADING;
    }
    labels
}
