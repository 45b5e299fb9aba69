// SPDX-License-Identifier: Apache-2.0

extension KeySet {
    /// The set that a file's bytes spell, read as strictly as a token is.
    ///
    /// Members that are unknown are ignored (RFC 7517 §4), and written back. A key whose status is `retired` is read
    /// only for its name, and for what it would be known by under another one.
    ///
    /// - Throws: ``KeySetError``, which names the key.
    public init(parsing bytes: some Collection<UInt8>) throws(KeySetError) {
        let value: JSON
        do throws(JSONError) {
            value = try JSON(parsing: bytes)
        } catch {
            throw .invalidJSON(error)
        }
        guard let members = value.members, let keys = members["keys"]?.array else { throw .notASet }
        var entries: [Entry] = []
        for (index, key) in keys.enumerated() {
            guard let members = key.members else { throw .key("keys[\(index)]", .notAnObject) }
            entries.append(try Entry(members, place: "keys[\(index)]"))
        }
        try self.init(entries, others: members.filter { !$0.name.isSpelled("keys") })
    }

    /// The set as a file has it, private halves and secrets included, one member a line, always in the same order.
    ///
    /// Whoever reads these bytes can sign: a file of them is its owner's alone (mode 0600).
    public func serialized() -> [UInt8] {
        let keys = JSON.array(entries.map { .object($0.members) })
        return JSON.object([JSON.Member("keys", keys)] + others).serializedInLines()
    }
}
