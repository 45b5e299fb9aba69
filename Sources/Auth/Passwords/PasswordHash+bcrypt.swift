// SPDX-License-Identifier: Apache-2.0

/// `$2b$`, two digits of cost, `$`, 22 characters of salt, 31 of digest.
extension PasswordHash {
    static let bcryptDigestLength = 31

    private static let bcryptLength = 60

    /// `$2b$` and its older names, which are the same function for what bcrypt libraries write today.
    private static let bcryptPrefixes = ["$2a$", "$2b$", "$2y$"]

    static func bcrypt(_ text: String) -> PasswordHash? {
        let bytes = Array(text.utf8)
        guard bytes.count == bcryptLength, bcryptPrefixes.contains(where: text.hasPrefix) else { return nil }
        guard let cost = bcryptCost(bytes[4..<6]), bytes[6] == UInt8(ascii: "$") else { return nil }
        guard isInAlphabet(bytes[7...]) else { return nil }
        return PasswordHash(.bcrypt(cost: cost), text)
    }

    private static func bcryptCost(_ digits: ArraySlice<UInt8>) -> Int? {
        guard digits.allSatisfy({ (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }) else { return nil }
        return Int(String(decoding: digits, as: UTF8.self)).flatMap {
            HashingMethod.bcrypt.costs.contains($0) ? $0 : nil
        }
    }
}
