"""What a carrier brings is judged file by file: nothing can be altered, added or opened on the way, nothing stops the
rest."""

from __future__ import annotations

import json
import os
import tracemalloc
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import requests
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kiosk.outbox import __main__ as command
from kiosk.platform.identity import BadToken, TerminalKey, b64url, digest, sign_token
from kiosk.platform.offline_transfer import CASE, EXPORT, MANIFEST, RATING, RECEIPTS, named_rating, opened, signed
from kiosk.platform.sandbox import intake
from kiosk.platform.sandbox.__main__ import main as sandbox_command
from kiosk.platform.sandbox.keys import pins
from tests.kiosk.outbox.transfer import CODE, OfflineTerminal, import_there
from tests.kiosk.outbox.transfer import named_rating as rating
from tests.kiosk.platform.test_openapi import judged
from tests.sandbox_process import SandboxProcess, material, sealed_case

Capture = pytest.CaptureFixture[str]
CASES = "/v1/carried/cases/{case_id}"
MATERIALS = "/v1/carried/cases/{case_id}/materials/{sha256}"
RATINGS = "/v1/carried/ratings/{rating_id}"
KEY = TerminalKey(bytes(range(32)))
STRANGER = TerminalKey(bytes(range(9, 41)))


@pytest.fixture
def platform(sandbox: SandboxProcess) -> SandboxProcess:
    sandbox.put(f"/sandbox/terminals/{CODE}", {"public": KEY.public})
    return sandbox


def put(platform: SandboxProcess, told: str, body: bytes, **path: str) -> tuple[int, Any]:
    """Status and content of an answer that fits the contract."""
    with requests.Session() as session:
        session.trust_env = False
        reply = session.put(platform.url + told.format(**path), data=body, timeout=10, allow_redirects=False)
    return reply.status_code, judged(reply, told, "PUT")


def problem(answer: tuple[int, Any]) -> tuple[int, str]:
    return answer[0], str(answer[1]["type"]).rpartition(":")[2]


def brought(body: bytes, key: TerminalKey = KEY, kind: str = CASE, terminal: str = CODE) -> bytes:
    return signed(body, terminal, key, kind).encode()


def test_a_carried_case_is_held_once_with_its_materials(platform: SandboxProcess) -> None:
    papers = material(900, 1)
    case = sealed_case(platform.keys(), materials=(papers,), terminal=CODE)
    status, first = put(platform, CASES, brought(case.body), case_id=case.case_id)
    assert (status, first["missing"]) == (201, [papers.sha256])
    status, second = put(platform, MATERIALS, papers.body, case_id=case.case_id, sha256=papers.sha256)
    assert (status, second["missing"], len(second["receipts"])) == (200, [], 2)
    assert put(platform, MATERIALS, papers.body, case_id=case.case_id, sha256=papers.sha256) == (200, second)
    assert put(platform, CASES, brought(case.body), case_id=case.case_id) == (200, second)


def test_a_carried_rating_is_held_once_and_its_receipt_is_signed(platform: SandboxProcess) -> None:
    token = brought(named_rating(rating("rating-0001")), kind=RATING)
    status, first = put(platform, RATINGS, token, rating_id="rating-0001")
    assert (status, first["rating_id"], first["receipts"][0].count(".")) == (201, "rating-0001", 2)
    assert put(platform, RATINGS, token, rating_id="rating-0001")[0] == 200
    other = brought(named_rating(rating("rating-0001")).replace(b'"level":5', b'"level":1'), kind=RATING)
    assert problem(put(platform, RATINGS, other, rating_id="rating-0001")) == (409, "already-rated")
    assert problem(put(platform, RATINGS, token, rating_id="rating-0002")) == (400, "malformed")


def test_only_the_enrolled_key_of_the_terminal_it_names_brings_a_case_in(platform: SandboxProcess) -> None:
    case = sealed_case(platform.keys(), terminal=CODE)
    head, payload, signature = brought(case.body).decode().split(".")
    other_head = brought(b"other").decode().split(".")[0]
    attempts = [
        (brought(case.body, STRANGER), (403, "not-enrolled")),
        (brought(case.body, terminal="YK-NOBODY"), (403, "not-enrolled")),
        (brought(case.body, kind=EXPORT), (401, "signature-invalid")),
        (brought(case.body, kind=RATING), (401, "signature-invalid")),
        (f"{other_head}.{b64url(b'other')}.{signature}".encode(), (401, "signature-invalid")),
        (f"{head}.{payload}".encode(), (401, "signature-invalid")),
        (case.body, (401, "signature-invalid")),
        (b"", (401, "signature-invalid")),
        (b"\xff.\xff.\xff", (401, "signature-invalid")),
        (b"W1tb" * 50_000 + b".a.b", (401, "signature-invalid")),
        (brought(b"{}"), (400, "malformed")),
        (brought(b"x" * 257 * 1024), (413, "too-large")),
        (b"x" * 400 * 1024, (413, "too-large")),
    ]
    for body, refused in attempts:
        assert problem(put(platform, CASES, body, case_id=case.case_id)) == refused
    platform.put(f"/sandbox/terminals/{CODE}", {"suspended": True})
    assert problem(put(platform, CASES, brought(case.body), case_id=case.case_id)) == (403, "suspended")
    assert platform.get("/sandbox/cases") == []


def test_a_terminal_cannot_bring_a_case_of_another_nor_under_another_id(platform: SandboxProcess) -> None:
    theirs, ours = sealed_case(platform.keys(), terminal="YK-OTHER"), sealed_case(platform.keys(), terminal=CODE)
    assert problem(put(platform, CASES, brought(theirs.body), case_id=theirs.case_id)) == (400, "malformed")
    assert problem(put(platform, CASES, brought(ours.body), case_id=theirs.case_id)) == (400, "malformed")
    assert put(platform, CASES, brought(ours.body), case_id=ours.case_id)[0] == 201
    other = sealed_case(platform.keys(), case_id=ours.case_id, terminal=CODE)
    assert problem(put(platform, CASES, brought(other.body), case_id=ours.case_id)) == (409, "digest-mismatch")


def test_a_material_comes_in_only_under_its_name_and_for_a_case_that_names_it(platform: SandboxProcess) -> None:
    papers, unnamed = material(900, 1), material(900, 2)
    case = sealed_case(platform.keys(), materials=(papers,), terminal=CODE)
    early = put(platform, MATERIALS, papers.body, case_id=case.case_id, sha256=papers.sha256)
    assert problem(early) == (404, "unknown")
    put(platform, CASES, brought(case.body), case_id=case.case_id)
    for sha256, body, refused in [
        (unnamed.sha256, unnamed.body, (404, "unknown")),
        (papers.sha256, unnamed.body, (422, "checksum-mismatch")),
        (papers.sha256, papers.body[:-1], (422, "checksum-mismatch")),
        (papers.sha256, b"", (422, "checksum-mismatch")),
        (papers.sha256, bytes(21 * 2**20), (413, "too-large")),
        ("..%2F" + "0" * 60, papers.body, (404, "unknown")),
        ("0" * 63, papers.body, (400, "malformed")),
    ]:
        assert problem(put(platform, MATERIALS, body, case_id=case.case_id, sha256=sha256)) == refused
    assert platform.get("/sandbox/cases")[0]["receipts"] == ["RECEIVED"]


def test_a_material_that_two_cases_name_completes_both(platform: SandboxProcess) -> None:
    papers = material(900, 1)
    cases = [sealed_case(platform.keys(), materials=(papers,), terminal=CODE) for _ in range(2)]
    for case in cases:
        put(platform, CASES, brought(case.body), case_id=case.case_id)
    put(platform, MATERIALS, papers.body, case_id=cases[0].case_id, sha256=papers.sha256)
    assert [case["receipts"] for case in platform.get("/sandbox/cases")] == [["COMPLETE", "RECEIVED"]] * 2


def test_a_token_has_one_form_only() -> None:
    token = signed(b"bytes", CODE, KEY, CASE)
    assert opened(token, CASE).payload == b"bytes"
    alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
    for letter in alphabet.replace(token[-1], ""):  # the last letter carries bits that mean nothing
        with pytest.raises(BadToken):
            opened(token[:-1] + letter, CASE)
    with pytest.raises(BadToken):
        opened(sign_token(b"bytes", KEY.private, KEY.public, CASE), CASE)


@given(st.binary(max_size=80) | st.text(max_size=80).map(str.encode), st.sampled_from([CASE, RATING, EXPORT]))
def test_whatever_is_no_token_is_a_bad_token(content: bytes, kind: str) -> None:
    with pytest.raises(BadToken):
        opened(content.decode("latin-1"), kind)


# A folder on its way.


@pytest.fixture
def lonely(platform: SandboxProcess, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> OfflineTerminal:
    """A terminal with two cases, one with a material, and a rating."""
    monkeypatch.setattr(command, "ROOT", tmp_path)
    made = OfflineTerminal(tmp_path, pins())
    platform.put(f"/sandbox/terminals/{CODE}", {"public": made.key.public})
    made.keep(made.case((800,)), made.case(), ratings=[rating("rating-0001")])
    return made


@pytest.fixture
def stick(lonely: OfflineTerminal, tmp_path: Path) -> Path:
    folder = tmp_path / "stick"
    assert lonely.run("export", folder) == 0
    return folder


def files(folder: Path) -> Iterator[Path]:
    """One file of each kind."""
    yield from (sorted(folder.glob(f"*.{kind}"))[0] for kind in ("case", "material", "rating", "jws"))


def flip(path: Path, place: int) -> None:
    content = bytearray(path.read_bytes())
    content[place % len(content)] ^= 1
    path.write_bytes(content)


@pytest.mark.parametrize(
    ("number", "outcome"),
    [
        (0, "refused (signature-invalid)"),
        (1, "damaged (checksum-mismatch)"),
        (2, "refused (signature-invalid)"),
        (3, "damaged"),
    ],
    ids=["case", "material", "rating", "manifest"],
)
@settings(max_examples=6, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(place=st.integers(0, 10**6))
def test_one_wrong_bit_is_found_and_stops_nothing_else(
    number: int, outcome: str, place: int, platform: SandboxProcess, stick: Path, capsys: Capture
) -> None:
    path = list(files(stick))[number]
    flip(path, place)
    _, said = import_there(stick, platform.url, capsys)
    flip(path, place)
    assert said.pop(path.name) == outcome
    assert set(said.values()) <= {"taken in", "held already"}
    assert {digest(each) for each in shelf(platform).values()} == set(shelf(platform))


def shelf(platform: SandboxProcess) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in (Path(platform._said).parent / "materials").iterdir()}


def test_everything_wrong_at_once_and_the_good_case_still_gets_in(
    platform: SandboxProcess, lonely: OfflineTerminal, stick: Path, capsys: Capture
) -> None:
    case, papers, rated, _ = files(stick)
    bad = {case.name: "refused (signature-invalid)", rated.name: "missing"}
    flip(case, 500)
    rated.unlink()
    (stick / "notes.txt").write_text("from a carrier")
    (stick / "x.case").write_bytes(b"too short a name")
    (stick / "-..-..-etc.passwd").write_bytes(b"tricks")
    (stick / "..%2f..%2fx.case").write_bytes(b"tricks")
    (stick / ("0" * 64 + ".material")).write_bytes(b"nobody asked")
    (stick / "00000000-0000-7000-8000-000000000000.case").symlink_to(case)
    os.mkfifo(stick / "pipe-pipe.rating")
    (stick / "folder-folder.case").mkdir()
    code, said = import_there(stick, platform.url, capsys)
    (good,) = [name for name, word in said.items() if name.endswith(".case") and word == "taken in"]
    strange = "not of an export, left alone"
    assert code == 1
    assert {name: word for name, word in said.items() if name not in (good, papers.name)} == {
        **bad,
        "notes.txt": strange,
        "x.case": strange,
        "-..-..-etc.passwd": strange,
        "..%2f..%2fx.case": strange,
        "0" * 64 + ".material": strange,
        "00000000-0000-7000-8000-000000000000.case": strange,
        "pipe-pipe.rating": strange,
        "folder-folder.case": strange,
    }
    assert [f"{case['case_id']}.case" for case in platform.get("/sandbox/cases")] == [good]
    assert set(json.loads((stick / RECEIPTS).read_text())) == {good.removesuffix(".case")}


def manifest(files: list[dict[str, Any]], key: TerminalKey, terminal: str = CODE, signer: str = "") -> bytes:
    document = {"v": 1, "terminal": terminal, "at": "2026-11-24T01:02:03Z", "files": files}
    return signed(json.dumps(document).encode(), signer or terminal, key, EXPORT).encode()


TRICK = {"kind": "case", "id": "../../../x", "digest": "0" * 64, "size": 1}
ABSENT = {**TRICK, "id": "00000000-0000-7000-8000-000000000000"}


@pytest.mark.parametrize(
    ("make", "outcome"),
    [
        (lambda key: manifest([TRICK], key), {MANIFEST: "damaged"}),
        (lambda key: manifest([{**TRICK, "kind": "../x"}], key), {MANIFEST: "damaged"}),
        (lambda key: manifest([ABSENT], STRANGER, "YK-OTHER"), {f"{ABSENT['id']}.case": "missing"}),
        (lambda key: manifest([], key).replace(b".", b"..", 1), {MANIFEST: "damaged"}),
        (lambda key: manifest([], key)[:-9], {MANIFEST: "damaged"}),
        (lambda key: manifest([], key, "YK-OTHER", CODE), {MANIFEST: "damaged"}),
        (lambda key: b"", {MANIFEST: "damaged"}),
        (lambda key: None, {MANIFEST: "missing"}),
    ],
    ids=["path", "kind", "another_terminals", "dots", "cut", "in_anothers_name", "empty", "missing"],
)
def test_a_manifest_that_says_nothing_usable_keeps_no_case_out(
    make: Callable[[TerminalKey], bytes | None],
    outcome: dict[str, str],
    platform: SandboxProcess,
    lonely: OfflineTerminal,
    stick: Path,
    capsys: Capture,
) -> None:
    made = make(lonely.key)
    (stick / MANIFEST).unlink()
    if made is not None:
        (stick / MANIFEST).write_bytes(made)
    code, said = import_there(stick, platform.url, capsys)
    assert code == 1
    assert {name: word for name, word in said.items() if word != "taken in"} == outcome
    assert len(platform.get("/sandbox/cases")) == 2


def test_a_hundred_megabytes_of_junk_are_not_read(
    platform: SandboxProcess, lonely: OfflineTerminal, stick: Path, capsys: Capture
) -> None:
    case, papers, rated, manifest_file = files(stick)
    junk = [case, papers, rated, manifest_file, stick / RECEIPTS, stick / "junk-junk.case", stick / "junk.bin"]
    for path in junk:
        with path.open("ab") as file:
            file.truncate(100 * 2**20)
    tracemalloc.start()
    code, said = import_there(stick, platform.url, capsys)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert code == 1
    assert {name for name, word in said.items() if word == "damaged (too-large)"} >= {
        each.name for each in (case, rated, manifest_file, stick / "junk-junk.case")
    }
    assert len(platform.get("/sandbox/cases")) == 1
    assert peak < 4 * 2**20
    assert len(json.loads((stick / RECEIPTS).read_text())) == 1
    assert lonely.run("import", stick) == 0


def test_a_large_material_is_sent_without_being_held_in_memory(
    platform: SandboxProcess, lonely: OfflineTerminal, tmp_path: Path, capsys: Capture
) -> None:
    case = lonely.case((16 * 2**20,))
    lonely.keep(case)
    assert lonely.run("export", tmp_path / "big") == 0
    tracemalloc.start()
    assert import_there(tmp_path / "big", platform.url, capsys)[0] == 0
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 4 * 2**20
    assert shelf(platform)[case.materials[0].sha256] == case.materials[0].body


@pytest.mark.parametrize("misfortune", ["login_page", "redirect", "half_body", "wrong_content_type", "huge_body"])
def test_somebody_else_at_the_address_is_said_to_be_and_loses_nothing(
    misfortune: str, platform: SandboxProcess, lonely: OfflineTerminal, stick: Path, capsys: Capture
) -> None:
    (stick / RECEIPTS).write_text('{"earlier": ["token"]}')
    platform.begin(misfortune, path="/v1/carried")
    assert intake.main([str(stick), "--url", platform.url]) == 2
    assert "does not answer as one" in capsys.readouterr().err
    platform.end_misfortunes()
    assert intake.main([str(stick), "--url", platform.url]) == 0
    assert len(json.loads((stick / RECEIPTS).read_text())) == 4


def test_a_platform_that_fails_over_one_file_takes_the_others_in(
    platform: SandboxProcess, lonely: OfflineTerminal, stick: Path, capsys: Capture
) -> None:
    platform.begin("error_500", path="/v1/carried/cases", times=1)
    code, said = import_there(stick, platform.url, capsys)
    assert (code, sorted(said.values()).count("refused (internal)")) == (1, 1)
    assert import_there(stick, platform.url, capsys)[0] == 0
    assert len(platform.get("/sandbox/cases")) == 2


def test_nobody_at_the_address_and_no_folder_are_two_clear_lines(stick: Path, capsys: Capture) -> None:
    assert intake.main([str(stick), "--url", "http://127.0.0.1:9"]) == 2
    assert "does not answer as one: ConnectionError" in capsys.readouterr().err
    assert sandbox_command(["import", str(stick / "nowhere")]) == 2
    assert "no such folder" in capsys.readouterr().err
    assert not (stick / RECEIPTS).exists()
