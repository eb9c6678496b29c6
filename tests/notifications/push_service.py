"""A browser and its push service, as far as Web Push goes: what is posted is decrypted with the browser's keys."""

import json
import os
import ssl
import threading
from contextlib import contextmanager, suppress
from datetime import UTC, datetime, timedelta
from http.client import HTTPConnection
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import http_ece
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

from notifications.webpush import encode

VAPID_PRIVATE_KEY = "4XDLYOxDUPSHfKmJsN_JLXGj6MN9ejb_s5yYHPp_KZI"


class Browser:
    """`fields` is what it sends when push is turned on."""

    def __init__(self, name="a-browser", host="push.example.net"):
        self.key, self.secret = ec.generate_private_key(ec.SECP256R1()), os.urandom(16)
        point = serialization.Encoding.X962, serialization.PublicFormat.UncompressedPoint
        self.fields = {
            "endpoint": f"https://{host}/send/{name}",
            "p256dh": encode(self.key.public_key().public_bytes(*point)),
            "auth": encode(self.secret),
        }

    def read(self, body) -> dict:
        data = http_ece.decrypt(body, private_key=self.key, auth_secret=self.secret, version="aes128gcm")
        return json.loads(data)


class PushService:
    """`posts` are (path, headers, body) in the order of their arrival. `answers` maps the end of a path to a status, or
    to None: an answer that drips and never ends, until `let_go` is set."""

    def __init__(self, port):
        self.port = port
        self.posts = []
        self.answers = {}
        self.let_go = threading.Event()

    def connect(self, host):
        connection = HTTPConnection("127.0.0.1", self.port, timeout=10)
        connection.connect()
        return connection

    def received(self, browser) -> list[dict]:
        path = browser.fields["endpoint"].rpartition("/")[2]
        return [browser.read(body) for posted_to, _headers, body in self.posts if posted_to.endswith(path)]


def certificate_for(host, path):
    """Write a certificate that vouches for itself, and its key, and return the path."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, host)])
    today = datetime.now(UTC)
    certificate = (
        x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number())
        .not_valid_before(today - timedelta(days=1))
        .not_valid_after(today + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName(host)]), critical=False)
        .sign(key, hashes.SHA256())
    )
    pem = serialization.Encoding.PEM
    form = pem, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    path.write_bytes(key.private_bytes(*form) + certificate.public_bytes(pem))
    return path


@contextmanager
def running_push_service(certificate=None):
    """Serve, with a certificate (the path of a file that holds it and its key) by TLS."""

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self):
            body = self.rfile.read(int(self.headers["Content-Length"]))
            service.posts.append((self.path, self.headers, body))
            status = service.answers.get(self.path.rpartition("/")[2], 201)
            if status is None:
                with suppress(OSError):  # the other side gave up
                    while not service.let_go.wait(0.05):
                        self.wfile.write(b"H")
                return
            self.send_response(status)
            self.send_header("Content-Length", "0")
            self.end_headers()

        def log_message(self, *args):
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    if certificate:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(certificate)
        server.socket = context.wrap_socket(server.socket, server_side=True)
    service = PushService(server.server_port)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        yield service
    finally:
        service.let_go.set()
        server.shutdown()
        thread.join()
        server.server_close()
