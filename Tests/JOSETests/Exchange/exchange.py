# SPDX-License-Identifier: Apache-2.0
"""Issues and reads tokens with PyJWT and Flask-JWT-Extended.

Reads one JSON document from standard input and writes one to standard output:

    issue  {secret, algorithms}      -> {algorithm: {name: token}}
    read   {secret, algorithm: {name: token}, ...}
                                     -> {algorithm: {name: {claims, header, access, refresh, fresh}}}

where access, refresh and fresh are the answers of routes that are guarded like that.
"""

import json
import sys
import time
import uuid
from datetime import timedelta

import flask
import jwt
from flask_jwt_extended import JWTManager, create_access_token, create_refresh_token, get_jwt, jwt_required

ADDITIONAL = {
    "role": "admin", "roles": ["admin", "r\u00e9dacteur"], "sid": "s-1", "nested": {"n": [1, 2.5, None, True]},
}
USER = "alice \u00e9"


def application(secret, algorithm):
    app = flask.Flask(__name__)
    app.config.update(
        JWT_SECRET_KEY=secret, JWT_ALGORITHM=algorithm,
        JWT_ENCODE_ISSUER="https://id.example", JWT_DECODE_ISSUER="https://id.example",
        JWT_ENCODE_AUDIENCE=["app", "api"], JWT_DECODE_AUDIENCE="api")
    JWTManager(app)
    app.get("/access")(jwt_required()(lambda: get_jwt()))
    app.get("/refresh", endpoint="refresh")(jwt_required(refresh=True)(lambda: get_jwt()))
    app.get("/fresh", endpoint="fresh")(jwt_required(fresh=True)(lambda: get_jwt()))
    return app


def bare(secret, algorithm, headers=None):
    now = int(time.time())
    claims = {
        "sub": USER, "iat": now, "nbf": now, "exp": now + 600, "jti": str(uuid.uuid4()), "type": "access",
        "iss": "https://id.example", "aud": "api", **ADDITIONAL,
    }
    return jwt.encode(claims, secret, algorithm, headers=headers)


def issue(secret, algorithm):
    with application(secret, algorithm).app_context():
        return {
            "access": create_access_token(USER, additional_claims=ADDITIONAL),
            "fresh": create_access_token(USER, fresh=True, additional_claims=ADDITIONAL),
            "fresh-until": create_access_token(USER, fresh=timedelta(minutes=5), additional_claims=ADDITIONAL),
            "refresh": create_refresh_token(USER, additional_claims=ADDITIONAL),
            "expired": create_access_token(USER, expires_delta=timedelta(seconds=-60), additional_claims=ADDITIONAL),
            "header": create_access_token(USER, additional_claims=ADDITIONAL, additional_headers={"x": [1]}),
            "bare": bare(secret, algorithm),
            "named": bare(secret, algorithm, {"kid": "main"}),
            "unknown": bare(secret, algorithm, {"kid": "other"}),
        }


def read(secret, algorithm, token):
    client = application(secret, algorithm).test_client()
    bearer = {"Authorization": f"Bearer {token}"}
    answers = {route: client.get(f"/{route}", headers=bearer).status_code for route in ("access", "refresh", "fresh")}
    try:
        claims = jwt.decode(token, secret, [algorithm], audience="api", issuer="https://id.example")
    except jwt.InvalidTokenError as error:
        claims = str(error)
    return {"claims": claims, "header": jwt.get_unverified_header(token), **answers}


def main():
    asked = json.load(sys.stdin)
    secret = asked.pop("secret")
    if sys.argv[1] == "issue":
        answer = {algorithm: issue(secret, algorithm) for algorithm in asked["algorithms"]}
    else:
        answer = {
            algorithm: {name: read(secret, algorithm, token) for name, token in tokens.items()}
            for algorithm, tokens in asked.items()
        }
    json.dump(answer, sys.stdout)


main()
