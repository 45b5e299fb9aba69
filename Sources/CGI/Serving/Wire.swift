// SPDX-License-Identifier: Apache-2.0

import Basics

/// What a web server speaks to a server.
public enum Wire: String, Sendable, CaseIterable {
    /// FastCGI 1.0: a connection is kept, and carries one request after the other.
    case fastCGI = "fastcgi"
    /// SCGI 1: a connection carries one request, and ends with its answer.
    case scgi
}

extension Wire {
    /// Makes ready what all conversations of a process share.
    func prepare() throws(ThreadError) {
        switch self {
        case .fastCGI: try FastCGILibrary.initialize()
        case .scgi: break
        }
    }

    /// One thread's reader and writer of requests.
    func conversation(server: Server, watch: Watch) -> any Conversation {
        switch self {
        case .fastCGI: FastCGIConversation(server: server, watch: watch)
        case .scgi: SCGIConversation(server: server, watch: watch)
        }
    }
}
