"""librime through ctypes; the only module that loads it. Letters in, candidates and committed text out.

Structures and functions as in rime_api.h of librime 1.8. The user dictionary is off, so that no name typed by one
citizen is offered to the next. Where librime or its data is missing, `RimeUnavailable` is raised.
"""

from __future__ import annotations

import ctypes
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any

from ui.keyboard.chinese import PAGE_DOWN, PAGE_SIZE, PAGE_UP, SCHEMA, STROKES, Engine, Preedit
from ui.keyboard.rare import DICTIONARY, dictionary
from ui.keyboard.spoken import load_words, spoken, write_words

LIBRARY = "librime.so.1"
SHARED_DATA = Path("/usr/share/rime-data")
LOG_NOTHING = 4
"""Above FATAL (3): librime writes no log."""

PENALTY = 3
"""Number of times the weight of a tolerated spelling is halved. Of 3, 6 and 10, this value found most words in both
precise and tolerated spelling."""
_INITIALS = (
    "fuzz/^([zcs])h([aeiou].*)$/0$1$2/",
    "fuzz/^([zcs])([aeiou].*)$/0$1h$2/",
    "fuzz/^n([aeiouv].*)$/0l$1/",
    "fuzz/^l([aeiouv].*)$/0n$1/",
)
_FINALS = ("fuzz/^([a-z]*[aei])n$/0$1ng/", "fuzz/^([a-z]*[aei])ng$/0$1n/")


def _penalized(rules: tuple[str, ...]) -> tuple[str, ...]:
    """Return the rules with PENALTY halvings of weight. A leading digit marks the spellings while they are derived."""
    last = PENALTY - 1
    steps = (f"fuzz/^{step}/{step + 1}/" for step in range(last))
    return (*rules, *steps, f"erase/^[0-{last - 1}].+$/", f"xform/^{last}//")


PASSPORT_SPELLINGS = ("derive/^([nl])v$/$1yu/", "derive/^([nl])ue$/$1yue/")
"""ü after n and l as passports print it (绿 LYU), beside lv and lue. Source: GB/T 28039-2011, 4.5."""
TOLERATED_SPELLINGS = (*_penalized(_INITIALS), *_penalized(_FINALS))
"""Spellings of speakers who do not distinguish z/zh, c/ch, s/sh, n/l or -n/-ng; ranked after the precise ones."""


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
        f"translator/dictionary: {DICTIONARY}",
        "speller/algebra/+:",
        *(f"  - {rule}" for rule in (*PASSPORT_SPELLINGS, *TOLERATED_SPELLINGS)),
    ),
    f"{STROKES}.custom.yaml": _patch(*_NOTHING_LEARNED, "engine/translators: [table_translator]"),
}
"""Rime settings: pinyin and five strokes, no learning, no reverse look-up between them."""


class RimeUnavailable(Exception):
    """Chinese input is not available on this machine; the message says what is missing."""


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


class _CandidateList(ctypes.Structure):
    _fields_ = (("list", ctypes.c_void_p), ("index", ctypes.c_int), ("candidate", _Candidate))


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
    """The engine of this process. `open` a session for each visit."""

    def __init__(self, folder: Path) -> None:
        """Load the engine with the data deployed in `folder`. Raises RimeUnavailable."""
        _load()
        if not (SHARED_DATA / f"{SCHEMA}.schema.yaml").exists():
            raise RimeUnavailable("the pinyin data is not installed: apt-get install rime-data-pinyin-simp")
        if not is_current(folder):
            raise RimeUnavailable("the pinyin data is not deployed: make setup")
        self._library = _engine(folder)
        self._words = load_words(folder)

    def open(self) -> RimeSession:
        return RimeSession(self._library, self._words)


def deploy(folder: Path) -> None:
    """Write the settings and compile the data, once (about a second). Raises RimeUnavailable."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, content in _sources().items():
        (folder / name).write_text(content, encoding="utf-8")
    _start(_load(), folder, deploy=True).RimeFinalize()
    write_words(SHARED_DATA / f"{SCHEMA}.dict.yaml", folder)
    (folder / ".deployed").touch()


def is_current(folder: Path) -> bool:
    """Return whether the data is compiled with the settings of this version."""
    return (folder / ".deployed").exists() and all(
        (folder / name).exists() and (folder / name).read_text("utf-8") == said for name, said in _sources().items()
    )


def _sources() -> Mapping[str, str]:
    """The files that are written to be compiled."""
    return {**PATCHES, f"{DICTIONARY}.dict.yaml": dictionary()}


def _load() -> ctypes.CDLL:
    # By its soname: ctypes.util.find_library runs other programs, which delays the keyboard.
    try:
        return ctypes.CDLL(LIBRARY)
    except OSError:
        raise RimeUnavailable("librime is not installed: apt-get install librime1") from None


@lru_cache(maxsize=1)
def _engine(folder: Path) -> ctypes.CDLL:
    """Return the one engine of the process: librime crashes when it is set up twice."""
    return _start(_load(), folder, deploy=False)


def _start(library: ctypes.CDLL, folder: Path, *, deploy: bool) -> ctypes.CDLL:
    library.RimeCreateSession.restype = ctypes.c_size_t
    for function in ("RimeDestroySession", "RimeClearComposition"):
        getattr(library, function).argtypes = (ctypes.c_size_t,)
    library.RimeProcessKey.argtypes = (ctypes.c_size_t, ctypes.c_int, ctypes.c_int)
    library.RimeSelectSchema.argtypes = (ctypes.c_size_t, ctypes.c_char_p)
    library.RimeCandidateListBegin.argtypes = (ctypes.c_size_t, ctypes.POINTER(_CandidateList))
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
    """The input session of one citizen; `close` it at the end of the visit."""

    def __init__(self, library: ctypes.CDLL, words: Mapping[str, str]) -> None:
        self._library = library
        self._words = words
        self._id = library.RimeCreateSession()
        self.select_schema(SCHEMA)

    def select_schema(self, schema: str) -> None:
        """Switch to pinyin or strokes and discard the preedit."""
        self.clear()
        self._library.RimeSelectSchema(self._id, schema.encode())

    def press(self, symbol: int) -> str:
        """Send one key symbol to the engine; return the text that it committed, "" for none."""
        self._library.RimeProcessKey(self._id, symbol, 0)
        commit = _sized(_Commit)
        if not self._library.RimeGetCommit(self._id, ctypes.byref(commit)):
            return ""
        committed = (commit.text or b"").decode()
        self._library.RimeFreeCommit(ctypes.byref(commit))
        return committed

    def choose(self, place: int) -> str:
        """Commit the candidate at this position of the page (0 to PAGE_SIZE - 1)."""
        return self.press(ord("1") + place)

    def listing(self, most: int) -> tuple[str, ...]:
        """Return the candidates of all pages, at most so many."""
        found: list[str] = []
        at = _CandidateList()
        if not self._library.RimeCandidateListBegin(self._id, ctypes.byref(at)):
            return ()
        while len(found) < most and self._library.RimeCandidateListNext(ctypes.byref(at)):
            found.append(at.candidate.text.decode())
        self._library.RimeCandidateListEnd(ctypes.byref(at))
        return tuple(found)

    def choose_listed(self, place: int) -> str:
        """Commit a candidate by its place in the listing."""
        page, place = divmod(place, PAGE_SIZE)
        context = _sized(_Context)
        if not self._library.RimeGetContext(self._id, ctypes.byref(context)):
            return ""
        turns = page - context.menu.page_no
        self._library.RimeFreeContext(ctypes.byref(context))
        for _ in range(abs(turns)):
            self.press(PAGE_DOWN if turns > 0 else PAGE_UP)
        return self.choose(place)

    def preedit(self) -> Preedit:
        context = _sized(_Context)
        if not self._library.RimeGetContext(self._id, ctypes.byref(context)):
            return Preedit()
        menu = context.menu
        found = Preedit(
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
        """Return a candidate's spoken form, which tells it apart from its homophones."""
        return spoken(text, self._words)

    def for_names(self) -> Engine:
        return self

    def close(self) -> None:
        self._library.RimeDestroySession(self._id)
