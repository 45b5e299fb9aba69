// SPDX-License-Identifier: Apache-2.0

import CGI
import JOSE
import Logging
import Testing

@testable import Gatehouse
@testable import GatehouseServer

@Suite("The log")
struct LogTests {
    private let lines = Lines()

    private func log(_ level: Logger.Level = .trace, format: LogFormat = .json) -> Log {
        let time = Timestamp(seconds: 0, milliseconds: 0)
        return Log(format: format, threshold: Threshold(level), sink: lines, clock: { time })
    }

    private func record(_ status: Int, user: String? = nil, reason: String? = nil) throws -> RequestRecord {
        let environment = try CGI.Environment([
            ("REQUEST_METHOD", "GET"), ("DOCUMENT_URI", "/profile"), ("QUERY_STRING", "jwt=secret-token"),
            ("REQUEST_URI", "/profile?jwt=secret-token"), ("REMOTE_ADDR", "192.0.2.1"),
            ("HTTP_AUTHORIZATION", "Bearer secret-token"), ("HTTP_COOKIE", "session=secret-cookie"),
        ])
        var record = RequestRecord(environment, id: "id-1")
        record.user = user
        record.reason = reason
        record.finish(status: status)
        return record
    }

    @Test("has a request's particulars, and nothing secret of it")
    func request() throws {
        log().write(try record(401, user: "ada", reason: "expired"))
        let line = try #require(lines.all.first)
        #expect(!line.contains("secret"))
        let json = try JSON(parsing: Array(line.utf8.dropLast()))
        #expect(
            json.members?.map(\.name) == [
                "time", "level", "method", "path", "status", "duration_ms", "user", "address", "request_id", "reason",
            ])
        #expect(json["time"] == "1970-01-01T00:00:00.000Z")
        #expect(json["method"] == "GET")
        #expect(json["path"] == "/profile")
        #expect(json["status"] == 401)
        #expect(json["user"] == "ada")
        #expect(json["address"] == "192.0.2.1")
        #expect(json["request_id"] == "id-1")
        #expect(json["reason"] == "expired")
    }

    @Test("leaves out who and why where nobody knows")
    func unknown() throws {
        log().write(try record(200))
        #expect(lines.all.first?.contains("user") == false)
        #expect(lines.all.first?.contains("reason") == false)
    }

    @Test(
        "says how grave an answer is",
        arguments: [
            (200, "info"), (204, "info"), (302, "info"), (400, "notice"), (429, "notice"), (500, "error"),
            (503, "error"),
        ])
    func level(_ status: Int, _ name: String) throws {
        log().write(try record(status))
        #expect(lines.all.first?.contains("\"level\":\"\(name)\"") == true)
    }

    @Test("leaves out what is below its level")
    func threshold() throws {
        let log = log(.warning)
        log.write(try record(200))
        log.write(try record(404))
        log.logger("x").notice("no")
        #expect(lines.all.isEmpty)
        log.write(try record(500))
        log.logger("x").warning("yes")
        #expect(lines.all.count == 2)
    }

    @Test("follows its level wherever that is set, and so do its loggers that have none of their own")
    func following() throws {
        let log = log(.warning)
        let logger = log.logger("x")
        var particular = log.logger("y")
        particular.logLevel = .critical
        log.threshold.level = .info
        #expect(logger.logLevel == .info)
        log.write(try record(200))
        logger.info("yes")
        particular.error("no")
        #expect(lines.all.count == 2)
        log.threshold.level = .error
        log.write(try record(404))
        logger.warning("no")
        #expect(lines.all.count == 2)
    }

    @Test("keeps every level that it is given", arguments: Logger.Level.allCases)
    func levels(_ level: Logger.Level) {
        let threshold = Threshold(level)
        #expect(threshold.level == level)
        threshold.level = .notice
        threshold.level = level
        #expect(threshold.level == level)
    }

    static let reloads: [(text: String?, level: Logger.Level, line: String)] = [
        ("warning", .warning, #""notice","message":"LOG_LEVEL is WARNING","logger":"x","origin":"a.env, line 3""#),
        (nil, .info, #""notice","message":"LOG_LEVEL is INFO","logger":"x","origin":"default""#),
        (
            "loud", .critical,
            #""error","message":"LOG_LEVEL stays CRITICAL","logger":"x","error":"LOG_LEVEL is \"loud\" (a.env, line 3), "#
                + #"but it must be one of CRITICAL, ERROR, WARNING, NOTICE, INFO, DEBUG, TRACE""#
        ),
    ]

    @Test("takes up another level at a reload or keeps the one it has, and says so at any level", arguments: reloads)
    func reload(_ text: String?, _ level: Logger.Level, _ line: String) {
        let log = log(.critical)
        let origin = Origin.file(path: "a.env", line: 3)
        log.takeUpLevel(log.logger("x")) {
            Configuration(layers: [["LOG_LEVEL": Finding(name: "LOG_LEVEL", text: text ?? "", origin: origin)]])
        }
        #expect(log.threshold.level == level)
        #expect(lines.all == [#"{"time":"1970-01-01T00:00:00.000Z","level":\#(line)}"# + "\n"])
    }

    @Test("has the statements of swift-log in the same form, with their metadata and no member twice")
    func statement() throws {
        var logger = log().logger("shop")
        logger[metadataKey: "b"] = "1"
        logger[metadataKey: "a"] = "1"
        logger.error("it \"failed\"\n", error: TokenError.expired, metadata: ["b": "2", "level": "none"])
        #expect(
            lines.all == [
                #"{"time":"1970-01-01T00:00:00.000Z","level":"error","message":"it \"failed\"\u000a","logger":"shop","#
                    + #""a":"1","b":"2","level_":"none","error":"expired"}"# + "\n"
            ])
    }

    @Test("tells what happened on the wire, but not twice what was answered")
    func events() throws {
        let logger = log().logger("x")
        logger.write(.refused(.bodyTooLarge(limit: 1), in: try CGI.Environment([])))
        #expect(lines.all.isEmpty)
        let events: [(Server.Event, String)] = [
            (.dropped(.malformed("version 7")), "warning"), (.dropped(.requestDeadline), "notice"),
            (.dropped(.peerGone), "debug"), (.acceptFailed(errno: 24), "error"), (.evicted, "notice"),
            (.draining(connections: 3), "info"), (.drainTimedOut(connections: 1), "warning"),
        ]
        for (event, _) in events { logger.write(event) }
        #expect(lines.all.count == events.count)
        for (line, (_, level)) in zip(lines.all, events) { #expect(line.contains("\"level\":\"\(level)\"")) }
        #expect(lines.all[0].contains("version 7"))
        #expect(lines.all[3].contains("Too many open files"))
    }
}
