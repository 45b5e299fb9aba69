// SPDX-License-Identifier: Apache-2.0

import Testing

@testable import JOSE

@Suite("Base64url")
struct Base64URLTests {
    @Test(
        "bytes have the spelling of RFC 4648 §10, less the padding",
        arguments: [
            ("", ""), ("f", "Zg"), ("fo", "Zm8"), ("foo", "Zm9v"), ("foob", "Zm9vYg"), ("fooba", "Zm9vYmE"),
            ("foobar", "Zm9vYmFy"), ("~~~", "fn5-"), ("???", "Pz8_"),
        ])
    func vectors(plain: String, text: String) throws {
        #expect(Base64URL.encode(plain.utf8) == text)
        #expect(try Base64URL.decode(text.utf8) == Array(plain.utf8))
    }

    @Test("every byte survives in every place")
    func roundTrip() throws {
        for length in 0..<70 {
            let bytes = (0..<length).map { UInt8(truncatingIfNeeded: $0 &* 37 &+ length &* 101) }
            let text = Base64URL.encode(bytes)
            #expect(text.utf8.count == (length * 4 + 2) / 3)
            #expect(try Base64URL.decode(text.utf8) == bytes)
        }
        #expect(try Base64URL.decode(Base64URL.encode(UInt8.min...UInt8.max).utf8) == Array(UInt8.min...UInt8.max))
    }

    @Test("of all 256 characters the alphabet has 64", arguments: 0..<4)
    func alphabet(place: Int) {
        let allowed = Set("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_".utf8)
        for character in UInt8.min...UInt8.max {
            var text = Array("AAAA".utf8)
            text[place] = character
            if allowed.contains(character) {
                #expect(throws: Never.self) { try Base64URL.decode(text) }
            } else {
                #expect(throws: Base64URLError.invalidCharacter) { try Base64URL.decode(text) }
            }
        }
    }

    @Test(
        "another spelling of the same bytes is refused",
        arguments: [
            ("Zh", Base64URLError.notCanonical), ("Zk", .notCanonical), ("Zv", .notCanonical),
            ("Zm9", .notCanonical), ("Zm-", .notCanonical), ("Zm9vYh", .notCanonical), ("Z", .invalidLength),
            ("Zm9vY", .invalidLength), ("Zg==", .invalidCharacter), ("Zm8=", .invalidCharacter),
            ("Zm 9v", .invalidLength), ("Zm9v\n", .invalidLength), ("Zm9v\n\n", .invalidCharacter),
            ("+/+/", .invalidCharacter), ("Zm9ё", .invalidLength),
        ])
    func refusals(text: String, error: Base64URLError) {
        #expect(throws: error) { try Base64URL.decode(text.utf8) }
    }

    @Test("each code of 32 bytes has one spelling of 64 that differ in the last character")
    func twins() throws {
        let text = Array(Base64URL.encode(sha256(Array("twin".utf8))).utf8)
        let readable = (UInt8.min...UInt8.max).filter { last in
            (try? Base64URL.decode(text.dropLast() + [last])) == sha256(Array("twin".utf8))
        }
        #expect(readable == [text[42]])
    }
}
