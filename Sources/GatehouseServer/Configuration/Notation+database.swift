// SPDX-License-Identifier: Apache-2.0

import SQLiteStorage

extension Notation where Value == DatabaseURL {
    /// The URL of a database as SQLAlchemy writes it.
    static let database = Notation(allowed: "sqlite:///relative.db or sqlite:////absolute.db") { text in
        try? DatabaseURL(text.trimmed)
    }
}
