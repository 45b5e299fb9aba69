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
        let seen = preview.look(at: connection.descriptor, until: deadline, under: watch)
        switch seen {
        case .silent: return .close
        case .nothing: return .keep
        case .drop(let reason): return .drop(reason)
        case .vetted, .beyond: break
        }
        // The parameters are all there: nothing blocks in here, and no deadline has to look at the descriptor.
        guard request.read(from: connection.descriptor) else {
            return .dropClosed(.malformed("a request libfcgi refuses"))
        }
        defer { request.release() }
        return answer(on: connection, bodyGoesOn: seen == .beyond, until: deadline)
    }

    private func answer(on connection: Connection, bodyGoesOn: Bool, until deadline: Moment) -> Afterwards {
        let (environment, repeated) = request.environment
        let isUnread = bodyGoesOn && settings.maxContentLength <= Server.Settings.vettedContentLength
        var body = ReceivedBody(isTooLarge: isUnread)
        if !isUnread, !request.isForAuthorizer {
            guard watch.guarding(connection.descriptor, until: deadline) else { return .drop(.stopped) }
            body = request.body(limit: settings.maxContentLength)
            if let reason = watch.release(expired: .requestDeadline) { return .drop(reason) }
        }
        let role = request.unsupportedRole
        let document = server.document(environment, body, role.map(Refusal.unsupportedRole) ?? repeated)
        let isLast = request.isKept && server.phase == .draining
        if let reason = write(document, isLast, on: connection) { return .drop(reason) }
        if isUnread { watch.drain(connection.descriptor, until: deadline) }
        let isClean = body.isWhole && !isUnread && !preview.isFollowed && role == nil && !request.isForAuthorizer
        guard request.isKept, isClean else { return .close }
        return isLast ? .last : .keep
    }

    /// Sends the answer; why that failed, if it did.
    private func write(_ document: [UInt8], _ isLast: Bool, on connection: Connection) -> Server.Drop? {
        let deadline = Moment.now().advanced(by: settings.answerDeadline)
        guard watch.guarding(connection.descriptor, until: deadline) else { return .stopped }
        let isWritten = request.write(document, isLast: isLast)
        return watch.release(expired: .answerDeadline) ?? (isWritten ? nil : .peerGone)
    }
}
