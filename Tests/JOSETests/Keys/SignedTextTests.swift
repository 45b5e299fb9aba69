// SPDX-License-Identifier: Apache-2.0

import JOSE
import Testing

@Suite("A signed text that is no token")
struct SignedTextTests {
    @Test("is read by whoever has the key, and is nobody's token", arguments: Algorithm.allCases)
    func text(_ algorithm: Algorithm) throws {
        let ring = try KeyRing(signing: TestKeys.main(algorithm))
        for text in ["a 1 b", "", "{", "[]", "é"] {
            let signed = try ring.sign(text: text)
            if text.isEmpty {
                #expect(throws: TokenError.malformed("an empty part")) { try ring.text(of: signed) }
            } else {
                #expect(try ring.text(of: signed) == text)
            }
            #expect(throws: TokenError.self) { try ring.verify(signed, now: 0, Validation()) }
        }
    }

    @Test("is refused where it was changed, or signed by somebody else")
    func forged() throws {
        let ring = try KeyRing(signing: TestKeys.main(.es256))
        let (one, other) = try (ring.sign(text: "one"), ring.sign(text: "other"))
        let parts = (one.split(separator: "."), other.split(separator: "."))
        let mixed = "\(parts.0[0]).\(parts.0[1]).\(parts.1[2])"
        #expect(throws: TokenError.signature) { try ring.text(of: mixed) }
        let stranger = try KeyRing(signing: TestKeys.other(.es256))
        #expect(throws: TokenError.self) { try ring.text(of: stranger.sign(text: "one")) }
    }
}
