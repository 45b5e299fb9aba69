// SPDX-License-Identifier: Apache-2.0

import COpenSSL

/// Parameters for OpenSSL, with copies of the values, which are wiped when they are given back.
///
/// A name is a `StaticString` because OpenSSL keeps only a pointer to it.
final class Parameters {
    enum Value {
        case number(BigNumber)
        case octets([UInt8])
        case text(String)
    }

    typealias Item = (name: StaticString, value: Value)

    let pointer: UnsafeMutablePointer<OSSL_PARAM>

    /// Nil where there is no memory.
    init?(_ items: [Item]) {
        guard let builder = OSSL_PARAM_BLD_new() else { return nil }
        defer { OSSL_PARAM_BLD_free(builder) }
        guard let built = Self.build(items[...], with: builder) else { return nil }
        pointer = built
    }

    deinit {
        var next = pointer
        while next.pointee.key != nil {
            OPENSSL_cleanse(next.pointee.data, next.pointee.data_size)
            next += 1
        }
        OSSL_PARAM_free(pointer)
    }

    /// The builder reads the values at its very end, so each has to stay where it is until the others are there.
    private static func build(
        _ items: ArraySlice<Item>, with builder: OpaquePointer
    ) -> UnsafeMutablePointer<OSSL_PARAM>? {
        guard let item = items.first else { return OSSL_PARAM_BLD_to_param(builder) }
        let rest = items.dropFirst()
        let name = UnsafeRawPointer(item.name.utf8Start).assumingMemoryBound(to: CChar.self)
        switch item.value {
        case .number(let number):
            return withExtendedLifetime(number) {
                OSSL_PARAM_BLD_push_BN(builder, name, number.pointer) == 1 ? build(rest, with: builder) : nil
            }
        case .octets(let octets):
            return octets.withUnsafeBytes { bytes in
                let pushed = OSSL_PARAM_BLD_push_octet_string(builder, name, bytes.baseAddress, bytes.count)
                return pushed == 1 ? build(rest, with: builder) : nil
            }
        case .text(let text):
            return text.withCString { text in
                OSSL_PARAM_BLD_push_utf8_string(builder, name, text, 0) == 1 ? build(rest, with: builder) : nil
            }
        }
    }
}
