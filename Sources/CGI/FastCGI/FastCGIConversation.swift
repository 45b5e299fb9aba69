// SPDX-License-Identifier: Apache-2.0

/// The FastCGI wire: one thread's reader and writer of requests.
final class FastCGIConversation: Conversation {
    private let server: Server
    private let watch: Watch
    private let request = FastCGIRequest()
    private var preview: Preview

    private var settings: Server.Settings { server.settings }

    init(server: Server, watch: Watch) {
        self.server = server
        self.watch = watch
        let limit = min(server.settings.maxContentLength, Server.Settings.vettedContentLength)
        preview = Preview(bodyLimit: limit)
    }

    func exchange(on connection: Connection) -> Afterwards {
        let deadline = Moment.now().advanced(by: settings.requestDeadline)
        switch preview.look(at: connection.descriptor, until: deadline, under: watch) {
        case .silent: return .close
        case .nothing: return .keep
        case .drop(let reason): return .drop(reason)
        case .vetted(let arrival):
            // The parameters are all there: nothing blocks in here, and no deadline has to look at the descriptor.
            guard request.read(from: connection.descriptor) else {
                return .dropClosed(.malformed("a request libfcgi refuses"))
            }
            defer { request.release() }
            do throws(Server.Drop) {
                return try answer(arrival, on: connection, until: deadline)
            } catch {
                return .drop(error)
            }
        }
    }

    private func answer(
        _ arrival: Preview.Arrival, on connection: Connection, until deadline: Moment
    ) throws(Server.Drop) -> Afterwards {
        let isUnread = !arrival.isWhole && settings.maxContentLength <= Server.Settings.vettedContentLength
        var body = ReceivedBody(isTooLarge: isUnread)
        if !isUnread, !request.isForAuthorizer { body = try self.body(of: arrival, on: connection, until: deadline) }
        let role = request.unsupportedRole
        let refusal = role.map(Refusal.unsupportedRole) ?? arrival.refusal
        let document = server.document(arrival.environment, body, refusal)
        let isLast = request.isKept && server.phase == .draining
        try write(document, isLast, on: connection)
        if isUnread { watch.drain(connection.descriptor, until: deadline) }
        let isClean = body.isWhole && !isUnread && !preview.isFollowed && role == nil && !request.isForAuthorizer
        guard request.isKept, isClean else { return .close }
        return isLast ? .last : .keep
    }

    /// The body to its end; for one that is all in the socket nobody waits.
    private func body(
        of arrival: Preview.Arrival, on connection: Connection, until deadline: Moment
    ) throws(Server.Drop) -> ReceivedBody {
        let limit = settings.maxContentLength
        if arrival.isWhole { return request.body(limit: limit) }
        return try watch.guarding(connection.descriptor, until: deadline, expired: .requestDeadline) {
            () throws(Server.Drop) in request.body(limit: limit)
        }
    }

    private func write(_ document: [UInt8], _ isLast: Bool, on connection: Connection) throws(Server.Drop) {
        let deadline = Moment.now().advanced(by: settings.answerDeadline)
        try watch.guarding(connection.descriptor, until: deadline, expired: .answerDeadline) {
            () throws(Server.Drop) in
            guard request.write(document, isLast: isLast) else { throw .peerGone }
        }
    }
}
