// SPDX-License-Identifier: Apache-2.0

import Glibc

/// The SCGI wire: one thread's reader and writer of requests.
///
/// The answer ends with the connection, so that nothing behind a request is ever taken for another one, and a drain has
/// no connection to get rid of.
final class SCGIConversation: Conversation {
    private let server: Server
    private let watch: Watch
    private var reader: SCGIReader

    private var settings: Server.Settings { server.settings }

    init(server: Server, watch: Watch) {
        self.server = server
        self.watch = watch
        reader = SCGIReader(bodyLimit: server.settings.maxContentLength)
    }

    func exchange(on connection: Connection) -> Afterwards {
        switch reader.begin(on: connection.descriptor) {
        case .nothing: return .keep
        case .silent: return .close
        case .request: break
        }
        do throws(Server.Drop) {
            try answer(on: connection.descriptor, until: .now().advanced(by: settings.requestDeadline))
            return .close
        } catch {
            return .drop(error)
        }
    }

    private func answer(on descriptor: Int32, until deadline: Moment) throws(Server.Drop) {
        let request = try watch.guarding(descriptor, until: deadline, expired: .requestDeadline) {
            () throws(Server.Drop) in try reader.request(from: descriptor)
        }
        let document = server.document(request.environment, request.body, request.refusal)
        let answerDeadline = Moment.now().advanced(by: settings.answerDeadline)
        try watch.guarding(descriptor, until: answerDeadline, expired: .answerDeadline) {
            () throws(Server.Drop) in try send(document, to: descriptor)
        }
        if request.goesOn { watch.drain(descriptor, until: deadline) }
    }

    private func send(_ document: [UInt8], to descriptor: Int32) throws(Server.Drop) {
        var sent = 0
        while sent < document.count {
            let count = document[sent...].withUnsafeBytes {
                Glibc.send(descriptor, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL))
            }
            guard count > 0 else { throw .peerGone }
            sent += count
        }
    }
}
