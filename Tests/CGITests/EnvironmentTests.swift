// SPDX-License-Identifier: Apache-2.0

import TestSupport
import Testing

@testable import CGI

@Suite("Environment and Request")
struct EnvironmentTests {
    @Test("of a repeated name the first counts, and cookies are joined")
    func repeated() throws {
        let environment = try Environment([
            ("HTTP_X", "1"), ("HTTP_COOKIE", "a=1"), ("HTTP_X", "2"), ("HTTP_COOKIE", "b=2"), ("HTTP_COOKIE", "c=3"),
        ])
        #expect(environment["HTTP_X"] == "1" && environment["HTTP_COOKIE"] == "a=1; b=2; c=3")
        #expect(environment["HTTP"] == nil && environment["HTTP_X_"] == nil && environment[""] == nil)
        #expect(environment.variables.map(\.name) == ["HTTP_X", "HTTP_COOKIE"])
        #expect(environment.variables.map(\.value) == ["1", "a=1; b=2; c=3"])
    }

    @Test(
        "a name that decides may not come twice",
        arguments: [
            "CONTENT_LENGTH", "SCGI", "REQUEST_METHOD", "REQUEST_URI", "DOCUMENT_URI", "SCRIPT_NAME", "PATH_INFO",
            "QUERY_STRING", "REMOTE_ADDR", "GATEHOUSE_REQUIRE", "HTTP_AUTHORIZATION",
        ])
    func decisive(name: String) throws {
        #expect(throws: Refusal.repeated(variable: name)) { try Environment([(name, "a"), ("X", ""), (name, "a")]) }
        for wire in Wire.allCases {
            let running = try Running(.patient, speaking: wire)
            let variables: [(String, String)] = [("REQUEST_METHOD", "GET"), (name, "0"), (name, "0")]
            #expect(try running.ask(variables).status == 400)
            #expect(running.application.refusals.withLock { $0 } == [.repeated(variable: name)])
        }
    }

    @Test("a variable that has a slot is found by its name, and by no other", arguments: Environment.Variable.allCases)
    func slot(variable: Environment.Variable) throws {
        let name = "\(variable.name)"
        let environment = try Environment([("X", "1"), (name, "2"), (name + "_", "3"), (name.lowercased(), "4")])
        #expect(environment[name] == "2" && environment[variable] == "2")
        #expect(environment.bytes(of: variable).map(Array.init) == Array("2".utf8))
        #expect(environment[name + "_"] == "3" && environment[name.lowercased()] == "4")
        // What is told apart by its length and one letter is not told apart by these alone.
        let twin = String(name.dropFirst().prefix(name.count - 3)) + "_" + name.suffix(2)
        #expect(twin.count == name.count && twin != name)
        let others = try Environment([(twin, "5")])
        #expect(others[variable] == nil && others[name] == nil && others[twin] == "5")
        for other in Environment.Variable.allCases where other != variable { #expect(environment[other] == nil) }
    }

    @Test("a check ignores CONTENT_LENGTH, and what arrives of the body is drained")
    func check() throws {
        let running = try Running(.patient)
        let client = try running.connect()
        let check: [(String, String)] =
            .post("/check", length: 5) + [("CONTENT_LENGTH", ""), ("GATEHOUSE_REQUIRE", "any")]
        #expect(client.get(check).body == "POST /check ")
        #expect(client.get(check, body: Array("drained".utf8)).body == "POST /check drained")
        #expect(client.get(.get("/next")).body == "GET /next ")
        let large = [UInt8](repeating: 120, count: 70_000)
        #expect(client.get(check, body: large).body == "POST /check ")
        #expect(try running.connect().get(.post("/", length: 5)).status == 400)
    }

    @Test(
        "CONTENT_LENGTH is digits or empty",
        arguments: [
            ("", 0, 200), ("0", 0, 200), ("5", 5, 200), ("005", 5, 200), ("5 ", 5, 400), ("+5", 5, 400), ("-1", 0, 400),
            ("0x5", 5, 400), ("1e3", 5, 400), ("9223372036854775808", 0, 400), ("4", 5, 400), ("6", 5, 400),
            ("", 1, 400),
            ("65537", 0, 413),
        ])
    func contentLength(text: String, count: Int, status: Int) throws {
        let running = try Running(.patient)
        let variables = [("REQUEST_METHOD", "POST"), ("DOCUMENT_URI", "/"), ("CONTENT_LENGTH", text)]
        let reply = try running.connect().get(variables, body: [UInt8](repeating: 120, count: count))
        #expect(reply.status == status)
    }

    @Test("without a method there is no request", arguments: Wire.allCases)
    func method(wire: Wire) throws {
        let running = try Running(.patient, speaking: wire)
        #expect(try running.ask([("DOCUMENT_URI", "/")]).status == 400)
        #expect(running.application.refusals.withLock { $0 } == [.missing(variable: "REQUEST_METHOD")])
    }

    @Test("what prints an environment shows no token")
    func description() throws {
        let environment = try Environment([("HTTP_AUTHORIZATION", "Bearer secret")])
        var dumped = ""
        dump(Server.Event.refused(.incomplete, in: environment), to: &dumped)
        for text in ["\(environment)", String(reflecting: environment), dumped] {
            #expect(!text.contains("secret") && !text.contains("66") && text.contains("1"))
        }
    }

    @Test("an environment has a limit")
    func limit() throws {
        let half = String(repeating: "v", count: Environment.limit / 2)
        #expect(throws: Refusal.environmentTooLarge) { try Environment([("A", half), ("B", half)]) }
    }

    @Test("ill-formed UTF-8 reads as U+FFFD, and its bytes are there as they came")
    func encoding() {
        var assembly = Environment.Assembly()
        let (name, value) = (Array("HTTP_X".utf8), [0x61, 0xff, 0xc0, 0xaf] as [UInt8])
        name.withUnsafeBufferPointer { name in
            value.withUnsafeBufferPointer { assembly.append(name: name, value: $0) }
        }
        let (environment, _) = assembly.finish()
        #expect(environment["HTTP_X"] == "a\u{fffd}\u{fffd}\u{fffd}")
        #expect(environment.bytes(of: "HTTP_X").map(Array.init) == [0x61, 0xff, 0xc0, 0xaf])
    }

    @Test("a request reads its parts from the variables of RFC 3875")
    func request() throws {
        let request = Request(
            environment: try Environment([
                ("REQUEST_METHOD", "PUT"), ("DOCUMENT_URI", "/a b"), ("REQUEST_URI", "/x/../a%20b"),
                ("QUERY_STRING", "q=1"),
                ("REMOTE_ADDR", "2001:db8::1"), ("HTTP_USER_AGENT", "curl"), ("CONTENT_TYPE", "text/plain"),
                ("HTTP_CONTENT_TYPE", "forged"),
            ]))
        #expect(request.method == "PUT" && request.path == "/a b" && request.query == "q=1")
        #expect(request.remoteAddress == "2001:db8::1" && request.header("user-Agent") == "curl")
        #expect(request.header("Content-Type") == "text/plain" && request.header("Content-Length") == nil)
        let split = Request(environment: try Environment([("SCRIPT_NAME", "/app"), ("PATH_INFO", "/x")]))
        #expect(split.path == "/app/x" && split.method == "" && split.query == "")
    }
}
