// SPDX-License-Identifier: Apache-2.0

extension String {
    /// The text with everything escaped that a terminal would obey instead of show: control characters, line ends and
    /// marks that turn the direction of text.
    var printable: String {
        guard !isPrintableASCII, unicodeScalars.contains(where: \.isHidden) else { return self }
        var text = ""
        for scalar in unicodeScalars {
            text += scalar.isHidden ? "\\u{\(String(scalar.value, radix: 16))}" : String(scalar)
        }
        return text
    }

    private var isPrintableASCII: Bool {
        utf8.withContiguousStorageIfAvailable { $0.isPrintableASCII() } ?? false
    }
}

extension UnsafeBufferPointer<UInt8> {
    /// Whether it is ASCII that a terminal shows, as nearly all text is, and has no byte that `isExcluded`.
    @inline(__always)
    func isPrintableASCII(except isExcluded: (UInt8) -> Bool = { _ in false }) -> Bool {
        // A sum without a way out of it, each byte's own first, is made of many bytes at a time.
        reduce(0 as UInt8) { $0 | (($1 &- 0x20 >= 0x5F ? 1 : 0) | (isExcluded($1) ? 1 : 0)) } == 0
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
