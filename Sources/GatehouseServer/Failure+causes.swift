// SPDX-License-Identifier: Apache-2.0

import Auth
import Basics
import CGI
import Gatehouse
import JOSE
import SQLiteStorage

extension Failure {
    /// What any error is to whoever has typed the command.
    init(_ error: any Error) {
        let sentence = String(describing: error).clause
        switch error {
        case let failure as Failure: self = failure
        case is ConfigurationError: self.init(.configuration, sentence)
        case is KeyError: self.init(.configuration, "\(Settings.secretKey.name): \(sentence)")
        case is ThreadError: self.init(.temporary, sentence)
        case is KeyFileFailure: self.init(.configuration, sentence)
        case is RoleFault: self.init(.dataError, sentence.printable)
        case is KeySetError: self.init(.dataError, sentence)
        case is ListenError: self.init(.unavailable, sentence)
        case let error as StorageError where error.isOfPath:
            self.init(ExitStatus(error), "\(Settings.database.name): \(sentence)")
        case let error as StorageError: self.init(ExitStatus(error), sentence)
        case let error as BackupError: self.init(ExitStatus(error), sentence)
        default: self.init(.software, sentence)
        }
    }
}

extension StorageError {
    /// Whether another path would help, which an operator chooses by a setting.
    fileprivate var isOfPath: Bool {
        switch self {
        case .folderMissing, .missing, .unopenable, .notWritable, .notADatabase, .foreign: true
        case .newerSchema, .locked, .replaced, .full, .damaged, .failed: false
        }
    }
}

extension ExitStatus {
    fileprivate init(_ error: BackupError) {
        self =
            switch error {
            case .missing, .unreadable: .noInput
            case .unusable: .dataError
            case .taken, .ofAnother, .unwritable: .cannotCreate
            case .unremovable: .ioError
            case .inUse: .temporary
            }
    }

    fileprivate init(_ error: StorageError) {
        self =
            switch error {
            case .folderMissing: .cannotCreate
            case .missing: .noInput
            case .unopenable, .notWritable: .unavailable
            case .notADatabase, .foreign, .newerSchema: .dataError
            case .locked: .temporary
            case .replaced, .full, .damaged, .failed: .ioError
            }
    }
}

extension String {
    /// A sentence in the form in which it follows `gatehouse: `: no full stop, and no capital but a name's.
    var clause: String {
        let body = hasSuffix(".") ? dropLast() : self[...]
        let word = body.prefix { $0 != " " }
        guard word.dropFirst().allSatisfy(\.isLowercase) else { return String(body) }
        return body.prefix(1).lowercased() + body.dropFirst()
    }
}
