// SPDX-License-Identifier: Apache-2.0

import Foundation
import JOSE
import Synchronization
import Testing

@testable import Auth
@testable import GatehouseServer

@Suite("The keys of a file that is watched")
struct WatchedKeysTests {
    private let folder = TemporaryFolder()
    private let file: KeyFile
    private let events = Events()
    private let keys: WatchedKeys

    init() throws {
        file = KeyFile(path: folder.path("keys.json"))
        _ = try file.edit { _ in try KeySet.generate(.es256, id: "first", at: 1) }
        keys = try WatchedKeys(file, beside: nil, observe: events.add)
    }

    private func rotate() throws -> String {
        try file.edit { try #require($0).rotated(at: 2) }.signing.id
    }

    @Test("are the new ones for whoever asks next, and no others while nothing changes")
    func renewal() throws {
        let first = keys.inUse
        #expect(first === keys.inUse)
        let id = try rotate()
        #expect(keys.inUse.ring.signing.id == id)
        #expect(keys.inUse !== first)
        #expect(events.all == [.renewed(signing: id)])
    }

    @Test("are read once by however many threads that ask at once")
    func threads() throws {
        for _ in 1...20 {
            let id = try rotate()
            events.clear()
            let wrong = Mutex(0)
            DispatchQueue.concurrentPerform(iterations: 16) { _ in
                if keys.inUse.ring.signing.id != id { wrong.withLock { $0 += 1 } }
            }
            #expect(wrong.withLock { $0 } == 0)
            #expect(events.all == [.renewed(signing: id)])
        }
    }

    @Test("stay, with their memory, where the file was only touched")
    func touched() throws {
        let first = keys.inUse
        try FileManager.default.setAttributes([.modificationDate: Date.distantPast], ofItemAtPath: file.path)
        #expect(keys.inUse === first)
        #expect(events.all.isEmpty)
    }

    static let faults: [(name: String, @Sendable (KeyFile, [UInt8]) throws -> Void)] = [
        ("half written", { try Data($1.prefix($1.count / 2)).write(to: URL(filePath: $0.path)) }),
        ("empty", { file, _ in truncate(file.path, 0) }),
        ("gone", { file, _ in unlink(file.path) }),
        ("readable for everybody", { file, _ in chmod(file.path, 0o644) }),
        ("a folder", { file, _ in _ = (unlink(file.path), mkdir(file.path, 0o700)) }),
        ("without a current key", { try Self.replace("\"current\"", "\"verifying\"", in: $1, at: $0) }),
        ("with a name twice", { try Self.replace("\"next\"", "\"current\"", in: $1, at: $0) }),
    ]

    private static func replace(_ text: String, _ other: String, in bytes: [UInt8], at file: KeyFile) throws {
        let changed = String(decoding: bytes, as: UTF8.self).replacing(text, with: other)
        try Data(changed.utf8).write(to: URL(filePath: file.path))
    }

    @Test("go on where the file is spoilt, which is said once, and come back by themselves", arguments: faults)
    func fault(_ name: String, _ spoil: @Sendable (KeyFile, [UInt8]) throws -> Void) throws {
        let bytes = try file.bytes()
        let first = keys.inUse
        try spoil(file, bytes)
        for _ in 1...3 {
            #expect(keys.inUse === first)
            keys.look()
        }
        #expect(events.all.count == 1)
        guard case .failed(let failure) = events.all.first else { throw Unexpected() }
        #expect(keys.complaint?.contains(String(describing: failure.error)) == false, "it is shown to everybody")
        #expect(keys.complaint?.contains(folder.path("")) == false)
        try? FileManager.default.removeItem(atPath: file.path)
        try Data(bytes).write(to: URL(filePath: file.path))
        chmod(file.path, 0o600)
        #expect(keys.complaint == nil)
        #expect(keys.inUse === first)
        #expect(events.all.last == .recovered)
    }

    @Test("are soon those of a change that left no mark on the stamp")
    func unmarked() throws {
        // What a file has that is written twice within one step of the clock.
        let stamp = FileStamp(ofFile: file.path)
        let keys = try WatchedKeys(file, beside: nil, stamp: { stamp })
        let ids = try (1...3).map { _ in
            let id = try rotate()
            #expect(keys.inUse.ring.signing.id != id)
            keys.look()
            #expect(keys.inUse.ring.signing.id == id)
            return id
        }
        #expect(Set(ids).count == 3)
    }

    @Test("go on counting tokens where they change")
    func counted() throws {
        for _ in 1...2 {
            _ = try rotate()
            #expect(throws: TokenError.expired) {
                try keys.inUse.verified.token("x", at: 0, leeway: 0) { () throws(TokenError) in throw .expired }
            }
        }
        #expect(keys.inUse.memory.misses == 2)
    }

    @Test("are looked at again on demand, mark or not")
    func demand() throws {
        let stamp = FileStamp(ofFile: file.path)
        let keys = try WatchedKeys(file, beside: nil, stamp: { stamp })
        for _ in 1...3 { keys.look() }
        let id = try rotate()
        keys.look()
        #expect(keys.inUse.ring.signing.id == "first")
        keys.look(anyway: true)
        #expect(keys.inUse.ring.signing.id == id)
    }

    @Test("verify tokens of the secret beside them, with and without a kid, and do not sign with it")
    func secret() throws {
        let secret = try Key.secret(Array("0123456789abcdef0123456789ABCDEF".utf8))
        let ring = try WatchedKeys(file, beside: secret).inUse.ring
        let claims = Claims(members: [
            .init("sub", "alice"), .init("iat", 1), .init("exp", 100), .init("jti", "j"), .init("type", "access"),
        ])
        let before = try KeyRing(signing: secret).sign(claims)
        for token in [before, Self.unnamed(before)] {
            #expect(try ring.verify(token, now: 50, Validation()).claims.subject == "alice")
        }
        #expect(try ring.verify(ring.sign(claims), now: 50, Validation()).header.keyID == "first")
        #expect(throws: TokenError.unknownKey) {
            try keys.inUse.ring.verify(before, now: 50, Validation())
        }
    }

    /// The same token as Flask-JWT-Extended writes it: signed by the secret, without its name.
    private static func unnamed(_ token: String) -> String {
        let header = Base64URL.encode(Array(#"{"alg":"HS256","typ":"JWT"}"#.utf8))
        let input = "\(header).\(token.split(separator: ".")[1])"
        let code = hmacSHA256(Array(input.utf8), key: Array("0123456789abcdef0123456789ABCDEF".utf8))
        return "\(input).\(Base64URL.encode(code))"
    }

    @Test("are refused where the secret beside them has the name of one, retired ones too")
    func clash() throws {
        let secret = try Key.secret(Array("0123456789abcdef0123456789ABCDEF".utf8))
        _ = try file.edit { set in
            try #require(set).rotated(at: 2).retiring("first", at: 3)
        }
        let text = String(decoding: try file.bytes(), as: UTF8.self).replacing("first", with: secret.id)
        try Data(text.utf8).write(to: URL(filePath: file.path))
        chmod(file.path, 0o600)
        #expect(throws: KeyFileFailure(file: file, error: .clash(.duplicateID(secret.id)))) {
            try WatchedKeys(file, beside: secret)
        }
    }

    @Test("go on where the file comes to hold, as retired, what the secret beside them is; no start is made with it")
    func retired() throws {
        let bytes = Array("0123456789abcdef0123456789ABCDEF".utf8)
        let secret = try Key.secret(bytes, algorithm: .hs384)
        let keys = try WatchedKeys(file, beside: secret, observe: events.add)
        let first = keys.inUse
        let text = String(decoding: try file.bytes(), as: UTF8.self)
        let entry = #"{"kid":"old","kty":"oct","alg":"HS256","status":"retired","k":"\#(Base64URL.encode(bytes))"},"#
        try Data(text.replacing("\"keys\": [", with: "\"keys\": [\(entry)").utf8).write(to: URL(filePath: file.path))
        chmod(file.path, 0o600)
        let failure = KeyFileFailure(file: file, error: .clash(.retired(secret.id, as: "old")))
        #expect(keys.inUse === first)
        #expect(events.all == [.failed(failure)])
        #expect(throws: failure) { try WatchedKeys(file, beside: secret) }
        #expect(failure.description.contains("was retired: take it away"), "\(failure)")
    }

    private struct Unexpected: Error {}
}

/// What was told of the keys.
private final class Events: Sendable {
    private let list = Mutex<[WatchedKeys.Event]>([])
    var all: [WatchedKeys.Event] { list.withLock { $0 } }
    func add(_ event: WatchedKeys.Event) { list.withLock { $0.append(event) } }
    func clear() { list.withLock { $0 = [] } }
}
