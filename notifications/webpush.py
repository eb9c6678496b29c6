"""One Web Push on the wire: encrypted for the browser (RFC 8291), signed by us (RFC 8292), posted (RFC 8030)."""

import hashlib
import json
import re
import socket
import ssl
import threading
import time
from base64 import urlsafe_b64decode, urlsafe_b64encode
from contextlib import contextmanager, suppress
from email.utils import parseaddr
from functools import cache
from http.client import HTTPConnection, HTTPSConnection
from ipaddress import IPv4Address, IPv6Network, ip_address
from urllib.parse import urlsplit

import http_ece
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec
from django.conf import settings
from py_vapid import Vapid

TIMEOUT = 10  # seconds for an answer, connecting included; at most as long again where the handshake drips
KEPT = 60 * 60  # seconds for which the push service keeps it for a browser that is not running
SIGNED_FOR = 12 * 60 * 60  # seconds; RFC 8292 allows 24 hours
GLOBAL_UNICAST, TO_IPV4 = IPv6Network("2000::/3"), IPv6Network("2002::/16")


def is_on() -> bool:
    """Tell whether the owner has set up Web Push."""
    return bool(settings.VAPID_PRIVATE_KEY)


def public_key() -> str:
    """Return our public key as browsers want it for a subscription; "" where push is off."""
    if not is_on():
        return ""
    form = serialization.Encoding.X962, serialization.PublicFormat.UncompressedPoint
    return encode(_vapid().public_key.public_bytes(*form))


def new_private_key() -> str:
    """Make a value for VAPID_PRIVATE_KEY."""
    key = ec.generate_private_key(ec.SECP256R1())
    return encode(key.private_numbers().private_value.to_bytes(32, "big"))


def public_connection(host: str) -> HTTPConnection:
    """Connect to the host by TLS. `OSError` where it cannot be reached, or where any of its addresses is not public:
    nobody who subscribes may have us write to a machine inside."""
    found = socket.getaddrinfo(host, 443, type=socket.SOCK_STREAM)
    addresses = list(dict.fromkeys(str(address[0]) for *_kind, address in found))
    if not all(is_public(address) for address in addresses):
        raise OSError("not a public address")
    # To the address that was looked at: asked again, the name may have another.
    sock = _trust().wrap_socket(_connected(addresses), server_hostname=host, do_handshake_on_connect=False)
    connection = HTTPSConnection(host, timeout=TIMEOUT)
    connection.sock = sock
    try:
        with _cut_off(sock, TIMEOUT):
            sock.do_handshake()
    except BaseException:
        connection.close()
        raise
    return connection


def is_public(address: str) -> bool:
    """Tell whether it is the address of one machine in the open internet."""
    ip = ip_address(address.partition("%")[0])
    if isinstance(ip, IPv4Address):
        return ip.is_global and not ip.is_multicast
    return ip.is_global and ip in GLOBAL_UNICAST and ip not in TO_IPV4


def deliver(subscription, message: dict, *, topic: str, connect=public_connection) -> int:
    """Post the message to the browser's push service and return the status of its answer; redirects are not followed.

    `connect(host)` returns an open connection. Whatever goes wrong is raised, mostly as `OSError` or `HTTPException`;
    their texts may hold the endpoint. Uses no database.
    """
    began = time.monotonic()
    url = urlsplit(subscription.endpoint)
    target = (url.path or "/") + (f"?{url.query}" if url.query else "")
    headers = {
        "Content-Encoding": "aes128gcm",
        "Content-Type": "application/octet-stream",
        "TTL": str(KEPT),
        "Urgency": "high",
        "Topic": encode(hashlib.sha256(topic.encode()).digest())[:32],  # RFC 8030 section 5.4: at most 32
        **_signature(f"https://{url.hostname}"),
    }
    body = _encrypted(subscription, json.dumps(message, ensure_ascii=False).encode())
    connection = connect(url.hostname)
    try:
        with _cut_off(connection.sock, began + TIMEOUT - time.monotonic()):
            connection.request("POST", target, body, headers)
            return connection.getresponse().status
    finally:
        connection.close()


def encode(data: bytes) -> str:
    return urlsafe_b64encode(data).rstrip(b"=").decode()


def decode(text: str) -> bytes:
    """Read base64url, with or without its padding; `ValueError` where it is anything else."""
    if not re.fullmatch(r"[A-Za-z0-9_-]*={0,2}", text):
        raise ValueError("not base64url")
    return urlsafe_b64decode(text.rstrip("=") + "=" * (-len(text.rstrip("=")) % 4))


def _encrypted(subscription, data):
    return http_ece.encrypt(
        data,
        private_key=ec.generate_private_key(ec.SECP256R1()),
        dh=decode(subscription.p256dh),
        auth_secret=decode(subscription.auth),
        version="aes128gcm",
    )


def _signature(audience):
    contact = parseaddr(settings.DEFAULT_FROM_EMAIL)[1]
    return _vapid().sign({"aud": audience, "sub": f"mailto:{contact}", "exp": int(time.time()) + SIGNED_FOR})


def _vapid():
    return Vapid.from_raw(settings.VAPID_PRIVATE_KEY.encode())


@cache
def _trust():
    return ssl.create_default_context()


def _connected(addresses):
    for address in addresses:
        with suppress(OSError):
            return socket.create_connection((address, 443), TIMEOUT / len(addresses))
    raise OSError("no connection")


@contextmanager
def _cut_off(sock, seconds):
    """Break the connection after so many seconds; its own timeout begins anew with every byte that drips in."""
    timer = threading.Timer(max(seconds, 0), _break, [sock])
    timer.start()
    try:
        yield
    finally:
        timer.cancel()


def _break(sock):
    with suppress(OSError):  # closed meanwhile
        socket.socket.shutdown(sock, socket.SHUT_RDWR)  # that of TLS would also take the layer from under the reader
