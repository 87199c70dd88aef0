"""A small OpenID Connect provider on loopback: discovery, keys, authorise, token. It signs real tokens, and lies when told to."""

import base64
import hashlib
import json
import secrets
import threading
import time
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlencode, urlsplit

import jwt
from cryptography.hazmat.primitives.asymmetric import rsa

CLIENT, SECRET = "wardmote", "a-secret-between-the-two-of-us"


class Provider:
    """One provider with one person signed in to it. `says` changes what its tokens say."""

    def __init__(self, port: int) -> None:
        self.issuer = f"http://127.0.0.1:{port}"
        self.key, self.kid = rsa.generate_private_key(public_exponent=65537, key_size=2048), "k1"
        self.signs_with = self.key
        self.says: dict[str, object] = {"sub": "sam-at-the-council"}
        self.asked: dict[str, str] = {}
        self.codes: dict[str, dict[str, str]] = {}
        self.replies: list[int] = []

    def discovery(self):
        return {
            "issuer": self.issuer,
            "authorization_endpoint": f"{self.issuer}/authorise",
            "token_endpoint": f"{self.issuer}/token",
            "userinfo_endpoint": f"{self.issuer}/userinfo",
            "jwks_uri": f"{self.issuer}/keys",
            "token_endpoint_auth_methods_supported": ["client_secret_post"],
        }

    def keys(self):
        shown = jwt.algorithms.RSAAlgorithm.to_jwk(self.key.public_key(), as_dict=True)
        return {"keys": [{**shown, "kid": self.kid, "alg": "RS256", "use": "sig"}]}

    def authorise(self, address):
        """What a browser does there: the way back with a code."""
        self.asked = {name: values[0] for name, values in parse_qs(urlsplit(address).query).items()}
        code = secrets.token_urlsafe(16)
        self.codes[code] = self.asked
        return {"code": code, "state": self.asked["state"]}

    def token(self, form):
        """A token for a code, once, to whoever holds the secret and the other half of the challenge."""
        asked = self.codes.pop(form.get("code", ""), None)
        challenge = base64.urlsafe_b64encode(hashlib.sha256(form.get("code_verifier", "").encode()).digest())
        if (
            asked is None
            or form["client_secret"] != SECRET
            or challenge.decode().rstrip("=") != asked["code_challenge"]
        ):
            return None
        now = int(time.time())
        claims = {
            "iss": self.issuer,
            "aud": CLIENT,
            "iat": now,
            "exp": now + 300,
            "nonce": asked["nonce"],
            "auth_time": now,
        }
        claims = {name: value for name, value in {**claims, **self.says}.items() if value is not None}
        signed = jwt.encode(claims, self.signs_with, algorithm="RS256", headers={"kid": self.kid})
        return {"access_token": "x", "token_type": "Bearer", "id_token": signed}


@contextmanager
def provider():
    """A provider that answers while the block lasts."""

    class Answers(BaseHTTPRequestHandler):
        def do_GET(self):
            path = urlsplit(self.path).path
            self.answer(
                {"/.well-known/openid-configuration": ours.discovery, "/keys": ours.keys}.get(path, lambda: None)()
            )

        def do_POST(self):
            typed = parse_qs(self.rfile.read(int(self.headers["Content-Length"])).decode())
            self.answer(ours.token({name: values[0] for name, values in typed.items()}))

        def answer(self, said):
            body = json.dumps(said or {"error": "invalid"}).encode()
            self.send_response(200 if said else 400)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_):
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Answers)
    ours = Provider(server.server_port)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield ours
    finally:
        server.shutdown()
        server.server_close()


def way_back(path, told):
    return f"{path}?{urlencode(told)}"
