// SPDX-License-Identifier: Apache-2.0

import Logging

extension Logger.Level {
    /// What journald reads a line's priority by (sd-daemon(3)).
    var priority: String {
        switch self {
        case .critical: "<2>"
        case .error: "<3>"
        case .warning: "<4>"
        case .notice: "<5>"
        case .info: "<6>"
        case .debug, .trace: "<7>"
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
