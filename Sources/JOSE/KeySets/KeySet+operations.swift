// SPDX-License-Identifier: Apache-2.0

extension KeySet {
    /// A new set: one key that signs from now on, and the next.
    ///
    /// - Parameters:
    ///   - algorithm: The algorithm of both.
    ///   - id: The name of the one that signs; by itself its thumbprint, or for a secret a name derived from it.
    ///   - now: The time.
    /// - Returns: The set, which is nowhere else yet.
    /// - Throws: ``KeySetError/key(_:_:)`` for an `id` that is invalid, and where OpenSSL fails.
    public static func generate(
        _ algorithm: Algorithm, id: String? = nil, at now: NumericDate
    ) throws(KeySetError) -> KeySet {
        let current = try entry(generating: algorithm, id: id, .current, at: now)
        return try KeySet([current, entry(generating: algorithm, id: nil, .next, at: now)])
    }

    /// The set with a new next key, which may have another algorithm than the current one.
    ///
    /// - Throws: ``KeySetError/hasNext(_:)`` where there is a next key already; as ``generate(_:id:at:)`` does.
    public func generating(
        _ algorithm: Algorithm, id: String? = nil, at now: NumericDate
    ) throws(KeySetError) -> KeySet {
        if let next { throw .hasNext(next.id) }
        return try KeySet(entries + [Self.entry(generating: algorithm, id: id, .next, at: now)], others: others)
    }

    /// The set in which the next key is current, the current one only verifies, and a new next key is made, with the
    /// algorithm of the one that is current now.
    ///
    /// What the former key signed stays good until that key is retired, which can be once its last token has expired.
    ///
    /// - Throws: ``KeySetError/noNext`` where nothing can become current.
    public func rotated(at now: NumericDate) throws(KeySetError) -> KeySet {
        guard let next, let algorithm = next.key?.algorithm else { throw .noNext }
        let moved = try becoming([.next: .current, .current: .verifying], at: now)
        let successor = try Self.entry(generating: algorithm, id: nil, .next, at: now)
        return try KeySet(moved + [successor], others: others)
    }

    /// The set in which the key of that name is retired.
    ///
    /// - Throws: ``KeySetError/unknownID(_:)``; ``KeySetError/isCurrent(_:)`` for the key that signs.
    public func retiring(_ id: String, at now: NumericDate) throws(KeySetError) -> KeySet {
        guard let entry = entries.first(where: { $0.id.isSpelled(id) }) else { throw .unknownID(id) }
        guard entry.status != .current else { throw .isCurrent(id) }
        guard entry.status != .retired else { return self }
        return try KeySet(becoming([entry.status: .retired], at: now) { $0 == entry.id }, others: others)
    }

    /// The entries, each with the status that follows its own, where `isMeant` holds for its name.
    private func becoming(
        _ following: [Status: Status], at now: NumericDate, where isMeant: (String) -> Bool = { _ in true }
    ) throws(KeySetError) -> [Entry] {
        var changed: [Entry] = []
        for entry in entries {
            guard let status = following[entry.status], isMeant(entry.id) else {
                changed.append(entry)
                continue
            }
            do throws(KeyError) {
                changed.append(try entry.becoming(status, at: now))
            } catch {
                throw .key(entry.id, error)
            }
        }
        return changed
    }

    private static func entry(
        generating algorithm: Algorithm, id: String?, _ status: Status, at now: NumericDate
    ) throws(KeySetError) -> Entry {
        do throws(KeyError) {
            return try Entry(generating: algorithm, id: id, status, at: now)
        } catch {
            throw .key(id ?? status.rawValue, error)
        }
    }

    private var next: Entry? { entries.first { $0.status == .next } }
}
