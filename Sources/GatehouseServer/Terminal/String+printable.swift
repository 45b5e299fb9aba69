// SPDX-License-Identifier: Apache-2.0

extension String {
    /// The text with everything escaped that a terminal would obey instead of show: control characters, line ends and
    /// marks that turn the direction of text.
    var printable: String {
        guard !isPlain, unicodeScalars.contains(where: \.isHidden) else { return self }
        var text = ""
        for scalar in unicodeScalars {
            text += scalar.isHidden ? "\\u{\(String(scalar.value, radix: 16))}" : String(scalar)
        }
        return text
    }

    /// Whether it is ASCII that a terminal shows, as nearly all text is.
    private var isPlain: Bool {
        // A sum without a way out of it is made of many bytes at a time.
        let others = utf8.withContiguousStorageIfAvailable { bytes in
            bytes.reduce(0 as UInt8) { $0 | ($1 &- 0x20 >= 0x5F ? 1 : 0) }
        }
        return others == 0
    }
}

extension Unicode.Scalar {
    fileprivate var isHidden: Bool {
        if isASCII { return value < 0x20 || value == 0x7F }
        switch properties.generalCategory {
        case .control, .lineSeparator, .paragraphSeparator: return true
        case .format: return properties.isBidiControl
        default: return false
        }
    }
}
