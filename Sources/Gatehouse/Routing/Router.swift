// SPDX-License-Identifier: Apache-2.0

/// Finds the route of a method and a path.
struct Router: Sendable {
    /// What there is at a path.
    enum Match {
        /// This route, with the values of the segments in braces.
        case route(Route, parameters: [String: String])
        /// The path is known, with these methods only.
        case otherMethods([Method])
        /// Nothing is there.
        case nothing
    }

    private let exact: [String: [Method: Route]]
    private let patterns: [(segments: [Substring], routes: [Method: Route])]

    /// - Throws: ``RouteConflict`` where two routes have the same method and path.
    init(_ routes: [Route]) throws(RouteConflict) {
        var tables: [String: [Method: Route]] = [:]
        for route in routes {
            guard tables[route.path, default: [:]].updateValue(route, forKey: route.method) == nil else {
                throw RouteConflict(method: route.method, path: route.path)
            }
        }
        exact = tables.filter { !$0.key.contains("{") }
        patterns = tables.filter { $0.key.contains("{") }
            .sorted { $0.key < $1.key }
            .map { (Self.segments($0.key), $0.value) }
    }

    func match(_ method: String, _ path: String) -> Match {
        if let routes = exact[path] { return choose(method, of: routes, [:]) }
        let segments = Self.segments(path)
        for pattern in patterns {
            if let parameters = Self.parameters(of: pattern.segments, in: segments) {
                return choose(method, of: pattern.routes, parameters)
            }
        }
        return .nothing
    }

    private func choose(_ method: String, of routes: [Method: Route], _ parameters: [String: String]) -> Match {
        let method = method == "HEAD" ? Method.get : Method(rawValue: method)
        if let method, let route = routes[method] { return .route(route, parameters: parameters) }
        return .otherMethods(Method.allCases.filter { routes[$0] != nil })
    }

    private static func segments(_ path: some StringProtocol) -> [Substring] {
        path.split(separator: "/", omittingEmptySubsequences: false).map { Substring($0) }
    }

    private static func parameters(of pattern: [Substring], in segments: [Substring]) -> [String: String]? {
        guard pattern.count == segments.count else { return nil }
        var parameters: [String: String] = [:]
        for (expected, found) in zip(pattern, segments) {
            if expected.hasPrefix("{"), expected.hasSuffix("}"), !found.isEmpty {
                parameters[String(expected.dropFirst().dropLast())] = String(found)
            } else if expected != found {
                return nil
            }
        }
        return parameters
    }
}

/// Two routes have the same method and path: the second could never answer.
public struct RouteConflict: Error, Sendable, CustomStringConvertible {
    let method: Method
    let path: String

    /// A sentence that names the method and the path.
    public var description: String { "there are two routes for \(method.rawValue) \(path)" }
}
