// SPDX-License-Identifier: Apache-2.0

extension Nginx {
    /// The bytes of a size such as `64k`; nil for what is none.
    static func bytes(_ text: String) -> Int? {
        quantity(text, ["k": 1 << 10, "m": 1 << 20, "g": 1 << 30])
    }

    /// The seconds of a time such as `10s` or `1m`, rounded down; nil for what is none, and for one of several units.
    static func seconds(_ text: String) -> Int? {
        if text.hasSuffix("ms") { return quantity(String(text.dropLast(2)), [:]).map { $0 / 1000 } }
        return quantity(text, ["s": 1, "m": 60, "h": 3600, "d": 86_400, "w": 604_800])
    }

    private static func quantity(_ text: String, _ units: [Character: Int]) -> Int? {
        guard let last = text.last else { return nil }
        let unit = units[Character(last.lowercased())]
        guard let number = Int(unit == nil ? text[...] : text.dropLast()), number >= 0 else { return nil }
        let product = number.multipliedReportingOverflow(by: unit ?? 1)
        return product.overflow ? nil : product.partialValue
    }
}
