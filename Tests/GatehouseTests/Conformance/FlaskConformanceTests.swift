// SPDX-License-Identifier: Apache-2.0

import TestSupport
import Testing

@Suite("What Flask-JWT-Extended tests of itself, case by case")
struct FlaskConformanceTests {
    /// The runs of every case, by its name; those of the configuration are run where the configuration is.
    static let runs: [String: [Run]] = [
        GuardCases.all, HeaderCases.all, BodyCases.all, LocationCases.all, CookieCases.all, SetCookieCases.all,
        DecodingCases.all, ClaimCases.all, IssuingCases.all, RevocationCases.all,
    ].reduce(into: [:]) { $0.merge($1) { one, other in one + other } }

    static let cases = FlaskCases.all.filter { !$0.name.hasPrefix("CF") && $0.verdict != .notApplicable }

    @Test("each is run as often as there", arguments: cases.map { ($0.name, $0.count) })
    func run(_ name: String, _ count: Int) throws {
        #expect(try FlaskCases.run(name, of: Self.runs) == count)
    }

    @Test("none is run that is not one of them")
    func complete() {
        #expect(Set(Self.runs.keys) == Set(Self.cases.map(\.name)))
        #expect(FlaskCases.all.map(\.count).reduce(0, +) == 181)
    }

    @Test("what differs or does not apply stands in the table of differences, with its reason, and nothing else")
    func documented() throws {
        let listed = try FlaskCases.documented()
        let expected = FlaskCases.all.filter { $0.verdict != .passed }
        #expect(listed.map(\.name).sorted() == expected.map(\.name).sorted())
        for row in listed {
            #expect(expected.first { $0.name == row.name }?.verdict.rawValue == row.verdict, "\(row.name)")
            #expect(row.reason.count > 20, "\(row.name)")
        }
    }

    @Test("the counts: passed, differing on purpose, not applicable")
    func counts() {
        let counts = [FlaskCases.Verdict.passed, .differs, .notApplicable].map(FlaskCases.count)
        print("Flask-JWT-Extended: \(counts[0]) passed, \(counts[1]) differ on purpose, \(counts[2]) do not apply")
        #expect(counts == [135, 24, 22])
    }
}
