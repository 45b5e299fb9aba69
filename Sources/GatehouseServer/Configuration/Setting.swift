// SPDX-License-Identifier: Apache-2.0

/// One thing that an operator may choose.
///
/// The table of them all is ``Settings``.
struct Setting<Value: Sendable>: Sendable {
    /// The name of the variable, that of the Flask extension which has one.
    let name: String

    /// Other names that are read where the first has no value.
    let aliases: [String]

    /// How its values are written.
    let notation: Notation<Value>

    /// The default, as one would write it; nil where there is none.
    let standard: String?

    /// Whether the server cannot start without a value.
    let isRequired: Bool

    /// The names of settings with any of which it can start all the same.
    let substitutes: [String]

    /// Whether its value is never shown.
    let isSecret: Bool

    /// What it is for, in one line.
    let purpose: String

    init(
        _ name: String, _ notation: Notation<Value>, default standard: String? = nil, aliases: [String] = [],
        isRequired: Bool = false, unless substitutes: [String] = [], isSecret: Bool = false, _ purpose: String
    ) {
        self.name = name
        self.aliases = aliases
        self.notation = notation
        self.standard = standard
        self.isRequired = isRequired
        self.substitutes = substitutes
        self.isSecret = isSecret
        self.purpose = purpose
    }
}

/// A setting whose values may be of any type: what listings and checks need of it.
protocol AnySetting: Sendable {
    var name: String { get }
    var aliases: [String] { get }
    var standard: String? { get }
    var isRequired: Bool { get }
    var substitutes: [String] { get }
    var isSecret: Bool { get }
    var purpose: String { get }

    /// What is allowed, in words that complete "it must be".
    var allowed: String { get }

    /// Whether the text stands for a value.
    func accepts(_ text: String) -> Bool
}

extension Setting: AnySetting {
    var allowed: String { notation.allowed }

    func accepts(_ text: String) -> Bool { notation.read(text) != nil }
}

extension AnySetting {
    /// All names that are read, the first before the others.
    var names: [String] { [name] + aliases }

    /// The text as it may be shown: nothing of a secret, and no password that stands in a URL.
    func shown(_ text: String) -> String {
        guard !isSecret else { return "********" }
        guard let scheme = text.firstRange(of: "://"), let at = text.lastIndex(of: "@"), scheme.upperBound < at else {
            return text.printable
        }
        return (text[..<scheme.upperBound] + "********" + text[at...]).printable
    }
}
