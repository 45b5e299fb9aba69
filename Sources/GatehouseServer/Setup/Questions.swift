// SPDX-License-Identifier: Apache-2.0

import Glibc

/// Questions to whoever sits at the terminal.
struct Questions {
    let host: Host

    /// Whether there is anybody to be asked.
    var canAsk: Bool { isatty(host.input) == 1 }

    /// The answer, or with an empty one `standard`; nil where nobody can be asked and there is none.
    func answer(_ question: String, standard: String? = nil) throws(Failure) -> String? {
        guard canAsk else { return standard }
        host.ask(question + (standard.map { " [\($0)]" } ?? "") + ": ")
        let answer = try LineInput(descriptor: host.input).line()?.trimmed ?? ""
        return answer.isEmpty ? standard : answer
    }

    /// The answer, which there must be.
    ///
    /// - Throws: ``Failure`` which names the option that would say it.
    func demand(_ question: String, option: String, standard: String? = nil) throws(Failure) -> String {
        guard let answer = try answer(question, standard: standard) else {
            throw Failure(.usage, "\(option) is needed")
        }
        return answer
    }
}
