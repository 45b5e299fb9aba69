// SPDX-License-Identifier: Apache-2.0

/// The workers, one by one and all together.
extension Check {
    static let ofThePool: [Check] = [workerSilent, workerTroubled, workersSetting, workerCount]

    static let workerSilent = Check(
        "worker-silent", .error, "A worker does not answer.",
        why: "It holds the socket with the others, and what comes to it waits until nginx gives up."
    ) { patient in
        patient.silentWorkers.map { process in
            Symptom("worker \(process) says nothing", at: nil, instead: "kill -9 \(process); systemd starts another")
        }
    }

    static let workerTroubled = Check(
        "worker-troubled", .warning, "A worker says that something is amiss.",
        why: "It goes on with what it had, and cannot do so for good."
    ) { patient in
        patient.workers.compactMap { worker in
            guard let complaint = worker.complaint else { return nil }
            return Symptom(complaint, at: nil, instead: "what `config check` finds in order")
        }
    }

    static let workersSetting = Check(
        "workers-setting", .warning, "How many workers there are to be is written as it is not read.",
        why: "There are \(WantedWorkers.standard) then, however many were meant."
    ) { patient in
        guard let wanted = patient.wantedWorkers, wanted.count == nil else { return [] }
        return [
            Symptom(
                "WORKERS is \"\(wanted.text)\", but it must be a whole number from 1 to 99", at: wanted.place,
                instead: "WORKERS=\(WantedWorkers.standard), alone on its line, and `systemctl daemon-reload`")
        ]
    }

    static let workerCount = Check(
        "worker-count", .warning, "Fewer workers run than are wanted, or more.",
        why: "What is missing has not started or was stopped, and fewer requests are answered at a time; what is too "
            + "many takes its memory until the next boot."
    ) { patient in
        guard let wanted = patient.wantedWorkers, let count = wanted.count, let running = patient.runningWorkers,
            running != count
        else { return [] }
        let what = "\(running == 1 ? "1 worker runs" : "\(running) workers run"), and there are to be \(count)"
        return [Symptom(what, at: wanted.place, instead: running < count ? more : fewer)]
    }

    private static let more =
        "`systemctl daemon-reload && systemctl start gatehouse.target`, and `journalctl -u 'gatehouse@*' -p err` where "
        + "that does not help"

    private static let fewer = "`systemctl stop gatehouse@N` for each N that is beyond that number"
}
