// SPDX-License-Identifier: Apache-2.0

/// The fields in which an application behind the gate is told who asks.
enum Identity {
    /// The fields that a check answers with.
    static let fields = ["X-Gatehouse-User", "X-Gatehouse-Roles", "X-Gatehouse-Session", "X-Gatehouse-Truncated"]
}

extension Nginx.Passing {
    /// The fields of the check that reach the application as a client has sent them, under the name that they have
    /// here.
    func forgedFields(in nginx: Nginx) -> [String] {
        guard sendsClientFields else { return [] }
        let taint = Taint(in: block.enclosing("server"), of: nginx)
        return Identity.fields.map(name(ofField:)).filter { field in
            let values = values(of: field)
            return values.isEmpty || values.contains { taint.variable(in: $0) != nil }
        }
    }
}
