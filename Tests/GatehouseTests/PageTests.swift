// SPDX-License-Identifier: Apache-2.0

import Auth
import JOSE
import Testing

@testable import Gatehouse

@Suite("Listings, page by page")
struct PageTests {
    let face: Face
    let token: String

    init() throws {
        face = try Face()
        token = try face.administrator("root").token
        for number in 1...6 {
            _ = try face.store.add(
                Username("user\(number)"), passwordHash: "h", roles: [], as: .addUser, by: .console("test"), at: 0)
        }
    }

    private func ask(_ path: String, _ query: String) throws -> Answer {
        try face.ask("GET", path, token: token, query: query)
    }

    @Test(
        "a listing is read to its end by its next, in pages of any size", arguments: ["users", "audit"],
        [1, 2, 3, 4, 7, 500])
    func walk(_ name: String, _ limit: Int) throws {
        let all = try ask("/admin/\(name)", "limit=500").json?[name]?.array ?? []
        #expect(all.count >= 7)
        var (read, cursor): ([JSON], String) = ([], "")
        for _ in 0...all.count {
            let page = try #require(try ask("/admin/\(name)", "limit=\(limit)\(cursor)").json)
            read += page[name]?.array ?? []
            #expect((page[name]?.array?.count ?? 0) <= limit)
            guard let next = page["next"]?.string else { break }
            cursor = "&after=\(next)"
        }
        #expect(read == all)
    }

    @Test("the last page has no next, and one that is full to the last entry neither")
    func end() throws {
        #expect(try ask("/admin/users", "limit=7").json?["next"] == .null)
        #expect(try ask("/admin/users", "limit=6").json?["next"] == "users.6")
        #expect(try ask("/admin/users", "after=users.6&limit=1").json?["next"] == .null)
        let beyond = try ask("/admin/users", "after=7")
        #expect((beyond.status, beyond.json) == (200, ["users": [], "next": .null]))
    }

    @Test("an entry that is gone is still a place to go on from")
    func gone() throws {
        for id: Int64 in [6, 7] { _ = try face.store.delete(id, by: .console("test"), at: 0) }
        #expect(try ask("/admin/users", "after=users.4&limit=9").json?["users"]?.array?.count == 1)
        #expect(try ask("/admin/users", "after=users.7").json == ["users": [], "next": .null])
    }

    static let badCursors = [
        "", "x", "users.", "users.x", "users.-1", "users.1.", "users.users.1", "Users.1", "-1", "+1", "01", "1.0",
        "1e2",
        "%20", "1%00", "9999", "9223372036854775807", "users.9223372036854775807", "9223372036854775808", "sessions.1",
        String(repeating: "9", count: 4000), "%ff",
    ]

    @Test("a cursor that this listing never gave is 400", arguments: badCursors)
    func badCursor(_ cursor: String) throws {
        for (path, other) in [("/admin/users", "audit.1"), ("/admin/audit", "users.1")] {
            for cursor in [cursor.replacing("users", with: path.hasSuffix("users") ? "users" : "audit"), other] {
                let answer = try ask(path, "after=\(cursor)")
                #expect((answer.status, answer.code) == (400, "page_invalid"), "\(path) \(cursor)")
            }
        }
    }
}
