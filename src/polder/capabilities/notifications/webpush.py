"""Web Push, by hand and small: what is said is sealed for the device (RFC 8291), and we say who we are (RFC 8292).

Two pages of `cryptography`, which signing in needs anyway; the packages that do this bring an HTTP client that follows
redirects and resolves names by itself, which is what an address that somebody gave us must never get.
"""

import base64
import binascii
import json
import struct
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache
from hashlib import sha256
from os import urandom
from typing import Final
from urllib.parse import urlsplit

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from django.conf import settings

LONGEST: Final = 3_000  # bytes of what is said; push services take 4,096 of what is sealed
_CURVE: Final = ec.SECP256R1()
_ORDER: Final = 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551
_RECORD: Final = 4096
_TOKEN_LASTS: Final = timedelta(hours=12)  # push services allow a day


class NoSuchKey(ValueError):
    """What a device gave is no key of the kind that Web Push has."""


@dataclass(frozen=True, slots=True)
class Device:
    """A device's own keys as its browser gave them, in base64url: `p256dh` a point on P-256, `auth` 16 bytes."""

    p256dh: str
    auth: str

    def point(self) -> ec.EllipticCurvePublicKey:
        """Raises NoSuchKey."""
        try:
            return ec.EllipticCurvePublicKey.from_encoded_point(_CURVE, plain(self.p256dh))
        except ValueError as error:
            raise NoSuchKey(str(error)) from error

    def secret(self) -> bytes:
        """Raises NoSuchKey."""
        found = plain(self.auth)
        if len(found) != 16:
            raise NoSuchKey("The secret of a device has 16 bytes.")
        return found


def seal(message: bytes, device: Device, *, salt: bytes = b"", ours: ec.EllipticCurvePrivateKey | None = None) -> bytes:
    """`message` as only the device can read it: the body to post, `aes128gcm`. Raises NoSuchKey.

    `salt` and `ours` are fresh for each message; given only to check against the example of the standard.
    """
    salt = salt or urandom(16)
    ours = ours or ec.generate_private_key(_CURVE)
    theirs, sender = device.point(), _point(ours.public_key())
    shared = ours.exchange(ec.ECDH(), theirs)
    info = b"WebPush: info\0" + _point(theirs) + sender
    material = _derive(shared, salt=device.secret(), info=info, length=32)
    key = _derive(material, salt=salt, info=b"Content-Encoding: aes128gcm\0", length=16)
    nonce = _derive(material, salt=salt, info=b"Content-Encoding: nonce\0", length=12)
    sealed = AESGCM(key).encrypt(nonce, message + b"\x02", None)
    return salt + struct.pack("!IB", _RECORD, len(sender)) + sender + sealed


def authorisation(endpoint: str, at: datetime) -> str:
    """The header that says who sends, for the push service of `endpoint`."""
    service = urlsplit(endpoint)
    claims = {
        "aud": f"{service.scheme}://{service.netloc}",
        "exp": int((at + _TOKEN_LASTS).timestamp()),
        "sub": _contact(),
    }
    said = f"{_json({'typ': 'JWT', 'alg': 'ES256'})}.{_json(claims)}"
    r, s = decode_dss_signature(_own_key().sign(said.encode(), ec.ECDSA(hashes.SHA256())))
    signature = base64url(r.to_bytes(32) + s.to_bytes(32))
    return f"vapid t={said}.{signature}, k={public_key()}"


def public_key() -> str:
    """Ours, as browsers want it (`applicationServerKey`)."""
    return base64url(_point(_own_key().public_key()))


def base64url(data: bytes) -> str:
    """Without the `=` at the end."""
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


def plain(text: str) -> bytes:
    """The reverse of `base64url`. Raises NoSuchKey."""
    try:
        return base64.b64decode(text + "=" * (-len(text) % 4), altchars=b"-_", validate=True)
    except (binascii.Error, ValueError) as error:
        raise NoSuchKey(str(error)) from error


def _json(value: dict[str, object]) -> str:
    return base64url(json.dumps(value, separators=(",", ":")).encode())


def _contact() -> str:
    """Whom a push service can reach: an address over TLS, or by mail."""
    base = settings.POLDER_BASE_URL
    return base if base.startswith("https:") else f"mailto:{settings.DEFAULT_FROM_EMAIL}"


@cache
def _own_key() -> ec.EllipticCurvePrivateKey:
    """From the installation's secret: the same for all its processes, and for as long as the secret stays."""
    drawn = int.from_bytes(sha256(b"polder push" + settings.POLDER_PUSH_KEY.encode()).digest())
    return ec.derive_private_key(drawn % (_ORDER - 1) + 1, _CURVE)


def _point(key: ec.EllipticCurvePublicKey) -> bytes:
    return key.public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)


def _derive(material: bytes, *, salt: bytes, info: bytes, length: int) -> bytes:
    return HKDF(algorithm=hashes.SHA256(), length=length, salt=salt, info=info).derive(material)
