// SPDX-License-Identifier: Apache-2.0

import TestSupport

/// Where somebody is asked: a worker at its socket, or the site, where nginx passes on to any of the workers behind it.
enum Door: Sendable {
    case worker(WorkerClient)
    case site(Host)

    /// The files of the sockets at which two workers of a host are asked by themselves.
    static let sockets = ["one", "other"]

    /// The doors of a host, for one who asks at them.
    static func all(of host: Host) throws -> [Door] {
        try sockets.map { .worker(try WorkerClient(path: host.folder.file($0))) } + [.site(host)]
    }

    /// A location that the gate guards, for whoever may read articles.
    static let guarded = """
        location = /gatehouse/articles {
            internal;
            include gatehouse/gate.conf;
            fastcgi_param GATEHOUSE_REQUIRE "permission:articles:read";
        }
        location = /articles {
            auth_request /gatehouse/articles;
            include gatehouse/guarded_api.conf;
            stub_status;
        }
        """

    /// What came back; no status where nothing did.
    struct Answer {
        let status: Int?
        fileprivate let body: String

        /// A member of the JSON body that is text; empty where there is none.
        func member(_ name: String) -> String { body.member(name) }
    }

    func ask(_ method: String, _ path: String, token: String? = nil, body: String = "") -> Answer {
        switch self {
        case .worker(let client):
            let reply = client.ask(method, path, token: token, body: body)
            return Answer(status: reply.status, body: reply.body)
        case .site(let host):
            let fields = token.map { ["--header", "Authorization: Bearer \($0)"] } ?? []
            let content = body.isEmpty ? [] : ["--json", body]
            let reply = try? host.curl(path, fields + content + ["--request", method])
            return Answer(status: reply?.status, body: reply?.body ?? "")
        }
    }

    /// What somebody is told who would read articles: by the gate as nginx asks it, or by nginx.
    func read(with token: String) -> Int? {
        switch self {
        case .worker(let client): client.check("permission:articles:read", token: token).status
        case .site: ask("GET", "/articles", token: token).status
        }
    }

    /// What ``read(with:)`` is where they may.
    var pass: Int {
        switch self {
        case .worker: 204
        case .site: 200
        }
    }
}

extension WorkerClient {
    /// Asks the gate of a worker as nginx would.
    fileprivate func check(_ requirement: String, token: String) -> any CGIReply {
        ask([
            ("REQUEST_METHOD", "GET"), ("DOCUMENT_URI", "/gatehouse/check"), ("REMOTE_ADDR", "192.0.2.1"),
            ("GATEHOUSE_REQUIRE", requirement), ("HTTP_AUTHORIZATION", "Bearer \(token)"),
        ])
    }
}
