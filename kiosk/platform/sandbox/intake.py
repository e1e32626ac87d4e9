"""`python -m kiosk.platform.sandbox import DIR --url URL`: hand a carried export to a platform, file by file.

Every file stands for itself: the platform judges each by its signature or its digest, and one that is damaged, missing
or strange stops none of the others. What the platform signed comes to lie in receipts.json, for the way back.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path
from types import MappingProxyType

import requests
from pydantic import BaseModel, ValidationError
from urllib3.exceptions import HTTPError

from kiosk.platform.identity import BadToken
from kiosk.platform.offline_transfer import (
    LARGEST,
    MANIFEST,
    RECEIPTS,
    Manifest,
    TooLarge,
    file_digest,
    parse_file_name,
    read_manifest,
    write_receipts,
)
from kiosk.platform.records import CaseAnswer, Problem

TIMEOUT_S = (3.0, 60.0)
ANSWER_BYTES = 256 * 1024
PATHS: Mapping[str, str] = MappingProxyType(
    {
        "case": "/v1/carried/cases/{0}",
        "material": "/v1/carried/cases/{1}/materials/{0}",
        "rating": "/v1/carried/ratings/{0}",
    }
)
MEDIA: Mapping[str, str] = MappingProxyType(
    {"case": "application/jose", "rating": "application/jose", "material": "application/octet-stream"}
)


class Word(StrEnum):
    """What became of a file."""

    TAKEN_IN = "taken in"
    HELD = "held already"
    REFUSED = "refused"
    DAMAGED = "damaged"
    MISSING = "missing"
    STRANGE = "not of an export, left alone"


GOOD = (Word.TAKEN_IN, Word.HELD)


@dataclass(frozen=True)
class Outcome:
    """A file by name, what became of it, and the reason: a problem type or a word of this module."""

    name: str
    word: Word
    reason: str = ""

    def __str__(self) -> str:
        return f"{self.name!a}: {self.word}{f' ({self.reason})' if self.reason else ''}"


class NoPlatform(Exception):
    """Nobody answers at the address, or not the platform."""


class _Refused(Exception):
    """The platform refuses one file; the text is its reason."""


class RatingHeld(BaseModel):
    """The answer to a rating."""

    rating_id: str
    receipts: tuple[str, ...]


@dataclass
class TakingIn:
    """One export on its way in. Call `run` once; then `outcomes` and `receipts` say what came of it."""

    folder: Path
    url: str
    outcomes: list[Outcome] = field(default_factory=list)
    receipts: dict[str, list[str]] = field(default_factory=dict)
    _asked_for: set[str] = field(default_factory=set)

    def run(self) -> None:
        """Raises NoPlatform when there is no point in going on; what was taken in until then stays said."""
        manifest = self._manifest()
        named = {file.name for file in manifest.files} if manifest else set()
        lying: dict[str, list[str]] = {"case": [], "rating": [], "material": []}
        for path in sorted(self.folder.iterdir()):
            found = parse_file_name(path.name)
            if found and path.is_file() and not path.is_symlink():
                lying[found[1]].append(found[0])
            elif path.name not in (MANIFEST, RECEIPTS):
                self._say(path.name, Word.STRANGE)
        here = {f"{id_}.{kind}" for kind, ids in lying.items() for id_ in ids}
        for name in sorted(named - here):
            self._say(name, Word.MISSING)
        with requests.Session() as session:
            session.trust_env = False
            self._session = session
            for id_ in lying["case"]:
                self._case(id_, set(lying["material"]))
            for id_ in lying["rating"]:
                answer = self._offer("rating", id_)
                if answer is not None:
                    self._note(id_, RatingHeld.model_validate_json(answer).receipts)
        for sha256 in sorted(set(lying["material"]) - self._asked_for):
            if manifest is not None and f"{sha256}.material" not in named:
                self._say(f"{sha256}.material", Word.STRANGE)

    def _manifest(self) -> Manifest | None:
        """What should lie here; None if nobody can say, which stops nothing."""
        try:
            return read_manifest(self.folder / MANIFEST)[0]
        except FileNotFoundError:
            self._say(MANIFEST, Word.MISSING)
        except TooLarge:
            self._say(MANIFEST, Word.DAMAGED, "too-large")
        except (BadToken, OSError):
            self._say(MANIFEST, Word.DAMAGED)
        return None

    def _case(self, id_: str, lying: set[str]) -> None:
        answer = self._offer("case", id_)
        if answer is None:
            return
        case = CaseAnswer.model_validate_json(answer)
        self._note(id_, case.receipts)
        for sha256 in dict.fromkeys(case.missing):
            self._asked_for.add(sha256)
            if sha256 not in lying:
                self._say(f"{sha256}.material", Word.MISSING, "the platform waits for it")
                continue
            answer = self._offer("material", sha256, id_)
            if answer is not None:
                self._note(id_, CaseAnswer.model_validate_json(answer).receipts)

    def _offer(self, kind: str, id_: str, case_id: str = "") -> bytes | None:
        """Send one file; the platform's answer, or None if it was not taken in."""
        name = f"{id_}.{kind}"
        path = self.folder / name
        try:
            if path.stat().st_size > LARGEST[kind]:
                self._say(name, Word.DAMAGED, "too-large")
                return None
            if kind == "material" and file_digest(path) != id_:
                self._say(name, Word.DAMAGED, "checksum-mismatch")
                return None
            answer, new = self._put(PATHS[kind].format(id_, case_id), MEDIA[kind], path)
        except _Refused as refused:
            self._say(name, Word.REFUSED, str(refused))
        except OSError as trouble:
            self._say(name, Word.DAMAGED, f"cannot be read: {trouble.strerror}")
        else:
            self._say(name, Word.TAKEN_IN if new or kind == "material" else Word.HELD)
            return answer
        return None

    def _put(self, path: str, media: str, source: Path) -> tuple[bytes, bool]:
        """The answer to a file, and whether it was new. Raises _Refused, NoPlatform, OSError."""
        content = source.open("rb")
        try:
            with (
                content,
                self._session.put(
                    self.url + path,
                    data=content,
                    headers={"Content-Type": media},
                    allow_redirects=False,
                    timeout=TIMEOUT_S,
                    stream=True,
                ) as response,
            ):
                body = response.raw.read(ANSWER_BYTES, decode_content=True)
        except (requests.RequestException, HTTPError) as trouble:
            raise NoPlatform(type(trouble).__name__) from None
        kind = response.headers.get("Content-Type", "").partition(";")[0]
        if kind == "application/problem+json":
            raise _Refused(_reason(body))
        if kind != "application/json" or response.status_code not in (200, 201):
            raise NoPlatform(f"somebody else answers there ({response.status_code})")
        return bytes(body), response.status_code == 201

    def _note(self, id_: str, tokens: Sequence[str]) -> None:
        self.receipts[id_] = list(tokens)

    def _say(self, name: str, word: Word, reason: str = "") -> None:
        self.outcomes.append(Outcome(name, word, reason))


def _reason(body: bytes) -> str:
    try:
        return Problem.model_validate_json(body).reason
    except ValidationError:
        return "other"


def main(given: Sequence[str]) -> int:
    """Exit code 0: all of it is held; 1: some of it is not, and why; 2: wrong usage, or no platform answers."""
    parser = argparse.ArgumentParser(prog="python -m kiosk.platform.sandbox import", description=main.__doc__)
    parser.add_argument("folder", type=Path, metavar="DIR", help="what a terminal exported")
    parser.add_argument("--url", default="http://127.0.0.1:8790", help="the platform (default: %(default)s)")
    options = parser.parse_args(given)
    if not options.folder.is_dir():
        print(f"import: no such folder: {options.folder}", file=sys.stderr)
        return 2
    taking = TakingIn(options.folder, options.url.rstrip("/"))
    trouble = ""
    try:
        taking.run()
    except (NoPlatform, ValidationError) as error:
        reason = str(error) if isinstance(error, NoPlatform) else "its answer does not fit the contract"
        trouble = f"the platform at {options.url} does not answer as one: {reason}"
    try:
        if taking.receipts:
            write_receipts(options.folder, taking.receipts)
    except OSError as error:
        taking.outcomes.append(Outcome(RECEIPTS, Word.MISSING, f"cannot be written: {error.strerror}"))
    print(*taking.outcomes, sep="\n", end="\n" if taking.outcomes else "")
    bad = [each for each in taking.outcomes if each.word not in GOOD]
    held = len(taking.outcomes) - len(bad)
    print(f"{held} files held by the platform, {len(bad)} not; receipts for {len(taking.receipts)}")
    if trouble:
        print(f"import: {trouble}", file=sys.stderr)
        return 2
    return 1 if bad else 0
