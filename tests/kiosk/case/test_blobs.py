"""Unsealed papers are in memory only, limited before they are taken, and overwritten when they go."""

from __future__ import annotations

import threading
from hashlib import sha256

import pytest

from kiosk.case.blobs import BLOB_MOST, CASE_MOST, VISIT_MOST, BlobGone, BlobRef, BlobRefused, BlobStore

PNG = "image/png"


def test_bytes_are_returned_as_they_were_put() -> None:
    store = BlobStore()
    blob = store.put(b"page", PNG, 1)
    assert blob == BlobRef(1, sha256(b"page").hexdigest(), 4, 1, PNG)
    assert store.get(blob) == b"page"


def test_the_limits_are_those_of_a_visit() -> None:
    assert (BLOB_MOST, CASE_MOST, VISIT_MOST) == (20 * 2**20, 40 * 2**20, 96 * 2**20)


@pytest.mark.parametrize(
    ("held", "size", "limit"),
    [
        ([], 10, ""),
        ([], 11, "blob"),
        ([(10, "a"), (10, "a")], 1, "case"),
        ([(10, "a"), (10, "a")], 0, ""),
        ([(10, "b"), (10, "b")], 10, ""),
        ([(10, "b"), (10, "b"), (10, "c"), (10, "c"), (6, "d")], 5, "visit"),
        ([(10, "b"), (10, "b"), (10, "c"), (10, "c"), (6, "d")], 4, ""),
    ],
)
def test_each_limit_refuses_before_anything_is_taken(held: list[tuple[int, str]], size: int, limit: str) -> None:
    store = BlobStore({"blob": 10, "case": 20, "visit": 50})
    for length, case in held:
        store.put(bytes(length), PNG, 1, case=case)
    before = store.size
    if limit:
        with pytest.raises(BlobRefused) as caught:
            store.put(bytes(size), PNG, 1, case="a")
        assert caught.value.limit == limit
        assert store.size == before
    else:
        store.put(bytes(size), PNG, 1, case="a")


def test_what_is_dropped_makes_room_and_is_gone() -> None:
    store = BlobStore({"visit": 10})
    first = store.put(bytes(8), PNG, 1)
    store.drop(first)
    store.drop(first)
    with pytest.raises(BlobGone):
        store.get(first)
    assert store.put(bytes(8), PNG, 1).key != first.key


def test_wiping_overwrites_every_byte() -> None:
    store = BlobStore()
    blobs = [store.put(bytes([7]) * 1000, PNG, 1) for _ in range(3)]
    inside = [data for data, _ in store._held.values()]
    store.wipe()
    assert store.size == 0
    assert [bytes(data) for data in inside] == [bytes(1000)] * 3
    for blob in blobs:
        with pytest.raises(BlobGone):
            store.get(blob)


def test_threads_never_take_more_than_the_limit() -> None:
    store = BlobStore({"visit": 1000})
    taken: list[BlobRef] = []

    def put() -> None:
        for _ in range(50):
            try:
                taken.append(store.put(bytes(30), PNG, 1))
            except BlobRefused:
                return

    threads = [threading.Thread(target=put) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(taken) == len({blob.key for blob in taken}) == 33
    assert store.size == 990
