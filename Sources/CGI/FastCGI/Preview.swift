// SPDX-License-Identifier: Apache-2.0

import Glibc

/// Has the next request of a connection inspected without reading it, so that libfcgi finds it untouched.
struct Preview {
    /// What may be done with the connection.
    enum Outcome: Equatable {
        /// libfcgi may read the request: what it needs is in the socket, and harmless.
        case vetted
        /// So it may, but the body goes on beyond what was looked at.
        case beyond
        /// The peer closed the connection between two requests.
        case silent
        /// There is nothing to read after all.
        case nothing
        case drop(Server.Drop)
    }

    /// At most this much of a request is looked at: it has to fit, unread, into a socket's queue of 208 KiB.
    private static let reach = 172_032

    /// Whether bytes follow the request that was inspected.
    var isFollowed: Bool { inspection.isFollowed }

    private var inspection: Inspection
    private var buffer = [UInt8](repeating: 0, count: 16_384)
    private var filled = 0

    init(bodyLimit: Int) {
        inspection = Inspection(bodyLimit: bodyLimit)
    }

    /// Looks at the request, waiting until the deadline for the rest of it.
    mutating func look(at descriptor: Int32, until deadline: Moment, under watch: Watch) -> Outcome {
        inspection.reset()
        filled = 0
        let count = peek(descriptor, Int32(MSG_DONTWAIT))
        guard count > 0 else { return count < 0 && errno == EAGAIN ? .nothing : .silent }
        let verdict = judge()
        guard verdict == .more else { return outcome(of: verdict) }
        guard watch.guarding(descriptor, until: deadline) else { return .drop(.stopped) }
        let final = wait(for: descriptor)
        return watch.release(expired: .requestDeadline).map(Outcome.drop) ?? final
    }

    /// Looks at every further byte as it comes.
    ///
    /// SO_PEEK_OFF lets a peek go on where the last one ended, and so wait.
    private mutating func wait(for descriptor: Int32) -> Outcome {
        setPeekOffset(descriptor, Int32(filled))
        defer { setPeekOffset(descriptor, -1) }
        while true {
            if filled == buffer.count { grow() }
            guard filled < buffer.count else { return unlimited }
            guard peek(descriptor, 0) > 0 else { return ended }
            let verdict = judge()
            if verdict != .more { return outcome(of: verdict) }
        }
    }

    private mutating func peek(_ descriptor: Int32, _ flags: Int32) -> Int {
        let count = buffer.withUnsafeMutableBytes { buffer in
            let rest = UnsafeMutableRawBufferPointer(rebasing: buffer[filled...])
            return recv(descriptor, rest.baseAddress, rest.count, Int32(MSG_PEEK) | flags)
        }
        filled += max(0, count)
        return count
    }

    private mutating func judge() -> Inspection.Verdict {
        buffer.withUnsafeBytes { inspection.judge(UnsafeRawBufferPointer(rebasing: $0[..<filled])) }
    }

    private func outcome(of verdict: Inspection.Verdict) -> Outcome {
        switch verdict {
        case .malformed(let reason): .drop(.malformed(reason))
        case .beyond: .beyond
        case .whole, .more: .vetted
        }
    }

    /// Nothing more comes: without its parameters there is no request; libfcgi reports a body that broke off.
    private var ended: Outcome { inspection.hasParameters ? .vetted : .drop(.cut) }

    private var unlimited: Outcome {
        inspection.hasParameters ? .beyond : .drop(.malformed("a request whose parameters do not end"))
    }

    private mutating func grow() {
        let size = min(buffer.count * 2, Self.reach)
        buffer.append(contentsOf: repeatElement(0, count: size - buffer.count))
    }

    private func setPeekOffset(_ descriptor: Int32, _ offset: Int32) {
        var offset = offset
        setsockopt(descriptor, SOL_SOCKET, SO_PEEK_OFF, &offset, socklen_t(MemoryLayout<Int32>.size))
    }
}
