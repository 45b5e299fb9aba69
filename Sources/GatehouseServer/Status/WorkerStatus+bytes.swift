// SPDX-License-Identifier: Apache-2.0

import FoundationEssentials

extension WorkerStatus {
    /// The status as JSON.
    var bytes: [UInt8] {
        let encoder = JSONEncoder()
        encoder.keyEncodingStrategy = .convertToSnakeCase
        encoder.outputFormatting = .sortedKeys
        // Numbers and text: there is nothing in it that cannot be written.
        return (try? encoder.encode(self)).map(Array.init) ?? []
    }

    /// Reads a status; nil where it is none.
    init?(_ bytes: [UInt8]) {
        let decoder = JSONDecoder()
        decoder.keyDecodingStrategy = .convertFromSnakeCase
        guard let status = try? decoder.decode(Self.self, from: Data(bytes)) else { return nil }
        self = status
    }
}
