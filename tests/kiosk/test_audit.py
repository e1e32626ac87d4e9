"""The audit log: codes of the allowed form, a chain of hashes, bounded files; it never harms the program."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from devices import FakeClock
from kiosk import audit
from kiosk.audit import GENESIS, AuditLog
from tests.audit_chain import chain_is_intact


@pytest.fixture
def log(tmp_path: Path) -> Iterator[AuditLog]:
    log = AuditLog.open(tmp_path, FakeClock())
    yield log
    log.close()


def lines_of(log: AuditLog) -> list[str]:
    return (log.folder / "audit.jsonl").read_text(encoding="utf-8").splitlines()


def test_each_line_carries_the_hash_of_the_line_before_also_after_a_restart(log: AuditLog) -> None:
    for number in range(3):
        log.append(f"v{number}", "touched")
    log.close()
    again = AuditLog.open(log.folder, FakeClock())
    again.append("v3", "touched")
    again.close()
    lines = lines_of(log)
    assert json.loads(lines[0])["before"] == GENESIS
    assert len(lines) == 4
    assert chain_is_intact(lines)
    assert not chain_is_intact([lines[0], *lines[2:]])


@pytest.mark.parametrize("code", ["张三", "110101199003070000", "a b", "x" * 49, "ok\n"])
def test_a_code_of_another_form_is_replaced(log: AuditLog, code: str) -> None:
    log.append("v1", "fault", code)
    assert json.loads(lines_of(log)[0])["code"] == "unsafe_code"


def test_old_files_are_dropped(log: AuditLog, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(audit, "MAX_BYTES", 1000)
    for number in range(100):
        log.append(f"v{number}", "touched")
    files = list(log.folder.iterdir())
    assert len(files) == audit.KEEP_FILES
    assert max(file.stat().st_size for file in files) < 1200


def test_after_a_failed_rotation_lines_are_written_again(log: AuditLog, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> None:
        raise OSError(28, "no space left")

    monkeypatch.setattr(audit, "MAX_BYTES", 1)
    with monkeypatch.context() as disk:
        disk.setattr(Path, "replace", full)
        log.append("v1", "touched")
        log.append("v2", "touched")
    log.append("v3", "touched")
    log.append("v4", "touched")
    written = [path.read_text(encoding="utf-8") for path in sorted(log.folder.iterdir(), reverse=True)]
    assert [json.loads(line)["visit"] for text in written for line in text.splitlines()] == ["v1", "v2", "v3", "v4"]


def test_a_line_after_closing_is_dropped(log: AuditLog) -> None:
    log.append("v1", "touched")
    log.close()
    log.append("v2", "fault", "case_sealer:TimeoutError")
    assert len(lines_of(log)) == 1
