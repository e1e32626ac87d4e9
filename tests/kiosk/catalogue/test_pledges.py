"""Pledges in place of papers, and papers that may follow later: combinations that make no sense are explained."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from kiosk.catalogue.pledges import LINES
from tests.frozen import PLEDGES
from tests.kiosk.catalogue.folders import Folder
from tests.kiosk.catalogue.test_materials import BOTH, CHINESE, HINT, with_paper

PLEDGE = 'pledge = { version = "2026.1", text = ["pledge-lease-1", "pledge-lease-2"] }'
LATER = "later = { number = 8 }"
BOTH_WAYS = f'ways = ["scan", "phone", "pledge", "later"]\n{PLEDGE}\n{LATER}'
ENDS = ("title", *LINES, "1", "2")
WORDS = HINT + "material-lease-late = 过期要重新申请\n" + "".join(f"pledge-lease-{end} = 甲\n" for end in ENDS)
MAY_FOLLOW = ('id = "lease"\nnecessity = "necessary"', 'id = "lease"\nnecessity = "may_follow"')
UNNECESSARY = ('id = "lease"\nnecessity = "necessary"', 'id = "lease"\nnecessity = "unnecessary"')


def with_pledge(tmp_path: Path, more: str = BOTH_WAYS, *changes: tuple[str, str], words: str = WORDS) -> Folder:
    """The allowance with a lease that can be pledged, or handed in later."""
    return with_paper(tmp_path, more, *BOTH, MAY_FOLLOW, *changes, words=words)


def test_a_paper_can_be_pledged_or_follow_later(tmp_path: Path) -> None:
    folder = with_pledge(tmp_path)
    assert folder.mistakes() == []
    (lease,) = folder.read().handed_in
    assert lease.pledge is not None
    assert lease.later is not None
    assert (lease.pledge.version, lease.pledge.proxy, lease.pledge.withdraw_until) == ("2026.1", False, "submitted")
    assert (lease.later.number, lease.later.unit) == (8, "working_day")


UNFIT = {
    # the paper's keys, changes → the place, and part of what is wrong
    "no data": ('ways = ["scan", "pledge"]', [], "pledge", "belong together"),
    "no way": (f'ways = ["scan"]\n{PLEDGE}', [], "ways", "belong together"),
    "no days": ('ways = ["scan", "later"]', [], "later", "belong together"),
    "no later": (f'ways = ["scan"]\n{LATER}', [], "ways", "belong together"),
    "not needed": (f'ways = ["scan", "pledge"]\n{PLEDGE}', [(MAY_FOLLOW[1], UNNECESSARY[1])], "pledge", "has to prove"),
    "no choice": (f'ways = ["pledge"]\n{PLEDGE}', [], "ways", "a free choice"),
    "one proof": (BOTH_WAYS, [(BOTH[0][1], BOTH[0][0])], "pledge", "only with both proofs"),
    "nobody": (BOTH_WAYS, [('for_whom = ["self", "family", "other"]', 'for_whom = ["family", "other"]')],
               "pledge.proxy", "nobody can give it"),
    "necessary": (f'ways = ["scan", "later"]\n{LATER}', [(MAY_FOLLOW[1], MAY_FOLLOW[0])], "later", "may follow"),
    "nowhere": (f'ways = ["later"]\n{LATER}', [], "ways", "no terminal could"),
    "longer": ('ways = ["scan", "later"]\nlater = { number = 31 }', [], "later.number", "longer than the promised"),
    "another text": ('ways = ["scan", "pledge"]\npledge = { version = "1", text = ["pledge-lease-1"] }', [],
                     "pledge.version", ""),
    "calendar days": ('ways = ["scan", "later"]\nlater = { number = 3, unit = "calendar_day" }', [],
                      "later.unit", ""),
}  # fmt: skip


@pytest.mark.parametrize("name", UNFIT)
def test_what_makes_no_sense_is_explained(tmp_path: Path, name: str) -> None:
    more, changes, place, wrong = UNFIT[name]
    found = with_pledge(tmp_path, more, *changes).mistakes()
    explained = [each for each in found if each.place == f"materials.2.{place}" and wrong in each.wrong]
    assert len(explained) == 1, "\n".join(map(str, found))
    assert explained[0].remedy


@pytest.mark.parametrize("key", ["pledge-lease-repair", "pledge-lease-2", "material-lease-late"])
def test_every_line_of_a_pledge_has_words(tmp_path: Path, key: str) -> None:
    words = "".join(line for line in WORDS.splitlines(keepends=True) if not line.startswith(f"{key} "))
    (mistake,) = with_pledge(tmp_path, words=words).mistakes()
    assert (Path(mistake.file).name, mistake.place) == (CHINESE, key)


def test_a_pledge_by_proxy_is_worded_for_the_helper(tmp_path: Path) -> None:
    by_proxy = BOTH_WAYS.replace('version = "2026.1"', 'version = "2026.1", proxy = true')
    mistakes = with_pledge(tmp_path, by_proxy).mistakes()
    assert [each.place for each in mistakes] == ["pledge-lease-1-helper", "pledge-lease-2-helper"]


@pytest.mark.parametrize(("question", "wrong"), [("case.by_slip", "somebody is"), ("cases.of_person", "nobody is")])
def test_a_question_without_a_person_is_asked_where_nobody_is_identified(
    tmp_path: Path, question: str, wrong: str
) -> None:
    folder = Folder.copy(tmp_path, "case-progress")
    if wrong == "somebody is":
        folder.change("item.toml", "cases.of_person", question)
    else:
        shutil.copytree(PLEDGES / "hand-in", tmp_path / "hand-in")
        folder = Folder(tmp_path / "hand-in")
        folder.change("item.toml", "case.by_slip", question)
    (mistake,) = folder.mistakes()
    assert (mistake.place, wrong in mistake.wrong) == ("question", True)
