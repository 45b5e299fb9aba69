# SPDX-License-Identifier: Apache-2.0
"""The same API as it is usually written with Flask: what the benchmark compares with."""

import os
import secrets

from flask import Flask, jsonify, request
from flask_bcrypt import Bcrypt
from flask_jwt_extended import JWTManager, create_access_token, current_user, get_jwt, jwt_required
from flask_limiter import Limiter
from flask_limiter.util import get_remote_address
from flask_sqlalchemy import SQLAlchemy

app = Flask(__name__)
app.config["SQLALCHEMY_DATABASE_URI"] = os.environ["DATABASE_URL"]
app.config["JWT_SECRET_KEY"] = os.environ["JWT_SECRET_KEY"]
app.config["RATELIMIT_ENABLED"] = False

db = SQLAlchemy(app)
bcrypt = Bcrypt(app)
jwt = JWTManager(app)
limiter = Limiter(get_remote_address, app=app, storage_uri="memory://")


class User(db.Model):
    id = db.Column(db.Integer, primary_key=True)
    username = db.Column(db.String(80), unique=True, nullable=False)
    password = db.Column(db.String(128), nullable=False)
    role = db.Column(db.String(20), nullable=False, default="user")


class RevokedToken(db.Model):
    id = db.Column(db.Integer, primary_key=True)
    jti = db.Column(db.String(36), unique=True, nullable=False)


@jwt.token_in_blocklist_loader
def is_revoked(_header, payload):
    return db.session.query(RevokedToken.id).filter_by(jti=payload["jti"]).scalar() is not None


@jwt.user_lookup_loader
def find_user(_header, payload):
    return User.query.filter_by(username=payload["sub"]).one_or_none()


@app.post("/login")
@limiter.limit("5 per minute")
def login():
    credentials = request.get_json()
    user = User.query.filter_by(username=credentials["username"]).one_or_none()
    if user is None or not bcrypt.check_password_hash(user.password, credentials["password"]):
        return jsonify(error="Invalid username or password"), 401
    return jsonify(access_token=create_access_token(identity=user.username))


@app.get("/profile")
@jwt_required()
def profile():
    return jsonify(username=current_user.username, role=current_user.role, roles=[current_user.role])


@app.delete("/logout")
@jwt_required()
def logout():
    db.session.add(RevokedToken(jti=get_jwt()["jti"]))
    db.session.commit()
    return jsonify(message="Token revoked successfully")


def seed():
    """Make the database with some thousands of dead tokens and the one user who logs in."""
    with app.app_context():
        db.create_all()
        db.session.add_all(RevokedToken(jti=secrets.token_hex(16)) for _ in range(5000))
        password = bcrypt.generate_password_hash(os.environ["BENCH_PASSWORD"]).decode()
        db.session.add(User(username="bench", password=password))
        db.session.commit()


if __name__ == "__main__":
    seed()
