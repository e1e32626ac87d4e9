"""The sandbox's keys, derived from a published seed and therefore not secret.

Their ids begin with TEST-, which a terminal in production refuses. `pins()` returns the public keys for a rehearsal
profile.
"""

from __future__ import annotations

import hashlib

from kiosk.platform.identity import INTERNATIONAL, PlatformKeys, b64url

SEED = b"yike sandbox: a published seed, worthless by design"
SEAL_KEY_ID = "TEST-seal-1"
SIGN_KEY_ID = "TEST-sign-1"


def _derived(name: str) -> bytes:
    return hashlib.sha256(SEED + b"/" + name.encode()).digest()


SEAL_PRIVATE = _derived("seal")
SIGN_PRIVATE = _derived("sign")
UNPINNED_PRIVATE = _derived("stranger")
"""A signing key that no terminal pins, for the misfortune `wrong_receipt_key`."""


def pins() -> PlatformKeys:
    """Return the public keys to be pinned in a rehearsal profile."""
    return PlatformKeys(
        seal_key_id=SEAL_KEY_ID,
        seal_public=b64url(INTERNATIONAL.sealing_public(SEAL_PRIVATE)),
        sign_key_id=SIGN_KEY_ID,
        sign_public=b64url(INTERNATIONAL.signing_public(SIGN_PRIVATE)),
    )


def pins_toml() -> str:
    """Return the public keys as lines of config/terminals/rehearsal.toml."""
    keys = pins()
    return "".join(f'{name} = "{value}"\n' for name, value in vars(keys).items())
