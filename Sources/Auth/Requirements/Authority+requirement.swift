// SPDX-License-Identifier: Apache-2.0

extension Authority {
    /// Returns where whoever holds the grant, or a guest where there is none, meets the requirement now.
    ///
    /// - Throws: ``Denial/tokenRequired`` for a guest; ``Denial/freshTokenRequired`` where it would be enough to show
    ///   the password once more, ``Denial/insufficientPermissions`` where it would not; the store's error where it
    ///   cannot be read, which is never taken for a yes.
    public func check(_ requirement: Requirement, of grant: Grant?) throws {
        guard let grant else {
            guard requirement.admitsGuests else { throw Denial.tokenRequired }
            return
        }
        var lacksFreshness = false
        for term in requirement.terms where try !isMet(term, by: grant) {
            guard term.contains(.fresh) else { throw Denial.insufficientPermissions }
            lacksFreshness = true
        }
        if lacksFreshness { throw Denial.freshTokenRequired }
    }

    private func isMet(_ term: [Requirement.Alternative], by grant: Grant) throws -> Bool {
        try term.contains { alternative in
            switch alternative {
            case .any, .optional: true
            case .fresh: isFresh(grant)
            case .role(let name): grant.user.roles.contains(name)
            case .permission(let permission): try store.user(grant.user.id, holds: permission)
            }
        }
    }
}
