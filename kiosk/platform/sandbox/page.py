"""Overview page for operators: terminals (most severe problems first), cases, ratings. No script, no personal data.

Rows were stored by whatever version of this program accepted them, so one that cannot be shown must not end the page.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import datetime
from html import escape
from pathlib import Path
from typing import Annotated, Any, TypeVar

from fastapi import APIRouter, Depends
from fastapi.responses import HTMLResponse
from sqlalchemy import func, select

from kiosk.platform.sandbox.authentication import sandbox_of, statuses
from kiosk.platform.sandbox.departments import CHINA
from kiosk.platform.sandbox.same_site import from_own_site
from kiosk.platform.sandbox.signatures import signed_words
from kiosk.platform.sandbox.state import SandboxState
from kiosk.platform.sandbox.storage import Case, Rating, Terminal

SILENT_S = 300
OLDEST_UNSENT_S = 1800
CLOCK_OFFSET_MAX_S = 120
DISK_FREE_MIN_MB = 500
SHOWN = 50
UNREADABLE_WEIGHT = 1000
DEVICE_CLASSES: Mapping[str, str] = {"ready": "good", "warning": "warn"}
"""Device state → CSS class; "bad" for all others."""
STATES: Mapping[str, str] = {
    "received": "已收到",
    "accepted": "已受理",
    "not_accepted": "不予受理",
    "correction": "需要补正",
    "under_review": "审查中",
    "suspended": "已暂停计时",
    "transferred": "已转报",
    "withdrawn": "已撤回",
    "granted": "已准予",
    "not_granted": "未准予",
    "decided": "已办结",
    "delivered": "已送达",
}
LEVELS: Mapping[int, str] = {5: "非常满意", 4: "满意", 3: "基本满意", 2: "不满意", 1: "非常不满意"}

R = TypeVar("R", Case, Rating)
UNREADABLE = "存下的数据看不懂"
BAD_DATA = (ValueError, TypeError, KeyError, AttributeError, OverflowError)
"""Exceptions of formatting a stored value of another type or range."""
STYLE = Path(__file__).with_name("page.css")

routes = APIRouter(dependencies=[Depends(from_own_site)], responses=statuses(403))


@routes.get("/", response_class=HTMLResponse)
def page(sandbox: Annotated[SandboxState, Depends(sandbox_of)]) -> HTMLResponse:
    now = sandbox.clock.now()
    with sandbox.storage.reading() as session:
        terminals = session.scalars(select(Terminal)).all()
        cases = session.scalars(select(Case).order_by(Case.order.desc()).limit(SHOWN)).all()
        total = session.scalar(select(func.count()).select_from(Case)) or 0
        ratings = session.scalars(select(Rating).order_by(Rating.order.desc()).limit(SHOWN)).all()
    rows = sorted((_terminal_row(one, now) for one in terminals), key=lambda row: (-row[0], row[1]))
    affected = sum(1 for row in rows if row[0])
    body = [
        _section("终端", ("终端", "情况", "设备", "待送", "最早一件", "时钟", "最近联系"), [row[2] for row in rows]),
        _section(
            f"办件（共 {total} 件）",
            ("办件编号", "凭条号", "事项", "状态", "收到", "终端"),
            [_row(_case, one, one.case_id) for one in cases],
        ),
        _section(
            "评价",
            ("满意度", "事项", "节点", "标签", "时间", "终端"),
            [_row(_rating, one, one.rating_id) for one in ratings],
        ),
    ]
    style = STYLE.read_text(encoding="utf-8")
    summary = f"<b>{affected} 台要处理</b>" if affected else "全部正常" if rows else "还没有终端联系过"
    return HTMLResponse(
        '<!doctype html><html lang="zh-CN"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f'<meta http-equiv="refresh" content="15"><title>一刻 · 沙箱平台</title><style>{style}</style></head><body>'
        f"<header><h1>一刻 · 沙箱平台</h1><p>{summary}</p><p>平台时间 {_when(now)}</p>"
        f"<p>{'测试密钥（TEST）' if sandbox.keys.published else '自有密钥'}，只供演练</p></header>"
        f"<main>{''.join(body)}</main></body></html>"
    )


def _section(title: str, heads: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    lines = "".join("<tr>" + "".join(f"<td>{cell}</td>" for cell in row) + "</tr>" for row in rows)
    if not lines:
        return f'<h2>{escape(title)}</h2><div class="scroll"><p class="none">还没有</p></div>'
    head = "".join(f'<th scope="col">{escape(one)}</th>' for one in heads)
    return f'<h2>{escape(title)}</h2><div class="scroll"><table><thead><tr>{head}</tr></thead>{lines}</table></div>'


def _row(cells: Callable[[R], tuple[str, ...]], stored: R, name: str) -> tuple[str, ...]:
    """Return a row's cells; if they cannot be made, its name and terminal, with a mark in between."""
    try:
        return cells(stored)
    except BAD_DATA:
        return (
            *(f"<code>{escape(name)}</code>", _mark("bad", UNREADABLE), "—", "—", "—"),
            f"<code>{escape(stored.terminal)}</code>",
        )


def _terminal_row(terminal: Terminal, now: datetime) -> tuple[int, str, tuple[str, ...]]:
    """Return `_terminal`; if that cannot be made, a row that says so, before all others."""
    try:
        return _terminal(terminal, now)
    except BAD_DATA:
        name = f"<code>{escape(terminal.terminal)}</code>"
        return UNREADABLE_WEIGHT, terminal.terminal, (name, _mark("bad", UNREADABLE), *("—",) * 5)


def _terminal(terminal: Terminal, now: datetime) -> tuple[int, str, tuple[str, ...]]:
    """Return severity, terminal code and table cells."""
    problems = _problems(terminal, now)
    report = terminal.report or {}
    severity = sum(weight for weight, _ in problems)
    words = "<br>".join(escape(text) for _, text in problems)
    status = _mark("bad" if severity >= 10 else "warn", words) if problems else _mark("good", "正常")
    devices = "<br>".join(_device(one) for one in report.get("devices", ())) or "—"
    outbox = sum(report.get("outbox", {}).values())
    offset = report.get("clock_offset_s")
    name = f"<code>{escape(terminal.terminal)}</code><small>{escape(report.get('build', ''))}</small>"
    clock = "—" if offset is None else f"{offset:+.0f} 秒"
    oldest = _span(report.get("oldest_unsent_s"))
    last_contact = "—" if terminal.heard_at is None else _stored_time(terminal.heard_at)
    return severity, terminal.terminal, (name, status, devices, str(outbox), oldest, clock, last_contact)


def _problems(terminal: Terminal, now: datetime) -> list[tuple[int, str]]:
    """Return the problems of a terminal, each with a weight for sorting."""
    report = terminal.report or {}
    last_contact = None if terminal.heard_at is None else datetime.fromisoformat(terminal.heard_at)
    silent = last_contact is None or (now - last_contact).total_seconds() > SILENT_S
    faulty = [one["family"] for one in report.get("devices", ()) if DEVICE_CLASSES.get(one["state"]) != "good"]
    found = (
        (100, "已停用", terminal.suspended),
        (50, "没有心跳", silent),
        (40, f"暂停服务：{report.get('out_of_service')}", bool(report.get("out_of_service"))),
        (10 * len(faulty), f"设备要看看：{len(faulty)} 件", bool(faulty)),
        (20, "办件送不出去", (report.get("oldest_unsent_s") or 0) > OLDEST_UNSENT_S),
        (5, "时钟不准", abs(report.get("clock_offset_s") or 0) > CLOCK_OFFSET_MAX_S),
        (5, "磁盘快满", report.get("disk_free_mb", DISK_FREE_MIN_MB) < DISK_FREE_MIN_MB),
    )
    return [(weight, text) for weight, text, true in found if true]


def _device(device: Mapping[str, Any]) -> str:
    kind = DEVICE_CLASSES.get(device["state"], "bad")
    more = "、".join([*device["faults"], *(f"{name} {level}" for name, level in device["levels"].items())])
    small = f"<small>{escape(more)}</small>" if more else ""
    return f"{escape(device['family'])} {_mark(kind, escape(device['state']))}{small}"


def _case(case: Case) -> tuple[str, ...]:
    return (
        f"<code>{escape(case.case_number)}</code>",
        f"<code>{escape(case.slip_number)}</code>",
        escape(case.item_id),
        escape(STATES[case.state]) + signed_words(case),
        _stored_time(case.received_at),
        f"<code>{escape(case.terminal)}</code>",
    )


def _rating(rating: Rating) -> tuple[str, ...]:
    kind = "bad" if rating.level <= 2 else "good"
    return (
        _mark(kind, f"{rating.level} {LEVELS[rating.level]}"),
        escape(rating.item_id),
        "收件" if rating.node == "received" else "办结",
        escape("、".join(rating.labels)) or "—",
        _stored_time(rating.rated_at),
        f"<code>{escape(rating.terminal)}</code>",
    )


def _mark(kind: str, html: str) -> str:
    return f'<span class="{kind}">{html}</span>'


def _stored_time(text: str) -> str:
    """Format a stored time; one that this time zone's calendar does not reach is shown as it was stored."""
    try:
        return _when(datetime.fromisoformat(text))
    except (ValueError, OverflowError):
        return escape(text)


def _when(moment: datetime) -> str:
    text = moment.astimezone(CHINA).strftime("%Y-%m-%d %H:%M:%S")
    return f'<time datetime="{moment.isoformat()}">{text}</time>'


def _span(seconds: int | None) -> str:
    if seconds is None:
        return "—"
    return (
        f"{seconds} 秒" if seconds < 120 else f"{seconds // 60} 分钟" if seconds < 7200 else f"{seconds // 3600} 小时"
    )
