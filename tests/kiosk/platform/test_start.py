"""Start of the reference platform: address, and errors that are reported."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from devices import SystemClock, Wait
from kiosk.catalogue.load import load_catalogue
from kiosk.platform.client import HttpGateway
from kiosk.platform.gateway import FailureKind
from kiosk.platform.identity import CATALOGUE, b64url, verify_token
from kiosk.platform.sandbox.__main__ import main
from kiosk.platform.sandbox.options import is_loopback
from kiosk.platform.sandbox.registers import load
from tests import frozen
from tests.kiosk.platform.conftest import KEY
from tests.kiosk.platform.refusals import refusal_of
from tests.sandbox_process import ROOT, TERMINAL, SandboxProcess

MakeWait = Callable[[float], Wait]
DATABASES = ("sqlite", "postgresql")


def run(*arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "kiosk.platform.sandbox", *arguments]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=60, check=False)


@pytest.mark.parametrize("host", ["0.0.0.0", "192.0.2.1", "platform.example", "::"])
def test_it_listens_on_loopback_only(host: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert not is_loopback(host)
    assert main(["--host", host, "--port", "0"]) == 2
    assert "refused" in capsys.readouterr().err


@pytest.mark.parametrize(
    "content", ["", "[]", "{}", '{"version": "1", "items": [{}]}', '{"version": "1", "items": {"a": 1}}']
)
def test_a_malformed_catalogue_is_reported_at_the_start(
    content: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "catalogue.json").write_text(content)
    assert main(["--port", "0", "--data", str(tmp_path), "--services", str(tmp_path / "catalogue.json")]) == 2
    assert "cannot start" in capsys.readouterr().err


def test_the_public_keys_are_printed_for_a_profile() -> None:
    done = run("--pins")
    assert done.returncode == 0
    assert 'sign_key_id = "TEST-sign-1"' in done.stdout
    assert len(done.stdout.splitlines()) == 4


def test_a_port_in_use_is_reported(sandbox: SandboxProcess, tmp_path: Path) -> None:
    (tmp_path / "catalogue.json").write_text('{"version": "1", "items": []}')
    port = sandbox.url.rpartition(":")[2]
    done = run("--port", port, "--data", str(tmp_path), "--services", str(tmp_path / "catalogue.json"))
    assert done.returncode == 2
    assert done.stderr == (
        f"cannot start: 127.0.0.1 port {port}: another program has this port: end it, or choose another: --port "
        "(0 picks a free one)\n"
    )


def test_a_closed_sandbox_enrols_no_terminal(tmp_path: Path, make_wait: MakeWait) -> None:
    with SandboxProcess(tmp_path, "--closed") as sandbox:
        gateway = HttpGateway(sandbox.url, TERMINAL, KEY, sandbox.keys(), SystemClock())
        assert refusal_of(lambda: gateway.catalogue("", make_wait(5))) == (FailureKind.IDENTITY, "not-enrolled")
        sandbox.put(f"/sandbox/terminals/{TERMINAL}", {"public": b64url(bytes.fromhex("aa" * 32))})
        assert refusal_of(lambda: gateway.catalogue("", make_wait(5))) == (FailureKind.IDENTITY, "not-enrolled")
        sandbox.put(f"/sandbox/terminals/{TERMINAL}", {"public": KEY.public})
        assert gateway.catalogue("", make_wait(5)) is not None
        gateway.close()


def test_malformed_registers_are_refused(tmp_path: Path) -> None:
    (tmp_path / "people.toml").write_text("[a]\nnumber = 1")
    assert load(tmp_path / "people.toml").people == {}
    (tmp_path / "own.toml").write_text('as_of = "x"\n[a]\nsurprise = 1')
    with pytest.raises(ValueError):
        load(tmp_path / "people.toml", tmp_path / "own.toml")


def test_the_shipped_registers_are_well_formed(tmp_path: Path) -> None:
    people = "".join(
        f'[people.{name}]\nnumber = "{n}"\nname = "x"\nphone = "1"\n' for n, name in enumerate(["wang_old"])
    )
    (tmp_path / "people.toml").write_text(people)
    registers = load(tmp_path / "people.toml")
    found = registers.find("0", " x ")
    assert found is not None
    assert found.entry.pension
    assert json.dumps({"number": found.number}) not in repr(found)


def test_the_shipped_items_are_published_in_the_terminals_format(tmp_path: Path, make_wait: MakeWait) -> None:
    with SandboxProcess(tmp_path, services=frozen.SERVICES) as sandbox:
        keys = sandbox.keys()
        gateway = HttpGateway(sandbox.url, TERMINAL, KEY, keys, SystemClock())
        token = gateway.catalogue("", make_wait(5))
        assert token is not None
        catalogue = load_catalogue(verify_token(token.decode(), keys, CATALOGUE))
        assert {item.id for item in catalogue} >= {"old-age-allowance", "pension-enrolment", "case-progress"}
        assert gateway.catalogue(catalogue.version, make_wait(5)) is None
        gateway.close()
