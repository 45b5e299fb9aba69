// SPDX-License-Identifier: Apache-2.0

import Glibc
import Testing

@testable import GatehouseServer

@Suite("The log on standard error")
struct StandardErrorTests {
    private let ends = Pipe()
    private let folder = TemporaryFolder()

    private var status: stat {
        var status = stat()
        fstat(ends.writing, &status)
        return status
    }

    @Test("is read by journald where $JOURNAL_STREAM names the descriptor's file")
    func same() {
        #expect(Log.leadsToJournal(ends.writing, "\(status.st_dev):\(status.st_ino)"))
    }

    @Test("is not where that is another file, or where nothing is named")
    func other() {
        #expect(!Log.leadsToJournal(ends.writing, "\(status.st_dev):\(status.st_ino + 1)"))
        #expect(!Log.leadsToJournal(ends.writing, nil))
        #expect(!Log.leadsToJournal(ends.writing, ""))
        #expect(!Log.leadsToJournal(-1, "0:0"))
    }

    private func begun(_ stream: String?, journal: String) throws -> Log {
        let (log, queue) = Log.standardError(
            ends.writing, of: "shop", level: .info, environment: stream.map { ["JOURNAL_STREAM": $0] } ?? [:],
            journal: folder.path(journal))
        try queue.start()
        log.logger("x").warning("low")
        return log
    }

    private var stream: String { "\(status.st_dev):\(status.st_ino)" }

    @Test("has entries of the journal's own where that can be reached, and nothing beside them")
    func entries() throws {
        let journal = try DatagramSocket(at: folder.path("socket"))
        #expect(try begun(stream, journal: "socket").format == .journal(program: "shop"))
        let entry = try JournalFields(#require(journal.receive()))
        #expect(entry["PRIORITY"] == "4" && entry["SYSLOG_IDENTIFIER"] == "shop" && entry["MESSAGE"] == "low logger=x")
        ends.closeWriting()
        #expect(ends.read(1) == "")
    }

    @Test("has JSON behind journald's prefix where its socket cannot be reached")
    func unreachable() throws {
        #expect(try begun(stream, journal: "nowhere").format == .prefixedJSON)
        #expect(ends.read(3) == "<4>")
    }

    @Test("has JSON where it leads elsewhere, whatever the journal's socket does", arguments: [nil, "1:1"])
    func elsewhere(_ stream: String?) throws {
        let journal = try DatagramSocket(at: folder.path("socket"))
        #expect(try begun(stream, journal: "socket").format == .json)
        #expect(ends.read(9) == #"{"time":""#)
        #expect(journal.receive(within: .zero) == nil)
    }
}
