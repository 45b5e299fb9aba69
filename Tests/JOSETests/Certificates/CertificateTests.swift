// SPDX-License-Identifier: Apache-2.0

import JOSE
import Testing

@Suite("A certificate")
struct CertificateTests {
    private var certificate: Certificate {
        get throws { try #require(Certificate.chain(pem: Self.text.utf8).first) }
    }

    @Test("says from when until when it holds")
    func times() throws {
        #expect(try certificate.notBefore == 1_893_456_000)
        #expect(try certificate.notAfter == 1_901_232_000)
    }

    @Test("says for which names it is")
    func names() throws {
        for name in ["localhost", "LOCALHOST", "a.example.com"] {
            #expect(try certificate.isFor(host: name), "\(name)")
        }
        for name in ["example.com", "a.b.example.com", "local", "", "127.0.0.1", "*", "a\u{0}.example.com"] {
            #expect(try !certificate.isFor(host: name), "\(name)")
        }
    }

    @Test("knows its own key among others, and what is none")
    func key() throws {
        #expect(try certificate.belongs(toPrivateKey: Self.ownKey.utf8) == true)
        #expect(try certificate.belongs(toPrivateKey: Self.otherKey.utf8) == false)
        for text in ["", "key", Self.text, String(Self.ownKey.dropLast(80))] {
            #expect(try certificate.belongs(toPrivateKey: text.utf8) == nil)
        }
    }

    @Test("is read with those that follow it, and as far as it is one")
    func chain() {
        let expected = [
            ("", 0), ("x", 0), (Self.text, 1), ("# a\n" + Self.text + "\n" + Self.text, 2), (Self.ownKey, 0),
        ]
        for (text, count) in expected { #expect(Certificate.chain(pem: text.utf8).count == count) }
        #expect(Certificate.chain(pem: Self.text.utf8.prefix(300)).isEmpty)
        #expect(Certificate.chain(pem: (Self.text + Self.text.prefix(300)).utf8).count == 1)
    }

    /// Made with `openssl ca` for the first quarter of 2030, for localhost and *.example.com.
    private static let text = """
        -----BEGIN CERTIFICATE-----
        MIIBYzCCAQmgAwIBAgIBATAKBggqhkjOPQQDAjAUMRIwEAYDVQQDDAlsb2NhbGhv
        c3QwHhcNMzAwMTAxMDAwMDAwWhcNMzAwNDAxMDAwMDAwWjAUMRIwEAYDVQQDDAls
        b2NhbGhvc3QwWTATBgcqhkjOPQIBBggqhkjOPQMBBwNCAASc7O6apa7EicPVOw3/
        sr7cjED/k/eWObeILYD5KIQCk6FarLUxvYV1agpkNlzEWEQHqtqYsUF7ynaTw5EX
        /M5fo0wwSjApBgNVHREEIjAggglsb2NhbGhvc3SCDSouZXhhbXBsZS5jb22HBH8A
        AAEwHQYDVR0OBBYEFGrTDpnMSk4RUrppmXEBcGMixA1WMAoGCCqGSM49BAMCA0gA
        MEUCIQCa9ySv+JHRsgDO/y6+4xxj4kBgIuZZ1lH7lRLeUE2TkQIgcHiKkf2mtAiT
        L+99mnnR6s2bsaAFgTzlXY2jtgrJ7DY=
        -----END CERTIFICATE-----

        """

    private static let ownKey = """
        -----BEGIN PRIVATE KEY-----
        MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQgaewNMbCxvwc/WddA
        O6jJtPJYzUeJ0/pxxw936R/o2sOhRANCAASc7O6apa7EicPVOw3/sr7cjED/k/eW
        ObeILYD5KIQCk6FarLUxvYV1agpkNlzEWEQHqtqYsUF7ynaTw5EX/M5f
        -----END PRIVATE KEY-----

        """

    private static let otherKey = """
        -----BEGIN PRIVATE KEY-----
        MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQgAIaAtLaO16bMv1u+
        ed1/9mnb1re6AyT5D+1I1AOyjZGhRANCAASR/fB/VZf78l/dJ15hOu/x3IpoufN6
        lGvqRRnQLa2j3H03oD9vDBimoUqHg/PblG7Hw+IfydktbadlwBiw9EdY
        -----END PRIVATE KEY-----

        """
}
