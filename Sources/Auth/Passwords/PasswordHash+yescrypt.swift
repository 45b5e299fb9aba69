// SPDX-License-Identifier: Apache-2.0

/// `$y$`, three characters of parameters, `$`, 22 of salt, `$`, 43 of digest.
///
/// crypt(5) allows for longer parameters and other salts, which nothing makes; some of them libcrypt refuses only once
/// it is asked to hash. So what is read is what libcrypt makes, for itself and for others.
extension PasswordHash {
    static let yescryptDigestLength = 43

    /// What stands for the costs from 1 on: flags, how many blocks (N), and how large they are (r).
    ///
    /// A hash takes 128 · N · r bytes: 1 MiB for the first, 64 for the last.
    private static let yescryptParameters = ["j75", "j85", "j7T", "j8T", "j9T", "jAT", "jBT"]

    /// The last character of 16 bytes of salt holds two bits of them; of another libcrypt hashes nothing.
    private static let lastOfSalt = "./01"

    static func yescrypt(_ text: String) -> PasswordHash? {
        let parts = text.split(separator: "$", omittingEmptySubsequences: false)
        guard parts.count == 5, parts[0].isEmpty, parts[1] == "y" else { return nil }
        guard let index = yescryptParameters.firstIndex(of: String(parts[2])) else { return nil }
        let (salt, digest) = (parts[3], parts[4])
        guard salt.utf8.count == 22, salt.last.map(lastOfSalt.contains) == true else { return nil }
        guard digest.utf8.count == yescryptDigestLength, isInAlphabet(salt.utf8), isInAlphabet(digest.utf8) else {
            return nil
        }
        return PasswordHash(HashingScheme(.yescrypt, cost: index + 1), text)
    }
}
