// SPDX-License-Identifier: Apache-2.0

/// A file of comma-separated values (RFC 4180), with either end of line.
struct CommaSeparatedValues: Sendable {
    /// A record that is not empty.
    struct Record: Sendable, Equatable {
        /// The line on which it begins, from 1 on.
        let line: Int
        /// The fields.
        let fields: [String]
    }

    /// The records, in order.
    let records: [Record]

    /// Reads a text.
    ///
    /// - Throws: ``Failure`` where quotes are not as they should be.
    init(_ text: String) throws(Failure) {
        var reader = Reader(rest: text.unicodeScalars[...])
        var records: [Record] = []
        while !reader.rest.isEmpty {
            let line = reader.line
            let fields = try reader.record()
            if fields != [""] { records.append(Record(line: line, fields: fields)) }
        }
        self.records = records
    }
}

private struct Reader {
    var rest: Substring.UnicodeScalarView
    var line = 1

    mutating func record() throws(Failure) -> [String] {
        var fields: [String] = []
        while true {
            fields.append(try field())
            guard let scalar = rest.popFirst() else { return fields }
            switch scalar {
            case ",": continue
            case "\r" where rest.first == "\n": rest.removeFirst()
            case "\n": break
            default: throw Failure(.dataError, "line \(line): a field that is quoted ends with its quote")
            }
            line += 1
            return fields
        }
    }

    private mutating func field() throws(Failure) -> String {
        guard rest.first == "\"" else { return plain() }
        rest.removeFirst()
        let begin = line
        var text = String.UnicodeScalarView()
        while let scalar = rest.popFirst() {
            if scalar == "\n" { line += 1 }
            if scalar == "\"" {
                guard rest.first == "\"" else { return String(text) }
                rest.removeFirst()
            }
            text.append(scalar)
        }
        throw Failure(.dataError, "line \(begin): a quote is opened and never closed")
    }

    private mutating func plain() -> String {
        let field = rest.prefix { $0 != "," && $0 != "\n" && $0 != "\r" }
        rest = rest[field.endIndex...]
        return String(field)
    }
}
