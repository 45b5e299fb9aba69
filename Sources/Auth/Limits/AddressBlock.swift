// SPDX-License-Identifier: Apache-2.0

import Glibc

/// The part of an address that attempts are counted by: all of an IPv4 address, the /64 of an IPv6 one, since whoever
/// has one address there has them all.
enum AddressBlock {
    /// The name of the block that `address` lies in; what is no address stands for itself.
    static func name(of address: String) -> String {
        var bytes = in6_addr()
        guard inet_pton(AF_INET6, address, &bytes) == 1 else { return address }
        return withUnsafeBytes(of: bytes) { isMapped($0) ? mapped($0) : prefix($0) }
    }

    /// `::ffff:a.b.c.d` (RFC 4291 §2.5.5.2): an IPv4 client seen through a socket of both families.
    private static func isMapped(_ bytes: UnsafeRawBufferPointer) -> Bool {
        bytes.prefix(10).allSatisfy { $0 == 0 } && bytes[10] == 0xff && bytes[11] == 0xff
    }

    private static func mapped(_ bytes: UnsafeRawBufferPointer) -> String {
        bytes.suffix(4).map(String.init).joined(separator: ".")
    }

    private static func prefix(_ bytes: UnsafeRawBufferPointer) -> String {
        let groups = stride(from: 0, to: 8, by: 2).map { index in
            String(UInt16(bytes[index]) << 8 | UInt16(bytes[index + 1]), radix: 16)
        }
        return groups.joined(separator: ":") + "::/64"
    }
}
