// SPDX-License-Identifier: Apache-2.0

import CGI

extension Configuration {
    /// What is allowed and yet is hardly meant, a sentence each.
    var warnings: [String] {
        unknownNames + unexpandedValues + unacceptedClaims + weakHashing + slowHashing + unvettedBodies
            + transportWarnings
    }

    /// Names in the `.env` file that look like settings and are none.
    ///
    /// In the environment they are left alone: it is shared with other programs.
    var unknownNames: [String] {
        let known = Set(Settings.all.flatMap(\.names))
        return fileFindings.filter { finding in
            !known.contains(finding.name) && Self.prefixes.contains(where: finding.name.hasPrefix)
        }.map { finding in
            let likely = known.min { finding.name.distance(to: $0) < finding.name.distance(to: $1) }
            let isTypo = likely.map { finding.name.distance(to: $0) <= 3 } ?? false
            let hint = isTypo ? "; is \(likely ?? "") meant?" : ""
            return "\(finding.name.printable) (\(finding.origin)) is no setting and is ignored\(hint)"
        }
    }

    private static let prefixes = [
        "JWT_", "GATEHOUSE_", "RATELIMIT_", "PASSWORD_", "BCRYPT_", "AUDIT_", "REGISTRATION_", "MAX_CONTENT_",
        "DATABASE_", "SQLALCHEMY_", "LOG_",
    ]

    /// python-dotenv would put another variable in the place of `${NAME}`.
    var unexpandedValues: [String] {
        Settings.all.compactMap(finding).filter { finding in
            guard case .file = finding.origin else { return false }
            return finding.text.contains("${")
        }.map { "\($0.name) (\($0.origin)) contains ${, which stands for itself here" }
    }

    /// Hashes that are cheap to guess.
    var weakHashing: [String] {
        guard let cost = bcryptCost, cost < 10 else { return [] }
        return ["\(Settings.hashingCost.name) is \(cost): below 10 a stolen hash is cheap to guess"]
    }

    /// At 12 a hash takes about a quarter of a second; a few of them wait for each other within the ten that nginx
    /// waits (fastcgi_read_timeout).
    var slowHashing: [String] {
        guard let cost = bcryptCost, cost > 14 else { return [] }
        return ["\(Settings.hashingCost.name) is \(cost): above 14 a few logins at once take longer than nginx waits"]
    }

    /// What a hash costs, where bcrypt makes it.
    private var bcryptCost: Int? {
        guard let scheme = try? hashingScheme(), scheme.method == .bcrypt else { return nil }
        return scheme.cost
    }

    /// Bodies of which not all is looked at before libfcgi reads it.
    var unvettedBodies: [String] {
        let vetted = Server.Settings.vettedContentLength
        guard let length = try? optional(Settings.maximumBody), length > vetted else { return [] }
        return ["\(Settings.maximumBody.name) is \(length): what is sent beyond \(vetted) reaches libfcgi unchecked"]
    }
}

extension String {
    /// How many characters must be put in, left out or changed to make the one name the other (Levenshtein).
    fileprivate func distance(to other: String) -> Int {
        let target = Array(other.utf8)
        var row = Array(0...target.count)
        for (count, byte) in utf8.enumerated() {
            var diagonal = row[0]
            row[0] = count + 1
            for column in target.indices {
                let replaced = diagonal + (byte == target[column] ? 0 : 1)
                diagonal = row[column + 1]
                row[column + 1] = Swift.min(replaced, diagonal + 1, row[column] + 1)
            }
        }
        return row[target.count]
    }
}
