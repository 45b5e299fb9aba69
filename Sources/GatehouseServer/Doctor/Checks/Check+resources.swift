// SPDX-License-Identifier: Apache-2.0

import Glibc

/// The clock and the disk.
extension Check {
    static let ofResources: [Check] = [clockBehind, clockUnsynchronized, diskSpace, walSize]

    static let clockBehind = Check(
        "clock-behind", .error, "The clock is behind what has happened.",
        why: "Tokens that are made now are older than they say, and those of before hold for longer."
    ) { patient in
        let newest = max(patient.newestTime ?? 0, patient.machine.programTime ?? 0)
        guard patient.now + 60 < newest else { return [] }
        let (now, then) = (Timestamp.text(ofSecond: patient.now), Timestamp.text(ofSecond: newest))
        return [
            Symptom(
                "it is \(now) here, and the database or the program itself is of \(then)", at: nil,
                instead: "timedatectl set-ntp true, and a look at the clock of the hardware")
        ]
    }

    static let clockUnsynchronized = Check(
        "clock-unsynchronized", .warning, "Nothing keeps the clock right.",
        why: "Whoever verifies tokens elsewhere finds them expired too early, or not valid yet."
    ) { patient in
        guard patient.machine.isSynchronized == false else { return [] }
        return [
            Symptom(
                "systemd says that the clock is not synchronised", at: nil,
                instead: "timedatectl set-ntp true, with systemd-timesyncd or chrony installed")
        ]
    }

    static let diskSpace = Check(
        "disk-space", .warning, "There is little room for the database.",
        why: "On a full disk nobody can log in, log out or be revoked: all of it is 503."
    ) { patient in
        guard let path = patient.databasePath, let free = patient.machine.freeSpace(FileStatus.folder(of: path)),
            free < leastSpace
        else { return [] }
        return [
            Symptom(
                "\(free >> 20) MiB are free where \(path) is", at: Place(path: path),
                instead: "\(leastSpace >> 20) MiB free or more")
        ]
    }

    private static let leastSpace = 256 << 20

    static let walSize = Check(
        "wal-size", .warning, "The WAL has grown beyond measure.",
        why: "Every question searches it; mostly a reader that never ends keeps it from being moved into the database."
    ) { patient in
        guard let path = patient.databasePath, let wal = FileStatus(path + "-wal"), wal.size > largestWAL else {
            return []
        }
        return [
            Symptom(
                "\(wal.path) has \(wal.size >> 20) MiB", at: Place(path: wal.path),
                instead: "`fuser \(path)` to see who reads it, then `gatehouse purge`, which moves it")
        ]
    }

    private static let largestWAL = 64 << 20
}
