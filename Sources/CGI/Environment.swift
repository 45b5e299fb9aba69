// SPDX-License-Identifier: Apache-2.0

/// The CGI/1.1 meta-variables of one request (RFC 3875 §4.1), as they came over the wire.
///
/// Of a name that comes twice the first counts, HTTP_COOKIE is joined with `; `, and the names on which a request
/// is decided may not come twice at all (``Refusal/repeated(variable:)``). Every variable lies in one buffer of
/// bytes; a `String` is made only of what is looked at.
public struct Environment: Sendable {
    /// The most bytes that the names and values of one request may have together; nginx's own default is half of it.
    public static let limit = 65_536

    let bytes: [UInt8]
    let places: [Place]
    private let slots: Slots

    init(bytes: [UInt8], places: [Place], slots: Slots) {
        self.bytes = bytes
        self.places = places
        self.slots = slots
    }

    /// An environment of these variables, in this order.
    ///
    /// - Throws: ``Refusal/repeated(variable:)`` when a name that decides comes twice, and
    ///   ``Refusal/environmentTooLarge`` beyond ``limit``.
    public init(_ variables: [(String, String)]) throws(Refusal) {
        var assembly = Assembly()
        for (name, value) in variables {
            var (name, value) = (name, value)
            name.withUTF8 { name in value.withUTF8 { assembly.append(name: name, value: $0) } }
        }
        let (environment, refusal) = assembly.finish()
        if let refusal { throw refusal }
        self = environment
    }

    /// The value of a variable, nil when it was not sent.
    ///
    /// A value is bytes: each ill-formed UTF-8 sequence reads as U+FFFD. ``bytes(of:)`` has them as they came.
    public subscript(_ name: String) -> String? {
        place(of: name).map(text)
    }

    /// The value of a variable byte for byte, nil when it was not sent.
    public func bytes(of name: String) -> ArraySlice<UInt8>? {
        place(of: name).map { bytes[$0.value] }
    }

    /// All variables in the order in which they came, of a repeated name the first.
    public var variables: [(name: String, value: String)] {
        var known: Set<String> = []
        return places.compactMap { place in
            let name = String(decoding: bytes[place.name], as: UTF8.self)
            return known.insert(name).inserted ? (name, text(at: place)) : nil
        }
    }

    /// Whether this is a question of the gate: a body is not waited for then, whatever CONTENT_LENGTH says.
    public var isCheck: Bool { slots[.gatehouseRequire] != nil || isForAuthorizer }

    /// Whether the web server asks an authorizer (FastCGI Specification 1.0 §6.3), who only says yes or no.
    ///
    /// Over FastCGI it is the record that names the role, before any variable of the web server's.
    public var isForAuthorizer: Bool { bytes(of: .role)?.elementsEqual("AUTHORIZER".utf8) == true }

    subscript(_ variable: Variable) -> String? {
        slots[variable].map { text(at: places[$0]) }
    }

    func bytes(of variable: Variable) -> ArraySlice<UInt8>? {
        slots[variable].map { bytes[places[$0].value] }
    }

    func text(at place: Place) -> String {
        bytes.withUnsafeBufferPointer { bytes in
            String(decoding: place.value(in: bytes), as: UTF8.self)
        }
    }

    /// The first variable whose name fits.
    func place(where fits: (UnsafeBufferPointer<UInt8>) -> Bool) -> Place? {
        bytes.withUnsafeBufferPointer { bytes in
            places.first { fits($0.name(in: bytes)) }
        }
    }

    private func place(of name: String) -> Place? {
        var name = name
        return name.withUTF8 { wanted in
            if let variable = Variable(wanted) { return slots[variable].map { places[$0] } }
            return place { $0.isSpelled(wanted) }
        }
    }
}
