// SPDX-License-Identifier: Apache-2.0

/// A location that is opened by a check alone.
struct Guarded: Sendable {
    let block: Nginx.Block

    /// The directive that names the check.
    let directive: Nginx.Directive

    /// Where the check is made; nil where no location could be found that the directive names.
    let check: Nginx.Block?
}

extension Nginx.Block {
    /// The locations of this server that a check by one of these workers guards, or one that is not to be found.
    func guarded(by workers: Workers) -> [Guarded] {
        allBlocks(["location"]).compactMap { location in
            guard let directive = location.check, let path = directive.arguments.first else { return nil }
            let check = self.location(of: path)
            guard let check, check.head.arguments != ["/"] else {
                return Guarded(block: location, directive: directive, check: nil)
            }
            let isOurs = check.passing.map { $0.isCheck || workers.include($0) } ?? false
            return isOurs && check != location ? Guarded(block: location, directive: directive, check: check) : nil
        }
    }

    /// The check that requests here have to pass; nil where there is none.
    var check: Nginx.Directive? {
        only("auth_request").flatMap { $0.arguments.first == "off" ? nil : $0 }
    }
}
