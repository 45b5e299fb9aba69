// SPDX-License-Identifier: Apache-2.0

import Auth
import CGI
import Gatehouse
import JOSE

extension Configuration {
    /// How tokens are made and which are accepted.
    func tokenPolicy(_ hooks: Hooks = Hooks()) throws -> TokenPolicy {
        let validation = Validation(
            issuers: try optional(Settings.acceptedIssuers) ?? [],
            audiences: try optional(Settings.acceptedAudiences) ?? [],
            leeway: try value(Settings.leeway), maximumLifetime: try optional(Settings.maximumLifetime))
        var policy = TokenPolicy(
            accessLifetime: try value(Settings.accessLifetime), refreshLifetime: try value(Settings.refreshLifetime),
            sessionLifetime: try optional(Settings.sessionLifetime), reuseGrace: try value(Settings.reuseGrace),
            issuer: try optional(Settings.issuer), audience: try optional(Settings.audience) ?? [],
            validation: validation)
        policy.writesNotBefore = try value(Settings.encodesNotBefore)
        policy.typesWithCSRF = try tokenTransport().typesWithCSRF
        policy.additions = hooks.additions
        policy.demand = hooks.demand
        return policy
    }

    /// How often what may be tried.
    func limitPolicy() throws -> LimitPolicy {
        let isLimited = try value(Settings.limitsRates)
        return LimitPolicy(
            login: isLimited ? try value(Settings.loginLimits) : [],
            register: isLimited ? try value(Settings.registerLimits) : [],
            loginFailures: isLimited ? try value(Settings.loginFailureLimits) : [],
            isRegistrationOpen: try value(Settings.opensRegistration))
    }

    /// What is removed when, and by whom.
    func purging(_ store: any Store, by author: Author) throws -> Purging {
        let days = try value(Settings.auditRetention)
        return Purging(
            store: store, leeway: try value(Settings.leeway), auditAge: Int64(days) * 86_400, author: author)
    }

    /// Hashing within what the capacity leaves for it.
    func passwordHasher(_ capacity: Capacity) throws -> PasswordHasher {
        PasswordHasher(try hashingScheme(), slots: capacity.hashingSlots, queue: capacity.hashingQueue)
    }

    /// How passwords are hashed that are chosen, or shown at a login, from now on.
    func hashingScheme() throws -> HashingScheme {
        switch try value(Settings.hashingMethod) {
        case .bcrypt: .bcrypt(cost: try value(Settings.hashingCost))
        case .yescrypt: .yescrypt
        }
    }

    /// After how long at one request a thread counts as stuck: where hashing is dear, and checks leave it little of the
    /// processors, the last in the queue waits for long.
    ///
    /// bcrypt's cost counts whatever the method is, since hashes of former days may be bcrypt's.
    func patience() throws -> Duration {
        .seconds(120 << max(0, try value(Settings.hashingCost) - 12))
    }

    /// What may be chosen of the HTTP face.
    func apiSettings() throws -> API.Settings {
        API.Settings(
            basePath: try optional(Settings.basePath) ?? "", messageKey: try value(Settings.messageKey))
    }

    /// The bounds within which the server works.
    func serverSettings(_ capacity: Capacity) throws -> Server.Settings {
        Server.Settings(
            threads: capacity.threads, maxConnections: capacity.connections,
            maxContentLength: try value(Settings.maximumBody), drainTimeout: capacity.drainTimeout)
    }

    /// The listening socket: the one that was asked for, else the one that systemd passes, else the configured one.
    ///
    /// - Throws: ``Failure`` where there is none; `ListenError` where it cannot be had.
    func listener(_ asked: ListeningPlace?, environment: [String: String]) throws -> Listener {
        switch try asked ?? Self.passed(environment) ?? optional(Settings.listen) {
        case .path(let path): return try Listener.unix(path: path)
        case .descriptor(let number): return try Listener.inherited(number)
        case nil:
            throw Failure(
                .configuration,
                "no socket to listen on: start systemd's socket unit, say --listen unix:PATH, or set "
                    + Settings.listen.name)
        }
    }

    private static func passed(_ environment: [String: String]) throws -> ListeningPlace? {
        try PassedSockets.only(environment: environment).map(ListeningPlace.descriptor)
    }
}
