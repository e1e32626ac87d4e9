"""librime by ctypes: the only door to it. Letters in, candidates and committed text out.

Structures and functions as in rime_api.h of librime 1.8. The user dictionary is off, so that no name one citizen wrote
is ever offered to the next. Where librime or its data is missing there is `NoRime`, and the keyboard says so.
"""

from __future__ import annotations

import ctypes
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any

from ui.keyboard.chinese import PAGE_SIZE, SCHEMA, STROKES, Composing
from ui.keyboard.spoken import load_words, spoken, write_words

LIBRARY = "librime.so.1"
SHARED_DATA = Path("/usr/share/rime-data")
LOG_NOTHING = 4
"""Above FATAL (3): librime writes no log."""

RELUCTANCE = 3
"""Each step halves a tolerated spelling's weight; of 3, 6 and 10 this found most words typed either way (measured)."""
_INITIALS = (
    "fuzz/^([zcs])h([aeiou].*)$/0$1$2/",
    "fuzz/^([zcs])([aeiou].*)$/0$1h$2/",
    "fuzz/^n([aeiouv].*)$/0l$1/",
    "fuzz/^l([aeiouv].*)$/0n$1/",
)
_FINALS = ("fuzz/^([a-z]*[aei])n$/0$1ng/", "fuzz/^([a-z]*[aei])ng$/0$1n/")


def _reluctantly(rules: tuple[str, ...]) -> tuple[str, ...]:
    """The rules' spellings (marked by a digit while they are made), each halved in weight RELUCTANCE times."""
    last = RELUCTANCE - 1
    steps = (f"fuzz/^{step}/{step + 1}/" for step in range(last))
    return (*rules, *steps, f"erase/^[0-{last - 1}].+$/", f"xform/^{last}//")


TOLERATED = (*_reluctantly(_INITIALS), *_reluctantly(_FINALS))
"""Spellings of people whose speech does not tell two sounds apart: found too, ranked after the precise ones."""


def _patch(*lines: str) -> str:
    return "\n".join(("patch:", *("  " + line for line in lines), ""))


_NOTHING_LEARNED = ("schema/dependencies: []", "translator/enable_user_dict: false", f"menu/page_size: {PAGE_SIZE}")

PATCHES = {
    "default.custom.yaml": _patch(
        f"schema_list: [{{schema: {SCHEMA}}}, {{schema: {STROKES}}}]", f"menu/page_size: {PAGE_SIZE}"
    ),
    f"{SCHEMA}.custom.yaml": _patch(
        *_NOTHING_LEARNED,
        "engine/translators: [script_translator]",
        "speller/algebra/+:",
        *(f"  - {rule}" for rule in TOLERATED),
    ),
    f"{STROKES}.custom.yaml": _patch(*_NOTHING_LEARNED, "engine/translators: [table_translator]"),
}
"""Our settings: pinyin and five strokes, no learning, no look-up of one by the other."""


class NoRime(Exception):
    """There is no Chinese input on this machine; the text says what is missing."""


class _Traits(ctypes.Structure):
    _fields_ = (
        ("data_size", ctypes.c_int),
        ("shared_data_dir", ctypes.c_char_p),
        ("user_data_dir", ctypes.c_char_p),
        ("distribution_name", ctypes.c_char_p),
        ("distribution_code_name", ctypes.c_char_p),
        ("distribution_version", ctypes.c_char_p),
        ("app_name", ctypes.c_char_p),
        ("modules", ctypes.POINTER(ctypes.c_char_p)),
        ("min_log_level", ctypes.c_int),
        ("log_dir", ctypes.c_char_p),
        ("prebuilt_data_dir", ctypes.c_char_p),
        ("staging_dir", ctypes.c_char_p),
    )


class _Composition(ctypes.Structure):
    _fields_ = (
        ("length", ctypes.c_int),
        ("cursor_pos", ctypes.c_int),
        ("sel_start", ctypes.c_int),
        ("sel_end", ctypes.c_int),
        ("preedit", ctypes.c_char_p),
    )


class _Candidate(ctypes.Structure):
    _fields_ = (("text", ctypes.c_char_p), ("comment", ctypes.c_char_p), ("reserved", ctypes.c_void_p))


class _Menu(ctypes.Structure):
    _fields_ = (
        ("page_size", ctypes.c_int),
        ("page_no", ctypes.c_int),
        ("is_last_page", ctypes.c_int),
        ("highlighted", ctypes.c_int),
        ("num_candidates", ctypes.c_int),
        ("candidates", ctypes.POINTER(_Candidate)),
        ("select_keys", ctypes.c_char_p),
    )


class _Context(ctypes.Structure):
    _fields_ = (
        ("data_size", ctypes.c_int),
        ("composition", _Composition),
        ("menu", _Menu),
        ("commit_text_preview", ctypes.c_char_p),
        ("select_labels", ctypes.POINTER(ctypes.c_char_p)),
    )


class _Commit(ctypes.Structure):
    _fields_ = (("data_size", ctypes.c_int), ("text", ctypes.c_char_p))


def _sized(structure: Any) -> Any:
    made = structure()
    made.data_size = ctypes.sizeof(structure) - ctypes.sizeof(ctypes.c_int)
    return made


class Rime:
    """The engine of this process; make one, `open` a session for each visit."""

    def __init__(self, folder: Path) -> None:
        """Load the engine with the data deployed in `folder`. Raises NoRime."""
        _load()
        if not (SHARED_DATA / f"{SCHEMA}.schema.yaml").exists():
            raise NoRime("the pinyin data is not installed: apt-get install rime-data-pinyin-simp")
        if not is_current(folder):
            raise NoRime("the pinyin data is not deployed: make setup")
        self._library = _engine(folder)
        self._words = load_words(folder)

    def open(self) -> RimeSession:
        return RimeSession(self._library, self._words)


def deploy(folder: Path) -> None:
    """Write our settings and compile the data once; it takes about a second. Raises NoRime."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, content in PATCHES.items():
        (folder / name).write_text(content, encoding="utf-8")
    _start(_load(), folder, deploy=True).RimeFinalize()
    write_words(SHARED_DATA / f"{SCHEMA}.dict.yaml", folder)
    (folder / ".deployed").touch()


def is_current(folder: Path) -> bool:
    """Whether the data is compiled, with the settings of this version."""
    return (folder / ".deployed").exists() and all(
        (folder / name).exists() and (folder / name).read_text("utf-8") == said for name, said in PATCHES.items()
    )


def _load() -> ctypes.CDLL:
    # By its own name: looking for a library runs other programs, and a finger waits meanwhile.
    try:
        return ctypes.CDLL(LIBRARY)
    except OSError:
        raise NoRime("librime is not installed: apt-get install librime1") from None


@lru_cache(maxsize=1)
def _engine(folder: Path) -> ctypes.CDLL:
    """librime keeps one engine a process and does not survive being set up twice; so it is kept, and kept here."""
    return _start(_load(), folder, deploy=False)


def _start(library: ctypes.CDLL, folder: Path, *, deploy: bool) -> ctypes.CDLL:
    library.RimeCreateSession.restype = ctypes.c_size_t
    for function in ("RimeDestroySession", "RimeClearComposition"):
        getattr(library, function).argtypes = (ctypes.c_size_t,)
    library.RimeProcessKey.argtypes = (ctypes.c_size_t, ctypes.c_int, ctypes.c_int)
    library.RimeSelectSchema.argtypes = (ctypes.c_size_t, ctypes.c_char_p)
    library.RimeGetContext.argtypes = (ctypes.c_size_t, ctypes.POINTER(_Context))
    library.RimeGetCommit.argtypes = (ctypes.c_size_t, ctypes.POINTER(_Commit))
    traits = _sized(_Traits)
    traits.shared_data_dir = str(SHARED_DATA).encode()
    traits.user_data_dir = str(folder).encode()
    traits.distribution_name = traits.distribution_code_name = traits.app_name = b"rime.yike"
    traits.distribution_version = b"1"
    traits.min_log_level = LOG_NOTHING
    traits.log_dir = b""
    library.RimeSetup(ctypes.byref(traits))
    library.RimeInitialize(ctypes.byref(traits))
    if deploy:
        library.RimeStartMaintenance(1)
        library.RimeJoinMaintenanceThread()
    return library


class RimeSession:
    """One citizen's input; `close` it with the visit."""

    def __init__(self, library: ctypes.CDLL, words: Mapping[str, str]) -> None:
        self._library = library
        self._words = words
        self._id = library.RimeCreateSession()
        self.use(SCHEMA)

    def use(self, schema: str) -> None:
        """Write by pinyin or by strokes from now on; what was in the making is gone."""
        self.clear()
        self._library.RimeSelectSchema(self._id, schema.encode())

    def press(self, symbol: int) -> str:
        """Give one key symbol to the engine; the text it committed by it, "" for none."""
        self._library.RimeProcessKey(self._id, symbol, 0)
        commit = _sized(_Commit)
        if not self._library.RimeGetCommit(self._id, ctypes.byref(commit)):
            return ""
        committed = (commit.text or b"").decode()
        self._library.RimeFreeCommit(ctypes.byref(commit))
        return committed

    def choose(self, place: int) -> str:
        """Take the candidate at a place of this page (0 to PAGE_SIZE - 1)."""
        return self.press(ord("1") + place)

    def composing(self) -> Composing:
        context = _sized(_Context)
        if not self._library.RimeGetContext(self._id, ctypes.byref(context)):
            return Composing()
        menu = context.menu
        found = Composing(
            (context.composition.preedit or b"").decode(),
            tuple(menu.candidates[n].text.decode() for n in range(menu.num_candidates)),
            menu.page_no == 0,
            bool(menu.is_last_page) or menu.num_candidates == 0,
        )
        self._library.RimeFreeContext(ctypes.byref(context))
        return found

    def clear(self) -> None:
        self._library.RimeClearComposition(self._id)

    def spoken(self, text: str) -> str:
        """How a candidate is said so that its homophones are told apart."""
        return spoken(text, self._words)

    def close(self) -> None:
        self._library.RimeDestroySession(self._id)
