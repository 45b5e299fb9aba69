// SPDX-License-Identifier: Apache-2.0

import Testing

@testable import GatehouseServer

@Suite("Where a value comes from")
struct ConfigurationTests {
    private let folder = TemporaryFolder()

    private func read(
        file: String? = nil, environment: [String: String] = [:], application: String = "no-such-application"
    ) throws -> Configuration {
        var host = Host(environment: environment)
        host.dotEnvPath = folder.path(".env")
        return try Configuration.read(file: file, of: application, in: host)
    }

    @Test("the environment counts before the .env file, the credentials directory before both")
    func precedence() throws {
        try folder.write(".env", "JWT_SECRET_KEY=of the file\nLOG_LEVEL=debug\nJWT_ALGORITHM=HS384\n")
        try folder.write("credentials/JWT_SECRET_KEY", "of the directory\n")
        let configuration = try read(environment: [
            "JWT_SECRET_KEY": "of the environment", "LOG_LEVEL": "error",
            "CREDENTIALS_DIRECTORY": folder.path("credentials"),
        ])
        #expect(
            configuration.finding(of: Settings.secretKey)
                == Finding(name: "JWT_SECRET_KEY", text: "of the directory", origin: .credential))
        #expect(
            configuration.finding(of: Settings.logLevel)
                == Finding(name: "LOG_LEVEL", text: "error", origin: .environment))
        #expect(
            configuration.finding(of: Settings.algorithm)
                == Finding(name: "JWT_ALGORITHM", text: "HS384", origin: .file(path: folder.path(".env"), line: 3)))
        #expect(configuration.finding(of: Settings.leeway) == nil)
    }

    @Test("with the installed file go the installed secrets, unless systemd has handed some over")
    func installed() throws {
        try folder.write("shop/shop.env", "LOG_LEVEL=debug\n")
        try folder.write("shop/credentials/JWT_SECRET_KEY", "installed\n")
        try folder.write("passed/JWT_SECRET_KEY", "passed\n")
        var host = Host(environment: [:], dotEnvPath: folder.path("none"))
        host.configurationFolder = folder.path("")
        func secret(_ file: String?) throws -> String? {
            try Configuration.read(file: file, of: "shop", in: host).finding(of: Settings.secretKey)?.text
        }
        #expect(try secret(nil) == "installed")
        #expect(try secret(folder.path("shop/shop.env")) == "installed")
        try folder.write("other.env", "")
        #expect(try secret(folder.path("other.env")) == nil)
        host.environment["CREDENTIALS_DIRECTORY"] = folder.path("passed")
        #expect(try secret(nil) == "passed")
    }

    @Test("a value that is empty counts as none, wherever it stands")
    func empty() throws {
        try folder.write(".env", "LOG_LEVEL=debug\nJWT_ALGORITHM=\n")
        let configuration = try read(environment: ["LOG_LEVEL": ""])
        #expect(try configuration.value(Settings.logLevel) == .debug)
        #expect(try configuration.value(Settings.algorithm) == .hs256)
    }

    @Test("an alias is read where the name has no value in the same place")
    func alias() throws {
        try folder.write(".env", "DATABASE_URL=sqlite:///file.db\n")
        let url = ["SQLALCHEMY_DATABASE_URI": "sqlite:///alias.db"]
        #expect(try read(environment: url).value(Settings.database).path == "alias.db")
        #expect(
            try read(environment: url).listing.contains(
                /sqlite:\/\/\/alias.db +environment, as SQLALCHEMY_DATABASE_URI/))
        let both = url.merging(["DATABASE_URL": "sqlite:///name.db"]) { $1 }
        #expect(try read(environment: both).value(Settings.database).path == "name.db")
        let wrong = try read(environment: ["SQLALCHEMY_DATABASE_URI": "x"])
        #expect(
            wrong.faults(in: [Settings.database]).first?.description.hasPrefix("SQLALCHEMY_DATABASE_URI is") == true)
    }

    @Test("of a credential one line end at its end is no part, a second one is, and so is a space")
    func credential() throws {
        let environment = ["CREDENTIALS_DIRECTORY": folder.path("credentials")]
        for (text, value) in [("a\n", "a"), ("a", "a"), ("a\n\n", "a\n"), (" a ", " a ")] {
            try folder.write("credentials/JWT_SECRET_KEY", text)
            #expect(try read(environment: environment).finding(of: Settings.secretKey)?.text == value)
        }
    }

    @Test("what is no secret is not looked for among the credentials")
    func openCredential() throws {
        try folder.write("credentials/LOG_LEVEL", "debug")
        let environment = ["CREDENTIALS_DIRECTORY": folder.path("credentials")]
        #expect(try read(environment: environment).finding(of: Settings.logLevel) == nil)
    }

    @Test("a file that was named must be there, and the one in the working directory is not read then")
    func named() throws {
        try folder.write(".env", "LOG_LEVEL=debug\nJWT_ALGORITHM=HS512\n")
        try folder.write("other", "LOG_LEVEL=error\n")
        let configuration = try read(file: folder.path("other"))
        #expect(try configuration.value(Settings.logLevel) == .error)
        #expect(try configuration.value(Settings.algorithm) == .hs256)
        #expect(throws: ConfigurationError.unreadable(path: folder.path("none"), reason: "no such file")) {
            try read(file: folder.path("none"))
        }
        #expect(throws: ConfigurationError.unreadable(path: folder.path(""), reason: "Is a directory")) {
            try read(file: folder.path(""))
        }
    }

    @Test("no file at all is no error")
    func noFile() throws {
        #expect(try read().file == nil)
    }

    @Test("a file that is not UTF-8 is refused")
    func notUTF8() throws {
        try folder.write(".env", bytes: [0x41, 0x3D, 0xFF])
        #expect(throws: ConfigurationError.unreadable(path: folder.path(".env"), reason: "it is not UTF-8")) {
            try read()
        }
    }

    @Test("the listing shows every setting and where it came from, and no secret")
    func listing() throws {
        try folder.write(
            ".env", "JWT_SECRET_KEY=visible-nowhere\nDATABASE_URL=postgresql://me:visible@db/x\nLOG_LEVEL=a\u{1B}[2J\n")
        let configuration = try read()
        let lines = configuration.listing.split(separator: "\n")
        #expect(lines.count == Settings.all.count)
        #expect(!configuration.listing.contains("visible"))
        let words = lines.map { $0.split(separator: " ").map(String.init) }
        #expect(words[0] == ["JWT_SECRET_KEY", "********", "\(folder.path(".env")),", "line", "1"])
        #expect(words[2] == ["JWT_ALGORITHM", "HS256", "default"])
        #expect(words[11] == ["JWT_ENCODE_ISSUER", "-", "not", "set"])
        #expect(configuration.listing.contains("postgresql://********@db/x"))
        #expect(configuration.listing.contains(#"a\u{1b}[2J"#))
        #expect(!configuration.faults(in: Settings.all).map(\.description).joined().contains("visible"))
    }
}

@Suite("What is hardly meant")
struct ConfigurationWarningTests {
    private func warnings(_ file: String, environment: [String: String] = [:]) throws -> [String] {
        let file = try DotEnvFile(path: ".env", text: file)
        return Configuration(layers: [.init(environment: environment), .init(file)]).warnings
    }

    @Test("a name in the .env file that looks like a setting and is none is told, with what it resembles")
    func typo() throws {
        #expect(
            try warnings("JWT_ACCES_TOKEN_EXPIRES=1\nOTHER=2\nRATELIMIT_STORAGE_URI=redis://x\n") == [
                "JWT_ACCES_TOKEN_EXPIRES (.env, line 1) is no setting and is ignored"
                    + "; is JWT_ACCESS_TOKEN_EXPIRES meant?",
                "RATELIMIT_STORAGE_URI (.env, line 3) is no setting and is ignored",
            ])
    }

    @Test(
        "so is one of any family that settings have",
        arguments: [
            ("PASSWORD_HASHES", "PASSWORD_HASH"), ("BCRYPT_LOG_ROUND", "BCRYPT_LOG_ROUNDS"),
            ("AUDIT_RETENTION_DAY", "AUDIT_RETENTION_DAYS"), ("REGISTRATION_ENABLE", "REGISTRATION_ENABLED"),
            ("LOG_LEVLE", "LOG_LEVEL"), ("DATABASE_UR", "DATABASE_URL"),
            ("MAX_CONTENT_LENGHT", "MAX_CONTENT_LENGTH"), ("GATEHOUSE_LISTENS", "GATEHOUSE_LISTEN"),
        ])
    func typo(_ name: String, _ likely: String) throws {
        #expect(
            try warnings("\(name)=1\n") == [
                "\(name) (.env, line 1) is no setting and is ignored; is \(likely) meant?"
            ])
    }

    @Test("names in the environment are left alone")
    func environment() throws {
        #expect(try warnings("", environment: ["JWT_ACCES_TOKEN_EXPIRES": "1"]).isEmpty)
    }

    @Test("a cost below 10 or above 14, a variable that is not expanded, a body that is not looked through")
    func others() throws {
        #expect(try warnings("BCRYPT_LOG_ROUNDS=9").count == 1)
        #expect(try warnings("BCRYPT_LOG_ROUNDS=10").isEmpty)
        #expect(try warnings("BCRYPT_LOG_ROUNDS=14").isEmpty)
        #expect(try warnings("BCRYPT_LOG_ROUNDS=15").count == 1)
        #expect(try warnings("BCRYPT_LOG_ROUNDS=9\nPASSWORD_HASH=bcrypt").count == 1)
        #expect(try warnings("BCRYPT_LOG_ROUNDS=9\nPASSWORD_HASH=yescrypt").isEmpty)
        #expect(try warnings("BCRYPT_LOG_ROUNDS=15\nPASSWORD_HASH=yescrypt").isEmpty)
        #expect(
            try warnings("DATABASE_URL=sqlite:///${HOME}/x.db").first?.contains("DATABASE_URL (.env, line 1)") == true)
        #expect(try warnings("MAX_CONTENT_LENGTH=98305").count == 1)
        #expect(try warnings("MAX_CONTENT_LENGTH=98304").isEmpty)
    }
}
