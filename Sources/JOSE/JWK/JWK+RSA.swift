// SPDX-License-Identifier: Apache-2.0

import COpenSSL

extension JWK {
    /// A key of RSA (RFC 7518 §6.3), once its numbers are found good.
    func rsaKey(isPrivate: Bool) throws(KeyError) -> PKey {
        let (n, e) = (try number("n"), try number("e"))
        guard (2048...8192).contains(n.bitWidth) else { throw .modulusSize(bits: n.bitWidth) }
        // OpenSSL verifies with no longer exponent, lest it take ages.
        guard e.isOdd, e >= BigNumber([1, 0, 1]), e.bitWidth <= 64 else { throw .publicExponent }
        var parts: [Parameters.Item] = [("n", .number(n)), ("e", .number(e))]
        if isPrivate { parts += try rsaPrivateParts(n) }
        guard let key = PKey("RSA", isPrivate: isPrivate, parts), key.isValidPublicKey else { throw .modulus }
        return key
    }

    /// The private numbers, which all have to be there: without the primes OpenSSL signs four times as slowly.
    ///
    /// Whether d belongs to n and e is seen when the key signs. Where p, q and what follows from them are wrong it
    /// signs with d alone, so these are compared with d here (RFC 8017 §3.2).
    private func rsaPrivateParts(_ n: BigNumber) throws(KeyError) -> [Parameters.Item] {
        if has("oth") { throw .modulus }
        let d = try number("d")
        let (p, q) = (try number("p"), try number("q"))
        let (dp, dq, qi) = (try number("dp"), try number("dq"), try number("qi"))
        let one = BigNumber([1])
        guard p.isOdd, q.isOdd, p > one, q > one, p.times(q) == n, d < n else { throw .mismatchedHalves }
        for (prime, exponent) in [(p, dp), (q, dq)] {
            guard d.modulo(prime.less(one)) == exponent else { throw .mismatchedHalves }
        }
        guard qi < p, q.times(qi, modulo: p) == one else { throw .mismatchedHalves }
        return [
            ("d", .number(d)), ("rsa-factor1", .number(p)), ("rsa-factor2", .number(q)),
            ("rsa-exponent1", .number(dp)), ("rsa-exponent2", .number(dq)), ("rsa-coefficient1", .number(qi)),
        ]
    }
}
