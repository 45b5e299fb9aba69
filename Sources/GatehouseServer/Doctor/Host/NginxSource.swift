// SPDX-License-Identifier: Apache-2.0

import Glibc

/// Where nginx's configuration is read.
enum NginxSource: Sendable, Equatable {
    /// nginx itself is asked.
    case program
    /// The output of `nginx -T` is in a file, or where the name is `-` on standard input.
    case file(String)
}

/// Why there is no configuration of nginx to look at.
enum NginxUnseen: Error, Equatable {
    /// It is not there, or this account may not read all of it.
    case unreadable(String)
    /// nginx itself finds it wrong.
    case refused(String)
}

extension NginxSource {
    /// What `nginx -T` says.
    ///
    /// - Throws: ``NginxUnseen`` where nginx does not say it; ``Failure`` where the file does not hold it.
    func dump(in host: Host) throws -> Nginx.Dump {
        switch self {
        case .program: try Self.ask(host)
        case .file(let path): try Self.read(path, in: host)
        }
    }

    private static func ask(_ host: Host) throws(NginxUnseen) -> Nginx.Dump {
        // Others than root mostly have no folder of administrators' tools to look in.
        let path = (host.environment["PATH"] ?? "/usr/bin:/bin") + ":/usr/sbin:/sbin"
        let command = HostCommand("nginx -T", path: path)
        guard command.status != 127 else { throw .unreadable("there is no nginx") }
        guard command.status == 0, let dump = Nginx.Dump(command.output) else {
            let lines = command.output.split(separator: "\n").filter { !$0.contains("[warn]") }
            let reason = String(lines.first ?? "nginx -T says nothing").printable
            // Others than root may not read the keys, which nginx does to test a configuration.
            throw geteuid() == 0 ? .refused(reason) : .unreadable(reason)
        }
        return dump
    }

    private static func read(_ path: String, in host: Host) throws(Failure) -> Nginx.Dump {
        let bytes = path == "-" ? try input(of: host) : try contents(ofFile: path, orFail: .noInput)
        guard let dump = Nginx.Dump(String(decoding: bytes, as: UTF8.self)) else {
            throw Failure(
                .dataError, "\(path.printable) is no output of `nginx -T`: it has no line \"# configuration file /…:\"")
        }
        return dump
    }

    private static func input(of host: Host) throws(Failure) -> [UInt8] {
        do throws(FileError) {
            return try contents(of: host.input)
        } catch {
            throw Failure(.noInput, "cannot read standard input: \(error)")
        }
    }
}
