// SPDX-License-Identifier: Apache-2.0

/// How long bodies may be, and where they are kept until they are passed on.
extension Check {
    static let apiBodyLimit = Check(
        "api-body-limit", .warning, "nginx and the workers differ about the longest body.",
        why: "What nginx takes beyond it is stored and sent for nothing; what it refuses short of it, nobody can send."
    ) { patient in
        guard let limit = try? patient.configuration.value(Settings.maximumBody) else { return [] }
        return (patient.site?.apis ?? []).filter { $0.block.bodyLimit != limit }.map { api in
            let shown = api.block.word("client_max_body_size") ?? "1m, nginx's default"
            return Symptom(
                "\(api.block.title) takes \(shown), and \(Settings.maximumBody.name) is \(limit)",
                at: api.block.only("client_max_body_size")?.place ?? api.directive.place,
                instead: "client_max_body_size \(limit % 1024 == 0 ? "\(limit / 1024)k" : "\(limit)");")
        }
    }

    static let bodyOnDisk = ofSite(
        "body-on-disk", .warning, "Bodies with passwords are written to files.",
        why: "What does not fit client_body_buffer_size waits in a file; deleted blocks of a disk can be read for long."
    ) { site in
        site.apis.filter { $0.block.bodyLimit != .max && $0.block.bodyBuffer < $0.block.bodyLimit }.map { api in
            Symptom(
                "\(api.block.title) takes longer bodies than its buffer holds",
                at: api.block.only("client_body_buffer_size")?.place ?? api.directive.place,
                instead: "client_body_buffer_size \(api.block.word("client_max_body_size") ?? "1m");")
        }
    }
}

extension Nginx.Block {
    /// How much of a body is kept in memory, in bytes; nginx's own default is two pages.
    fileprivate var bodyBuffer: Int { word("client_body_buffer_size").flatMap(Nginx.bytes) ?? 16 << 10 }
}
