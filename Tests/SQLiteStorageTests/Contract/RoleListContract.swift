// SPDX-License-Identifier: Apache-2.0

import Auth
import TestSupport
import Testing

@Suite("Every store: roles and what they allow")
struct RoleListContract {
    private let builtIn = [
        Role(name: "admin", permissions: ["*"], isBuiltIn: true, holders: 0),
        Role(name: "user", permissions: [], isBuiltIn: true, holders: 0),
    ]

    private func editor(_ permissions: [String], holders: Int = 0) -> Role {
        Role(name: "editor", permissions: permissions, isBuiltIn: false, holders: holders)
    }

    @Test("a new store has the two roles that are built in", arguments: Backend.all)
    func new(_ backend: Backend) throws {
        #expect(try backend.store().roles() == builtIn)
    }

    @Test("a role is made, changed, and left alone where it is so already", arguments: Backend.all)
    func set(_ backend: Backend) throws {
        let store = try backend.store()
        #expect(try store.setRole("editor", to: ["b:c", "a:*", "b:c"]) == .made(editor(["a:*", "b:c"])))
        #expect(try store.setRole("editor", to: ["*"]) == .changed(editor(["*"])))
        #expect(try store.setRole("editor", to: ["*"]) == .changed(editor(["*"])))
        #expect(try store.setRole("editor") == .changed(editor([])))
        #expect(try store.setRole("bare") == .made(Role(name: "bare", permissions: [], isBuiltIn: false, holders: 0)))
        #expect(try store.roles().map(\.name) == ["admin", "bare", "editor", "user"])
        #expect(
            try store.lines() == [
                "0: somebody set-role - at console, done (editor: a:*,b:c)",
                "0: somebody set-role - at console, done (editor: *)",
                "0: somebody set-role - at console, done (editor: nothing)",
                "0: somebody set-role - at console, done (bare: nothing)",
            ])
    }

    @Test("what a role allows binds at the next question of every store", arguments: Backend.all)
    func binds(_ backend: Backend) throws {
        let place = try backend.place()
        let (store, other) = (try place.open(), try place.open())
        try store.setRole("editor", to: ["articles:write"])
        let user = try store.made(roles: ["editor", "user"])
        func holds(_ permission: Permission) throws -> Bool { try other.user(user.id, holds: permission) }
        #expect(try holds("articles:write") && !holds("articles:read") && !holds("comments:write"))
        try store.setRole("editor", to: ["articles:*"])
        #expect(try holds("articles:write") && holds("articles:read") && !holds("comments:write"))
        #expect(try !holds("articles") && !holds("Articles:read") && !holds("articles2:read"))
        try store.setRole("editor", to: ["*"])
        #expect(try holds("comments:write") && holds("articles"))
        try store.setRole("editor")
        #expect(try !holds("articles:write"))
        try store.setRole("user", to: ["comments:write"])
        #expect(try holds("comments:write"))
        #expect(try other.roles().map(\.holders) == [0, 1, 1])
    }

    @Test("admin allows everything, whatever is wanted", arguments: Backend.all, [[], ["a:b"], ["*", "a:b"]])
    func administrators(_ backend: Backend, _ permissions: [String]) throws {
        let store = try backend.store()
        #expect(try store.setRole("admin", to: permissions) == .builtIn)
        #expect(try store.setRole("admin", to: ["*"]) == .changed(builtIn[0]))
        #expect(try store.roles() == builtIn)
        #expect(try store.lines() == [])
    }

    @Test("no two roles differ in nothing but the case of their letters", arguments: Backend.all)
    func spelling(_ backend: Backend) throws {
        let store = try backend.store()
        #expect(try store.setRole("Admin", to: ["*"]) == .spelledOtherwise("admin"))
        try store.setRole("Editor")
        #expect(try store.setRole("editor") == .spelledOtherwise("Editor"))
        #expect(try store.deleteRole("editor") == .unknownRole)
        #expect(try store.roles().map(\.name) == ["Editor", "admin", "user"])
    }

    @Test("what is built in, held or unknown is not deleted", arguments: Backend.all)
    func refusals(_ backend: Backend) throws {
        let store = try backend.store()
        try store.setRole("editor", to: ["a:b"])
        let user = try store.made(roles: ["editor"])
        let before = try store.lines()
        for force in [false, true] {
            for name in ["admin", "user"] { #expect(try store.deleteRole(name, evenIfHeld: force) == .builtIn) }
            for name in ["ghost", "", "editor ", "ADMIN"] {
                #expect(try store.deleteRole(name, evenIfHeld: force) == .unknownRole)
            }
        }
        #expect(try store.deleteRole("editor") == .held(editor(["a:b"], holders: 1)))
        #expect(try store.user(user.id) == user)
        #expect(try store.lines() == before)
    }

    @Test("a role that is deleted by force is taken from all who have it, for good", arguments: Backend.all)
    func force(_ backend: Backend) throws {
        let place = try backend.place()
        let (store, other) = (try place.open(), try place.open())
        try store.setRole("editor", to: ["a:b"])
        let users = [
            try store.made("alice", roles: ["editor"]), try store.made("bob", roles: ["editor", "user"]),
            try store.made("carol"),
        ]
        try store.opened("s", for: users[0])
        let before = try store.lines().count
        #expect(try store.deleteRole("editor", evenIfHeld: true) == .deleted(editor(["a:b"], holders: 2)))
        #expect(try other.user(of: "s")?.roles == [])
        #expect(try !other.user(users[0].id, holds: "a:b"))
        #expect(try other.users(after: 0, limit: 9).map(\.roles) == [[], ["user"], ["user"]])
        #expect(
            try store.lines()[before...] == [
                "0: somebody change-roles alice at console, done",
                "0: somebody change-roles bob at console, done (user)",
                "0: somebody delete-role - at console, done (editor)",
            ])
        // A later role of the same name has nothing of the former.
        #expect(try store.setRole("editor") == .made(editor([])))
        #expect(try store.deleteRole("editor") == .deleted(editor([])))
    }

    @Test("a role that is deleted and given at once is either given to nobody or gone from all", arguments: Backend.all)
    func givenAtOnce(_ backend: Backend) throws {
        let place = try backend.place()
        let (store, other) = (try place.open(), try place.open())
        for round in 0..<20 {
            try store.setRole("editor", to: ["a:b"])
            let user = try store.made("user\(round)")
            let outcomes = try race(2) { index in
                index == 0
                    ? try store.setRoles(of: user.id, to: ["editor"]) == .unknownRole("editor")
                    : try other.deleteRole("editor", evenIfHeld: true) == .unknownRole
            }
            #expect(!outcomes[1])
            #expect(try store.user(user.id)?.roles == (outcomes[0] ? ["user"] : []))
        }
    }
}
