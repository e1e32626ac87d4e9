"""Output and exit code of scanimage, read without running it: 0 is no success after a scan that failed."""

from __future__ import annotations

import random

import pytest

from devices.document_scanner.sane_frames import ABSENT, FrameReader, NoFrame, Run

INTERRUPTED = """Scanning page 1
scanimage: sane_read: Document feeder jammed
Scanned page 1. (scanner status = 6)
Batch terminated, 1 page scanned
scanimage: received signal 13
scanimage: aborting
"""
"""As scanimage 1.1 says it when a backend's helper ends it in its clean-up."""


@pytest.mark.parametrize(
    ("exit_code", "words", "word"),
    [
        (0, "Batch terminated, 1 page scanned\n", ""),
        (None, "Batch terminated, 1 page scanned\n", ""),
        (0, INTERRUPTED, "jam"),
        (None, INTERRUPTED, "jam"),
        (6, "scanimage: sane_start: Document feeder jammed\n", "jam"),
        (1, "scanimage: open of device test:7 failed: Invalid argument\n", ABSENT),
        (1, "scanimage: open of device x failed: Error during device I/O\n", ABSENT),
        (1, "scanimage: open of device x failed: Device busy\n", "busy"),
        (1, "scanimage: setting of option --mode failed (Invalid argument)\n", "not_supported"),
        (1, "scanimage: unrecognized option '--nope=1'\n", "not_supported"),
        (1, "Application transferred too few scanlines\n", "cut_picture"),
        (1, "", "io_error"),
        (-11, "", "io_error"),
    ],
)
def test_how_it_ended(exit_code: int | None, words: str, word: str) -> None:
    run = Run(words=words, exit_code=exit_code)
    assert run.fault_word() == word


def test_a_page_counts_when_scanimage_calls_it_done() -> None:
    run = Run()
    for kind, data in [
        (b"D", b"one"),
        (b"P", b""),
        (b"N", b"1\n"),
        (b"D", b"tw"),
        (b"P", b""),
        (b"D", b"3"),
        (b"N", b"3\n"),
    ]:
        run.take(kind, data)
    assert run.pages() == [b"one"]
    run.take(b"N", b"2\n")
    assert run.pages() == [b"one", b"tw"]
    assert run.size == 6


def test_frames_come_in_any_pieces_and_nonsense_is_refused() -> None:
    sent = b"D\0\0\0\3abcP\0\0\0\0X\0\0\0\x010"
    for size in range(1, len(sent)):
        reader, found = FrameReader(), list[tuple[bytes, bytes]]()
        for at in range(0, len(sent), size):
            found += reader.feed(sent[at : at + size])
        assert found == [(b"D", b"abc"), (b"P", b""), (b"X", b"0")]
    for wrong in (b"Q\0\0\0\0", b"D\xff\0\0\0"):
        with pytest.raises(NoFrame):
            list(FrameReader().feed(wrong))
    with pytest.raises(NoFrame):
        Run().take(b"X", b"zero")


def test_any_bytes_are_frames_or_none() -> None:
    source = random.Random(17)
    for _ in range(2_000):
        run, data = Run(), bytes(source.choice(b"DPNTX\0\1\2 13") for _ in range(source.randrange(60)))
        try:
            for kind, content in FrameReader().feed(data):
                run.take(kind, content)
        except NoFrame:
            continue
        run.pages()
        run.fault_word()
        run.last_words()
