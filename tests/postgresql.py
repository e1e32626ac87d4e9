"""A PostgreSQL cluster for tests, in a temporary folder and reachable by a Unix socket only.

    with Cluster() as cluster:
        sandbox = SandboxProcess(tmp_path, "--database", cluster.new_database())

Existing clusters of the system are not used. PostgreSQL refuses to run as root, so root starts it as user `postgres`.
"""

from __future__ import annotations

import os
import pwd
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path
from types import TracebackType
from typing import Any, Self

import psycopg
from psycopg import sql

DEBIAN = Path("/usr/lib/postgresql")
START_TIMEOUT_S = 60
OWNER = "postgres"
FAST = ("fsync=off", "synchronous_commit=off", "full_page_writes=off", "max_connections=100", "shared_buffers=32MB")
"""Server options without durability, which these tests do not need. The sandbox sets synchronous_commit itself: with
these options alone, the last commits would be lost when the server is stopped."""


def programs() -> Path | None:
    """Return the folder of `initdb` and `postgres` of the newest version; None if not installed."""
    found = sorted(DEBIAN.glob("*/bin/initdb"), key=lambda path: int(path.parts[-3]))
    onpath = shutil.which("initdb")
    return found[-1].parent if found else Path(onpath).resolve().parent if onpath else None


DURABLE = ("max_connections=100", "shared_buffers=128MB")
"""Server options with durability: every commit is synced."""


class Cluster:
    """Context manager that creates a cluster and deletes it."""

    def __init__(self, options: Sequence[str] = FAST) -> None:
        self._options = options

    def __enter__(self) -> Self:
        found = programs()
        assert found is not None
        self._folder = Path(tempfile.mkdtemp(prefix="yike-pg-"))
        self._made = 0
        self._user: dict[str, Any] = {}
        if os.geteuid() == 0:
            owner = pwd.getpwnam(OWNER)
            os.chown(self._folder, owner.pw_uid, owner.pw_gid)
            self._user = {"user": owner.pw_uid, "group": owner.pw_gid, "extra_groups": []}
        data = self._folder / "data"
        make: list[str | Path] = [
            found / "initdb",
            "-D",
            data,
            "-U",
            OWNER,
            "-A",
            "trust",
            "-E",
            "UTF8",
            "--locale=C.UTF-8",
            "--no-sync",
        ]
        subprocess.run(make, check=True, capture_output=True, cwd=self._folder, **self._user)
        self._bin = found
        self.start()
        return self

    def start(self) -> None:
        """Start the server, also after `stop`, and wait until it accepts connections."""
        options = [part for one in (*self._options, "listen_addresses=") for part in ("-c", one)]
        with (self._folder / "log").open("ab") as log:
            self._process = subprocess.Popen(
                [self._bin / "postgres", "-D", self._folder / "data", "-k", self._folder, *options],
                cwd=self._folder,
                stdout=log,
                stderr=log,
                **self._user,
            )
        self._wait_until_ready()

    def stop(self) -> None:
        """Stop the server immediately (SIGQUIT), without a checkpoint."""
        self._process.send_signal(signal.SIGQUIT)
        self._process.wait(30)

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.stop()
        shutil.rmtree(self._folder)

    def new_database(self) -> str:
        """Create an empty database; return its URL."""
        self._made += 1
        name = f"yike_{self._made}"
        with self._connect() as connection:
            connection.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
        return f"postgresql://{OWNER}@/{name}?host={self._folder}"

    def _connect(self) -> psycopg.Connection[Any]:
        return psycopg.connect(f"user={OWNER} dbname=postgres host={self._folder}", autocommit=True)

    def _wait_until_ready(self) -> None:
        latest = time.monotonic() + START_TIMEOUT_S
        while self._process.poll() is None and time.monotonic() < latest:
            try:
                self._connect().close()
            except psycopg.OperationalError:
                time.sleep(0.05)
            else:
                return
        raise RuntimeError(f"PostgreSQL did not start: {(self._folder / 'log').read_text()}")
