// SPDX-License-Identifier: Apache-2.0

import Testing

/// One fault that is put into the shipped nginx files, in a way that a real nginx accepts, and where it is to be seen.
struct Seed: CustomTestStringConvertible {
    /// One change to a file.
    struct Edit {
        let file: String
        let old: String
        let new: String
    }

    /// The check that sees it.
    let check: String

    let edits: [Edit]

    /// The file, and the beginning of the line, at which it is seen.
    let place: (file: String, line: String)

    /// In a file, `new` in the place of `old`; it is seen at the first line of `new`, unless said otherwise.
    init(
        _ check: String, _ file: String, _ old: String, _ new: String, also more: [Edit] = [], at line: String? = nil,
        in other: String? = nil
    ) {
        self.check = check
        edits = [Edit(file: file, old: old, new: new)] + more
        let first = new.split(separator: "\n").first.map(String.init) ?? ""
        place = (other ?? file, line ?? String(first.drop { $0 == " " }))
    }

    /// Lines that are added to the location of files in the guarded example.
    static func inReports(_ check: String, _ lines: String, at line: String? = nil) -> Seed {
        Seed(check, "locations.conf", "    root /srv/www;\n}", "\(lines)\n    root /srv/www;\n}", at: line)
    }

    /// Another policy in the place of the longest.
    static func policy(_ check: String, _ text: String) -> Seed {
        Seed(
            check, "locations.conf", "fastcgi_param GATEHOUSE_REQUIRE \"role:admin|role:staff fresh\";",
            "fastcgi_param GATEHOUSE_REQUIRE \(text);")
    }

    var testDescription: String { "\(check): \(edits[0].new)" }
}
