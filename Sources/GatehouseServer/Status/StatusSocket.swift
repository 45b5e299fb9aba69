// SPDX-License-Identifier: Apache-2.0

import Glibc

/// Where a worker says how it is doing: whoever connects is sent its status as JSON.
///
/// It has a thread of its own, so it answers when all others are busy, which is when somebody wants to know.
struct StatusSocket: Sendable {
    private let folder: StatusFolder
    private let listener: Int32

    /// - Throws: ``Failure`` where the socket cannot be had.
    init(in folder: StatusFolder) throws(Failure) {
        self.folder = folder
        listener = try folder.listen()
    }

    /// Answers until the process ends.
    func answer(with status: @Sendable () -> WorkerStatus) {
        while true {
            let asker = accept(listener, nil, nil)
            guard asker >= 0 else {
                // Out of descriptors, say: they come free again.
                usleep(100_000)
                continue
            }
            send(status().bytes, to: asker)
            close(asker)
        }
    }

    /// Removes the socket's file.
    func leave() {
        folder.leave()
    }

    /// An answer fits into the socket's buffer: whoever does not read it holds up nobody.
    private func send(_ bytes: [UInt8], to asker: Int32) {
        _ = Glibc.send(asker, bytes, bytes.count, Int32(MSG_NOSIGNAL) | Int32(MSG_DONTWAIT))
    }
}
