// SPDX-License-Identifier: Apache-2.0

import CFastCGI
import Glibc

/// One request in libfcgi's hands; reused for the next by the same thread.
///
/// libfcgi never gets to close the socket, which would cost it up to two seconds: it is told to keep the connection,
/// the request is released with `FCGX_Free(_, 0)`, and who holds the connection closes it.
final class FastCGIRequest {
    private let request = UnsafeMutablePointer<FCGX_Request>.allocate(capacity: 1)
    private lazy var farewell = Farewell()
    private var chunk = [UInt8](repeating: 0, count: 8_192)

    /// Whether the peer wishes to use the connection again.
    private(set) var isKept = false

    init() {
        // Without a listening socket an error returns instead of waiting in accept.
        FCGX_InitRequest(request, -1, 0)
    }

    deinit {
        FCGX_Free(request, 0)
        request.deallocate()
    }

    /// Has the request's parameters read, which have been seen to be there; false when libfcgi finds none.
    ///
    /// Then it has closed the descriptor: the inspection lets nothing through for which it would.
    func read(from descriptor: Int32) -> Bool {
        request.pointee.ipcFd = descriptor
        request.pointee.keepConnection = 1
        // Should it close after all, then at once.
        request.pointee.detached = 1
        guard FCGX_Accept_r(request) == 0 else { return false }
        isKept = request.pointee.keepConnection != 0
        request.pointee.keepConnection = 1
        return true
    }

    /// Frees the request's memory, and nothing else.
    func release() {
        FCGX_Free(request, 0)
        request.pointee.ipcFd = -1
    }

    /// Whether an authorizer is asked: its requests have no body, nor always an end of one (FastCGI Specification 1.0
    /// §6.3).
    var isForAuthorizer: Bool { request.pointee.role == 2 }

    /// The role when it is none that is served.
    var unsupportedRole: String? {
        switch request.pointee.role {
        case 1, 2: nil
        case 3: "FILTER"
        default: "\(request.pointee.role)"
        }
    }

    /// Whether the stream of the request has met an error: EOF, a record out of place, an abort.
    var hasReadError: Bool { FCGX_GetError(request.pointee.in) != 0 }

    /// The body to its end.
    ///
    /// Of one over the limit nothing is kept, but all of it is read.
    func body(limit: Int) -> ReceivedBody {
        var body = ReceivedBody()
        while !hasReadError {
            let count = chunk.withUnsafeMutableBytes { bytes in
                let count = Int(FCGX_GetStr(bytes.baseAddress, Int32(bytes.count), request.pointee.in))
                body.append(UnsafeRawBufferPointer(rebasing: bytes[..<max(0, count)]), limit: limit)
                return count
            }
            if count < chunk.count { break }
        }
        body.isWhole = !hasReadError
        return body
    }

    /// Writes a CGI document and the end of the request; false when the peer did not take it.
    ///
    /// The last answer on a connection is one after which it is closed though the peer would keep it.
    func write(_ document: [UInt8], isLast: Bool) -> Bool {
        guard isLast, let farewell else { return write(document) }
        let descriptor = request.pointee.ipcFd
        defer { request.pointee.ipcFd = descriptor }
        return farewell.send(to: descriptor) { file in
            request.pointee.ipcFd = file
            return write(document)
        }
    }

    private func write(_ document: [UInt8]) -> Bool {
        document.withUnsafeBytes { bytes in
            var offset = 0
            while offset < bytes.count {
                let count = min(bytes.count - offset, 1 << 30)
                let start = bytes.baseAddress?.advanced(by: offset).assumingMemoryBound(to: CChar.self)
                guard FCGX_PutStr(start, Int32(count), request.pointee.out) == Int32(count) else { return false }
                offset += count
            }
            // The other order would cost a second write.
            return FCGX_FClose(request.pointee.err) == 0 && FCGX_FClose(request.pointee.out) == 0
        }
    }
}
