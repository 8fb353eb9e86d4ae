//! Tables: columns as wide as their widest cell, the last one cut to what is left of the line.

use crate::domain::clean;

use super::Style;

/// Columns that the last column keeps even on a narrow terminal.
const LEAST_LAST: usize = 12;

/// Rows of cells under a heading.
#[derive(Debug, Clone)]
pub struct Table {
    heading: Vec<String>,
    rows: Vec<Vec<String>>,
}

impl Table {
    /// Makes a table with these headings. The last column holds what may be long.
    pub fn new(heading: &[&str]) -> Self {
        Table { heading: heading.iter().map(|it| (*it).to_owned()).collect(), rows: Vec::new() }
    }

    /// Adds a row; each cell becomes one clean line.
    pub fn push<I: IntoIterator<Item = S>, S: AsRef<str>>(&mut self, cells: I) {
        self.rows.push(cells.into_iter().map(|it| clean::line(it.as_ref())).collect());
    }

    /// Tells whether it has no rows.
    pub fn is_empty(&self) -> bool {
        self.rows.is_empty()
    }

    pub(super) fn rows(&self) -> &[Vec<String>] {
        &self.rows
    }

    /// Lays it out in `width` columns. Columns that are empty in every row are left out.
    pub(super) fn lines(&self, width: usize) -> Vec<(Style, String)> {
        if self.rows.is_empty() {
            return Vec::new();
        }
        let cell = |row: &[String], at: usize| row.get(at).map_or(0, |it| clean::width(it));
        let shown: Vec<usize> = (0..self.heading.len())
            .filter(|at| self.rows.iter().any(|row| row.get(*at).is_some_and(|it| !it.is_empty())))
            .collect();
        let widths: Vec<usize> = shown
            .iter()
            .map(|at| {
                self.rows.iter().map(|row| cell(row, *at)).max().unwrap_or(0).max(cell(&self.heading, *at))
            })
            .collect();
        let line = |row: &[String]| {
            let mut text = String::new();
            let mut used = 0;
            for (index, (at, column)) in shown.iter().zip(&widths).enumerate() {
                let content = row.get(*at).map_or("", String::as_str);
                if index + 1 == shown.len() {
                    text.push_str(&clean::truncate(content, width.saturating_sub(used).max(LEAST_LAST)));
                } else {
                    text.push_str(content);
                    let gap = column + 2 - clean::width(content);
                    text.extend(std::iter::repeat_n(' ', gap));
                    used += column + 2;
                }
            }
            text.truncate(text.trim_end().len());
            text
        };
        let heading = std::iter::once((Style::Strong, line(&self.heading)));
        heading.chain(self.rows.iter().map(|row| (Style::Plain, line(row)))).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_table_fits_its_width_and_drops_empty_columns() {
        let mut table = Table::new(&["REF", "SEV", "TITLE"]);
        table.push(["INC-1", "", "checkout answers 503 to everybody in Europe"]);
        table.push(["INC-12", "", "日本語の題名がとても長いので切られます"]);
        let lines: Vec<String> = table.lines(30).into_iter().map(|(_, line)| line).collect();
        assert_eq!(
            lines,
            ["REF     TITLE", "INC-1   checkout answers 503 …", "INC-12  日本語の題名がとても…"]
        );
        assert!(lines.iter().all(|it| clean::width(it) <= 30));
    }
}
