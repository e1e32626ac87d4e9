"""Describe an exception by type names and frames; its message, arguments and locals may contain personal data."""

from __future__ import annotations

from collections.abc import Iterator
from types import TracebackType

from kiosk.log.record import MOST_FRAMES, safe_code, safe_frames

LONGEST_CHAIN = 4
LONGEST_CODE = 80


def describe(error: BaseException) -> tuple[str, tuple[str, ...]]:
    """The code and frames of an exception, for `Log.write`.

    Code: its type name, followed by those of its causes, `KeepFailed<OSError`. Frames: `module:line:function`,
    outermost first, of its own traceback and then of its causes'; at most 12, and at least half of these its own if
    there are enough.
    """
    chain = list(_chain(error))
    code = ""
    for each in chain:
        longer = f"{code}<{_type_name(each)}" if code else _type_name(each)
        if len(longer) > LONGEST_CODE:
            break
        code = longer
    own = list(_frames(error.__traceback__))
    deeper = [frame for cause in chain[1:] for frame in _frames(cause.__traceback__)]
    room = max(MOST_FRAMES // 2, MOST_FRAMES - len(own))
    deeper = deeper[-room:]
    return code, safe_frames((*own[-(MOST_FRAMES - len(deeper)) :], *deeper))


def _type_name(error: BaseException) -> str:
    return safe_code(type(error).__name__)


def _chain(error: BaseException) -> Iterator[BaseException]:
    """The exception and its causes or contexts, in the order in which Python prints them."""
    seen: set[int] = set()
    each: BaseException | None = error
    while each is not None and id(each) not in seen and len(seen) < LONGEST_CHAIN:
        seen.add(id(each))
        yield each
        each = each.__cause__ or (None if each.__suppress_context__ else each.__context__)


def _frames(traceback: TracebackType | None) -> Iterator[str]:
    while traceback is not None:
        frame = traceback.tb_frame
        yield f"{frame.f_globals.get('__name__')}:{traceback.tb_lineno}:{frame.f_code.co_name}"
        traceback = traceback.tb_next
