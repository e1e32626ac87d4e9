"""The test of code scanners: the code of the test page is read."""

from __future__ import annotations

from devices.code_scanner.contract import CODE, Code, CodeScanner
from devices.family import Needs, Test, nothing_given
from devices.sample_page import SAMPLE_CODE
from devices.verdict import NOTHING_YET, Verdict


def _code(values: tuple[Code, ...]) -> Verdict:
    if not values:
        return NOTHING_YET
    code = values[-1]
    if code.problem is not None:
        return Verdict(False, (f"problem={code.problem.value}",))
    symbology = (f"symbology={code.symbology}",) if code.symbology else ()
    text = "text=as_printed" if code.text == SAMPLE_CODE else "text=another"
    return Verdict(code.text == SAMPLE_CODE, ("code=read", *symbology, text))


TESTS: tuple[Test[CodeScanner], ...] = (
    Test("scan_target", CODE.name, nothing_given, Needs.TEST_CODE, _code, ("code=read", "text=as_printed")),
)
