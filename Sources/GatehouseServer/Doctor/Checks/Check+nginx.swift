// SPDX-License-Identifier: Apache-2.0

/// Whether nginx's configuration could be looked at, and what nginx says of it itself.
extension Check {
    static let ofNginx: [Check] = [nginxUnseen, nginxRefused, nginxWarned]

    static let nginxUnseen = Check(
        "nginx-unseen", .warning, "nginx's configuration could not be looked at.",
        why: "Nothing of it has been checked."
    ) { patient in
        guard case .unreadable(let reason) = patient.nginxUnseen else { return [] }
        return [
            Symptom(
                reason, at: nil, instead: "the same as root, or `nginx -T` elsewhere and its output by --nginx-config")
        ]
    }

    static let nginxRefused = Check(
        "nginx-refused", .error, "nginx finds its configuration wrong.",
        why: "It goes on with what it had read before, and does not start again."
    ) { patient in
        guard case .refused(let message) = patient.nginxUnseen else { return [] }
        return [
            Symptom(Nginx.Message(message).text, at: Nginx.Message(message).place, instead: "what `nginx -t` accepts")
        ]
    }

    static let nginxWarned = Check(
        "nginx-warned", .warning, "nginx warns of its configuration.",
        why: "Something in it does not mean what it says."
    ) { patient in
        patient.nginxMessages.map(Nginx.Message.init).filter { $0.level == "warn" }.map { message in
            Symptom(message.text, at: message.place, instead: "what `nginx -t` accepts without a word")
        }
    }
}
