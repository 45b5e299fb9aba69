// SPDX-License-Identifier: Apache-2.0

import Basics
import Glibc

extension Wishes {
    /// nginx's files have it serve the name where nginx finds them in order; else they are what they were.
    func switchingSiteOn(_ premises: Premises) throws -> Step {
        let former = try [premises.site, premises.origins].map { (path: $0, text: try premises.text(of: $0)) }
        let site = SiteText(former[0].text).naming(name, certificate: certificate, key: certificateKey)
            .offeringHTTP2(by: premises.nginxVersion)
        guard let list = OriginsText(former[1].text).allowing(origins) else {
            throw Failure(
                .dataError, "\(premises.origins) has no list of origins as it was shipped: write them there yourself")
        }
        let next = [site.text, list.text]
        return Step(
            deed: "serve \(name) by nginx: \(premises.site), \(premises.origins)",
            isNeeded: { former.map(\.text) != next || access(premises.link, F_OK) != 0 },
            act: { try switchSiteOn(former, next, premises) })
    }

    private func switchSiteOn(_ former: [(path: String, text: String)], _ next: [String], _ premises: Premises) throws {
        let isNew = access(premises.link, F_OK) != 0
        do {
            for (file, text) in zip(former, next) { try HeldFolder.replaceFile(file.path, with: text, mode: 0o644) }
            guard !isNew || symlink("../sites-available/\(premises.application)", premises.link) == 0 else {
                throw Failure(.cannotCreate, "cannot make \(premises.link): \(systemMessage(errno))")
            }
            try premises.run("nginx -t -q")
        } catch {
            if isNew { unlink(premises.link) }
            for file in former { try HeldFolder.replaceFile(file.path, with: file.text, mode: 0o644) }
            throw error
        }
    }

    /// nginx has taken up its files, whoever has changed them and when: of that nothing can be seen in them, and to be
    /// told once more does it no harm.
    func takingSiteUp(_ premises: Premises) -> Step {
        Step(
            deed: "have nginx take up its files: systemctl reload-or-restart nginx.service", isNeeded: { true },
            act: { try premises.reloadNginx() })
    }
}
