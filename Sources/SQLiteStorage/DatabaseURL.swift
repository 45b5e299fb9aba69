// SPDX-License-Identifier: Apache-2.0

/// Where the database is, in SQLAlchemy's notation: `sqlite:///relative.db`, `sqlite:////absolute.db`.
public struct DatabaseURL: Sendable, Equatable, CustomStringConvertible {
    /// The path of the file; a relative one is meant from the working directory.
    public let path: String

    /// Why a text names no database that can be served; the description is one sentence.
    public struct SyntaxError: Error, Sendable, Equatable, CustomStringConvertible {
        /// The sentence.
        public let description: String
    }

    private static let scheme = "sqlite://"
    private static let allowed = "allowed is sqlite:///relative.db or sqlite:////absolute.db"

    /// Reads a URL.
    ///
    /// As in SQLAlchemy nothing is percent-decoded: what follows the third slash is the path, as it is.
    ///
    /// - Throws: ``SyntaxError`` for another scheme, a host, options, a folder, and for databases in memory, which
    ///   no two processes share.
    public init(_ text: String) throws(SyntaxError) {
        func fail(_ reason: String) -> SyntaxError {
            SyntaxError(description: "the database URL \"\(Self.masked(text))\" \(reason); \(Self.allowed)")
        }
        guard text.hasPrefix(Self.scheme) else { throw fail("is not one of SQLite") }
        let rest = text.dropFirst(Self.scheme.count)
        guard !rest.isEmpty, rest != "/", rest != "/:memory:" else {
            throw fail("names a database in memory, which worker processes cannot share")
        }
        guard rest.hasPrefix("/") else { throw fail("names a host, where there is only a file") }
        guard !rest.contains("?") else { throw fail("has options, of which none is known") }
        guard !rest.hasSuffix("/") else { throw fail("names a folder") }
        guard !rest.utf8.contains(0) else { throw fail("holds NUL") }
        path = String(rest.dropFirst())
    }

    /// The URL of a file.
    public init(path: String) {
        self.path = path
    }

    /// The URL as it is written.
    public var description: String { "\(Self.scheme)/\(path)" }

    /// A URL of another database may hold a password, which no message may repeat.
    private static func masked(_ text: String) -> String {
        guard let at = text.lastIndex(of: "@"), let scheme = text.firstRange(of: "://") else { return text }
        guard scheme.upperBound < at else { return text }
        return text[..<scheme.upperBound] + "…" + text[at...]
    }
}
