// SPDX-License-Identifier: Apache-2.0

import TestSupport
import Testing

@testable import GatehouseServer

@Suite("The doctor and the shipped nginx files")
struct ShippedSiteTests {
    @Test("finds nothing wrong with them, guarded example and all")
    func clean() throws {
        let seeded = try SeededSite()
        let patient = try seeded.patient()
        #expect(patient.findings(Check.all).map { "\($0.check.id): \($0.symptom.what)" } == [])
        let site = try #require(patient.site)
        #expect(site.servers.count == 1)
        #expect(site.apis.map(\.block.title) == ["location /"])
        #expect(site.checks.count == 3)
        #expect(site.guarded.count == 6)
        #expect(site.guardedPassings.count == 4)
        #expect(site.policies.flatMap(\.literals).map(\.text) == ["any", "optional", "role:admin|role:staff fresh"])
    }

    @Test("finds nothing wrong with their twins for SCGI either")
    func scgi() throws {
        let seeded = try SeededSite.scgi()
        let patient = try seeded.patient()
        #expect(patient.findings(Check.all).map { "\($0.check.id): \($0.symptom.what)" } == [])
        #expect(patient.site?.apis.map(\.module) == [.scgi])
        #expect(patient.site?.checks.map(\.module) == [.scgi, .scgi, .scgi])
    }

    @Test("has a request wait for longer than a restart of all workers takes, over either protocol")
    func restart() throws {
        for seeded in [try SeededSite(), try SeededSite.scgi()] {
            let site = try #require(try seeded.patient().site)
            let kept = try #require(site.nginx.upstreams.first?.own("keepalive_timeout").last?.arguments.first)
            for passing in site.apis + site.checks {
                let wait = try #require(passing.only("read_timeout")?.arguments.first.flatMap(Nginx.seconds))
                // A worker takes a moment to start.
                #expect(try wait >= #require(Nginx.seconds(kept)) + 2)
            }
        }
    }

    @Test("finds what is broken in them, where it stands and nothing else", arguments: Seed.all)
    func broken(_ seed: Seed) throws {
        let seeded = try SeededSite(seed.edits)
        let findings = try seeded.patient().findings(Check.all)
        #expect(Set(findings.map(\.check.id)) == [seed.check])
        let place = try seeded.place(seed.place.file, seed.place.line)
        #expect(findings.contains { $0.symptom.place == place }, "\(place) in \(findings.map(\.symptom))")
    }

    @Test("finds what nginx itself warns of")
    func warned() throws {
        let second =
            "server {\n    listen 127.0.0.1:1 ssl;\n    server_name localhost;\n    include gatehouse/tls.conf;\n}\n"
        let seeded = try SeededSite([
            .init(file: "nginx.conf", old: "    include server.conf;", new: "    include server.conf;\n" + second)
        ])
        let findings = try seeded.patient().findings(Check.all)
        #expect(findings.map(\.check.id) == ["nginx-warned"])
        #expect(findings.first?.symptom.what.hasPrefix("conflicting server name") == true)
    }

    @Test("takes no offence at what is done with care")
    func careful() throws {
        let lines = """
            if ($request_method = OPTIONS) { return 204; }
            if ($arg_forbidden) { return 403; }
            rewrite ^/reports/old/(.*)$ /reports/$1 break;
            satisfy all;
            allow 192.0.2.1;
            deny all;
            """
        let seeded = try SeededSite(
            Seed.inReports("", lines).edits + [
                .init(
                    file: "locations.conf", old: Seed.openWiki,
                    new: "location /plain/ { auth_request off; return 301 /; }")
            ])
        #expect(try seeded.patient().found == [])
    }

    @Test(
        "lets an operator's own location answer refusals",
        arguments: ["= /gatehouse/error", "^~ /gatehouse/error", "~ ^/gatehouse/error$"])
    func ownErrors(_ location: String) throws {
        let edit = Seed.Edit(
            file: "gatehouse/errors.conf", old: "location = /gatehouse/error {", new: "location \(location) {")
        let seeded = try SeededSite([edit])
        #expect(try seeded.patient().found == [])
    }

    @Test("misses no location for refusals where none is sent to it, though checks name it")
    func noErrors() throws {
        let lines = [
            ("server", "include gatehouse/errors.conf;\ninclude gatehouse/error_pages.conf;"),
            ("edge", "include gatehouse/error_pages.conf;"),
            ("guarded", "error_page 500 =503 /gatehouse/error;"),
            ("guarded_api", "error_page 401 /gatehouse/error;"),
        ]
        let edits = lines.map { Seed.Edit(file: "gatehouse/\($0.0).conf", old: $0.1, new: "") }
        let seeded = try SeededSite(edits)
        #expect(try seeded.patient().found == [])
    }

    @Test("has nothing to say of servers that do not ask Gatehouse, nor of other gates")
    func others() throws {
        let other = """
            server {
                listen 18081;
                merge_slashes off;
                location / { auth_request /other; proxy_pass http://127.0.0.1:3000; }
                location = /other { proxy_pass http://127.0.0.1:4000; }
                location /php/ { fastcgi_pass unix:/run/php/php-fpm.sock; }
            }
            """
        let edit = Seed.Edit(
            file: "nginx.conf", old: "    include server.conf;", new: "    include server.conf;\n" + other)
        let seeded = try SeededSite([edit])
        #expect(try seeded.patient().found == [])
    }
}
