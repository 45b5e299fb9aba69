// SPDX-License-Identifier: Apache-2.0

import COpenSSL

/// An X.509 certificate (RFC 5280), as far as its owner asks: from when until when it holds, for which names, and
/// whether a key is its own.
///
/// It stands here since this is where OpenSSL is; tokens have nothing to do with it.
public final class Certificate: Sendable {
    /// The first second at which it holds.
    public let notBefore: NumericDate

    /// The last second at which it holds.
    public let notAfter: NumericDate

    /// Unsafe only by its type: nothing changes the certificate once it is read.
    private nonisolated(unsafe) let pointer: OpaquePointer

    /// Takes over a certificate; nil where its times are none.
    private init?(_ pointer: OpaquePointer) {
        self.pointer = pointer
        guard let notBefore = Self.seconds(X509_get0_notBefore(pointer)),
            let notAfter = Self.seconds(X509_get0_notAfter(pointer))
        else { return nil }
        (self.notBefore, self.notAfter) = (notBefore, notAfter)
    }

    deinit { X509_free(pointer) }

    /// The certificates in a text in PEM, in its order; that of the server comes first in what servers send.
    public static func chain(pem text: some Collection<UInt8>) -> [Certificate] {
        let text = Array(text)
        guard let source = BIO_new_mem_buf(text, Int32(clamping: text.count)) else { return [] }
        defer {
            BIO_free(source)
            ERR_clear_error()
        }
        var chain: [Certificate] = []
        while let pointer = PEM_read_bio_X509(source, nil, nil, nil) {
            if let certificate = Certificate(pointer) { chain.append(certificate) }
        }
        return chain
    }

    /// Whether the certificate is one for this name of a host (RFC 6125 §6.4).
    public func isFor(host: String) -> Bool {
        defer { ERR_clear_error() }
        return X509_check_host(pointer, host, host.utf8.count, 0, nil) == 1
    }

    /// Whether the private key in a text in PEM belongs to the certificate; nil where there is none that can be read.
    public func belongs(toPrivateKey text: some Collection<UInt8>) -> Bool? {
        guard let key = PKey(privatePEM: Array(text)) else { return nil }
        defer { ERR_clear_error() }
        return X509_check_private_key(pointer, key.pointer) == 1
    }

    private static func seconds(_ time: UnsafePointer<ASN1_TIME>?) -> NumericDate? {
        let epoch = ASN1_TIME_set(nil, 0)
        defer { ASN1_TIME_free(epoch) }
        var (days, seconds): (Int32, Int32) = (0, 0)
        guard ASN1_TIME_diff(&days, &seconds, epoch, time) == 1 else { return nil }
        return Int64(days) * 86_400 + Int64(seconds)
    }
}
