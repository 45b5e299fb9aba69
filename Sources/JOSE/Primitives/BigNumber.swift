// SPDX-License-Identifier: Apache-2.0

import COpenSSL

/// A natural number of any size, whose memory is wiped when it is given back.
///
/// It serves to examine keys once, when they are read; signatures are OpenSSL's own business. Where there is no memory
/// the process ends, as it does without a digest: an unexamined key must not be used.
final class BigNumber {
    let pointer: OpaquePointer

    /// The number that `bytes` are, the first of them the most significant.
    init(_ bytes: some Collection<UInt8>) {
        let bytes = Array(bytes)
        guard let number = BN_bin2bn(bytes, Int32(bytes.count), nil) else {
            preconditionFailure("OpenSSL has no memory for a number")
        }
        pointer = number
    }

    deinit { BN_clear_free(pointer) }

    /// The bits of the number, from the first that is one.
    var bitWidth: Int { Int(BN_num_bits(pointer)) }

    var isOdd: Bool { BN_is_odd(pointer) == 1 }
}

extension BigNumber {
    /// The product, modulo `modulus` where there is one.
    func times(_ other: BigNumber, modulo modulus: BigNumber? = nil) -> BigNumber {
        compute { result, scratch in
            guard let modulus else { return BN_mul(result, pointer, other.pointer, scratch) }
            return BN_mod_mul(result, pointer, other.pointer, modulus.pointer, scratch)
        }
    }

    /// The sum, modulo `modulus`.
    func plus(_ other: BigNumber, modulo modulus: BigNumber) -> BigNumber {
        compute { BN_mod_add($0, pointer, other.pointer, modulus.pointer, $1) }
    }

    /// The difference, modulo `modulus`.
    func minus(_ other: BigNumber, modulo modulus: BigNumber) -> BigNumber {
        compute { BN_mod_sub($0, pointer, other.pointer, modulus.pointer, $1) }
    }

    /// The difference from a number that is no larger.
    func less(_ other: BigNumber) -> BigNumber {
        compute { result, _ in BN_sub(result, pointer, other.pointer) }
    }

    /// What is left after a division by `modulus`.
    func modulo(_ modulus: BigNumber) -> BigNumber {
        compute { BN_nnmod($0, pointer, modulus.pointer, $1) }
    }

    /// Whether some number's square is this one, modulo a prime.
    func isSquare(modulo prime: BigNumber) -> Bool {
        let scratch = BN_CTX_new()
        defer { BN_CTX_free(scratch) }
        return BN_kronecker(pointer, prime.pointer, scratch) == 1
    }

    private func compute(_ operation: (OpaquePointer, OpaquePointer) -> Int32) -> BigNumber {
        let result = BigNumber([])
        let scratch = BN_CTX_secure_new()
        defer { BN_CTX_free(scratch) }
        guard let scratch, operation(result.pointer, scratch) == 1 else {
            preconditionFailure("OpenSSL could not compute with a number")
        }
        return result
    }
}

extension BigNumber: Comparable {
    static func < (a: BigNumber, b: BigNumber) -> Bool { BN_cmp(a.pointer, b.pointer) < 0 }
    static func == (a: BigNumber, b: BigNumber) -> Bool { BN_cmp(a.pointer, b.pointer) == 0 }
}
