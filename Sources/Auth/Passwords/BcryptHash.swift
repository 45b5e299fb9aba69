// SPDX-License-Identifier: Apache-2.0

/// A bcrypt hash in the notation of crypt(5): `$2b$`, two digits of cost, `$`, 22 characters of salt, 31 of digest.
///
/// libcrypt also takes DES and MD5 for hashes, and answers what it does not know with text; so what reaches it is
/// read here first, to the last character.
struct BcryptHash {
    /// `$2b$` and its older names, which are the same function for what bcrypt libraries write today.
    let prefix: String

    /// The binary logarithm of the number of rounds.
    let cost: Int

    /// The hash as it is stored; libcrypt takes what it needs of it as the setting.
    let text: String

    /// The prefix of the hashes that are made.
    static let presentPrefix = "$2b$"

    /// From a blink to a minute of work: beyond it a hash in a database would be a way to stop the service.
    static let costs = 4...20

    private static let length = 60
    private static let prefixes = ["$2a$", "$2b$", "$2y$"]

    /// Reads a hash, or nil where it is none that may be tried.
    init?(_ text: String) {
        let bytes = Array(text.utf8)
        guard bytes.count == Self.length, let prefix = Self.prefixes.first(where: text.hasPrefix) else { return nil }
        guard let cost = Self.cost(bytes[4..<6]), bytes[6] == UInt8(ascii: "$") else { return nil }
        guard bytes[7...].allSatisfy(Self.isInAlphabet) else { return nil }
        self.prefix = prefix
        self.cost = cost
        self.text = text
    }

    /// What two hashes of one setting differ in; the salt before it has several spellings of the same bytes.
    static func digest(of hash: String) -> [UInt8] {
        Array(hash.utf8.suffix(31))
    }

    private static func cost(_ digits: ArraySlice<UInt8>) -> Int? {
        guard digits.allSatisfy({ (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }) else { return nil }
        return Int(String(decoding: digits, as: UTF8.self)).flatMap { costs.contains($0) ? $0 : nil }
    }

    private static func isInAlphabet(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "."), UInt8(ascii: "/"):
            true
        default: false
        }
    }
}
