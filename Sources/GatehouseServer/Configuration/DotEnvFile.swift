// SPDX-License-Identifier: Apache-2.0

/// A `.env` file in the syntax of python-dotenv.
///
/// A line is `NAME=value`, with or without `export` before it; `#` begins a comment at a line's beginning or after a
/// space. A value in single quotes stands as it is but for `\\` and `\'`; one in double quotes has the escapes of C.
/// Both may run over several lines. Of a name that comes twice the last counts. `${NAME}` is *not* replaced by the
/// value of another variable.
struct DotEnvFile: Equatable {
    /// A name and its value.
    struct Entry: Equatable {
        let name: String
        let value: String
        /// The line on which the name stands, counted from 1.
        let line: Int
        /// Where in the text the value stands, with its quotes and with what follows it to the end of the line.
        let range: Range<String.Index>
    }

    /// The file's path, as messages show it.
    let path: String

    /// The file as it was when it was read; nil where the text came from elsewhere.
    let stamp: FileStamp?

    /// The entries in their order.
    let entries: [Entry]

    /// Reads the text of a file.
    ///
    /// - Throws: ``ConfigurationError/malformedLine(path:line:fault:)``.
    init(path: String, text: String, stamp: FileStamp? = nil) throws(ConfigurationError) {
        self.path = path
        self.stamp = stamp
        var reader = DotEnvReader(text)
        do throws(DotEnvReader.Fault) {
            entries = try reader.entries()
        } catch {
            throw .malformedLine(path: path, line: error.line, fault: error.sentence)
        }
    }
}
