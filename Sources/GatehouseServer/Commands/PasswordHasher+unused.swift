// SPDX-License-Identifier: Apache-2.0

import Auth

extension PasswordHasher {
    /// A hasher for an authority that is asked about no password: the cheapest there is.
    static var unused: PasswordHasher {
        PasswordHasher(.bcrypt(cost: HashingMethod.bcrypt.costs.lowerBound), slots: 1, queue: 0)
    }
}
