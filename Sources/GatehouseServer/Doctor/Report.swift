// SPDX-License-Identifier: Apache-2.0

import JOSE

/// What the doctor has to say.
struct Report {
    let findings: [Diagnosis]

    /// How many checks were made.
    let checkCount: Int

    /// How many findings are so bad.
    func count(_ severity: Severity) -> Int { findings.count { $0.check.severity == severity } }

    /// The numbers in words; `nothing` where there is nothing to be counted.
    var summary: String {
        let parts = Severity.allCases.compactMap { severity -> String? in
            let count = count(severity)
            return count == 0 ? nil : "\(count) \(severity)\(count == 1 ? "" : "s")"
        }
        return parts.isEmpty ? "nothing" : parts.joined(separator: ", ")
    }

    /// For programs: the findings, and how many there are of each severity.
    var json: JSON {
        let counts = Severity.allCases.map { JSON.Member("\($0)s", .integer(Int64(count($0)))) }
        return .object([.init("findings", .array(findings.map(\.json)))] + counts)
    }

    /// For people: a paragraph a finding, in lines of so many columns.
    func text(columns: Int) -> String {
        let paragraphs = findings.map { $0.text(columns: columns) + "\n" }
        let checks = checkCount == 1 ? "1 check has" : "\(checkCount) checks have"
        return paragraphs.joined() + "\(checks) found \(summary)\n"
    }
}

extension Diagnosis {
    fileprivate var json: JSON {
        [
            "check": .string(check.id), "severity": .string(check.severity.rawValue), "what": .string(symptom.what),
            "file": (symptom.place?.path).map(JSON.string) ?? .null,
            "line": (symptom.place?.line).map { .integer(Int64($0)) } ?? .null, "why": .string(check.why),
            "instead": .string(symptom.instead),
        ]
    }

    fileprivate func text(columns: Int) -> String {
        let head = "\(check.severity): \(symptom.what)"
        let rows = [
            ("where", symptom.place?.description), ("why", check.why), ("instead", symptom.instead),
            ("check", check.id),
        ]
        return head.printable.wrapped(columns: columns, margin: 4)
            + rows.compactMap { label, text in
                text.map { ("    " + label.padded(to: 9) + $0.printable).wrapped(columns: columns, margin: 13) }
            }.joined()
    }
}
