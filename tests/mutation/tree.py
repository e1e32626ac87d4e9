"""Copy the working tree, so that neither recording nor a planted fault touches the files someone is editing."""

from __future__ import annotations

import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.house.doors import ROOT

LINKED = (".venv", "build/rime")
"""Large and ignored by git, but tests need them: the copy refers to the originals."""


@contextmanager
def copied_tree() -> Iterator[Path]:
    """Yield a temporary copy of every file that git knows or would add; delete it at the end."""
    with tempfile.TemporaryDirectory(prefix="mutation-") as folder:
        copy = Path(folder).resolve() / "tree"
        for name in _names():
            target = copy / name
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(ROOT / name, target)
        for name in LINKED:
            if (ROOT / name).exists():
                link = copy / name
                link.parent.mkdir(parents=True, exist_ok=True)
                link.symlink_to((ROOT / name).resolve(), target_is_directory=True)
        yield copy


def _names() -> list[str]:
    command = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    listed = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stdout.split("\0")
    return [name for name in listed if name and (ROOT / name).is_file() and not (ROOT / name).is_symlink()]
