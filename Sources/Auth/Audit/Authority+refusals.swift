// SPDX-License-Identifier: Apache-2.0

extension Authority {
    /// Writes down that a user has asked for what is an administrator's.
    ///
    /// Once an hour for a user and a deed: to ask costs nothing, so whoever goes on asking must not make the store
    /// write.
    public func noteRefusal(of deed: String, to username: String, from client: Client) throws {
        let now = clock()
        try refusals.once("\(username) \(deed)", at: now) {
            let author = Author.stranger(client).known(as: username)
            try store.note(AuditEntry(.administer, .failed, by: author, to: username, detail: deed), at: now)
        }
    }
}
