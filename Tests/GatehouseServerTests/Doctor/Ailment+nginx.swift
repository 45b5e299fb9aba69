// SPDX-License-Identifier: Apache-2.0

import Foundation
import TestSupport
import Testing

@testable import GatehouseServer

extension Ailment {
    private static let day: Int64 = 86_400

    /// Those of `.make/site` hold for ninety days, for localhost.
    static let ofCertificates: [Ailment] = [
        Ailment("certificate-ended", "after its end", changing: { $0.now += 91 * day }),
        Ailment("certificate-ended", "before its time", also: ["clock-behind"], changing: { $0.now -= day }),
        Ailment("certificate-ending", "in less than a fortnight", changing: { $0.now += 80 * day }),
        Ailment("certificate-name", "of another server") { host in
            host.dump = host.dump.replacing("server_name localhost;", with: "server_name localhost login.example.com;")
        },
        Ailment("certificate-key", "of another certificate") { host in
            try host.copyCertificate()
            let arguments = ["genpkey", "-algorithm", "ED25519", "-out", host.folder.file("key.pem")]
            #expect(try Output.of("/usr/bin/openssl", arguments).status == 0)
        },
        Ailment("certificate-unreadable", "none there") { host in
            host.dump = host.dump.replacing("ssl_certificate tls/cert.pem;", with: "ssl_certificate /nowhere/cert.pem;")
        },
        Ailment("certificate-unreadable", "no key there") { host in
            try host.copyCertificate()
            try FileManager.default.removeItem(atPath: host.folder.file("key.pem"))
        },
    ]

    static let ofNginx: [Ailment] = [
        Ailment(
            "nginx-unseen", "none", changing: { ($0.site, $0.nginxUnseen) = (nil, .unreadable("there is no nginx")) }),
        Ailment(
            "nginx-refused", "a mistake",
            changing: { ($0.site, $0.nginxUnseen) = (nil, .refused("nginx: [emerg] unknown directive \"x\" in /x:2")) }),
        Ailment("nginx-warned", "a doubt") { $0.dump = "nginx: [warn] a in /x:2\nnginx: b\n" + $0.dump },
    ]
}

extension SoundHost {
    /// Gives nginx a copy of its certificate and key, in the host's folder.
    func copyCertificate() throws {
        let shipped = try #require(dump.firstMatch(of: /# configuration file (.*)\/nginx.conf:/)).1
        for name in ["cert.pem", "key.pem"] {
            try FileManager.default.copyItem(atPath: "\(shipped)/tls/\(name)", toPath: folder.file(name))
            dump = dump.replacing("tls/\(name);", with: "\(folder.file(name));")
        }
    }
}
