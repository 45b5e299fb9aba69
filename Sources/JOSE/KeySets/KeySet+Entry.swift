// SPDX-License-Identifier: Apache-2.0

extension KeySet {
    /// A key of a set, with its status.
    public struct Entry: Sendable {
        /// The `kid`.
        public let id: String

        /// What the key is there for.
        public let status: Status

        /// The time from which it has been; nil where the file does not say.
        public let since: NumericDate?

        /// The key; nil for one that is retired, which is no key any more.
        public let key: Key?

        /// The members that are written back: those of the file, with the name, the algorithm and the status in front.
        let members: [JSON.Member]
    }
}

extension KeySet.Entry {
    /// The entry that members of a file spell; `place` names it in complaints as long as it has no name.
    init(_ members: [JSON.Member], place: String) throws(KeySetError) {
        let name = members["kid"]?.string ?? place
        guard let text = members["status"]?.string,
            let status = KeySet.Status.allCases.first(where: { $0.rawValue.isSpelled(text) })
        else { throw .invalidStatus(name) }
        let since = members["since"]
        guard since == nil || since?.integer.map(NumericDate.interoperable.contains) == true else {
            throw .key(name, .invalidMember("since", mustBe: "whole seconds since 1970"))
        }
        do throws(KeyError) {
            try self.init(members, status, since: since?.integer)
        } catch {
            throw .key(name, error)
        }
    }

    private init(_ members: [JSON.Member], _ status: KeySet.Status, since: NumericDate?) throws(KeyError) {
        guard status != .retired else {
            let id = try JWK(.object(members)).text("kid")
            guard KeyID.isValid(id) else { throw .invalidID(id) }
            self.init(id: id, status, since: since, key: nil, members)
            return
        }
        let key = try Key.jwk(.object(members))
        guard key.canSign || status == .verifying else { throw .cannotSign(id: key.id) }
        self.init(id: key.id, status, since: since, key: key, members)
    }

    private init(id: String, _ status: KeySet.Status, since: NumericDate?, key: Key?, _ members: [JSON.Member]) {
        let written = ["kid", "kty", "alg", "status", "since"]
        let front: [(String, JSON?)] = [
            ("kid", .string(id)), ("kty", members["kty"]), ("alg", members["alg"]),
            ("status", .string(status.rawValue)), ("since", since.map(JSON.integer)),
        ]
        self.id = id
        self.status = status
        self.since = since
        self.key = key
        self.members =
            front.compactMap { name, value in value.map { JSON.Member(name, $0) } }
            + members.filter { member in !written.contains(where: member.name.isSpelled) }
    }
}

extension KeySet.Entry: CustomStringConvertible, CustomReflectable {
    /// The name and the status; never the private half.
    public var description: String { "\(status.rawValue) key \(id)" }

    /// What `dump` and a debugger show: the name and the status, and nothing of the private half.
    public var customMirror: Mirror { Mirror(self, children: ["id": id, "status": status.rawValue]) }
}

extension KeySet.Entry {
    /// A new key.
    init(
        generating algorithm: Algorithm, id: String?, _ status: KeySet.Status, at now: NumericDate
    ) throws(KeyError) {
        let name = id.map { [JSON.Member("kid", .string($0))] } ?? []
        let purpose = [JSON.Member("alg", .string(algorithm.rawValue)), JSON.Member("use", "sig")]
        try self.init(try JWK.generated(for: algorithm) + purpose + name, status, since: now)
    }

    /// The same key with another status.
    ///
    /// A key that will not sign again loses its private half, and a retired secret all of itself but a fingerprint:
    /// whoever gets at the file later finds nothing to sign with.
    func becoming(_ status: KeySet.Status, at now: NumericDate) throws(KeyError) -> Self {
        guard status == .verifying || status == .retired else { return try Self(members, status, since: now) }
        let type = members["kty"]?.string.flatMap(KeyType.init(rawValue:))
        let isNeeded = type == .oct && status == .verifying
        let lost = isNeeded ? [] : KeyType.allCases.flatMap(\.privateMembers)
        // A list that allows only signing would now allow nothing.
        let dropped = lost + (isNeeded ? [] : ["key_ops"])
        let kept = members.filter { member in !dropped.contains(where: member.name.isSpelled) }
        let trace = status == .retired && type == .oct ? fingerprint : nil
        return try Self(kept + (trace.map { [JSON.Member(Self.trace, .string($0))] } ?? []), status, since: now)
    }
}

extension KeySet.Entry {
    /// The member by which a retired secret is known again.
    private static let trace = "fingerprint"

    /// What two entries have in common that are the same key; nil for a retired one of which nothing is left to tell.
    var fingerprint: String? { key?.fingerprint ?? retiredFingerprint }

    /// Read without judging: what is retired may be too weak, or too broken, to be a key.
    private var retiredFingerprint: String? {
        guard let type = members["kty"]?.string.flatMap(KeyType.init(rawValue:)), type != .oct else {
            let secret = members["k"]?.string.flatMap { try? Base64URL.decode($0.utf8) }
            return secret.map(Key.fingerprint) ?? members[Self.trace]?.string
        }
        let names = type.publicMembers
        let publicMembers = names.compactMap { name in members[name].map { JSON.Member(name, $0) } }
        return publicMembers.count == names.count ? Thumbprint.of(publicMembers) : nil
    }
}
