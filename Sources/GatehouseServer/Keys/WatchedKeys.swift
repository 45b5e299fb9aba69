// SPDX-License-Identifier: Apache-2.0

import Auth
import Glibc
import JOSE
import Synchronization

/// The keys of a file, which are those of the file at every moment at which somebody asks.
///
/// Whoever asks has the file's stamp looked at, one stat(2), so that a key that is retired is dead at the next request
/// of every process. A file that cannot be used leaves the keys as they were, and everybody who should know is told.
final class WatchedKeys: Keychain {
    /// What has happened to the keys.
    enum Event: Sendable, Equatable {
        /// Others were taken up; the name of the one that signs.
        case renewed(signing: String)
        /// The file cannot be used; the keys that were read before go on.
        case failed(KeyFileFailure)
        /// The file can be used again.
        case recovered
    }

    private struct State {
        var keys: KeysInUse
        /// The stamp that the file had when it was looked at last; nil where it could not be reached.
        var stamp: FileStamp?
        /// The digest of the bytes that the keys were read from.
        var digest: [UInt8]
        var error: KeyFileError?
        /// How many times more the file is read although its stamp stays the same.
        var rereadings: Int
    }

    private let file: KeyFile
    private let other: Key?
    private let stamp: @Sendable () -> FileStamp?
    private let observe: @Sendable (Event) -> Void
    private let state: Mutex<State>

    /// The keys of a file.
    ///
    /// - Parameters:
    ///   - file: the file.
    ///   - other: a secret or a key pair that verifies beside them, tokens without a `kid` too.
    ///   - stamp: the file's stamp at the moment; by itself that of stat(2).
    ///   - observe: receives what happens.
    /// - Throws: ``KeyFileFailure`` where the file cannot be used now.
    init(
        _ file: KeyFile, beside other: Key?, stamp: (@Sendable () -> FileStamp?)? = nil,
        observe: @escaping @Sendable (Event) -> Void = { _ in }
    ) throws(KeyFileFailure) {
        self.file = file
        self.other = other
        self.stamp = stamp ?? { FileStamp(ofFile: file.path) }
        self.observe = observe
        let first = self.stamp()
        do throws(KeyFileError) {
            let bytes = try file.bytes()
            let keys = KeysInUse(try Self.ring(bytes, other))
            state = Mutex(
                State(keys: keys, stamp: first, digest: sha256(bytes), error: nil, rereadings: Self.rereadings))
        } catch {
            throw KeyFileFailure(file: file, error: error)
        }
    }

    /// The keys of the file as it is now, or, where it cannot be used, as it was.
    var inUse: KeysInUse {
        let found = stamp()
        return state.withLock { state in
            // Asked again: while this thread waited another may have read the file.
            if found != state.stamp, stamp() != state.stamp { read(&state) }
            return state.keys
        }
    }

    /// That something is wrong with the file as it is now; what it is, is for the log and not for everybody.
    var complaint: String? {
        _ = inUse
        let error = state.withLock { $0.error }
        return error.map { _ in "The key file cannot be used, so the keys that were read before go on" }
    }

    /// Reads the file again where that could tell something new; to be called every second, requests or not.
    ///
    /// Time stamps move in steps of some milliseconds, so a file that was changed in place just after it had been read
    /// may look the same; and what made a file unreadable need not have left a mark on it.
    ///
    /// - Parameter anyway: Whether it is read in any case.
    func look(anyway: Bool = false) {
        state.withLock { state in
            let isSettled = state.error == nil && state.rereadings == 0 && stamp() == state.stamp
            guard anyway || !isSettled else { return }
            state.rereadings = max(0, state.rereadings - 1)
            read(&state)
        }
    }

    private static let rereadings = 2

    private func read(_ state: inout State) {
        // The stamp before the bytes: what changes in between is read again.
        state.stamp = stamp()
        do throws(KeyFileError) {
            let bytes = try file.bytes()
            let digest = sha256(bytes)
            if digest != state.digest { try take(bytes, digest, &state) }
            if state.error != nil { observe(.recovered) }
            state.error = nil
        } catch {
            if state.error != error { observe(.failed(KeyFileFailure(file: file, error: error))) }
            state.error = error
        }
    }

    private func take(_ bytes: [UInt8], _ digest: [UInt8], _ state: inout State) throws(KeyFileError) {
        state.rereadings = Self.rereadings
        state.keys = KeysInUse(try Self.ring(bytes, other), after: state.keys)
        state.digest = digest
        observe(.renewed(signing: state.keys.ring.signing.id))
    }

    private static func ring(_ bytes: [UInt8], _ other: Key?) throws(KeyFileError) -> KeyRing {
        let set = try KeyFile.set(bytes)
        do throws(KeyError) {
            return try KeyRing(set, verifying: [other].compactMap(\.self), unnamed: other)
        } catch {
            throw .clash(error)
        }
    }
}
