// SPDX-License-Identifier: Apache-2.0

import Synchronization

@testable import GatehouseServer

/// A sink that keeps what it is given.
final class Lines: LogSink {
    private let kept = Mutex<[String]>([])

    var all: [String] { kept.withLock { $0 } }

    func take(_ line: [UInt8]) {
        kept.withLock { $0.append(String(decoding: line, as: UTF8.self)) }
    }
}
