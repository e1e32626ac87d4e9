"""`python -m kiosk.platform.sandbox import DIR --url URL`: send an exported folder to a platform, file by file.

Files are independent: the platform checks each by its signature or digest, and a damaged, missing or unknown file does
not affect the others. Receipts are written to receipts.json, for the terminal.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Mapping, Sequence
from dataclasses import field
from enum import StrEnum
from pathlib import Path
from types import MappingProxyType

import requests
from pydantic import BaseModel, ValidationError
from urllib3.exceptions import HTTPError

from devices.lazy_dataclass import dataclass
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


class Result(StrEnum):
    """Result of a file, as printed."""

    TAKEN_IN = "taken in"
    HELD = "held already"
    REFUSED = "refused"
    DAMAGED = "damaged"
    MISSING = "missing"
    STRANGE = "not of an export, left alone"


HELD_RESULTS = (Result.TAKEN_IN, Result.HELD)


@dataclass(frozen=True)
class Outcome:
    """The result of a file, and its reason: a problem type or a text of this module."""

    name: str
    result: Result
    reason: str = ""

    def __str__(self) -> str:
        return f"{self.name!a}: {self.result}{f' ({self.reason})' if self.reason else ''}"


class PlatformUnavailable(Exception):
    """No answer, or one that is not from a platform."""


class _FileRefused(Exception):
    """The platform refused a file; the message is the problem type."""


class RatingHeld(BaseModel):
    """The platform's answer to a rating."""

    rating_id: str
    receipts: tuple[str, ...]


@dataclass
class ExportIntake:
    """Sends one export. Call `run` once; results are in `outcomes` and `receipts`, also after an exception."""

    folder: Path
    url: str
    ca_file: Path | None = None
    """PEM file of the only authority that is trusted with https; None: those of the `certifi` package."""
    outcomes: list[Outcome] = field(default_factory=list)
    receipts: dict[str, list[str]] = field(default_factory=dict)
    _requested: set[str] = field(default_factory=set)

    def run(self) -> None:
        """Send all files. Raises PlatformUnavailable, and ValidationError for an answer that violates the contract."""
        manifest = self._read_manifest()
        named = {file.name for file in manifest.files} if manifest else set()
        present: dict[str, list[str]] = {"case": [], "rating": [], "material": []}
        for path in sorted(self.folder.iterdir()):
            found = parse_file_name(path.name)
            if found and path.is_file() and not path.is_symlink():
                present[found[1]].append(found[0])
            elif path.name not in (MANIFEST, RECEIPTS):
                self._add_outcome(path.name, Result.STRANGE)
        here = {f"{id_}.{kind}" for kind, ids in present.items() for id_ in ids}
        for name in sorted(named - here):
            self._add_outcome(name, Result.MISSING)
        with requests.Session() as session:
            session.trust_env = False
            session.verify = str(self.ca_file) if self.ca_file else True
            self._session = session
            for id_ in present["case"]:
                self._send_case(id_, set(present["material"]))
            for id_ in present["rating"]:
                answer = self._send_file("rating", id_)
                if answer is not None:
                    self._add_receipts(id_, RatingHeld.model_validate_json(answer).receipts)
        for sha256 in sorted(set(present["material"]) - self._requested):
            if manifest is not None and f"{sha256}.material" not in named:
                self._add_outcome(f"{sha256}.material", Result.STRANGE)

    def _read_manifest(self) -> Manifest | None:
        """Return the manifest; None if it is missing or damaged, in which case all files are still sent."""
        try:
            return read_manifest(self.folder / MANIFEST)[0]
        except FileNotFoundError:
            self._add_outcome(MANIFEST, Result.MISSING)
        except TooLarge:
            self._add_outcome(MANIFEST, Result.DAMAGED, "too-large")
        except (BadToken, OSError):
            self._add_outcome(MANIFEST, Result.DAMAGED)
        return None

    def _send_case(self, id_: str, present: set[str]) -> None:
        answer = self._send_file("case", id_)
        if answer is None:
            return
        case = CaseAnswer.model_validate_json(answer)
        self._add_receipts(id_, case.receipts)
        for sha256 in dict.fromkeys(case.missing):
            self._requested.add(sha256)
            if sha256 not in present:
                self._add_outcome(f"{sha256}.material", Result.MISSING, "the platform waits for it")
                continue
            answer = self._send_file("material", sha256, id_)
            if answer is not None:
                self._add_receipts(id_, CaseAnswer.model_validate_json(answer).receipts)

    def _send_file(self, kind: str, id_: str, case_id: str = "") -> bytes | None:
        """Send a file and record its result. Return the platform's answer, None if it was not accepted."""
        name = f"{id_}.{kind}"
        path = self.folder / name
        try:
            if path.stat().st_size > LARGEST[kind]:
                self._add_outcome(name, Result.DAMAGED, "too-large")
                return None
            if kind == "material" and file_digest(path) != id_:
                self._add_outcome(name, Result.DAMAGED, "checksum-mismatch")
                return None
            answer, new = self._put(PATHS[kind].format(id_, case_id), MEDIA[kind], path)
        except _FileRefused as refused:
            self._add_outcome(name, Result.REFUSED, str(refused))
        except OSError as error:
            self._add_outcome(name, Result.DAMAGED, f"cannot be read: {error.strerror}")
        else:
            self._add_outcome(name, Result.TAKEN_IN if new or kind == "material" else Result.HELD)
            return answer
        return None

    def _put(self, path: str, media: str, source: Path) -> tuple[bytes, bool]:
        """Return the answer to a file and whether it was new. Raises _FileRefused, PlatformUnavailable, OSError."""
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
        except (requests.RequestException, HTTPError) as error:
            raise PlatformUnavailable(type(error).__name__) from None
        kind = response.headers.get("Content-Type", "").partition(";")[0]
        if kind == "application/problem+json":
            raise _FileRefused(_reason(body))
        if kind != "application/json" or response.status_code not in (200, 201):
            raise PlatformUnavailable(f"somebody else answers there ({response.status_code})")
        return bytes(body), response.status_code == 201

    def _add_receipts(self, id_: str, tokens: Sequence[str]) -> None:
        self.receipts[id_] = list(tokens)

    def _add_outcome(self, name: str, result: Result, reason: str = "") -> None:
        self.outcomes.append(Outcome(name, result, reason))


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
    parser.add_argument("--ca-file", type=Path, metavar="PEM", help="with https: the authority that the platform has")
    options = parser.parse_args(given)
    if options.ca_file and not options.ca_file.is_file():
        print(f"import: no such file: {options.ca_file}", file=sys.stderr)
        return 2
    if not options.folder.is_dir():
        print(f"import: no such folder: {options.folder}", file=sys.stderr)
        return 2
    intake = ExportIntake(options.folder, options.url.rstrip("/"), options.ca_file)
    failure = ""
    try:
        intake.run()
    except (PlatformUnavailable, ValidationError) as error:
        reason = str(error) if isinstance(error, PlatformUnavailable) else "its answer does not fit the contract"
        failure = f"the platform at {options.url} does not answer as one: {reason}"
    try:
        if intake.receipts:
            write_receipts(options.folder, intake.receipts)
    except OSError as error:
        intake.outcomes.append(Outcome(RECEIPTS, Result.MISSING, f"cannot be written: {error.strerror}"))
    print(*intake.outcomes, sep="\n", end="\n" if intake.outcomes else "")
    not_held = [each for each in intake.outcomes if each.result not in HELD_RESULTS]
    held = len(intake.outcomes) - len(not_held)
    print(f"{held} files held by the platform, {len(not_held)} not; receipts for {len(intake.receipts)}")
    if failure:
        print(f"import: {failure}", file=sys.stderr)
        return 2
    return 1 if not_held else 0
