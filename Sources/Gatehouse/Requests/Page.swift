// SPDX-License-Identifier: Apache-2.0

import JOSE

/// Which part of a listing is asked for: the first `limit` entries of those whose number is above `after`.
struct Page {
    /// What the cursors of the listing begin with, so that one of another listing is none of this.
    private let name: String

    /// The number after which the part begins; 0 is the beginning.
    let after: Int64

    /// The most entries that are wanted.
    let limit: Int

    /// The part that the query names: `limit`, and `after` as the `next` of the page before or as an entry's number.
    ///
    /// - Throws: `problem` where either is none.
    init(of name: String, in request: HTTPRequest, or problem: Problem) throws(Problem) {
        self.name = name
        limit = Int(try request.number("limit", in: 1...500, or: problem) ?? 100)
        guard let cursor = try request.query("after", or: problem) else {
            after = 0
            return
        }
        let prefix = name + "."
        let digits = cursor.hasPrefix(prefix) ? String(cursor.dropFirst(prefix.count)) : cursor
        guard let number = Int64(digits), number >= 0, String(number) == digits else { throw problem }
        after = number
    }

    /// The page that consists of these entries, one more than which was looked for: whether there is one tells whether
    /// another page follows.
    func answer<Entry: Identifiable>(
        _ entries: [Entry], _ listing: ([Entry]) -> JSON
    ) -> JSON where Entry.ID == Int64 {
        let page = Array(entries.prefix(limit))
        let next = entries.count > limit ? page.last.map { JSON.string("\(name).\($0.id)") } : nil
        return .object([.init(name, listing(page)), .init("next", next ?? .null)])
    }
}
