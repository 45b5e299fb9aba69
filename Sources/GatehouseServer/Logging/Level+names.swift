// SPDX-License-Identifier: Apache-2.0

import Logging

extension Logger.Level {
    /// The digit of syslog(3) by which journald knows how grave a line is.
    var priority: UInt8 {
        switch self {
        case .critical: UInt8(ascii: "2")
        case .error: UInt8(ascii: "3")
        case .warning: UInt8(ascii: "4")
        case .notice: UInt8(ascii: "5")
        case .info: UInt8(ascii: "6")
        case .debug, .trace: UInt8(ascii: "7")
        }
    }

    /// The name in a column of its own.
    var column: String {
        switch self {
        case .critical: "CRIT  "
        case .error: "ERROR "
        case .warning: "WARN  "
        case .notice: "NOTICE"
        case .info: "INFO  "
        case .debug: "DEBUG "
        case .trace: "TRACE "
        }
    }
}
