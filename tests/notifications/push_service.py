"""A browser and its push service, as far as Web Push goes: what is posted is decrypted with the browser's keys."""

import json
import os
import threading
from contextlib import contextmanager
from http.client import HTTPConnection
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import http_ece
from cryptography.hazmat.primitives import serialization
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
    to None: no answer at all, until the other side gives up."""

    def __init__(self, port):
        self.port = port
        self.posts = []
        self.answers = {}

    def connect(self, host):
        connection = HTTPConnection("127.0.0.1", self.port, timeout=10)
        connection.connect()
        return connection

    def received(self, browser) -> list[dict]:
        path = browser.fields["endpoint"].rpartition("/")[2]
        return [browser.read(body) for posted_to, _headers, body in self.posts if posted_to.endswith(path)]


@contextmanager
def running_push_service():
    class Handler(BaseHTTPRequestHandler):
        def do_POST(self):
            body = self.rfile.read(int(self.headers["Content-Length"]))
            service.posts.append((self.path, self.headers, body))
            status = service.answers.get(self.path.rpartition("/")[2], 201)
            if status is None:
                while self.connection.recv(1024):
                    pass
                return
            self.send_response(status)
            self.send_header("Content-Length", "0")
            self.end_headers()

        def log_message(self, *args):
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    service = PushService(server.server_port)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        yield service
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
