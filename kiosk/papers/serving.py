"""The side of the processes that read untrusted files: limit the process, and answer requests until its input ends.

Requests (`frames`) come on its standard input, answers go to its standard output. From the first request on it may open
no file and no connection, write no file and start no process; its memory and its computing time are limited.
"""

from __future__ import annotations

import logging
import sys
from collections.abc import Callable
from typing import BinaryIO, Protocol

from devices.private_memory import keep_memory_private
from kiosk.papers import frames
from kiosk.papers.frames import BadFrame, Frame, read_frame

Answer = tuple[bytes, tuple[bytes | memoryview, ...]]
"""Kind and parts of the payload."""


class Answering(Protocol):
    """Answers requests of one kind of file."""

    def answer(self, request: Frame) -> Answer:
        """Answer a request; FAILURE for what cannot be done. Raises BadFrame for a request that is none."""


def serve_terminal(load: Callable[[], Answering], memory_bytes: int, computing_s: int, request_most: int) -> int:
    """Run the process: `load` loads all that it will need. Return its exit code: 0 at the end of the input, 1 for a
    request that is none."""
    keep_memory_private()
    logging.disable(logging.CRITICAL)
    answering = load()
    confine(memory_bytes, computing_s)
    try:
        serve(answering, sys.stdin.buffer, sys.stdout.buffer, request_most)
    except BadFrame:
        return 1
    return 0


def serve(answering: Answering, source: BinaryIO, sink: BinaryIO, request_most: int = frames.REQUEST_MOST) -> None:
    """Answer requests until the input ends. Raises BadFrame for a request that is none."""
    while (request := read_frame(source.read, request_most)) is not None:
        kind, parts = answering.answer(request)
        length = frames.LEAST + sum(len(part) for part in parts)
        sink.write(frames.HEAD.pack(length) + request.token + kind)
        for part in parts:
            sink.write(part)
        sink.flush()


def confine(memory_bytes: int, computing_s: int) -> None:
    """Limit this process for the rest of its life. Does nothing on Windows, which has no such limits."""
    if sys.platform == "win32":
        return
    import resource

    for limit, most in (
        (resource.RLIMIT_AS, memory_bytes),
        (resource.RLIMIT_CPU, computing_s),
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_NPROC, 0),
        (resource.RLIMIT_NOFILE, 0),
    ):
        resource.setrlimit(limit, (most, most))
