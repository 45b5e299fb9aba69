// SPDX-License-Identifier: Apache-2.0

extension Server {
    /// The application's answer, or the answer to why it is not asked.
    func document(_ environment: Environment, _ body: ReceivedBody, _ refusal: Refusal?) -> [UInt8] {
        defer { served.wrappingAdd(1, ordering: .relaxed) }
        let method = environment[.requestMethod] ?? ""
        do throws(Refusal) {
            if let refusal { throw refusal }
            let request = try Request(
                environment: environment, received: body, limit: settings.maxContentLength)
            return try application.respond(to: request).document(for: method)
        } catch {
            observe(.refused(error, in: environment))
            return refuse(error, environment, method)
        }
    }

    private func refuse(_ refusal: Refusal, _ environment: Environment, _ method: String) -> [UInt8] {
        let response = application.respond(to: refusal, in: environment)
        if let document = try? response.document(for: method) { return document }
        return (try? Response(status: 500).document(for: method)) ?? []
    }
}
