# SPDX-License-Identifier: Apache-2.0
"""Issues and reads tokens with PyJWT and Flask-JWT-Extended.

Reads one JSON document from standard input and writes one to standard output:

    issue  {algorithm: key, ...}     -> {algorithm: {name: token}}
    read   {algorithm: {key, public, tokens: {name: token}}, ...}
                                     -> {algorithm: {name: {claims, header, access, refresh, fresh}}}
    pem    {algorithm: key, ...}     -> {algorithm: {form: text}}
    set    {keys, tokens: [token]}   -> [claims]

where a key is a private JWK, access, refresh and fresh are the answers of routes that are guarded like that, and keys
is a public JWK set.
"""

import json
import sys
import time
import uuid
from datetime import timedelta

import flask
import jwt
from cryptography.hazmat.primitives.serialization import (
    BestAvailableEncryption, Encoding, NoEncryption, PrivateFormat, PublicFormat,
)
from flask_jwt_extended import JWTManager, create_access_token, create_refresh_token, get_jwt, jwt_required

ADDITIONAL = {
    "role": "admin", "roles": ["admin", "r\u00e9dacteur"], "sid": "s-1", "nested": {"n": [1, 2.5, None, True]},
}
USER = "alice \u00e9"


def loaded(key, algorithm):
    """The key as PyJWT reads it, twice: to sign and to verify."""
    key = jwt.PyJWK(key, algorithm=algorithm).key
    return key, key.public_key() if hasattr(key, "public_key") else key


def application(private, public, algorithm):
    app = flask.Flask(__name__)
    app.config.update(
        JWT_SECRET_KEY=private, JWT_PRIVATE_KEY=private, JWT_PUBLIC_KEY=public, JWT_ALGORITHM=algorithm,
        JWT_ENCODE_ISSUER="https://id.example", JWT_DECODE_ISSUER="https://id.example",
        JWT_ENCODE_AUDIENCE=["app", "api"], JWT_DECODE_AUDIENCE="api")
    JWTManager(app)
    app.get("/access")(jwt_required()(lambda: get_jwt()))
    app.get("/refresh", endpoint="refresh")(jwt_required(refresh=True)(lambda: get_jwt()))
    app.get("/fresh", endpoint="fresh")(jwt_required(fresh=True)(lambda: get_jwt()))
    return app


def bare(private, algorithm, headers=None):
    now = int(time.time())
    claims = {
        "sub": USER, "iat": now, "nbf": now, "exp": now + 600, "jti": str(uuid.uuid4()), "type": "access",
        "iss": "https://id.example", "aud": "api", **ADDITIONAL,
    }
    return jwt.encode(claims, private, algorithm, headers=headers)


def issue(key, algorithm):
    private, public = loaded(key, algorithm)
    with application(private, public, algorithm).app_context():
        return {
            "access": create_access_token(USER, additional_claims=ADDITIONAL),
            "fresh": create_access_token(USER, fresh=True, additional_claims=ADDITIONAL),
            "fresh-until": create_access_token(USER, fresh=timedelta(minutes=5), additional_claims=ADDITIONAL),
            "refresh": create_refresh_token(USER, additional_claims=ADDITIONAL),
            "expired": create_access_token(USER, expires_delta=timedelta(seconds=-60), additional_claims=ADDITIONAL),
            "header": create_access_token(USER, additional_claims=ADDITIONAL, additional_headers={"x": [1]}),
            "bare": bare(private, algorithm),
            "named": bare(private, algorithm, {"kid": "main"}),
            "unknown": bare(private, algorithm, {"kid": "other"}),
        }


def read(private, public, algorithm, token):
    client = application(private, public, algorithm).test_client()
    bearer = {"Authorization": f"Bearer {token}"}
    answers = {route: client.get(f"/{route}", headers=bearer).status_code for route in ("access", "refresh", "fresh")}
    try:
        claims = jwt.decode(token, public, [algorithm], audience="api", issuer="https://id.example")
    except jwt.InvalidTokenError as error:
        claims = str(error)
    return {"claims": claims, "header": jwt.get_unverified_header(token), **answers}


def read_all(asked, algorithm):
    """The tokens are verified with the public key that was handed over, and not with one that was derived here."""
    private, _ = loaded(asked["key"], algorithm)
    public, _ = loaded(asked["public"], algorithm)
    return {name: read(private, public, algorithm, token) for name, token in asked["tokens"].items()}


def pem(key, algorithm):
    private, public = loaded(key, algorithm)
    forms = {
        "PKCS#8": private.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()),
        "SPKI": public.public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo),
        "encrypted": private.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, BestAvailableEncryption(b"password")),
    }
    if algorithm != "EdDSA":
        forms["traditional"] = private.private_bytes(Encoding.PEM, PrivateFormat.TraditionalOpenSSL, NoEncryption())
    if algorithm[0] in "RP":
        forms["PKCS#1"] = public.public_bytes(Encoding.PEM, PublicFormat.PKCS1)
    return {form: text.decode() for form, text in forms.items()}


def read_set(keys, tokens):
    keys = {key.key_id: key for key in jwt.PyJWKSet.from_dict(keys).keys}
    options = {"verify_aud": False, "verify_iss": False}
    return [
        jwt.decode(token, key, [key.algorithm_name], options=options)
        for token in tokens for key in [keys[jwt.get_unverified_header(token)["kid"]]]
    ]


def main():
    asked = json.load(sys.stdin)
    if sys.argv[1] == "set":
        answer = read_set(**asked)
    else:
        command = {"issue": issue, "read": read_all, "pem": pem}[sys.argv[1]]
        answer = {algorithm: command(given, algorithm) for algorithm, given in asked.items()}
    json.dump(answer, sys.stdout)


main()
