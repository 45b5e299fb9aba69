// SPDX-License-Identifier: Apache-2.0

/// One thing that can be wrong with a host, and how to see it.
struct Check: Sendable {
    /// By what programs know it; it never changes.
    let id: String

    let severity: Severity

    /// What it looks for, as a table of checks has it.
    let fault: String

    /// Why that is bad.
    let why: String

    /// What is seen of it at this host.
    let look: @Sendable (Patient) -> [Symptom]

    init(
        _ id: String, _ severity: Severity, _ fault: String, why: String,
        _ look: @escaping @Sendable (Patient) -> [Symptom]
    ) {
        self.id = id
        self.severity = severity
        self.fault = fault
        self.why = why
        self.look = look
    }

    /// A check of what nginx is told; where that is not known it sees nothing.
    static func ofSite(
        _ id: String, _ severity: Severity, _ fault: String, why: String,
        _ look: @escaping @Sendable (Site) -> [Symptom]
    ) -> Check {
        Check(id, severity, fault, why: why) { patient in patient.site.map(look) ?? [] }
    }
}

/// One place where a check has seen its fault.
struct Symptom: Sendable, Equatable {
    /// What is wrong there.
    let what: String

    /// Where it stands; nil where it stands nowhere.
    let place: Place?

    /// What to write, or to do, instead.
    let instead: String

    init(_ what: String, at place: Place?, instead: String) {
        self.what = what
        self.place = place
        self.instead = instead
    }
}

/// What a check has found.
struct Diagnosis: Sendable {
    let check: Check
    let symptom: Symptom
}
