// SPDX-License-Identifier: Apache-2.0

import SQLiteStorage

extension Patient {
    /// Looks at a host.
    ///
    /// What cannot be looked at is itself something to be found, so the settings may be wrong, the database missing and
    /// nginx elsewhere.
    ///
    /// - Throws: ``Failure`` where what was named to be read is not there, or makes no sense.
    init(
        _ host: Host, of application: String, file: FileOption, nginx source: NginxSource,
        on machine: Machine = .current
    ) throws {
        let read = Result { try Configuration.read(file: file.path, of: application, in: host) }
        let configuration = (try? read.get()) ?? Configuration(layers: [.init(environment: host.environment)])
        self.init(now: host.clock(), configuration: configuration, machine: machine)
        configurationFaults = Self.faults(read)
        try lookInside(host)
        account = databasePath.flatMap(FileStatus.init).map { Account(of: $0.user) } ?? Account(named: application)
        lookAround(Premises(application: application, host: host))
        try readNginx(source, in: host, of: application)
    }

    private static func faults(_ read: Result<Configuration, any Error>) -> [(sentence: String, place: Place?)] {
        do {
            let configuration = try read.get()
            let faults = configuration.faults(in: Settings.all) + configuration.conflicts
            guard faults.isEmpty else { return faults.map { ($0.description, $0.place) } }
            _ = try configuration.keyRing()
            return []
        } catch {
            return [(Failure(error).description, (error as? ConfigurationError)?.place)]
        }
    }

    /// Looks into the database, and asks its workers, with the rights with which every command does that.
    ///
    /// - Throws: ``Failure`` where there is no way back to those with which the rest is looked at.
    private mutating func lookInside(_ host: Host) throws {
        guard let url = try? configuration.optional(Settings.database) else { return }
        databasePath = url.path
        try Rights.keeping {
            do {
                try Rights.assume(toOpen: url)
            } catch {
                databaseError = error as? StorageError ?? .unopenable(path: url.path, reason: "\(error)")
                return
            }
            examineDatabase(url)
            askWorkers(host.patience)
        }
    }

    private mutating func examineDatabase(_ url: DatabaseURL) {
        do {
            database = try DatabaseExamination(path: url.path)
            databasePath = database?.path
        } catch {
            databaseError = error as? StorageError ?? .failed(path: url.path, detail: String(describing: error))
        }
    }

    private mutating func askWorkers(_ patience: Duration) {
        guard let databasePath else { return }
        let folder = StatusFolder(database: databasePath, patience: patience)
        guard let answers = try? folder.answers() else { return }
        (workers, silentWorkers) = answers
        // Without a database that can be used there is no worker, and that is said.
        if database != nil { runningWorkers = workers.count + silentWorkers.count }
    }

    /// Looks at what is installed beside these settings.
    private mutating func lookAround(_ premises: Premises) {
        isInstalled = configuration.file == premises.settings
        guard isInstalled, case .success(let bytes) = Result(catching: { try contents(ofFile: premises.defaults) })
        else { return }
        wantedWorkers = WantedWorkers(bytes ?? [], path: premises.defaults)
    }

    private mutating func readNginx(_ source: NginxSource, in host: Host, of application: String) throws {
        do {
            let dump = try source.dump(in: host)
            nginxMessages = dump.messages
            let listen = try? configuration.optional(Settings.listen)
            let socket: String? = if case .path(let path) = listen { path } else { nil }
            site = Site(try Nginx(dump), Workers(of: application, socket: socket))
        } catch let unseen as NginxUnseen {
            nginxUnseen = unseen
        } catch let fault as Nginx.Fault {
            throw Failure(.dataError, "\(fault.place): \(fault.sentence)")
        }
    }

    /// The latest time that the database knows of.
    var newestTime: Int64? { database?.newestTime }
}

extension ConfigurationError {
    /// Where in a file it is, if it is in one.
    fileprivate var place: Place? {
        switch self {
        case .malformedLine(let path, let line, _), .notAllowed(_, _, .file(let path, let line), _):
            Place(path: path, line: line)
        case .unreadable(let path, _): Place(path: path)
        case .notAllowed, .missing, .conflict: nil
        }
    }
}
