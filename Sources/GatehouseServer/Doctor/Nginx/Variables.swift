// SPDX-License-Identifier: Apache-2.0

extension Nginx {
    /// The names of the variables in a text, `$name` or `${name}`, in lower case as nginx compares them.
    static func variables(in text: String) -> [String] {
        text.split(separator: "$", omittingEmptySubsequences: false).dropFirst().compactMap { part in
            let isBraced = part.hasPrefix("{")
            let name = (isBraced ? part.dropFirst() : part).prefix {
                $0.isASCII && ($0.isLetter || $0.isNumber) || $0 == "_"
            }
            return name.isEmpty ? nil : name.lowercased()
        }
    }

    /// The one variable that a text is; nil where it is anything else.
    static func variable(_ text: String) -> String? {
        guard let name = variables(in: text).first else { return nil }
        let lowercased = text.lowercased()
        return lowercased == "$\(name)" || lowercased == "${\(name)}" ? name : nil
    }
}
