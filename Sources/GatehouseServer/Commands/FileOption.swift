// SPDX-License-Identifier: Apache-2.0

import ArgumentParser

/// The option that every command has, those included which only name others: it may stand anywhere in a line, and be
/// added to each by a shell's function.
struct FileOption: ParsableArguments {
    @Option(
        name: .customLong("env-file"),
        help: ArgumentHelp("Read settings from this file instead of .env.", valueName: "file"))
    var path: String?
}
