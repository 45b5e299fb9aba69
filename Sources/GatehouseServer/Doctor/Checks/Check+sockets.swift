// SPDX-License-Identifier: Apache-2.0

import CGI

/// The sockets on which workers listen.
extension Check {
    static let ofSockets: [Check] = [socketMissing, socketExposed, socketClosed]

    static let socketMissing = Check(
        "socket-missing", .error, "No worker listens where nginx asks.",
        why: "nginx answers 502 then, and for what the gate guards 503."
    ) { patient in
        patient.sockets.filter { Listener.isDeserted(at: $0.path) }.map { socket in
            Symptom(
                "nobody listens on \(socket.path)", at: socket.place, instead: "the workers started, or their path here"
            )
        }
    }

    static let socketExposed = Check(
        "socket-exposed", .error, "Everybody on the host may speak to the workers.",
        why: "Whoever does is believed about every address and every policy that nginx would have told."
    ) { patient in
        patient.sockets.compactMap { socket in
            guard let file = FileStatus(socket.path), file.isSocket, file.mode & 0o002 != 0 else { return nil }
            let folders = FileStatus.folders(to: socket.path).compactMap(FileStatus.init)
            guard folders.allSatisfy({ $0.mode & 0o001 != 0 }) else { return nil }
            return Symptom(
                "\(socket.path) has the mode \(file.octal)", at: Place(path: socket.path),
                instead: "mode 660 and nginx's group, in a folder such as /run/gatehouse")
        }
    }

    static let socketClosed = Check(
        "socket-closed", .error, "nginx's account may not speak to the workers.",
        why: "Its processes get no connection, and answer 502."
    ) { patient in
        guard let account = patient.site?.nginx.account else { return [] }
        return patient.sockets.compactMap { socket in
            guard let barrier = FileStatus.barrier(to: socket.path, for: account, 2) else { return nil }
            return Symptom(
                barrier.stops(account), at: Place(path: barrier.path),
                instead: "the group of nginx, which the folder hands down: chgrp \(account.name), chmod 2750")
        }
    }
}

extension Patient {
    /// Where workers listen by what nginx and the settings say.
    fileprivate var sockets: [(path: String, place: Place?)] {
        var sockets = site?.sockets ?? []
        if case .path(let path) = try? configuration.optional(Settings.listen), path.hasPrefix("/") {
            let isKnown = sockets.contains { $0.path == path }
            if !isKnown { sockets.append((path, configuration.place(of: Settings.listen))) }
        }
        return sockets
    }
}

extension Site {
    /// The sockets that nginx asks the workers on, each once.
    fileprivate var sockets: [(path: String, place: Place?)] {
        let passings = apis + checks
        let targets = Set(passings.map(\.target))
        let servers = nginx.upstreams.filter { targets.contains($0.head.arguments.first ?? "") }.flatMap {
            $0.own("server")
        }
        var seen: Set<String> = []
        return (servers + passings.map(\.directive)).compactMap { directive in
            guard let address = directive.arguments.first, address.hasPrefix("unix:") else { return nil }
            let path = String(address.dropFirst(5))
            return seen.insert(path).inserted ? (path, directive.place) : nil
        }
    }
}

extension Nginx {
    /// The account as which nginx's processes work; nil where it is not said, or not known here.
    fileprivate var account: Account? { main.word("user").flatMap(Account.init(named:)) }
}
