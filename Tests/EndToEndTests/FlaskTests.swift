// SPDX-License-Identifier: Apache-2.0

import Foundation
import TestSupport
import Testing

@Suite("A Flask application that knows our secret", .enabled(if: access(Host.python, X_OK) == 0))
struct FlaskTests {
    /// Prints what a guarded route of it answers to each token, and then what PyJWT says of it.
    private static let script = """
        import flask, flask_jwt_extended, jwt, sys
        app = flask.Flask(__name__)
        app.config["JWT_SECRET_KEY"] = secret = sys.argv[1]
        flask_jwt_extended.JWTManager(app)
        app.get("/")(flask_jwt_extended.jwt_required()(lambda: {}))
        for token in sys.argv[2:]:
            status = app.test_client().get("/", headers={"Authorization": f"Bearer {token}"}).status_code
            try:
                found = jwt.decode(token, secret, algorithms=["HS256"])["sub"]
            except jwt.InvalidTokenError as error:
                found = type(error).__name__
            print(status, found)
        """

    @Test("takes an access token, and never what a login repeats")
    func loginProof() throws {
        let host = try Host(workers: 1, ["JWT_TOKEN_LOCATION": "headers,cookies"])
        let proof = try #require(try host.curl("/csrf").json?["csrf_token"]?.string)
        let token = try host.login("alice").access
        let output = try run(Host.python, "-c", Self.script, Host.secret, token, proof)
        #expect(output.standardOutput == "200 alice\n422 DecodeError\n", "\(output.standardError)")
    }
}
