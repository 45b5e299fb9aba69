// SPDX-License-Identifier: Apache-2.0

import Glibc

/// The CGI/1.1 meta-variables of one request (RFC 3875 §4.1), as they came over the wire.
///
/// Of a name that comes twice the first counts, HTTP_COOKIE is joined with `; `, and the names on which a request
/// is decided may not come twice at all (``Refusal/repeated(variable:)``). Every variable lies in one buffer of
/// bytes; a `String` is made only of what is looked at.
public struct Environment: Sendable {
    /// The most bytes that the names and values of one request may have together; nginx's own default is half of it.
    public static let limit = 65_536

    /// Where a variable lies in the buffer.
    struct Place: Sendable {
        var name: Range<Int>
        var value: Range<Int>
    }

    let bytes: [UInt8]
    let places: [Place]

    init(bytes: [UInt8], places: [Place]) {
        self.bytes = bytes
        self.places = places
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
        place(of: name).map { text(in: $0.value) }
    }

    /// The value of a variable byte for byte, nil when it was not sent.
    public func bytes(of name: String) -> ArraySlice<UInt8>? {
        place(of: name).map { bytes[$0.value] }
    }

    /// All variables in the order in which they came, of a repeated name the first.
    public var variables: [(name: String, value: String)] {
        var known: Set<String> = []
        return places.compactMap { place in
            let name = text(in: place.name)
            return known.insert(name).inserted ? (name, text(in: place.value)) : nil
        }
    }

    /// Whether this is a question of the gate: a body is not waited for then, whatever CONTENT_LENGTH says.
    public var isCheck: Bool { place(of: "GATEHOUSE_REQUIRE") != nil || isForAuthorizer }

    /// Whether the web server asks an authorizer (FastCGI Specification 1.0 §6.3), who only says yes or no.
    ///
    /// Over FastCGI it is libfcgi that names the role, before any variable of the web server's.
    public var isForAuthorizer: Bool { bytes(of: "FCGI_ROLE")?.elementsEqual("AUTHORIZER".utf8) == true }

    private func text(in range: Range<Int>) -> String {
        bytes.withUnsafeBufferPointer { String(decoding: UnsafeBufferPointer(rebasing: $0[range]), as: UTF8.self) }
    }

    private func place(of name: String) -> Place? {
        var name = name
        return name.withUTF8 { wanted in
            bytes.withUnsafeBufferPointer { bytes in
                places.first { place in
                    UnsafeBufferPointer(rebasing: bytes[place.name]).isSpelled(wanted)
                }
            }
        }
    }
}

extension UnsafeBufferPointer<UInt8> {
    /// Whether both hold the same bytes.
    func isSpelled(_ other: UnsafeBufferPointer<UInt8>) -> Bool {
        guard count == other.count, let start = baseAddress, let otherStart = other.baseAddress else {
            return isEmpty && other.isEmpty
        }
        return memcmp(start, otherStart, count) == 0
    }
}
