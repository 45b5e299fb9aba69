// SPDX-License-Identifier: Apache-2.0

/// The settings of the workers.
extension Check {
    static let ofConfiguration: [Check] = [
        configurationWrong, settingUnknown, tokensRefused, hashingCost, bodyUnvetted, tokenInQuery, cookiesOpen,
        limitsOff, registrationUnlimited,
    ]

    static let configurationWrong = Check(
        "configuration", .error, "The settings are wrong.",
        why: "No worker starts with them."
    ) { patient in
        patient.configurationFaults.map { sentence, place in
            let file = patient.configuration.file.map { Place(path: $0) }
            return Symptom(sentence, at: place ?? file, instead: "a value that `config check` finds in order")
        }
    }

    static let settingUnknown = warnings(
        "setting-unknown", "A setting is misspelt, or written as it is not read.",
        why: "It is ignored, and what it was to change is as ever.", instead: "a name that `config` lists"
    ) { $0.unknownNames + $0.unexpandedValues }

    static let tokensRefused = warnings(
        "tokens-refused", "Tokens that are issued here are not accepted here.",
        why: "Whoever logs in is turned away with the next request, unless others issue what is accepted here.",
        instead: "the value that is written as well, or neither"
    ) { $0.unacceptedClaims }

    static let hashingCost = warnings(
        "hashing-cost", "Hashing a password is too cheap, or too dear.",
        why: "Cheap hashes are guessed quickly when they are stolen; dear ones keep people waiting.",
        instead: "\(Settings.hashingCost.name)=12"
    ) { $0.weakHashing + $0.slowHashing }

    static let bodyUnvetted = warnings(
        "body-unvetted", "Bodies may be longer than what is vetted.",
        why: "What a client sends beyond that reaches libfcgi, and its faults, unchecked.",
        instead: "\(Settings.maximumBody.name)=65536"
    ) { $0.unvettedBodies }

    static let tokenInQuery = warnings(
        "token-in-query", "Tokens may stand in addresses.",
        why: "Addresses are kept in logs, histories and the Referer of other sites.",
        instead: "\(Settings.locations.name)=headers, or cookies"
    ) { $0.queryWarnings }

    static let cookiesOpen = warnings(
        "cookies-open", "Cookies with tokens go where they should not.",
        why: "Other hosts, other sites or whoever listens can use them.",
        instead: "\(Settings.cookieIsSecure.name)=true, \(Settings.sameSite.name)=Lax, "
            + "\(Settings.csrfIsRequired.name)=true and no \(Settings.cookieDomain.name)"
    ) { $0.cookieWarnings }

    static let limitsOff = Check(
        "limits-off", .warning, "Passwords may be tried without limit.",
        why: "A list of stolen passwords is tried in minutes; nginx's limits know neither names nor failures."
    ) { patient in
        guard (try? patient.configuration.value(Settings.limitsRates)) == false else { return [] }
        return [
            patient.symptom(
                "\(Settings.limitsRates.name) is false", Settings.limitsRates, "\(Settings.limitsRates.name)=true")
        ]
    }

    static let registrationUnlimited = Check(
        "registration-unlimited", .warning, "Anybody may make accounts without limit.",
        why: "A script fills the database, and takes the names that people want."
    ) { patient in
        let configuration = patient.configuration
        guard (try? configuration.value(Settings.limitsRates)) == false,
            (try? configuration.value(Settings.opensRegistration)) == true
        else { return [] }
        return [
            patient.symptom(
                "\(Settings.opensRegistration.name) is true, and \(Settings.limitsRates.name) is false",
                Settings.opensRegistration, "\(Settings.opensRegistration.name)=false, or limits")
        ]
    }

    /// A check whose sentences the configuration has itself.
    private static func warnings(
        _ id: String, _ fault: String, why: String, instead: String,
        _ sentences: @escaping @Sendable (Configuration) -> [String]
    ) -> Check {
        Check(id, .warning, fault, why: why) { patient in
            sentences(patient.configuration).map { sentence in
                // Each begins with the setting that it is about.
                let setting = Settings.all.first {
                    sentence.hasPrefix($0.name + " is ") || sentence.hasPrefix($0.name + " has ")
                }
                return patient.symptom(sentence, setting, instead)
            }
        }
    }
}

extension Patient {
    /// What is seen of a setting, where that stands; without one, where all of them stand.
    fileprivate func symptom(_ what: String, _ setting: (any AnySetting)?, _ instead: String) -> Symptom {
        let place = setting.flatMap(configuration.place) ?? configuration.file.map { Place(path: $0) }
        return Symptom(what, at: place, instead: instead)
    }
}

extension Configuration {
    /// Where a setting is chosen, if that is in a file.
    func place(of setting: any AnySetting) -> Place? {
        guard case .file(let path, let line) = finding(of: setting)?.origin else { return nil }
        return Place(path: path, line: line)
    }
}
