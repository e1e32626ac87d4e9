"""A PostgreSQL of our own for tests: a new cluster in a temporary folder, on a Unix socket alone, ended by its pid.

    with Cluster() as cluster:
        sandbox = SandboxProcess(tmp_path, "--database", cluster.new_database())

The machine's own clusters are not looked at. PostgreSQL refuses to run as root, so root lends it to `postgres`.
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
SLOWEST_START_S = 60
OWNER = "postgres"
QUICK = ("fsync=off", "synchronous_commit=off", "full_page_writes=off", "max_connections=100", "shared_buffers=32MB")
"""Nobody cuts the machine's power in these tests. That commits are written before they are answered is the sandbox's
own demand: with this server's setting alone the last ones would be lost with the server."""


def programs() -> Path | None:
    """The folder of `initdb` and `postgres`, the newest version's; None where it is not installed."""
    found = sorted(DEBIAN.glob("*/bin/initdb"), key=lambda path: int(path.parts[-3]))
    onpath = shutil.which("initdb")
    return found[-1].parent if found else Path(onpath).resolve().parent if onpath else None


DURABLE = ("max_connections=100", "shared_buffers=128MB")
"""As it comes: every commit is synced."""


class Cluster:
    """Starts with the block, ends with it."""

    def __init__(self, options: Sequence[str] = QUICK) -> None:
        self._options = options

    def __enter__(self) -> Self:
        found = programs()
        assert found is not None
        self._folder = Path(tempfile.mkdtemp(prefix="yike-pg-"))
        self._made = 0
        self._as: dict[str, Any] = {}
        if os.geteuid() == 0:
            owner = pwd.getpwnam(OWNER)
            os.chown(self._folder, owner.pw_uid, owner.pw_gid)
            self._as = {"user": owner.pw_uid, "group": owner.pw_gid, "extra_groups": []}
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
        subprocess.run(make, check=True, capture_output=True, cwd=self._folder, **self._as)
        self._programs = found
        self.start()
        return self

    def start(self) -> None:
        """Start the server and wait until it answers; also after `stop`."""
        options = [part for one in (*self._options, "listen_addresses=") for part in ("-c", one)]
        with (self._folder / "log").open("ab") as log:
            self._process = subprocess.Popen(
                [self._programs / "postgres", "-D", self._folder / "data", "-k", self._folder, *options],
                cwd=self._folder,
                stdout=log,
                stderr=log,
                **self._as,
            )
        self._until_it_answers()

    def stop(self) -> None:
        """End the server as a power cut would; what was committed stays."""
        self._process.send_signal(signal.SIGQUIT)
        self._process.wait(30)

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.stop()
        shutil.rmtree(self._folder)

    def new_database(self) -> str:
        """The address of a new, empty database."""
        self._made += 1
        name = f"yike_{self._made}"
        with self._connected() as connection:
            connection.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
        return f"postgresql://{OWNER}@/{name}?host={self._folder}"

    def _connected(self) -> psycopg.Connection[Any]:
        return psycopg.connect(f"user={OWNER} dbname=postgres host={self._folder}", autocommit=True)

    def _until_it_answers(self) -> None:
        latest = time.monotonic() + SLOWEST_START_S
        while self._process.poll() is None and time.monotonic() < latest:
            try:
                self._connected().close()
            except psycopg.OperationalError:
                time.sleep(0.05)
            else:
                return
        raise RuntimeError(f"PostgreSQL did not start: {(self._folder / 'log').read_text()}")
