// SPDX-License-Identifier: Apache-2.0

/// How often what may be tried; several limits for one thing must all hold.
public struct LimitPolicy: Sendable {
    /// Logins from one address.
    public var login: [RateLimit]
    /// Registrations from one address.
    public var register: [RateLimit]
    /// Failed logins under one name, whether anybody has it or not.
    public var loginFailures: [RateLimit]
    /// Whether anybody may register.
    public var isRegistrationOpen: Bool

    /// A policy; an empty list limits nothing.
    public init(
        login: [RateLimit] = [RateLimit(attempts: 5, seconds: 60)],
        register: [RateLimit] = [RateLimit(attempts: 3, seconds: 60)],
        loginFailures: [RateLimit] = [RateLimit(attempts: 30, seconds: 3600)],
        isRegistrationOpen: Bool = true
    ) {
        self.login = login
        self.register = register
        self.loginFailures = loginFailures
        self.isRegistrationOpen = isRegistrationOpen
    }
}
