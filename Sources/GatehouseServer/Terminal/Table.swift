// SPDX-License-Identifier: Apache-2.0

/// Columns of text, two spaces apart, for people to read.
struct Table {
    /// The rows; the last cell of each is not padded.
    let rows: [[String]]

    /// The lines, each with its end.
    var text: String {
        let widths = columnWidths
        return rows.map { row in
            row.indices.map { row[$0].padded(to: $0 == row.count - 1 ? 0 : widths[$0]) }
                .joined(separator: "  ") + "\n"
        }.joined()
    }

    private var columnWidths: [Int] {
        let count = rows.map(\.count).max() ?? 0
        return (0..<count).map { column in rows.map { column < $0.count ? $0[column].count : 0 }.max() ?? 0 }
    }
}

extension String {
    /// The text with spaces after it, where it is shorter than `width`.
    func padded(to width: Int) -> String {
        self + String(repeating: " ", count: max(0, width - count))
    }
}
