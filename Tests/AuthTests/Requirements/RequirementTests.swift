// SPDX-License-Identifier: Apache-2.0

import Testing

@testable import Auth

@Suite("Requirements")
struct RequirementTests {
    static let good: [(text: String, terms: [[Requirement.Alternative]])] = [
        ("any", [[.any]]), ("optional", [[.optional]]), ("fresh", [[.fresh]]),
        ("role:admin", [[.role("admin")]]), ("permission:users:read", [[.permission("users:read")]]),
        ("role:admin fresh", [[.role("admin")], [.fresh]]),
        ("  role:a   fresh ", [[.role("a")], [.fresh]]),
        ("role:a|role:b", [[.role("a"), .role("b")]]),
        ("role:a|permission:x:y|fresh any", [[.role("a"), .permission("x:y"), .fresh], [.any]]),
        ("any any", [[.any], [.any]]), ("optional|role:a", [[.optional, .role("a")]]),
        ("role:Any", [[.role("Any")]]), ("role:any", [[.role("any")]]),
    ]

    @Test("are terms with spaces between them, of alternatives with bars", arguments: good)
    func reading(_ text: String, _ terms: [[Requirement.Alternative]]) throws {
        #expect(try Requirement(text).terms == terms)
    }

    static let bad: [(text: String, fault: RequirementFault)] = [
        ("", .empty), (" ", .empty), ("    ", .empty),
        ("Any", .unknown("Any")), ("ANY", .unknown("ANY")), ("anyone", .unknown("anyone")),
        ("admin", .unknown("admin")), ("rol:admin", .unknown("rol:admin")), ("roles:admin", .unknown("roles:admin")),
        ("role", .unknown("role")), ("Role:admin", .unknown("Role:admin")), ("any,fresh", .unknown("any,fresh")),
        ("any\tfresh", .unknown("any\tfresh")), ("any\n", .unknown("any\n")), ("any;", .unknown("any;")),
        ("!role:admin", .unknown("!role:admin")), ("\"any\"", .unknown("\"any\"")), ("$need", .unknown("$need")),
        ("any\u{a0}fresh", .unknown("any\u{a0}fresh")), ("any\u{301}", .unknown("any\u{301}")),
        ("role:", .badName("role:")), ("role:ad min", .unknown("min")), ("role:-a", .badName("role:-a")),
        ("role:a,b", .badName("role:a,b")), ("role:a:b", .badName("role:a:b")), ("role:*", .badName("role:*")),
        ("role:é", .badName("role:é")), ("role:\u{212a}", .badName("role:\u{212a}")),
        ("role:" + String(repeating: "a", count: 65), .badName("role:" + String(repeating: "a", count: 65))),
        ("permission:", .badName("permission:")), ("permission:users", .badName("permission:users")),
        ("permission:users:", .badName("permission:users:")), ("permission::read", .badName("permission::read")),
        ("permission:*", .badName("permission:*")), ("permission:users:*", .badName("permission:users:*")),
        ("permission:a:b:c", .badName("permission:a:b:c")),
        ("|", .missingAlternative(term: "|")), ("any|", .missingAlternative(term: "any|")),
        ("|any", .missingAlternative(term: "|any")), ("any||fresh", .missingAlternative(term: "any||fresh")),
        ("any | fresh", .missingAlternative(term: "|")), ("any role:a|", .missingAlternative(term: "role:a|")),
        ("any unknown", .unknown("unknown")), ("any|unknown", .unknown("unknown")),
        (String(repeating: "any ", count: 2560), .tooLong(bytes: 10_240)),
        (String(repeating: "a", count: 1025), .tooLong(bytes: 1025)),
    ]

    @Test("that mean nothing are refused, and the fault is named", arguments: bad)
    func faults(_ text: String, _ fault: RequirementFault) {
        #expect(throws: fault) { try Requirement(text) }
        let sentence = String(describing: fault)
        #expect(sentence.hasPrefix("is ") || sentence.hasPrefix("has "))
    }

    @Test("of as many bytes as are allowed are read")
    func longest() throws {
        let text = "any" + String(repeating: " any", count: 255) + " "
        #expect(text.utf8.count == Requirement.limit)
        #expect(try Requirement(text).terms.count == 256)
    }

    @Test("are remembered while there is room, those with a fault never")
    func memory() throws {
        let known = KnownRequirements(capacity: 2)
        for text in ["any", "fresh", "any"] { _ = try known.requirement(text) }
        #expect(known.count == 2)
        #expect(throws: RequirementFault.unknown("none")) { try known.requirement("none") }
        #expect(known.count == 2)
        #expect(try known.requirement("role:a") == Requirement("role:a"))
        #expect(known.count == 1)
        #expect(try known.requirement("any") == Requirement("any"))
    }
}
