// SPDX-License-Identifier: Apache-2.0

import COpenSSL

/// A key of ECDSA, held ready for the one algorithm of its curve.
///
/// A signature is r and s, each with all bytes of the curve's order (RFC 7518 §3.4), whereas OpenSSL speaks DER.
struct ECDSASignature: Sendable {
    private let signature: DigestSignature
    /// The bytes of r, and of s.
    private let size: Int

    init?(_ key: PKey, _ algorithm: Algorithm, isPrivate: Bool) {
        guard let curve = algorithm.curve,
            let signature = DigestSignature(key, algorithm, isPrivate: isPrivate)
        else { return nil }
        self.signature = signature
        size = curve.size
    }

    func signature(over input: Span<UInt8>) -> [UInt8]? {
        signature.signature(over: input).flatMap { Self.halves(of: $0, size: size) }
    }

    /// The length is judged here; that 0 < r, s < n is judged by OpenSSL.
    func verifies(_ bytes: [UInt8], over input: Span<UInt8>) -> Bool {
        guard bytes.count == 2 * size, let der = Self.der(bytes, size: size) else { return false }
        return signature.verifies(der, over: input)
    }

    private static func der(_ halves: [UInt8], size: Int) -> [UInt8]? {
        let signature = ECDSA_SIG_new()
        defer { ECDSA_SIG_free(signature) }
        let (r, s) = halves.withUnsafeBufferPointer { halves in
            (
                BN_bin2bn(halves.baseAddress, Int32(size), nil),
                BN_bin2bn(halves.baseAddress.map { $0 + size }, Int32(size), nil)
            )
        }
        guard ECDSA_SIG_set0(signature, r, s) == 1 else {
            BN_free(r)
            BN_free(s)
            return nil
        }
        // Two integers, each with a zero in front where its first bit is set, and three headers of up to three bytes.
        var der = [UInt8](repeating: 0, count: 2 * (size + 1) + 9)
        let count = der.withUnsafeMutableBufferPointer { buffer in
            var end = buffer.baseAddress
            return i2d_ECDSA_SIG(signature, &end)
        }
        guard count > 0 else { return nil }
        der.removeLast(der.count - Int(count))
        return der
    }

    private static func halves(of der: [UInt8], size: Int) -> [UInt8]? {
        let signature = der.withUnsafeBufferPointer { buffer in
            var start = buffer.baseAddress
            return d2i_ECDSA_SIG(nil, &start, buffer.count)
        }
        guard let signature else { return nil }
        defer { ECDSA_SIG_free(signature) }
        var halves = [UInt8](repeating: 0, count: 2 * size)
        let isWritten = halves.withUnsafeMutableBufferPointer { halves in
            guard let start = halves.baseAddress else { return false }
            return BN_bn2binpad(ECDSA_SIG_get0_r(signature), start, Int32(size)) == Int32(size)
                && BN_bn2binpad(ECDSA_SIG_get0_s(signature), start + size, Int32(size)) == Int32(size)
        }
        return isWritten ? halves : nil
    }
}
