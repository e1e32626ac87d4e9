"""Sealing: encrypt a draft to the platform's key, with its clear header as authenticated data (HPKE, RFC 9180)."""

from __future__ import annotations

import dataclasses
import json
from datetime import UTC, datetime
from typing import Any

from devices.lazy_dataclass import dataclass
from kiosk.case.draft import Act, Draft, Material
from kiosk.case.handed import Handed
from kiosk.clock_limits import clock_is_possible
from kiosk.platform.identity import PlatformKeys, b64url, digest
from kiosk.platform.wire_types import SealedCase, SealedMaterial


class CannotSeal(Exception):
    """The case cannot be sealed now; `code` gives the reason."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


def _to_json(value: Any) -> Any:
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        return {field.name: _to_json(getattr(value, field.name)) for field in dataclasses.fields(value)}
    if isinstance(value, tuple | list):
        return [_to_json(each) for each in value]
    if hasattr(value, "items"):
        return {str(key): _to_json(each) for key, each in value.items()}
    return value


@dataclass(frozen=True)
class CaseRelation:
    """Relation of a case to others: the `application` that several cases share, and the case (id, digest) that this one
    follows."""

    application: str = ""
    act: Act = "apply"
    followed: tuple[str, str] | None = None


def relation_of(draft: Draft, application: str = "") -> CaseRelation:
    """Return the relation of a draft; one with a subject belongs to the subject's application."""
    subject = draft.subject
    if subject is None:
        return CaseRelation(application)
    followed = (subject.case_id, subject.digest) if subject.case_id else None
    return CaseRelation(subject.application or application, subject.act, followed)


STANDALONE = CaseRelation()


def seal_case(
    draft: Draft,
    *,
    keys: PlatformKeys,
    case_id: str,
    slip_number: str,
    sealed_at: datetime,
    clock_quality: str,
    relation: CaseRelation = STANDALONE,
) -> SealedCase:
    """Seal a draft, and each of its materials separately. Raises CannotSeal: "clock_impossible" while the clock
    cannot be right, "material_too_large", "too_many_materials"."""
    # The wire records load pydantic; imported here so that the first page does not wait for it.
    from kiosk.platform.records import MATERIAL_LARGEST, MATERIALS_MOST, CaseBody, MaterialReference, SupersededCase

    if not clock_is_possible(sealed_at):
        raise CannotSeal("clock_impossible")
    if len(draft.materials) > MATERIALS_MOST:
        raise CannotSeal("too_many_materials")
    moment = sealed_at.astimezone(UTC).isoformat(timespec="milliseconds")
    materials = tuple(_seal_material(each, keys, case_id, number) for number, each in enumerate(draft.materials))
    if any(each.size > MATERIAL_LARGEST for each in materials):
        raise CannotSeal("material_too_large")
    content = _to_json(dataclasses.replace(draft, materials=(), handed=(), subject=None))
    del content["subject"]  # said by the header
    content["materials"] = [
        {"id": each.id, "label": each.label, "sha256": digest(each.content)} for each in draft.materials
    ]
    content["handed"] = [_handed(each) for each in draft.handed]
    if draft.subject is not None and draft.subject.reason:
        content["reason"] = draft.subject.reason
    content["evidence"] |= {"sealed_at": moment, "clock_quality": clock_quality, "slip_number": slip_number}
    plaintext = json.dumps(content, ensure_ascii=False, separators=(",", ":"), sort_keys=True).encode()
    header = CaseBody(
        v=1,
        case_id=case_id,
        terminal=draft.evidence.terminal,
        slip_number=slip_number,
        item_id=draft.item_id,
        item_version=draft.evidence.item_version,
        sealed_at=moment,
        key_id=keys.seal_key_id,
        sealed="",
        application=relation.application,
        act=relation.act,
        supersedes=relation.followed and SupersededCase(case_id=relation.followed[0], digest=relation.followed[1]),
        materials=tuple(
            MaterialReference(sha256=each.sha256, size=each.size, media_type=each.media_type) for each in materials
        ),
    )
    sealed = header.model_copy(update={"sealed": b64url(keys.seal(plaintext, header.info()))})
    body = sealed.model_dump_json().encode()
    follows = relation.followed[0] if relation.followed else ""
    return SealedCase(case_id, slip_number, draft.item_id, body, digest(body), materials, follows)


def _handed(handed: Handed) -> dict[str, Any]:
    """Return the record of a material that was handed in; `pages` are the digests of its pages, in their order."""
    return {
        "id": handed.material,
        "way": handed.way,
        "grade": handed.grade,
        "reference": handed.reference,
        "pages": [each.sha256 for each in handed.pages],
    }


def _seal_material(material: Material, keys: PlatformKeys, case_id: str, number: int) -> SealedMaterial:
    from kiosk.platform.records import material_info

    body = keys.seal(material.content, material_info(case_id, number, material.media_type))
    return SealedMaterial(digest(body), material.media_type, body)
