// SPDX-License-Identifier: Apache-2.0

import JOSE

extension Configuration {
    /// The key pair of Flask-JWT-Extended's options; nil where none is chosen.
    ///
    /// The private key has its public half in it. Where that is given as well, the two must belong together.
    ///
    /// - Throws: ``Failure``, which names the option.
    func keyPair(_ algorithm: Algorithm) throws -> Key? {
        guard let key = try key(Settings.privateKey, algorithm) else { return nil }
        guard key.canSign else {
            throw Failure(
                .configuration, "\(Settings.privateKey.name) holds a public key, but it must be the private one")
        }
        if let other = try self.key(Settings.publicKey, algorithm), other.id != key.id {
            throw Failure(
                .configuration, "\(Settings.publicKey.name) is not the public half of \(Settings.privateKey.name)")
        }
        return key
    }

    /// The key, named by its thumbprint, so that a private key and its public half have one name.
    private func key(_ setting: Setting<PEMSource>, _ algorithm: Algorithm) throws -> Key? {
        guard let source = try optional(setting) else { return nil }
        let text: [UInt8]
        switch source {
        case .text(let value): text = Array(value.utf8)
        case .file(let file): text = try contents(of: file, setting)
        }
        do throws(KeyError) {
            return try Key.pem(text, algorithm: algorithm)
        } catch {
            throw Failure(.configuration, "\(setting.name): \(String(describing: error).clause)")
        }
    }

    /// The bytes of the file, which only its owner may read where the setting is a secret.
    private func contents(of file: KeyFile, _ setting: any AnySetting) throws(Failure) -> [UInt8] {
        let reason: String
        do {
            let bytes = setting.isSecret ? try file.bytes() : try GatehouseServer.contents(ofFile: file.path)
            if let bytes { return bytes }
            reason = "there is none"
        } catch KeyFileError.missing {
            reason = "there is none"
        } catch {
            reason = String(describing: error)
        }
        throw Failure(.configuration, "\(setting.name): the file \(file.path.printable): \(reason)")
    }
}
