// SPDX-License-Identifier: Apache-2.0

import JOSE

/// Why the keys of a file cannot be used, in words that follow the file's name; none shows a secret.
enum KeyFileError: Error, Equatable, CustomStringConvertible {
    /// There is no file of that name.
    case missing
    /// The system does not let the file be read.
    case unreadable(FileError)
    /// It is a folder, a pipe or the like.
    case notAFile
    /// Others than its owner may read or change it; its mode.
    case exposed(mode: UInt32)
    /// It is larger than any key set is.
    case tooLarge
    /// What it holds is no key set that can be used.
    case invalid(KeySetError)
    /// Its keys do not go together with the secret or the key pair beside them.
    case clash(KeyError)

    var description: String {
        switch self {
        case .missing: "there is none; `key generate` makes one"
        case .unreadable(let error): "it cannot be read: \(error)"
        case .notAFile: "it is no regular file"
        case .exposed(let mode):
            "others than its owner may read or change it (mode \(String(mode, radix: 8))); make that 600"
        case .tooLarge: "it has more than \(KeyFile.sizeLimit) bytes"
        case .invalid(let error): String(describing: error).clause
        case .clash(let error):
            "beside \(Settings.secretKey.name) or \(Settings.privateKey.name): \(String(describing: error).clause)"
        }
    }
}

/// The same with the name of the file, as a command says it.
struct KeyFileFailure: Error, Equatable, CustomStringConvertible {
    /// The file.
    let file: KeyFile

    /// What is wrong with it.
    let error: KeyFileError

    var description: String { "the key file \(file.path.printable): \(error)" }
}
