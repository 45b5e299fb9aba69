// SPDX-License-Identifier: Apache-2.0

import Glibc

/// Has the next request of a connection inspected without reading it, so that libfcgi finds it untouched.
struct Preview {
    /// What may be done with the connection.
    enum Outcome {
        /// libfcgi may read the request: what it needs is in the socket, and harmless.
        case vetted(Arrival)
        /// The peer closed the connection between two requests.
        case silent
        /// There is nothing to read after all.
        case nothing
        case drop(Server.Drop)
    }

    /// A request of which libfcgi will find the parameters.
    struct Arrival {
        /// The parameters: libfcgi reads them into a string each, here they lie in one piece.
        let environment: Environment
        /// Why a request that has them is refused, if it is.
        let refusal: Refusal?
        /// Whether the body, too, is in the socket to its end; else it goes on beyond what was looked at.
        let isWhole: Bool
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
        case .beyond: arrival(isWhole: false, or: .cut)
        case .whole, .more: arrival(isWhole: true, or: .cut)
        }
    }

    /// Nothing more comes: without its parameters there is no request; libfcgi reports a body that broke off.
    private var ended: Outcome { arrival(isWhole: true, or: .cut) }

    private var unlimited: Outcome {
        arrival(isWhole: false, or: .malformed("a request whose parameters do not end"))
    }

    private func arrival(isWhole: Bool, or drop: Server.Drop) -> Outcome {
        guard let (environment, refusal) = inspection.environment else { return .drop(drop) }
        return .vetted(Arrival(environment: environment, refusal: refusal, isWhole: isWhole))
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
