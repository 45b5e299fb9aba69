// SPDX-License-Identifier: Apache-2.0

extension Environment {
    /// The variables that requests are decided by, and those that nearly every request is asked for: each has a slot of
    /// its own, so that it is found without a search.
    enum Variable: Int, CaseIterable {
        case contentLength, scgi, requestMethod, requestURI, documentURI, scriptName, pathInfo, queryString
        case remoteAddress, gatehouseRequire, authorization
        case cookie, requestID, role

        /// Those on which routing, framing, identity and access are decided: none may come twice.
        static let decisive: Mask = 1 << Mask(cookie.rawValue) - 1

        /// A set of variables, a bit each.
        typealias Mask = UInt16

        var mask: Mask { 1 << Mask(rawValue) }

        /// The variable of that name, if it is one of these.
        init?(_ name: UnsafeBufferPointer<UInt8>) {
            guard name.count >= 4, let candidate = Self.candidate(name.count, name[name.count - 2]),
                name.isSpelled(candidate.name)
            else { return nil }
            self = candidate
        }

        /// The only one of that length that has that letter before its last.
        private static func candidate(_ length: Int, _ letter: UInt8) -> Variable? {
            switch (length, letter) {
            case (4, UInt8(ascii: "G")): .scgi
            case (9, UInt8(ascii: "F")): .pathInfo
            case (9, UInt8(ascii: "L")): .role
            case (10, UInt8(ascii: "I")): .requestID
            case (11, UInt8(ascii: "R")): .requestURI
            case (11, UInt8(ascii: "M")): .scriptName
            case (11, UInt8(ascii: "D")): .remoteAddress
            case (11, UInt8(ascii: "I")): .cookie
            case (12, UInt8(ascii: "R")): .documentURI
            case (12, UInt8(ascii: "N")): .queryString
            case (14, UInt8(ascii: "T")): .contentLength
            case (14, UInt8(ascii: "O")): .requestMethod
            case (17, UInt8(ascii: "R")): .gatehouseRequire
            case (18, UInt8(ascii: "O")): .authorization
            default: nil
            }
        }

        /// The name on the wire.
        var name: StaticString {
            switch self {
            case .contentLength: "CONTENT_LENGTH"
            case .scgi: "SCGI"
            case .requestMethod: "REQUEST_METHOD"
            case .requestURI: "REQUEST_URI"
            case .documentURI: "DOCUMENT_URI"
            case .scriptName: "SCRIPT_NAME"
            case .pathInfo: "PATH_INFO"
            case .queryString: "QUERY_STRING"
            case .remoteAddress: "REMOTE_ADDR"
            case .gatehouseRequire: "GATEHOUSE_REQUIRE"
            case .authorization: "HTTP_AUTHORIZATION"
            case .cookie: "HTTP_COOKIE"
            case .requestID: "REQUEST_ID"
            case .role: "FCGI_ROLE"
            }
        }
    }

    /// The names that may not come twice.
    package static let decisiveNames = Variable.allCases.filter { Variable.decisive & $0.mask != 0 }
        .map { $0.name.description }

    /// Where the variables with a slot stand among all, nil for those that did not come.
    struct Slots: Sendable {
        private var indices = InlineArray<14, Int32>(repeating: -1)

        subscript(_ variable: Variable) -> Int? {
            get {
                let index = indices[variable.rawValue]
                return index < 0 ? nil : Int(index)
            }
            set { indices[variable.rawValue] = newValue.map(Int32.init) ?? -1 }
        }
    }
}
