// SPDX-License-Identifier: Apache-2.0

import JOSE

/// The certificates that nginx shows.
extension Check {
    static let ofCertificates: [Check] = [
        certificateUnreadable, certificateEnded, certificateEnding, certificateName, certificateKey,
    ]

    static let certificateUnreadable = ofSite(
        "certificate-unreadable", .note, "A certificate could not be looked at.",
        why: "Whether it has ended, or belongs to another name or key, is not known then."
    ) { site in
        site.certificates.filter { $0.chain == nil || $0.key == nil }.map { certificate in
            let path = certificate.chain == nil ? certificate.path : certificate.keyPath ?? "its key"
            return Symptom(
                "\(path) cannot be read, or holds nothing in PEM", at: certificate.place,
                instead: "the same as root, at the host of this nginx")
        }
    }

    static let certificateEnded = Check(
        "certificate-ended", .error, "A certificate does not hold now.",
        why: "Every client refuses it."
    ) { patient in
        patient.certificates { certificate, chain in
            guard let part = chain.first(where: { patient.now < $0.notBefore || patient.now > $0.notAfter }) else {
                return nil
            }
            let what =
                part.notAfter < patient.now
                ? "has ended at \(Timestamp.text(ofSecond: part.notAfter))"
                : "begins at \(Timestamp.text(ofSecond: part.notBefore))"
            return ("\(certificate.path) \(what)", "a certificate that is renewed, and `systemctl reload nginx`")
        }
    }

    static let certificateEnding = Check(
        "certificate-ending", .warning, "A certificate ends within a fortnight.",
        why: "Certificates are renewed long before; this one's renewal has failed, or nobody does it."
    ) { patient in
        patient.certificates { certificate, chain in
            let end = chain.map(\.notAfter).min() ?? .max
            guard (patient.now..<patient.now + fortnight).contains(end) else { return nil }
            return (
                "\(certificate.path) ends at \(Timestamp.text(ofSecond: end))",
                "a look at what renews it, such as `certbot renew --dry-run`"
            )
        }
    }

    private static let fortnight: Int64 = 14 * 86_400

    static let certificateName = Check(
        "certificate-name", .warning, "A certificate is for other names than its server.",
        why: "Clients refuse what is shown to them under a name that is not in it."
    ) { patient in
        patient.certificates { certificate, chain in
            let names = certificate.server.plainNames.filter { !(chain.first?.isFor(host: $0) ?? true) }
            guard !names.isEmpty else { return nil }
            return (
                "\(certificate.path) is not for \(names.joined(separator: ", "))",
                "a certificate with each name of server_name"
            )
        }
    }

    static let certificateKey = Check(
        "certificate-key", .error, "A certificate and its key do not belong together.",
        why: "nginx does not start with them, nor is it reloaded."
    ) { patient in
        patient.certificates { certificate, chain in
            guard let key = certificate.key, chain.first?.belongs(toPrivateKey: key) == false else { return nil }
            return (
                "\(certificate.keyPath ?? "") is not the key of \(certificate.path)", "the key that was made with it"
            )
        }
    }
}

extension Patient {
    /// What `look` says of each certificate that can be read, and what to do about it.
    fileprivate func certificates(
        _ look: (ServedCertificate, [Certificate]) -> (what: String, instead: String)?
    ) -> [Symptom] {
        (site?.certificates ?? []).compactMap { certificate in
            guard let chain = certificate.chain, let seen = look(certificate, chain) else { return nil }
            return Symptom(seen.what, at: certificate.place, instead: seen.instead)
        }
    }
}

extension Nginx.Block {
    /// The names of a server that are no patterns.
    fileprivate var plainNames: [String] {
        own("server_name").flatMap(\.arguments).filter { name in
            name.contains(".") && !name.contains { "*~$".contains($0) } && !name.hasPrefix(".") || name == "localhost"
        }
    }
}
