// SPDX-License-Identifier: Apache-2.0

extension Nginx {
    /// A block that passes its requests on.
    struct Passing: Sendable {
        /// How requests are passed on; the names of all directives about it begin with this.
        enum Module: String, CaseIterable {
            case proxy, grpc, fastcgi, scgi, uwsgi
        }

        let block: Block
        let module: Module

        /// The directive that says where to.
        let directive: Directive

        /// Where to, as it is written.
        var target: String { directive.arguments.first ?? "" }

        /// The application that is asked, without the path that a `proxy_pass` may name.
        var application: String { address?.application ?? target }

        /// Whether it is asked for the path that stands here, and not for the client's, which it may read otherwise.
        var namesPath: Bool { (address?.path).map { $0.hasPrefix("/") && !$0.contains("$") } ?? false }

        /// `http://HOST/path` or `http://unix:SOCKET:/path`, taken apart; nil over what knows no such path.
        private var address: (application: String, path: String)? {
            guard module == .proxy else { return nil }
            let match = target.wholeMatch(of: /(https?:\/\/(?:unix:[^:]+|[^\/$]+)):?((?:\/|\$).*)?/)
            return match.map { (String($0.1), String($0.2 ?? "")) }
        }

        /// What is sent along besides the body: fields, or the variables of CGI that stand for them.
        var fields: [Directive] {
            let isHTTP = module == .proxy || module == .grpc
            return block.list("\(module)_\(isHTTP ? "set_header" : "param")")
        }
    }
}

extension Nginx.Block {
    /// How this block passes requests on; nil where it does not.
    ///
    /// Blocks within it do not inherit that.
    var passing: Nginx.Passing? {
        for module in Nginx.Passing.Module.allCases {
            if let directive = own("\(module)_pass").first {
                return Nginx.Passing(block: self, module: module, directive: directive)
            }
        }
        return nil
    }
}

extension Nginx.Passing {
    /// The directive of the module that counts here.
    func only(_ suffix: String) -> Nginx.Directive? { block.only("\(module)_\(suffix)") }

    /// What a field of the request's header is called here.
    func name(ofField field: String) -> String {
        switch module {
        case .proxy, .grpc: field
        case .fastcgi, .scgi, .uwsgi: "HTTP_" + field.uppercased().replacing("-", with: "_")
        }
    }

    /// The values that a field, or a variable of CGI, is sent with; empty where nothing is said of it.
    func values(of name: String) -> [String] {
        fields.filter { $0.arguments.first?.lowercased() == name.lowercased() }.map {
            $0.arguments.dropFirst().first ?? ""
        }
    }

    /// How that would be written: `proxy_set_header NAME VALUE;`.
    func setting(_ name: String, _ value: String) -> String {
        let directive = module == .proxy || module == .grpc ? "set_header" : "param"
        return "\(module)_\(directive) \(name) \(value.quotedForNginx);"
    }

    /// Whether what the client has sent goes along, but for what ``fields`` replaces.
    var sendsClientFields: Bool { block.isOn("\(module)_pass_request_headers", default: true) }
}
