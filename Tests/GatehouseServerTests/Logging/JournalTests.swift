// SPDX-License-Identifier: Apache-2.0

import Glibc
import Testing

@testable import GatehouseServer

@Suite("Whether journald reads the log")
struct JournalTests {
    private let ends = Pipe()

    private var status: stat {
        var status = stat()
        fstat(ends.writing, &status)
        return status
    }

    @Test("it does where $JOURNAL_STREAM names the descriptor's file")
    func same() {
        #expect(Log.leadsToJournal(ends.writing, "\(status.st_dev):\(status.st_ino)"))
    }

    @Test("it does not where that is another file, or where nothing is named")
    func other() {
        #expect(!Log.leadsToJournal(ends.writing, "\(status.st_dev):\(status.st_ino + 1)"))
        #expect(!Log.leadsToJournal(ends.writing, nil))
        #expect(!Log.leadsToJournal(ends.writing, ""))
        #expect(!Log.leadsToJournal(-1, "0:0"))
    }
}
