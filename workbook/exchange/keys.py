"""A store's own keys: one to be written to (age), one to sign with (Ed25519).

They lie beside the store, for its owner alone, and in its backup. Their public halves are the
address of a store: who has it can write to the store, and knows what came from it.
"""

from __future__ import annotations

import functools
import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

import pyrage
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from pyrage import x25519

from workbook.errors import BadInput, StoreError
from workbook.store import Store, key_files

SIGNATURE, KEY = 64, 32  # bytes
SHOWN = 8  # hexadecimal digits that two people can read to each other


@dataclass(frozen=True)
class Address:
    """The public halves. to: an age recipient; signer: the Ed25519 key in hexadecimal."""

    to: str
    signer: str

    @property
    def shown(self) -> str:
        """The signer's key, short: two people compare it over the phone."""
        found = hashlib.sha256(self.signer.encode()).hexdigest()[:SHOWN]
        return f"{found[:4]}-{found[4:]}"


@dataclass(frozen=True)
class Keys:
    """The secret halves, as they are written down."""

    age: str
    ed25519: str

    @staticmethod
    def made() -> Keys:
        """A new pair of keys."""
        return Keys(
            str(x25519.Identity.generate()), Ed25519PrivateKey.generate().private_bytes_raw().hex()
        )

    @functools.cached_property
    def address(self) -> Address:
        """The public half, for others."""
        return Address(
            str(self._identity.to_public()), self._signing.public_key().public_bytes_raw().hex()
        )

    @property
    def _identity(self) -> x25519.Identity:
        return x25519.Identity.from_str(self.age)

    @property
    def _signing(self) -> Ed25519PrivateKey:
        return Ed25519PrivateKey.from_private_bytes(bytes.fromhex(self.ed25519))

    def signed(self, data: bytes) -> bytes:
        """64 bytes."""
        return self._signing.sign(data)

    def opened(self, data: bytes) -> bytes | None:
        """The text that was encrypted to these keys; None for anything else."""
        try:
            return bytes(pyrage.decrypt(data, [self._identity]))
        except pyrage.DecryptError:
            return None


def closed(data: bytes, to: Iterable[str]) -> bytes:
    """Encrypt for these recipients; BadInput where one of them is no age key."""
    try:
        return bytes(pyrage.encrypt(data, [x25519.Recipient.from_str(one) for one in to]))
    except (pyrage.RecipientError, pyrage.EncryptError):
        raise BadInput("exchange.no_address") from None


def is_address(to: str, signer: str) -> bool:
    """Whether both halves are keys."""
    try:
        x25519.Recipient.from_str(to)
        Ed25519PublicKey.from_public_bytes(bytes.fromhex(signer))
    except (pyrage.RecipientError, ValueError):
        return False
    return True


def is_signed(data: bytes, signature: bytes, signer: str) -> bool:
    """Whether the owner of ``signer`` signed the data."""
    try:
        Ed25519PublicKey.from_public_bytes(bytes.fromhex(signer)).verify(signature, data)
    except (InvalidSignature, ValueError):
        return False
    return True


# -- the file -------------------------------------------------------------------------------------


def place(store: Store) -> Path:
    """The path of the store's key file."""
    return key_files.place_of(store.engine.url)


def kept(store: Store) -> Keys | None:
    """The store's keys, or None; StoreError where its file holds something else."""
    text = key_files.text_at(place(store))
    if not text:
        return None
    try:
        keys = Keys(**json.loads(text))
        assert keys.address  # both are keys
    except (ValueError, TypeError, pyrage.IdentityError):
        raise StoreError("exchange.keys_damaged", about=str(place(store))) from None
    return keys


def needed(store: Store) -> Keys:
    """The store's keys; BadInput where they are lost, with the way back."""
    found = kept(store)
    if found is None:
        raise BadInput("exchange.keys_lost", path=place(store))
    return found


def made_once(store: Store, *, anew: bool = False) -> Keys:
    """The store's keys, made where there are none, or where new ones are wanted."""
    found = None if anew else kept(store)
    if found is None:
        found = Keys.made()
        text = json.dumps({"age": found.age, "ed25519": found.ed25519}, indent=1)
        key_files.write(place(store), f"{text}\n")
    return found
