// SPDX-License-Identifier: Apache-2.0

/// A JSON value (RFC 8259), with the members of an object in the order in which they were written.
///
/// Whole numbers and others are told apart by their spelling: `99` is an integer, `99.0`, `1e2` and `-0` are not.
public enum JSON: Sendable, Equatable {
    /// The literal `null`.
    case null
    /// `true` or `false`.
    case bool(Bool)
    /// A number without fraction and exponent that fits 64 bits.
    case integer(Int64)
    /// Any other number.
    case number(Double)
    /// A string.
    case string(String)
    /// A list of values.
    case array([JSON])
    /// An object's members.
    case object([Member])

    /// A name and its value.
    public struct Member: Sendable, Equatable {
        /// The name, unescaped.
        public var name: String
        /// The value.
        public var value: JSON

        /// A member of an object.
        public init(_ name: String, _ value: JSON) {
            self.name = name
            self.value = value
        }
    }
}

extension JSON {
    /// The value of an object's member; nil where the value is no object or has no member spelled like this.
    public subscript(_ name: String) -> JSON? { members?[name] }

    /// The string, if the value is one.
    public var string: String? {
        if case .string(let value) = self { value } else { nil }
    }

    /// The whole number, if the value was spelled as one.
    public var integer: Int64? {
        if case .integer(let value) = self { value } else { nil }
    }

    /// The truth value, if the value is one.
    public var bool: Bool? {
        if case .bool(let value) = self { value } else { nil }
    }

    /// The elements, if the value is a list.
    public var array: [JSON]? {
        if case .array(let value) = self { value } else { nil }
    }

    /// The members, if the value is an object.
    public var members: [Member]? {
        if case .object(let value) = self { value } else { nil }
    }
}

extension [JSON.Member] {
    /// The value of the first member with that name; nil where there is none.
    subscript(_ name: String) -> JSON? {
        for member in self where member.name.isSpelled(name) { return member.value }
        return nil
    }
}
