// SPDX-License-Identifier: Apache-2.0

/// The members of a JWK (RFC 7517 §4), read strictly; those that are not asked for are ignored.
struct JWK {
    let members: [JSON.Member]

    init(_ value: JSON) throws(KeyError) {
        guard case .object(let members) = value else { throw .notAnObject }
        self.members = members
    }

    func has(_ name: String) -> Bool { members[name] != nil }

    /// A text that need not be there.
    func optionalText(_ name: String) throws(KeyError) -> String? {
        guard let value = members[name] else { return nil }
        guard let text = value.string else { throw .invalidMember(name, mustBe: "a string") }
        return text
    }

    func text(_ name: String) throws(KeyError) -> String {
        guard let text = try optionalText(name) else { throw .missingMember(name) }
        return text
    }

    /// Bytes, of which a curve prescribes the count (RFC 7518 §6.2.1.2, RFC 8037 §2).
    func octets(_ name: String, count: Int? = nil) throws(KeyError) -> [UInt8] {
        let text = try text(name)
        guard let bytes = try? Base64URL.decode(text.utf8) else {
            throw .invalidMember(name, mustBe: "base64url without padding")
        }
        guard count == nil || count == bytes.count else {
            throw .invalidMember(name, mustBe: "exactly \(count ?? 0) bytes in base64url")
        }
        return bytes
    }

    /// A number in its shortest spelling (Base64urlUInt, RFC 7518 §2): another would give the key another thumbprint.
    func number(_ name: String) throws(KeyError) -> BigNumber {
        let bytes = try octets(name)
        guard let first = bytes.first, first != 0 else {
            throw .invalidMember(name, mustBe: "a number without zero bytes in front, in base64url")
        }
        return BigNumber(bytes)
    }

    /// The members of these names, in this order.
    func members(named names: [String]) -> [JSON.Member] {
        names.compactMap { name in members[name].map { JSON.Member(name, $0) } }
    }
}
