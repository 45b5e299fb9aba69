// SPDX-License-Identifier: Apache-2.0

import Auth
import Basics
import Glibc

/// What an operator wants of a host, all of it checked before anything is changed.
struct Wishes {
    /// What stands on the command line.
    struct Said {
        var name: String?
        var certificate: String?
        var certificateKey: String?
        var origins: [String] = []
        var registration: Registration?
        var administrator: String?
    }

    let name: String
    let certificate: String
    let certificateKey: String
    let origins: [String]
    let registration: Registration?
    /// Nil where there is an administrator.
    let administrator: Username?

    /// Asks for what was not said; what the host has already is offered, and taken where nobody can be asked.
    ///
    /// - Throws: ``Failure`` where something is missing or wrong.
    init(_ said: Said, _ premises: Premises, _ questions: Questions) throws {
        let site = try SiteText(premises.text(of: premises.site))
        name = try Self.hostName(
            said.name ?? questions.demand("Host name", option: "--name", standard: site.name))
        let folder = "/etc/letsencrypt/live/\(name)"
        let isRenamed = name != site.name
        certificate = try Self.file(
            "--certificate", said.certificate, (isRenamed ? nil : site.certificate) ?? folder + "/fullchain.pem",
            "Certificate", questions)
        certificateKey = try Self.file(
            "--certificate-key", said.certificateKey,
            (isRenamed ? nil : site.certificateKey) ?? folder + "/privkey.pem", "Its key", questions)
        origins = try Self.origins(
            said.origins.isEmpty
                ? questions.answer("Origins of web pages, with commas (none)") : said.origins.joined(separator: ","))
        registration = try said.registration ?? Self.registration(premises, questions)
        administrator = try Self.administrator(said.administrator, premises, questions)
    }

    private static func hostName(_ text: String) throws(Failure) -> String {
        let isName = text.utf8.allSatisfy { $0.isAlphanumeric(or: "-.") }
        guard isName, text.count <= 253, text.first != "-", text.first != ".", !text.isEmpty else {
            throw Failure(.dataError, "--name is \"\(text.printable)\", but it must be a host name")
        }
        return text
    }

    private static func file(
        _ option: String, _ said: String?, _ standard: String, _ question: String, _ questions: Questions
    ) throws -> String {
        let path = try said ?? questions.demand(question, option: option, standard: standard)
        // What nginx would read as more than a word.
        guard path.hasPrefix("/"), !path.contains(where: { " \t\n;{}\"'\\$#".contains($0) }) else {
            throw Failure(
                .dataError, "\(option) is \"\(path.printable)\", but it must be an absolute path in plain characters")
        }
        guard access(path, R_OK) == 0 else {
            throw Failure(
                .noInput, "there is no file \(path) that can be read; get a certificate first, or name it by \(option)")
        }
        return path
    }

    private static func origins(_ text: String?) throws(Failure) -> [String] {
        guard let text, !text.trimmed.isEmpty else { return [] }
        guard let origins = Settings.allowedOrigins.notation.read(text) else {
            throw Failure(
                .dataError,
                "--origin is \"\(text.printable)\", but it must be \(Settings.allowedOrigins.notation.allowed)")
        }
        return origins
    }

    private static func registration(_ premises: Premises, _ questions: Questions) throws -> Registration? {
        guard questions.canAsk else { return nil }
        let isOpen = try premises.configuration().value(Settings.opensRegistration)
        let answer = try questions.answer("May anybody make an account", standard: isOpen ? "yes" : "no")
        guard let answer, let isWanted = Settings.opensRegistration.notation.read(answer) else {
            throw Failure(.dataError, "the answer is yes or no")
        }
        return isWanted ? .open : .closed
    }

    private static func administrator(
        _ said: String?, _ premises: Premises, _ questions: Questions
    ) throws -> Username? {
        guard try !premises.hasAdministrator() else { return nil }
        let name = try said ?? questions.demand("First administrator", option: "--administrator", standard: "admin")
        do throws(Violation) {
            return try Username(name)
        } catch {
            throw Failure(.dataError, error.sentence)
        }
    }
}
