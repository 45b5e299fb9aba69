// SPDX-License-Identifier: Apache-2.0

import Glibc

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
        let document = document(environment, body, role.map(Refusal.unsupportedRole) ?? repeated)
        let isLast = request.isKept && server.phase == .draining
        if let reason = write(document, isLast, on: connection) { return .drop(reason) }
        if isUnread { drain(connection, until: deadline) }
        let isClean = body.isWhole && !isUnread && !preview.isFollowed && role == nil && !request.isForAuthorizer
        guard request.isKept, isClean else { return .close }
        return isLast ? .last : .keep
    }

    /// The application's answer, or the answer to why it is not asked.
    private func document(_ environment: Environment, _ body: ReceivedBody, _ refusal: Refusal?) -> [UInt8] {
        defer { server.served.wrappingAdd(1, ordering: .relaxed) }
        let method = environment["REQUEST_METHOD"] ?? ""
        do throws(Refusal) {
            if let refusal { throw refusal }
            let request = try Request(
                environment: environment, received: body, limit: settings.maxContentLength)
            return try server.application.respond(to: request).document(for: method)
        } catch {
            server.observe(.refused(error, in: environment))
            return refuse(error, environment, method)
        }
    }

    private func refuse(_ refusal: Refusal, _ environment: Environment, _ method: String) -> [UInt8] {
        let response = server.application.respond(to: refusal, in: environment)
        if let document = try? response.document(for: method) { return document }
        return (try? Response(status: 500).document(for: method)) ?? []
    }

    /// Sends the answer; why that failed, if it did.
    private func write(_ document: [UInt8], _ isLast: Bool, on connection: Connection) -> Server.Drop? {
        let deadline = Moment.now().advanced(by: settings.answerDeadline)
        guard watch.guarding(connection.descriptor, until: deadline) else { return .stopped }
        let isWritten = request.write(document, isLast: isLast)
        return watch.release(expired: .answerDeadline) ?? (isWritten ? nil : .peerGone)
    }

    /// Reads away, unparsed, what a refused body still brings, until the peer closes: closing first would take the
    /// answer from it with a reset.
    private func drain(_ connection: Connection, until deadline: Moment) {
        guard watch.guarding(connection.descriptor, until: deadline) else { return }
        shutdown(connection.descriptor, Int32(SHUT_WR))
        withUnsafeTemporaryAllocation(byteCount: 16_384, alignment: 1) { trash in
            while recv(connection.descriptor, trash.baseAddress, trash.count, 0) > 0 {}
        }
        _ = watch.release(expired: .requestDeadline)
    }
}
