// SPDX-License-Identifier: Apache-2.0

import Foundation
import JOSE
import Testing

@testable import GatehouseServer

@Suite("A start with a key file that cannot be")
struct KeyStartTests {
    private let line = CommandLineFixture()
    private let path: String

    init() throws {
        path = line.folder.path("keys.json")
        line.environment["JWT_KEYS_FILE"] = path
        line.environment["GATEHOUSE_LISTEN"] = "unix:\(line.folder.path("x.sock"))"
        _ = try KeyFile(path: path).edit { _ in try KeySet.generate(.es256, id: "first", at: 1) }
    }

    /// A change to the text of a file with a current key `first` and a next one, and what is said of it.
    typealias Fault = (name: String, change: @Sendable (String) -> String, words: String)

    static let faults: [Fault] = [
        ("half written", { String($0.prefix($0.count / 2)) }, "is not strict JSON"),
        ("empty", { _ in "" }, "is not strict JSON"),
        ("one key, no set", { _ in #"{"kty":"oct"}"# }, "a list \"keys\""),
        ("no keys", { _ in #"{"keys":[]}"# }, "no key has the status \"current\""),
        ("an unknown status", { $0.replacing("\"next\"", with: "\"soon\"") }, "the member status must be"),
        ("two current keys", { $0.replacing("\"next\"", with: "\"current\"") }, "which one alone can have"),
        ("no current key", { $0.replacing("\"current\"", with: "\"verifying\"") }, "No key has the status"),
        ("another algorithm's key", { $0.replacing("ES256", with: "ES384") }, "ES384 does not compute with"),
        ("a public key that shall sign", { $0.replacing("\"d\"", with: "\"_\"") }, "cannot sign"),
        ("halves that do not belong together", { Self.copying(["d"], $0) }, "does not belong"),
        ("one key under two names", { Self.copying(["x", "y", "d"], $0) }, "are the same"),
        ("two keys of one name", { Self.copying(["kid"], $0) }, "given twice"),
        ("a weak secret", { _ in Self.secret("YWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFhYWE") }, "can be guessed"),
        ("a short secret", { _ in Self.secret("c2hvcnQ") }, "needs at least 32"),
    ]

    /// The text with those members of the second key as they are in the first.
    private static func copying(_ names: [String], _ text: String) -> String {
        let keys = (try? JSON(parsing: Array(text.utf8)))?["keys"]?.array?.compactMap(\.members) ?? []
        let second = keys[1].map { member in
            names.contains(member.name) ? keys[0].first { $0.name == member.name } ?? member : member
        }
        let set = JSON.object([.init("keys", .array([.object(keys[0]), .object(second)]))])
        return String(decoding: set.serialized(), as: UTF8.self)
    }

    private static func secret(_ k: String) -> String {
        #"{"keys":[{"kid":"a","kty":"oct","alg":"HS256","status":"current","k":"\#(k)"}]}"#
    }

    @Test("is refused in one sentence that names the file", arguments: faults)
    func refused(_ name: String, _ change: @Sendable (String) -> String, _ words: String) throws {
        let changed = change(try line.folder.text("keys.json"))
        try line.folder.write("keys.json", changed)
        chmod(path, 0o600)
        let answer = try line.run("serve")
        #expect(answer.status == 78)
        #expect(answer.errors.hasPrefix("shop: the key file \(path): "), "\(answer.errors)")
        #expect(answer.errors.lowercased().contains(words.lowercased()), "\(answer.errors)")
        #expect(answer.errors.filter(\.isNewline).count == 1)
    }
}
