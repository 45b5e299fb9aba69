// SPDX-License-Identifier: Apache-2.0

import Glibc

extension Configuration {
    /// Reads what there is: the credentials directory, the environment, the `.env` file.
    ///
    /// Where no file is named, the first counts that is there: `.env` in the working directory, then
    /// `/etc/NAME/NAME.env`, which is where the package puts it. With the latter goes `/etc/NAME/credentials`, from
    /// which systemd fills the credentials directory: so a command that root runs finds the secrets that the workers
    /// have.
    ///
    /// - Throws: ``ConfigurationError`` where a file cannot be read or understood; one that was named must be there,
    ///   and root reads one that others may change only where it was named.
    static func read(
        file named: String?, of application: String, in host: Host
    ) throws(ConfigurationError) -> Configuration {
        let file = if let named { try dotEnvFile(named: named) } else { try dotEnvFile(of: application, in: host) }
        var layers = [Layer(environment: host.environment)]
        let credentials = credentials(beside: file, of: application, in: host)
        if let credentials { layers.insert(try Layer(credentials: credentials), at: 0) }
        if let file { layers.append(Layer(file)) }
        return Configuration(layers: layers, file: file, credentials: credentials)
    }

    private static func dotEnvFile(named path: String) throws(ConfigurationError) -> DotEnvFile {
        guard let file = try dotEnvFile(at: path) else { throw .unreadable(path: path, reason: "no such file") }
        return file
    }

    private static func dotEnvFile(of application: String, in host: Host) throws(ConfigurationError) -> DotEnvFile? {
        for path in [host.dotEnvPath, installedFile(of: application, in: host)] {
            try checkAuthor(of: path)
            if let file = try dotEnvFile(at: path) { return file }
        }
        return nil
    }

    /// Such a file says what root opens, so it must not be anybody's who can write in the folder in which root happens
    /// to be.
    private static func checkAuthor(of path: String) throws(ConfigurationError) {
        guard geteuid() == 0, access(path, F_OK) == 0 else { return }
        let isOurs: Bool
        do throws(HeldFolder.Obstacle) {
            isOurs = try HeldFolder(ofFile: path).stranger == nil
        } catch {
            isOurs = error != .foreignLink
        }
        guard !isOurs else { return }
        throw .unreadable(
            path: path,
            reason: "another user may change it, and root reads such a file only where it is named: --env-file \(path)")
    }

    private static func installedFile(of application: String, in host: Host) -> String {
        "\(host.configurationFolder)/\(application)/\(application).env"
    }

    /// The folder with the secrets; nil where there is none for whoever runs this.
    private static func credentials(
        beside file: DotEnvFile?, of application: String, in host: Host
    ) -> String? {
        if let directory = host.environment["CREDENTIALS_DIRECTORY"], !directory.isEmpty { return directory }
        guard file?.path == installedFile(of: application, in: host) else { return nil }
        let folder = "\(host.configurationFolder)/\(application)/credentials"
        return access(folder, X_OK) == 0 ? folder : nil
    }

    private static func dotEnvFile(at path: String) throws(ConfigurationError) -> DotEnvFile? {
        // Before it is read: what is written meanwhile has another one.
        let stamp = FileStamp(ofFile: path)
        guard let text = try text(ofFile: path) else { return nil }
        return try DotEnvFile(path: path, text: text, stamp: stamp)
    }
}

extension Configuration.Layer {
    /// The values of a `.env` file; of a name that comes twice the last.
    init(_ file: DotEnvFile) {
        self.init(
            file.entries.map { entry in
                let origin = Origin.file(path: file.path, line: entry.line)
                return (entry.name, Finding(name: entry.name, text: entry.value, origin: origin))
            },
            uniquingKeysWith: { $1 })
    }

    /// The values of environment variables.
    init(environment: [String: String]) {
        self.init(
            uniqueKeysWithValues: environment.map { name, text in
                (name, Finding(name: name, text: text, origin: .environment))
            })
    }

    /// The secrets for which the directory has a file of that name.
    ///
    /// One line end after the value is not part of it: editors put one there.
    init(credentials directory: String) throws(ConfigurationError) {
        self.init()
        for name in Settings.secretNames {
            guard var text = try text(ofFile: "\(directory)/\(name)") else { continue }
            if text.unicodeScalars.last == "\n" { text.unicodeScalars.removeLast() }
            self[name] = Finding(name: name, text: text, origin: .credential)
        }
    }
}

/// Larger than any configuration is.
private let sizeLimit = 1 << 20

/// The text of a file; nil where there is none.
private func text(ofFile path: String) throws(ConfigurationError) -> String? {
    let bytes: [UInt8]?
    do throws(FileError) {
        bytes = try contents(ofFile: path, limit: sizeLimit)
    } catch {
        throw .unreadable(path: path, reason: error.description)
    }
    guard let bytes else { return nil }
    guard let text = String(validating: bytes, as: UTF8.self) else {
        throw .unreadable(path: path, reason: "it is not UTF-8")
    }
    return text
}
