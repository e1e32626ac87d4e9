"""scanimage of SANE with a configuration of its own: what is needed of it by tests."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

BACKENDS = ("/usr/lib", "/usr/lib64", "/usr/local/lib")
A4 = ("-l", "0", "-t", "0", "-x", "209", "-y", "296")


def missing(backend: str) -> str:
    """The reason for which tests with a backend of SANE cannot run here; "" if they can."""
    if shutil.which("scanimage") is None:
        return "no scanimage: apt-get install sane-utils"
    if not any(Path(folder).glob(f"**/sane/libsane-{backend}.so*") for folder in BACKENDS):
        return f"no backend {backend} of SANE: apt-get install {'sane-airscan' if backend == 'airscan' else 'libsane1'}"
    return ""


def config(folder: Path, backend: str, text: str) -> Path:
    """A folder for SANE_CONFIG_DIR, with one backend alone."""
    (folder / "dll.conf").write_text(f"{backend}\n", encoding="ascii")
    (folder / "dll.d").mkdir(exist_ok=True)
    (folder / f"{backend}.conf").write_text(text, encoding="ascii")
    return folder


def scanimage(folder: Path, device: str, *arguments: str) -> tuple[int, bytes, str]:
    """Run it with this configuration: exit code, output, and what it says."""
    environment = {**os.environ, "SANE_CONFIG_DIR": str(folder), "LC_ALL": "C"}
    command = ["scanimage", "-d", device, *arguments]
    ran = subprocess.run(command, capture_output=True, timeout=60, check=False, env=environment)
    return ran.returncode, ran.stdout, ran.stderr.decode("utf-8", "replace")
