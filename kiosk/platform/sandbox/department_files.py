"""Files of the departments' folders, by name."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any, TypeVar

from devices.text_files import read_toml

T = TypeVar("T")


def read_each(departments: Path, name: str, parse: Callable[[Path, Mapping[str, Any]], T]) -> Iterator[T]:
    """Yield what `parse` makes of the folder and the tables of each file of this name, in the order of the folders.
    Raises OSError, and ValueError, which begins with the path, for a wrong file."""
    for folder in sorted(each for each in departments.iterdir() if (each / name).exists()):
        try:
            yield parse(folder, read_toml(folder / name))
        except (ValueError, TypeError, KeyError) as error:
            raise ValueError(f"{folder / name}: {str(error).splitlines()[0]}") from None
