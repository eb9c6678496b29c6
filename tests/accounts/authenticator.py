"""A passkey in software: it answers what a browser's would, for http://localhost."""

import json
import re

from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256
from fido2.cose import ES256
from fido2.utils import sha256, websafe_decode, websafe_encode
from fido2.webauthn import (
    Aaguid,
    AttestationObject,
    AttestedCredentialData,
    AuthenticatorData,
    CollectedClientData,
)

ORIGIN, HOST = "http://localhost", "localhost"
FLAG = AuthenticatorData.FLAG


class Authenticator:
    """One key of one person."""

    def __init__(self):
        self._key = ec.generate_private_key(ec.SECP256R1())
        self.id = b"a passkey of the tests"
        self.user_handle = b""

    def create(self, options: dict) -> dict:
        """Answer the options of a registration."""
        asked = options["publicKey"]
        self.user_handle = websafe_decode(asked["user"]["id"])
        public_key = ES256.from_cryptography_key(self._key.public_key())
        credential = AttestedCredentialData.create(Aaguid.NONE, self.id, public_key)
        data = AuthenticatorData.create(sha256(HOST.encode()), FLAG.UP | FLAG.UV | FLAG.AT, 0, credential)
        return self._wrap(
            {
                "clientDataJSON": self._client_data("webauthn.create", asked),
                "attestationObject": AttestationObject.create("none", data, {}),
            }
        ) | {"clientExtensionResults": {"credProps": {"rk": True}}}

    def get(self, options: dict) -> dict:
        """Answer the options of a sign-in."""
        client_data = self._client_data("webauthn.get", options["publicKey"])
        data = AuthenticatorData.create(sha256(HOST.encode()), FLAG.UP | FLAG.UV, 1)
        signature = self._key.sign(data + sha256(client_data), ec.ECDSA(SHA256()))
        return self._wrap(
            {
                "clientDataJSON": client_data,
                "authenticatorData": data,
                "signature": signature,
                "userHandle": self.user_handle,
            }
        )

    def _client_data(self, kind, asked):
        return CollectedClientData.create(kind, asked["challenge"], ORIGIN)

    def _wrap(self, response):
        return {
            "id": websafe_encode(self.id),
            "rawId": websafe_encode(self.id),
            "type": "public-key",
            "clientExtensionResults": {},
            "response": {name: websafe_encode(bytes(value)) for name, value in response.items()},
        }


def data_of(page) -> dict:
    """Return what a page of allauth's gives to its script."""
    return json.loads(re.search(r'<script id="js_data" type="application/json">(.*?)</script>', page.text)[1])
