// SPDX-License-Identifier: Apache-2.0

import CGI
import Foundation
import Testing

@testable import GatehouseServer

/// A host below a folder, with the files that the package brings, and an nginx and a systemctl that only take notes.
private final class InstalledHost {
    let line = CommandLineFixture()
    var folder: TemporaryFolder { line.folder }

    static let shipped = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().deletingLastPathComponent().appending(path: "nginx")

    init() throws {
        let settings = "# Settings\nDATABASE_URL=sqlite:///\(folder.path("shop.db"))\n\n#REGISTRATION_ENABLED=true\n"
        try folder.write("etc/shop/shop.env", settings)
        try folder.write("etc/shop/credentials/.keep", "")
        for (file, path) in [("example.conf", "sites-available/shop"), ("site.conf", "shop/site.conf")] {
            let text = try String(contentsOf: Self.shipped.appending(path: file), encoding: .utf8)
            try folder.write("etc/nginx/\(path)", text)
        }
        try folder.write("etc/nginx/sites-enabled/.keep", "")
        for name in ["cert.pem", "key.pem"] { try folder.write(name, "") }
        try nginx("1.22.1")
        try program("lib/gatehouse/restart-workers", "")
        // The workers run as soon as they have been enabled.
        let started = folder.path("started")
        try program(
            "bin/systemctl", "case $* in *is-*) test -e \(started) ;; *enable*) touch \(started) ;; esac")
        line.environment["PATH"] = "\(folder.path("bin")):/usr/bin:/bin"
        line.environment["DATABASE_URL"] = nil
    }

    /// A worker that was started with the settings as they are now.
    func worker() throws -> IdleWorker {
        try IdleWorker(database: folder.path("shop.db"), settings: FileStamp(ofFile: folder.path("etc/shop/shop.env")))
    }

    func program(_ name: String, _ script: String) throws {
        let text = "#!/bin/sh\necho \"${0##*/} $*\" >>\(folder.path("calls"))\n\(script)\n"
        try folder.write(name, text)
        try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: folder.path(name))
    }

    /// An nginx of that version, to which all is well.
    func nginx(_ version: String) throws {
        try program("bin/nginx", "test \"$1\" != -v || echo 'nginx version: nginx/\(version)' >&2")
    }

    /// What was done by programs, and not only asked.
    var deeds: [String] {
        let text = (try? folder.text("calls")) ?? ""
        let calls = text.split(separator: "\n").map(\.description.trimmed)
        return calls.filter { !$0.contains(/systemctl (-q is-|list-|show )/) && $0 != "nginx -v" }
    }

    func forgetDeeds() throws { try folder.write("calls", "") }

    /// Everything below the folder for settings, with its contents.
    var files: [String: String] {
        var files: [String: String] = [:]
        for path in FileManager.default.enumerator(atPath: folder.path("etc")) ?? .init() {
            guard let path = path as? String, let text = try? folder.text("etc/\(path)") else { continue }
            files[path] = text
        }
        return files
    }

    var certificate: [String] {
        ["--certificate", folder.path("cert.pem"), "--certificate-key", folder.path("key.pem")]
    }

    func setUp(_ arguments: String..., input: String = "Correct1horse\n") throws -> CommandLineFixture.Answer {
        try line.run(["setup"] + certificate + arguments, input: input)
    }
}

@Suite("Setting up a host")
struct SetUpTests {
    private let host: InstalledHost

    init() throws { host = try InstalledHost() }

    @Test("makes secret and administrator, closes registration, starts the workers and switches nginx on")
    func everything() throws {
        let answer = try host.setUp(
            "--name", "auth.shop.example", "--origin", "https://shop.example", "--registration", "closed",
            "--administrator", "root")
        #expect(answer.status == 0, "\(answer.errors)")
        #expect(answer.output.hasSuffix("shop serves https://auth.shop.example\n"))
        let secret = host.folder.path("etc/shop/credentials/JWT_SECRET_KEY")
        #expect(try FileManager.default.attributesOfItem(atPath: secret)[.posixPermissions] as? Int == 0o600)
        #expect(try host.folder.text("etc/shop/shop.env").contains("\nREGISTRATION_ENABLED=false\n"))
        #expect(
            try host.line.run("user", "list", "--env-file", host.folder.path("etc/shop/shop.env")).output
                .contains(/root +admin/))
        #expect(try host.line.run("config", "check").status == 0)
        let site = try host.folder.text("etc/nginx/sites-enabled/shop")
        #expect(site.contains("    server_name auth.shop.example;") && !site.contains("auth.example.com"))
        #expect(site.contains("    ssl_certificate_key \(host.folder.path("key.pem"));"))
        #expect(site.contains("return 301 https://auth.shop.example$request_uri;"))
        #expect(try host.folder.text("etc/nginx/shop/site.conf").contains("    \"https://shop.example\" 1;\n"))
        #expect(
            host.deeds == [
                "systemctl enable -q --now shop.target", "nginx -t -q", "systemctl reload-or-restart nginx.service",
            ])
    }

    private static let parameter = "    listen 443 ssl http2;\n    listen [::]:443 ssl http2;\n"
    private static let directive = "    http2 on;\n    listen 443 ssl;\n    listen [::]:443 ssl;\n"

    @Test(
        "offers HTTP/2 as this nginx takes it without a warning",
        arguments: [
            ("1.22.1", parameter), ("1.25.0 (Ubuntu)", parameter), ("1.25.1", directive), ("1.30.6", directive),
        ])
    func http2(_ version: String, _ lines: String) throws {
        try host.nginx(version)
        let answer = try host.setUp("--name", "auth.shop.example", "--administrator", "root")
        #expect(answer.status == 0, "\(answer.errors)")
        let site = try host.folder.text("etc/nginx/sites-available/shop")
        #expect(site.contains(lines) && site.contains("    listen 80;\n    listen [::]:80;\n"))
    }

    @Test("takes up, when it is run again, that nginx has become a later one")
    func laterNginx() throws {
        #expect(try host.setUp("--name", "auth.shop.example", "--administrator", "root").status == 0)
        try host.nginx("1.26.3")
        let worker = try host.worker()
        for tests in [["nginx -t -q"], []] {
            try host.forgetDeeds()
            #expect(try withExtendedLifetime(worker) { try host.line.run("setup").status } == 0)
            #expect(host.deeds == tests + ["systemctl reload-or-restart nginx.service"])
            #expect(try host.folder.text("etc/nginx/sites-available/shop").contains(Self.directive))
        }
    }

    @Test("does nothing twice, and takes what is there for what is wished")
    func again() throws {
        let first = try host.setUp("--name", "auth.shop.example", "--administrator", "root")
        #expect(first.status == 0, "\(first.errors)")
        let (files, worker) = (host.files, try host.worker())
        try host.forgetDeeds()
        let answer = try withExtendedLifetime(worker) { try host.line.run("setup") }
        #expect(answer.status == 0, "\(answer.errors)")
        #expect(answer.output.components(separatedBy: "done before: ").count == 4, "\(answer.output)")
        #expect(host.files == files && host.deeds == ["systemctl reload-or-restart nginx.service"])
    }

    /// Sets a host up, whose workers run from then on.
    private func running() throws {
        let first = try host.setUp("--name", "auth.shop.example", "--administrator", "root")
        #expect(first.status == 0, "\(first.errors)")
        try host.forgetDeeds()
    }

    @Test("restarts workers until each of them has read what has changed, and not once more")
    func restart() throws {
        try running()
        let former = try host.worker()
        try host.program("lib/gatehouse/restart-workers", "echo a worker has not come back; exit 1")
        for _ in 1...2 {
            let answer = try host.line.run("setup", "--registration", "closed")
            #expect(answer.status == 69 && answer.errors.hasSuffix("restart-workers: a worker has not come back\n"))
            #expect(!answer.output.contains("done before: start the workers"), "\(answer.output)")
        }
        #expect(try host.folder.text("etc/shop/shop.env").contains("\nREGISTRATION_ENABLED=false\n"))
        try host.program("lib/gatehouse/restart-workers", "")
        #expect(try host.line.run("setup", "--registration", "closed").status == 0)
        let latter = try withExtendedLifetime(former) { try host.worker() }
        try host.forgetDeeds()
        let answer = try withExtendedLifetime(latter) { try host.line.run("setup", "--registration", "closed") }
        #expect(answer.status == 0 && answer.output.contains("done before: start the workers"), "\(answer.output)")
        #expect(!host.deeds.contains("restart-workers"))
    }

    @Test("restarts workers of which it is not known what they have read", arguments: ["older", "silent", "starting"])
    func unknown(_ kind: String) throws {
        try running()
        let database = host.folder.path("shop.db")
        let worker = kind == "older" ? try IdleWorker(database: database) : try host.worker()
        if kind == "starting" {
            let unit = "echo shop@2.service loaded activating auto-restart"
            try host.program("bin/systemctl", "case $* in *list-units*) \(unit) ;; esac")
        }
        if kind == "silent" { host.line.patience = .milliseconds(200) }
        let deaf = kind == "silent" ? try Listener.unix(path: database + "-workers/1", mode: 0o600) : nil
        let answer = try withExtendedLifetime((worker, deaf)) { try host.line.run("setup") }
        #expect(answer.status == 0, "\(answer.errors)")
        #expect(host.deeds.contains("restart-workers"))
    }

    @Test("says what it would do, and does nothing")
    func rehearsal() throws {
        let files = host.files
        let answer = try host.setUp("--name", "auth.shop.example", "--administrator", "root", "--dry-run", input: "")
        #expect(answer.status == 0, "\(answer.errors)")
        #expect(answer.output.components(separatedBy: "would ").count == 6, "\(answer.output)")
        #expect(host.files == files && host.deeds.isEmpty)
        #expect(!FileManager.default.fileExists(atPath: host.folder.path("shop.db")))
    }

    @Test("leaves nginx as it was where that refuses the files, and says why")
    func refusedSite() throws {
        try host.program("bin/nginx", "echo 'nginx: [emerg] no such thing in line 7' >&2; exit 1")
        let site = try host.folder.text("etc/nginx/sites-available/shop")
        let answer = try host.setUp("--name", "auth.shop.example", "--administrator", "root")
        #expect(answer.status == 69 && answer.errors == "shop: nginx -t -q: nginx: [emerg] no such thing in line 7\n")
        #expect(try host.folder.text("etc/nginx/sites-available/shop") == site)
        #expect(!FileManager.default.fileExists(atPath: host.folder.path("etc/nginx/sites-enabled/shop")))
    }

    @Test("tells nginx again what it has not taken up")
    func failedReload() throws {
        try running()
        let worker = try host.worker()
        try host.program("bin/systemctl", "case $* in *reload*) echo a port is taken; exit 1 ;; esac")
        for _ in 1...2 {
            let answer = try host.line.run(["setup"] + host.certificate + ["--name", "new.shop.example"])
            #expect(answer.status == 69 && !answer.output.contains("serves https"), "\(answer.output)")
            #expect(answer.errors == "shop: systemctl reload-or-restart nginx.service: a port is taken\n")
        }
        try host.program("bin/systemctl", "")
        let answer = try withExtendedLifetime(worker) { try host.line.run("setup") }
        #expect(answer.status == 0 && answer.output.hasSuffix("shop serves https://new.shop.example\n"))
        #expect(host.deeds.last == "systemctl reload-or-restart nginx.service")
    }

    @Test("sees whether nginx has taken up its files, which a reload does not tell")
    func takenUp() throws {
        let nginx = try LoneNginx(host.folder)
        try host.program(
            "bin/systemctl", "case $* in *MainPID*) cat \(nginx.pidFile) ;; *) \(nginx.command) -s reload ;; esac")
        let premises = Premises(application: "shop", host: Host(environment: host.line.environment))
        try premises.reloadNginx()
        // A socket's path that is there already is a port that is taken.
        try host.folder.write("taken", "")
        try nginx.listen("unix:\(host.folder.path("taken"))")
        let failure = #expect(throws: Failure.self) { try premises.reloadNginx(patience: .milliseconds(300)) }
        #expect(failure?.description.hasPrefix("nginx goes on with its former files") == true)
        try FileManager.default.removeItem(atPath: host.folder.path("taken"))
        try premises.reloadNginx()
    }

    @Test("puts each file whole where its links lead, with the mode that it had, and touches none beside it")
    func replacing() throws {
        let (etc, manager) = (host.folder.path("etc/shop"), FileManager.default)
        try manager.moveItem(atPath: etc + "/shop.env", toPath: etc + "/kept.env")
        try manager.createSymbolicLink(atPath: etc + "/shop.env", withDestinationPath: "kept.env")
        try manager.setAttributes([.posixPermissions: 0o604], ofItemAtPath: etc + "/kept.env")
        try host.folder.write("etc/shop/kept.env.new", "of the operator")
        try host.folder.write("etc/shop/shop.env.new", "of the operator")
        let answer = try host.setUp(
            "--name", "auth.shop.example", "--administrator", "root", "--registration", "closed")
        #expect(answer.status == 0, "\(answer.errors)")
        #expect(try host.folder.text("etc/shop/kept.env").contains("\nREGISTRATION_ENABLED=false\n"))
        #expect(try manager.attributesOfItem(atPath: etc + "/kept.env")[.posixPermissions] as? Int == 0o604)
        #expect(
            try manager.contentsOfDirectory(atPath: etc).sorted()
                == ["credentials", "kept.env", "kept.env.new", "shop.env", "shop.env.new"])
        #expect(try host.folder.text("etc/shop/shop.env.new") == "of the operator")
    }

    @Test("says why it cannot write a file, and where")
    func unwritable() throws {
        try FileManager.default.removeItem(atPath: host.folder.path("etc/shop/credentials"))
        let answer = try host.setUp("--name", "auth.shop.example", "--administrator", "root")
        #expect(answer.status == 73)
        #expect(
            answer.errors == "shop: cannot write \(host.folder.path("etc/shop/credentials/JWT_SECRET_KEY")): "
                + "there is no such folder\n")
    }

    @Test("closes registration in the line that the workers read")
    func exported() throws {
        let settings = "etc/shop/shop.env"
        try host.folder.write(settings, host.folder.text(settings) + "export REGISTRATION_ENABLED = true # open\n")
        let answer = try host.setUp(
            "--name", "auth.shop.example", "--administrator", "root", "--registration", "closed")
        #expect(answer.status == 0, "\(answer.errors)")
        let read = try Configuration.read(
            file: host.folder.path(settings), of: "shop", in: Host(environment: [:]))
        #expect(try read.value(Settings.opensRegistration) == false)
    }

    @Test("says which file it cannot read")
    func unreadable() throws {
        let origins = host.folder.path("etc/nginx/shop/site.conf")
        try FileManager.default.removeItem(atPath: origins)
        try FileManager.default.createDirectory(atPath: origins, withIntermediateDirectories: false)
        let answer = try host.setUp("--name", "auth.shop.example", "--administrator", "root")
        #expect((answer.status, answer.errors) == (69, "shop: cannot read \(origins): Is a directory\n"))
    }

    @Test("says so where the workers do not start")
    func deadWorkers() throws {
        try host.program("bin/systemctl", "case $* in *is-*) exit 3 ;; esac")
        let answer = try host.setUp("--name", "auth.shop.example", "--administrator", "root")
        #expect(answer.status == 69 && answer.errors.contains("journalctl -u 'shop@*.service'"))
    }

    static let wrong: [(arguments: [String], status: Int32, words: String)] = [
        ([], 64, "--name is needed"),
        (["--name", "a b"], 65, "--name is \"a b\", but it must be a host name"),
        (["--name", "x;include /etc/shadow"], 65, "it must be a host name"),
        (["--name", "auth.shop.example", "--origin", "shop.example/*"], 65, "--origin is \"shop.example/*\""),
        (["--name", "auth.shop.example", "--administrator", "x"], 65, "3 to 80 characters"),
        (["--name", "auth.shop.example", "--certificate", "/nowhere/x.pem"], 66, "/nowhere/x.pem"),
        (["--name", "auth.shop.example", "--certificate", "/tmp/x;y"], 65, "in plain characters"),
    ]

    @Test("refuses what is missing or wrong before anything is changed", arguments: wrong)
    func wrongWishes(_ arguments: [String], _ status: Int32, _ words: String) throws {
        let files = host.files
        let certificate = arguments.contains("--certificate") ? [] : host.certificate
        let answer = try host.line.run(["setup"] + certificate + arguments, input: "Correct1horse\n")
        #expect(answer.status == status && answer.errors.contains(words), "\(answer.errors)")
        #expect(host.files == files && host.deeds.isEmpty)
    }

    @Test("wants the package to be installed")
    func nothingInstalled() throws {
        let answer = try CommandLineFixture().run("setup", "--name", "auth.shop.example")
        #expect(answer.status == 69 && answer.errors.contains("install the package first"), "\(answer.errors)")
    }
}
