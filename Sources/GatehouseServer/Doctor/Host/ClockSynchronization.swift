// SPDX-License-Identifier: Apache-2.0

/// Whether something keeps the host's clock right, such as systemd-timesyncd or chrony.
enum ClockSynchronization {
    /// What systemd knows of it; nil where there is no systemd to ask.
    static var isSynchronized: Bool? {
        switch HostCommand("timedatectl show --property=NTPSynchronized --value", path: nil).output {
        case "yes\n": return true
        case "no\n": return false
        default: return nil
        }
    }
}
