// SPDX-License-Identifier: Apache-2.0

import Auth

extension Access {
    /// The same access, with tokens taken from these places and no others, whatever is configured.
    public func from(_ locations: TokenLocation...) -> Access {
        Access(
            name: "\(name), from \(locations.map(\.rawValue).joined(separator: " or "))",
            admit: { request, doorkeeper in
                var doorkeeper = doorkeeper
                doorkeeper.transport.access = locations
                doorkeeper.transport.refresh = locations
                return try admit(request, doorkeeper)
            })
    }

    /// The same access, whose handler also learns where the token stood.
    ///
    /// ```swift
    /// Route(.get, "/where", .located(.signedIn)) { _, admission in … }
    /// ```
    public static func located<Other>(_ access: Access<Other>) -> Access where Subject == Admission<Other> {
        Access(
            name: access.name,
            admit: { request, doorkeeper in
                let admission = try access.admit(request, doorkeeper)
                return admission.passing(admission)
            })
    }

    /// The same access for those of whom the application knows something, which is what its handler receives.
    ///
    /// ```swift
    /// Route(.get, "/basket", .known(.signedIn) { grant in try baskets.of(grant.user.id) }) { _, basket in … }
    /// ```
    ///
    /// Where `find` returns nil the answer is 401, `user_unknown`.
    public static func known<Other>(
        _ access: Access<Other>, by find: @escaping @Sendable (Other) throws -> Subject?
    ) -> Access {
        Access(
            name: access.name,
            admit: { request, doorkeeper in
                let admission = try access.admit(request, doorkeeper)
                guard let known = try find(admission.subject) else {
                    throw TurnedAway(
                        denial: .userUnknown(admission.username ?? ""), token: admission.token,
                        location: admission.location, username: admission.username)
                }
                return admission.passing(known)
            })
    }
}
