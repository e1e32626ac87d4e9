"""The sandbox process from start to end: twice on one folder, ended by Ctrl-C, with own keys and certificate.

Several matters in one life, because a start is slow.
"""

from __future__ import annotations

import contextlib
import resource
import signal
import subprocess
import sys
from pathlib import Path
from threading import Thread

import pytest
import requests
from starlette.requests import Request

from devices import SystemClock, Wait
from kiosk.platform.client import HttpGateway
from kiosk.platform.gateway import FailureKind
from kiosk.platform.identity import PlatformKeys
from kiosk.platform.sandbox.__main__ import main
from kiosk.platform.sandbox.authentication import _as_received
from kiosk.platform.sandbox.keys import SEAL_PRIVATE, SIGN_PRIVATE, own_keys
from kiosk.platform.sandbox.options import Announcement, announcement, arguments
from kiosk.platform.sandbox.tls_certificates import RENEW_BEFORE, SERVER_VALIDITY, own_certificates
from kiosk.platform.signing import BadSignature, RequestSigner, verify_request
from kiosk.platform.wire_types import SealedMaterial
from tests.kiosk.platform.conftest import KEY
from tests.kiosk.platform.refusals import refusal_of
from tests.kiosk.platform.test_nonces import send, signed
from tests.sandbox_process import ROOT, TERMINAL, SandboxProcess, material, sealed_case

Capture = pytest.CaptureFixture[str]


def trouble(capture: Capture, *given: str) -> str:
    """Start a sandbox that cannot; return its error output."""
    assert main([*given, "--port", "0"]) == 2
    return capture.readouterr().err


def test_a_life_with_a_rival_and_ctrl_c(tmp_path: Path, capsys: Capture) -> None:
    data = ("--data", str(tmp_path), "--services", str(tmp_path / "catalogue.json"))
    with SandboxProcess(tmp_path) as sandbox:
        assert send(signed(sandbox.url))[0] == 200
        in_use = "another sandbox works in this folder: end it, or name another folder: --data"
        assert trouble(capsys, *data) == f"cannot start: {tmp_path}: {in_use}\n"
        assert sandbox.get("/sandbox/terminals")[0]["terminal"] == TERMINAL
        sandbox.begin("silent", times=1)
        waiting = Thread(target=_ask, args=(sandbox.url,))
        waiting.start()
        while sandbox.get("/sandbox/misfortunes")["active"]:
            pass
        sandbox.signal(signal.SIGINT)
        assert sandbox.wait() == 0
        waiting.join(10)
    assert (tmp_path / "stderr.txt").read_text() == ""
    other = trouble(capsys, *data, "--keys", str(tmp_path / "keys"))
    assert str(tmp_path) in other
    assert "TEST-sign-1" in other


def _ask(url: str) -> None:
    with contextlib.suppress(requests.RequestException):
        requests.get(url + "/v1/meta", timeout=20)


def test_own_keys_and_an_own_authority_after_a_start_on_a_full_disk(tmp_path: Path, capsys: Capture) -> None:
    more = ("--keys", str(tmp_path / "keys"), "--tls")
    failed = _limited(["--data", str(tmp_path), *more], 300)
    assert failed.returncode == 2
    (line,) = failed.stderr.splitlines()
    assert str(tmp_path) in line
    assert "--data" in line
    with SandboxProcess(tmp_path, *more) as sandbox:
        section = sandbox.read_section()
        keys = own_keys(tmp_path / "keys")
        assert section == {
            "url": sandbox.url,
            "ca_file": str(tmp_path / "tls" / "ca.pem"),
            "document_roots": [str(tmp_path / "keys" / "document-root.pem")],
            **vars(keys.pins()),
        }
        assert not {keys.seal_private, keys.sign_private} & {SEAL_PRIVATE, SIGN_PRIVATE}
        assert not any(name.startswith("TEST-") for name in (keys.seal_key_id, keys.sign_key_id))
        page = material(100)
        case_id = _hand_over(sandbox.url, Path(section["ca_file"]), keys.pins(), page)
        assert [case["case_id"] for case in sandbox.get("/sandbox/cases")] == [case_id]
        # A folder that no longer takes anything, not even from root.
        (tmp_path / "materials").rmdir()
        (tmp_path / "materials").touch()
        place = f"{sandbox.url}/v1/carried/cases/{case_id}/materials/{page.sha256}"
        reply = requests.put(place, data=page.body, verify=section["ca_file"], timeout=10)
        assert (reply.status_code, reply.json()["type"]) == (503, "urn:yike:problem:busy")
        assert reply.headers["Retry-After"] == "5"
        carried = tmp_path / "carried"
        carried.mkdir()
        (carried / "rating-0001.rating").write_text("of nobody")
        assert main(["import", str(carried), "--url", sandbox.url, "--ca-file", section["ca_file"]]) == 1
        assert "'rating-0001.rating': refused (signature-invalid)" in capsys.readouterr().out
        assert main(["import", str(carried), "--url", sandbox.url]) == 2
        assert "SSLError" in capsys.readouterr().err
        sandbox.close_output()
        assert sandbox.wait() == 0


def _hand_over(url: str, ca_file: Path, keys: PlatformKeys, page: SealedMaterial) -> str:
    """Hand a case over by TLS with this authority; return its id. Without the authority it is not the platform."""
    wait = Wait(SystemClock(), 20)
    trusting = HttpGateway(url, TERMINAL, KEY, keys, SystemClock(), ca_file=ca_file)
    case = sealed_case(keys, materials=[page])
    assert trusting.put_case(case, wait).received.case_id == case.case_id
    trusting.close()
    doubting = HttpGateway(url, TERMINAL, KEY, keys, SystemClock())
    assert refusal_of(lambda: doubting.catalogue("", wait)) == (FailureKind.NOT_THE_PLATFORM, "tls")
    doubting.close()
    return case.case_id


def test_what_is_announced_has_its_name_in_the_certificate_and_its_scheme_in_signatures() -> None:
    options = arguments(["--url", "https://platform.test/", "--host", "192.0.2.7"])
    announced = announcement(options, ("192.0.2.7", 8790))
    assert announced == Announcement("https://platform.test", ("platform.test", "192.0.2.7", "localhost", "127.0.0.1"))
    assert announcement(arguments(["--tls"]), ("::1", 8790)).url == "https://[::1]:8790"
    # A proxy has ended TLS: the client signed the announced address, the request came by plain HTTP.
    request = requests.Request("GET", announced.url + "/v1/catalogue", headers={"Host": "platform.test"}).prepare()
    RequestSigner(TERMINAL, KEY).sign(request, b"", SystemClock().now())
    headers = [(name.lower().encode(), str(value).encode()) for name, value in request.headers.items()]
    scope = {"type": "http", "method": "GET", "scheme": "http", "path": "/v1/catalogue", "headers": headers}
    received = Request({**scope, "raw_path": b"/v1/catalogue", "query_string": b"", "server": ("192.0.2.7", 8790)})
    assert verify_request(_as_received(received, announced.url), b"").terminal == TERMINAL
    with pytest.raises(BadSignature):
        verify_request(_as_received(received, ""), b"")


@pytest.mark.parametrize(
    "url", ["ftp://a.test", "https://", "https://a.test/path", "https://u@a.test", "https://a.test:0x", "a"]
)
def test_an_address_that_is_none_is_wrong_usage(url: str, capsys: Capture) -> None:
    with pytest.raises(SystemExit) as ended:
        arguments(["--url", url])
    assert ended.value.code == 2
    assert "https://HOST:PORT" in capsys.readouterr().err


def _limited(given: list[str], size: int) -> subprocess.CompletedProcess[str]:
    """Run a sandbox that can write no file beyond `size` bytes: keys, but neither certificate nor database."""

    def limit() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (size, size))

    command = [sys.executable, "-m", "kiosk.platform.sandbox", *given]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=60, check=False, preexec_fn=limit)


def test_a_certificate_is_renewed_in_time_and_for_new_names_by_the_same_authority(tmp_path: Path) -> None:
    now = SystemClock().now()
    first = own_certificates(tmp_path, ["a.test", "192.0.2.7"], now)
    authority, server = first.authority.read_bytes(), first.server.read_bytes()
    assert own_certificates(tmp_path, ["a.test"], now).server.read_bytes() == server
    assert own_certificates(tmp_path, ["b.test"], now).server.read_bytes() != server
    server = first.server.read_bytes()
    later = now + SERVER_VALIDITY - RENEW_BEFORE
    assert own_certificates(tmp_path, ["b.test"], later).server.read_bytes() != server
    assert first.authority.read_bytes() == authority
    assert [path.stat().st_mode & 0o077 for path in (first.server, tmp_path / "ca.key")] == [0, 0]
