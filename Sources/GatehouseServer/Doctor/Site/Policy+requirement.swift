// SPDX-License-Identifier: Apache-2.0

import Auth

extension Policy {
    /// Why nobody can meet the text, in words that follow upon it; nil where it is a requirement.
    static func fault(in text: String) -> String? {
        do throws(RequirementFault) {
            _ = try Requirement(text)
            return nil
        } catch {
            return error.description
        }
    }

    /// The roles that the text names; none where it is no requirement.
    static func roles(in text: String) -> [String] {
        let alternatives = (try? Requirement(text))?.terms.joined() ?? [].joined()
        return alternatives.compactMap { if case .role(let name) = $0 { name } else { nil } }
    }
}
