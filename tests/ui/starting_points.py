"""Starting points for the search of reachable pages, and the invented people used there."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from devices.id_reader.contract import CardFlaw, CardKind, CardProblem, FlawKind
from devices.strict_struct import replace as replaced
from kiosk.case.slip_number import new_slip_number
from kiosk.events import StatusChanged, Touched
from kiosk.platform.gateway import CodeSent, CodeVerified
from kiosk.session import begin
from kiosk.session.attract import Attract
from kiosk.session.in_visit import InVisit
from kiosk.signature import STROKES_MOST
from kiosk.terminal_facts import TerminalFacts
from tests.frozen import catalogue
from tests.kiosk.session import papers
from tests.kiosk.session.citizen import ALL_WELL, FACTS, WITH_SCANNER, WITH_SLOT, Citizen, invented_card
from tests.kiosk.session.test_certificate import at_list, at_preview, at_print
from tests.kiosk.session.ways import ZHAO, at_code, at_declare, at_ending, at_form, at_identify, at_review, at_sign
from tests.ui.sample_parts import ADDRESS, LONG_NAME

VISIT = "visit-1"
SLIP = new_slip_number("WT02", 1, lambda below: 7 % below)
FOREIGN = "MARIANNE-CHRISTABEL FEATHERSTONEHAUGH WOLLSTONE"[:46]
TERMINAL = replace(FACTS, name="梧桐土家族苗族自治县凤凰山街道青松社区便民服务中心 02")
REHEARSING = replace(TERMINAL, rehearsal=True, speaks=True, nearest="梧桐社区 01，样例路 2 号，向西步行约 600 米")
CARDS = (
    invented_card(
        name=LONG_NAME, address=ADDRESS, flaws=(CardFlaw("address", FlawKind.INCOMPLETE, f"{ADDRESS}\ufffd"),)
    ),
    invented_card("990103197501010027", "㐂𠮷䶮", flaws=(CardFlaw("name", FlawKind.NO_GLYPH, "㐂𠮷䶮"),)),
    invented_card("990103197501010027", FOREIGN, kind=CardKind.FOREIGN_2023, name_latin=FOREIGN),
)
REFUSED_CARDS = {
    "unusable": invented_card("990103197501010035", problems=(CardProblem.NAME_EMPTY,)),
    "expired": invented_card("990103197501010035", valid_to=date(2020, 1, 1)),
    "too_young": invented_card("990103200001010034", birth=date(2000, 1, 1)),
    "same_person": CARDS[0],
}
"""By the reason for which the session refuses them; the last where the same card was read before."""


def visit_begun(terminal: TerminalFacts = REHEARSING, *, practice: bool = False) -> Citizen:
    citizen = Citizen()
    citizen.session, _ = begin(VISIT, terminal, catalogue(), ALL_WELL, practice=practice)
    return citizen


def practice() -> Citizen:
    citizen = at_identify(visit_begun(practice=True))
    citizen.touch("practice-card", "continue", "agree:consent-record")
    return citizen


def by_voice() -> Citizen:
    citizen = visit_begun()
    attract = Attract(VISIT, REHEARSING, catalogue(), ALL_WELL)
    begun, _ = attract.advance(Touched("", "start:voice"))
    assert isinstance(begun, InVisit)
    citizen.session = begun.session
    return citizen


def proven_by_code(citizen: Citizen) -> Citizen:
    """Enter the right code from the phone."""
    citizen.answers("code.send", CodeSent("199****0001", 6, 300))
    citizen.types("code", "123456")
    citizen.touch("continue")
    citizen.answers("code.verify", CodeVerified(True, 0, "proof"))
    return citizen


def record_found() -> Citizen:
    citizen = proven_by_code(at_code(visit_begun()))
    citizen.touch("agree:consent-query")
    assert citizen.page == "lookup"
    return citizen


def for_another(whom: str, relation: str) -> Citizen:
    citizen = visit_begun()
    citizen.touch("item:old-age-allowance", "continue", f"for:{whom}", f"relation:{relation}", "continue", "continue")
    assert citizen.page == "identify/helper"
    return citizen


def helper_identified() -> Citizen:
    """The helper's card is read, the applicant's awaited."""
    citizen = for_another("other", "community_worker")
    citizen.lays_card(ZHAO)
    citizen.touch("continue")
    assert citizen.page == "identify"
    return citizen


def with_companion() -> Citizen:
    citizen = visit_begun()
    citizen.touch("companion")
    citizen = at_identify(citizen)
    citizen.lays_card(CARDS[0])
    citizen.touch("continue")
    assert citizen.page == "identify/companion"
    return citizen


def progress_by_slip() -> Citizen:
    citizen = visit_begun()
    citizen.touch("item:case-progress", "continue", "way:slip")
    citizen.types("slip", SLIP)
    citizen.touch("continue")
    assert citizen.session.awaiting
    return citizen


def slip_by_scanner() -> Citizen:
    citizen = visit_begun()
    citizen.happens(StatusChanged(WITH_SCANNER))
    citizen.touch("item:case-progress", "continue", "way:slip")
    assert citizen.page == "way/slip"
    return citizen


def phone_code() -> Citizen:
    """A look-up that takes the code of the citizen's phone."""
    citizen = visit_begun()
    citizen.happens(StatusChanged(WITH_SCANNER))
    citizen.touch("item:pension-enrolment")
    item = citizen.session.item
    assert item is not None
    citizen.session = replace(citizen.session, item=replaced(item, identify_by=("card", "phone_code")))
    citizen.touch("continue", "continue", "phone-code")
    assert citizen.page == "identify/phone_code"
    return citizen


def social_card() -> Citizen:
    """A look-up that takes the social security card, at a terminal with a slot for it."""
    citizen = visit_begun()
    citizen.happens(StatusChanged(WITH_SLOT))
    citizen.touch("item:pension-enrolment")
    item = citizen.session.item
    assert item is not None
    citizen.session = replace(citizen.session, item=replaced(item, identify_by=("card", "social_card")))
    citizen.touch("continue", "continue", "social-card")
    assert citizen.page == "identify/social_card"
    return citizen


def progress_by_card() -> Citizen:
    citizen = visit_begun()
    citizen.touch("item:case-progress", "continue", "way:card", "continue")
    citizen.lays_card(CARDS[0])
    citizen.touch("continue")
    citizen = proven_by_code(citizen)
    assert citizen.page == "progress"
    return citizen


def asked_about_a_name() -> Citizen:
    citizen = at_form()
    citizen.types("answer:name", "王")
    citizen.touch("continue")
    assert citizen.view.id == "form/person?name"
    return citizen


def papers_asked() -> Citizen:
    return papers.at_materials()


def at_papers() -> Citizen:
    return papers.at_list(papers.LICENCE, papers.EARLIER)


def scanned() -> Citizen:
    citizen = papers.at_list(papers.LICENCE)
    citizen.touch("way:scan")
    papers.scans(citizen, papers.scan(), papers.scan(2))
    return citizen


def by_feeder() -> Citizen:
    citizen = papers.at_list(papers.LICENCE, citizen=Citizen(papers.equipped(papers.FEEDER)))
    citizen.touch("way:scan")
    return citizen


def phone_sends() -> Citizen:
    citizen = papers.at_list(papers.LICENCE)
    citizen.touch("way:phone")
    return citizen


def before_the_camera() -> Citizen:
    citizen = papers.at_list(papers.LICENCE)
    citizen.touch("material:photo", "way:photo")
    return citizen


def signing_is_full() -> Citizen:
    citizen = at_sign()
    for _ in range(STROKES_MOST):
        citizen.writes((1000, 1000), (3000, 1500))
    return citizen


BEGINNINGS = (
    *(at_form, at_code, at_review, at_declare, at_sign, signing_is_full, at_ending),
    *(
        practice,
        by_voice,
        record_found,
        lambda: for_another("family", "child"),
        helper_identified,
        with_companion,
        progress_by_slip,
        slip_by_scanner,
        phone_code,
        social_card,
        progress_by_card,
        asked_about_a_name,
        at_list,
        at_preview,
        at_print,
        *(papers_asked, at_papers, scanned, by_feeder, phone_sends, before_the_camera),
    ),
)
"""Starting points that the search would reach late or never from the first page."""


def review_with_long_data() -> Citizen:
    """Go to the review page with the longest name and address that a card can hold."""
    citizen = at_identify()
    citizen.lays_card(CARDS[0])
    citizen.touch("continue", "agree:consent-record", "continue", "continue")
    citizen.types("answer:phone", "19900000001")
    citizen.touch("continue", "option:bank:rural")
    citizen.types("answer:bank_card", "6200000000000000000")
    citizen.touch("continue")
    return citizen
