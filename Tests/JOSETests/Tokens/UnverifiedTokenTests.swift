// SPDX-License-Identifier: Apache-2.0

import JOSE
import Testing

@Suite("A token that is only looked at")
struct UnverifiedTokenTests {
    private func token(_ header: String, _ payload: String, _ signature: String = "AA") -> String {
        "\(Base64URL.encode(Array(header.utf8))).\(Base64URL.encode(Array(payload.utf8))).\(signature)"
    }

    @Test("shows what it says, in its order, whatever it is signed with")
    func parts() throws {
        let token = try UnverifiedToken(token(#"{"kid":"../x","alg":"none","zip":"DEF"}"#, #"{"exp":1,"sub":null}"#))
        #expect(token.header.map(\.name) == ["kid", "alg", "zip"])
        #expect(token.claims == [.init("exp", 1), .init("sub", .null)])
    }

    static let malformed = [
        "", ".", "..", "a.b.c", "e30.e30", "e30.e30.", "e30..AA", "e30.e30.AA.AA", "W10.e30.AA", "e30.W10.AA",
        "e31.e30.AA",
    ]

    @Test("is none where its parts are not", arguments: malformed)
    func refused(_ text: String) {
        #expect { try UnverifiedToken(text) } throws: { error in
            if case .malformed? = error as? TokenError { true } else { false }
        }
    }
}
