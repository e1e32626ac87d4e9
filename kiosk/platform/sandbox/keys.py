"""The sandbox's keys: made from a published seed, so everybody knows them and nobody may rely on them.

Their ids begin with TEST-, and a production start refuses such ids. `pins()` is what a rehearsal profile pins.
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
"""A signing key no terminal pins: for the misfortune of a receipt from somebody else."""


def pins() -> PlatformKeys:
    """The public halves, as a terminal profile for rehearsals pins them."""
    return PlatformKeys(
        seal_key_id=SEAL_KEY_ID,
        seal_public=b64url(INTERNATIONAL.sealing_public(SEAL_PRIVATE)),
        sign_key_id=SIGN_KEY_ID,
        sign_public=b64url(INTERNATIONAL.signing_public(SIGN_PRIVATE)),
    )


def pins_toml() -> str:
    """The same as lines for config/terminals/rehearsal.toml."""
    keys = pins()
    return "".join(f'{name} = "{value}"\n' for name, value in vars(keys).items())
