// SPDX-License-Identifier: Apache-2.0

/// The header of a FastCGI record (FastCGI Specification 1.0 §3.3).
struct RecordHeader {
    static let size = 8
    static let beginRequest: UInt8 = 1
    static let parameters: UInt8 = 4
    static let standardInput: UInt8 = 5
    static let getValues: UInt8 = 9

    let version: UInt8
    let type: UInt8
    let requestID: Int
    let contentLength: Int
    let paddingLength: Int

    /// The header at an offset, nil when not all of it is there.
    init?(_ bytes: UnsafeRawBufferPointer, at offset: Int) {
        guard bytes.count - offset >= Self.size else { return nil }
        version = bytes[offset]
        type = bytes[offset + 1]
        requestID = Int(bytes[offset + 2]) << 8 | Int(bytes[offset + 3])
        contentLength = Int(bytes[offset + 4]) << 8 | Int(bytes[offset + 5])
        paddingLength = Int(bytes[offset + 6])
    }
}
