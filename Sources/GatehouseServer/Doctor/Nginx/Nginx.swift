// SPDX-License-Identifier: Apache-2.0

/// What nginx is configured to do: its language alone, and nothing of what is asked of it here.
struct Nginx: Sendable {
    /// Everything that stands in no block.
    let main: Block

    /// The folder from which relative paths count: that of the main file.
    let folder: String

    /// Reads what `nginx -T` has printed.
    ///
    /// - Throws: ``Fault`` where nginx itself would not understand it, or where it is not all of it.
    init(_ dump: Dump) throws(Fault) {
        folder = dump.folder
        let place = Place(path: dump.main, line: nil)
        main = Block([Directive(name: "", arguments: [], block: try dump.directives(), place: place)])
    }

    /// The servers of HTTP, in their order.
    var servers: [Block] { http.flatMap { $0.blocks("server") } }

    /// The named groups of servers that requests are passed to.
    var upstreams: [Block] { http.flatMap { $0.blocks("upstream") } }

    /// The one block of HTTP.
    var http: [Block] { main.blocks("http") }

    /// Its maps: each makes a variable, the second argument, of the first.
    var maps: [Block] { http.flatMap { $0.blocks("map") }.filter { $0.head.arguments.count == 2 } }

    /// The path as nginx finds it: a relative one counts from the main file's folder.
    func path(_ path: String) -> String { path.hasPrefix("/") ? path : "\(folder)/\(path)" }
}

extension Nginx {
    /// Why a configuration cannot be understood.
    struct Fault: Error, Equatable {
        let place: Place
        let sentence: String
    }
}
