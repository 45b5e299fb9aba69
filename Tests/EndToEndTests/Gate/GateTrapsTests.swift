// SPDX-License-Identifier: Apache-2.0

import Foundation
import Testing

@Suite("The documentation's table of the gate's traps")
struct GateTrapsTests {
    private static func text(_ path: String) throws -> String {
        try String(contentsOf: Host.root.appending(path: path), encoding: .utf8)
    }

    /// The numbers by which the tests in this folder begin their names.
    private static func tested() throws -> [Int] {
        let folder = "Tests/EndToEndTests/Gate"
        let files = try FileManager.default.contentsOfDirectory(atPath: Host.root.appending(path: folder).path)
        return try files.filter { $0.hasSuffix("Tests.swift") }.flatMap { file in
            try text("\(folder)/\(file)").matches(of: #/@Test\(\s*"G([0-9]+) /#).compactMap { Int($0.1) }
        }
    }

    @Test("has a row for every number of a test, and a test for every number of a row")
    func numbers() throws {
        let page = try Self.text("Sources/Gatehouse/Documentation.docc/GateTraps.md")
        let rows = page.matches(of: /(?m)^\| G([0-9]+) \|/).compactMap { Int($0.1) }.sorted()
        let tested = try Self.tested().sorted()
        #expect(rows == tested)
        #expect(tested == Array(1...tested.count), "every number once")
    }
}
