// SPDX-License-Identifier: Apache-2.0

import Logging

extension Worker {
    /// Takes up what may change while requests are answered; the rest of the settings stays as it was at the start.
    func reload() {
        log.takeUpLevel(logger, from: reread)
        watchedKeys?.look(anyway: true)
    }
}

extension Log {
    /// Takes up the level of a configuration that is read for that; where it cannot be had the level stays as it is.
    ///
    /// The logger says either, whatever the level: whoever has asked wants to hear of it.
    func takeUpLevel(_ logger: Logger, from read: () throws -> Configuration) {
        let name = Settings.logLevel.name
        var logger = logger
        logger.logLevel = .notice
        do {
            let configuration = try read()
            threshold.level = try configuration.value(Settings.logLevel)
            let origin = configuration.finding(of: Settings.logLevel)?.origin ?? .standard
            logger.notice("\(name) is \(threshold.level.name)", metadata: ["origin": "\(origin)"])
        } catch {
            logger.error("\(name) stays \(threshold.level.name)", error: error)
        }
    }
}

extension Logger.Level {
    /// The name that the setting has for it.
    fileprivate var name: String { rawValue.uppercased() }
}
