// SPDX-License-Identifier: Apache-2.0

extension String {
    /// The text with everything escaped that a terminal would obey instead of show: control characters, line ends and
    /// marks that turn the direction of text.
    var printable: String {
        guard unicodeScalars.contains(where: \.isHidden) else { return self }
        var text = ""
        for scalar in unicodeScalars {
            text += scalar.isHidden ? "\\u{\(String(scalar.value, radix: 16))}" : String(scalar)
        }
        return text
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
