"""Database of cases, ratings and terminals. Unique constraints make repeated deliveries harmless.

SQLite by default, with the rollback journal and full syncs (not WAL: the standard library's SQLite may have the
WAL-reset bug); PostgreSQL by URL. Writers are serialised by a lock of the process and, on PostgreSQL, an advisory lock:
several processes may use one database. What a writer reads is therefore still valid when it commits.
"""

from __future__ import annotations

import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from types import MappingProxyType
from typing import Any

from sqlalchemy import JSON, ForeignKey, LargeBinary, UniqueConstraint, create_engine, event, make_url, text
from sqlalchemy.engine import URL, Connection, Engine
from sqlalchemy.orm import DeclarativeBase, Mapped, Session, mapped_column, relationship, sessionmaker

WRITER_LOCK = 0x59494B45
"""Number of the advisory lock ("YIKE"), held until the end of the transaction."""

ENGINE_OPTIONS: Mapping[str, dict[str, Any]] = MappingProxyType(
    {
        "postgresql": {
            "isolation_level": "READ COMMITTED",
            "pool_pre_ping": True,
            "pool_size": 20,
            "connect_args": {"options": "-c synchronous_commit=on"},
        }
    }
)
"""Backend → options of `create_engine`. READ COMMITTED: a stricter level would use a snapshot from before the wait for
the lock. synchronous_commit: a receipt is sent only after its case is on disk, whatever the server's setting."""


class Base(DeclarativeBase):
    """Base of all tables."""


class Case(Base):
    """A case as received, with its receipts and current state."""

    __tablename__ = "cases"
    __table_args__ = (UniqueConstraint("item_code", "day", "serial"),)

    order: Mapped[int] = mapped_column(primary_key=True, autoincrement=True)
    case_id: Mapped[str] = mapped_column(unique=True)
    digest: Mapped[str]
    terminal: Mapped[str]
    slip_number: Mapped[str] = mapped_column(index=True)
    item_id: Mapped[str]
    item_version: Mapped[str]
    sealed_at: Mapped[str]
    body: Mapped[bytes] = mapped_column(LargeBinary)
    content: Mapped[dict[str, Any]] = mapped_column(JSON)
    answers_checked: Mapped[bool]
    person: Mapped[str] = mapped_column(index=True)
    item_code: Mapped[str]
    day: Mapped[str]
    serial: Mapped[int]
    case_number: Mapped[str] = mapped_column(unique=True)
    received_at: Mapped[str]
    application: Mapped[str] = mapped_column(index=True)
    act: Mapped[str]
    supersedes: Mapped[dict[str, Any] | None] = mapped_column(JSON)
    followed_by: Mapped[str] = mapped_column(default="")
    receipt: Mapped[str]
    complete_receipt: Mapped[str] = mapped_column(default="")
    decided_receipt: Mapped[str] = mapped_column(default="")
    state: Mapped[str]
    since: Mapped[str]
    note: Mapped[str] = mapped_column(default="")
    life: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    """Its past and planned states (kiosk.platform.sandbox.case_life)."""
    materials: Mapped[list[ExpectedMaterial]] = relationship(order_by="ExpectedMaterial.number", lazy="selectin")


class ExpectedMaterial(Base):
    """A material that a case refers to. Its bytes are in the `MaterialStore` once uploaded."""

    __tablename__ = "expected"

    case_order: Mapped[int] = mapped_column(ForeignKey("cases.order"), primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True)
    sha256: Mapped[str] = mapped_column(index=True)
    size: Mapped[int]
    media_type: Mapped[str]


class Rating(Base):
    """A rating, unique per visit, and per case and node (`case_id` is null without a case)."""

    __tablename__ = "ratings"
    __table_args__ = (UniqueConstraint("case_id", "node"),)

    order: Mapped[int] = mapped_column(primary_key=True, autoincrement=True)
    rating_id: Mapped[str] = mapped_column(unique=True)
    digest: Mapped[str]
    terminal: Mapped[str]
    visit: Mapped[str] = mapped_column(unique=True)
    case_id: Mapped[str | None]
    item_id: Mapped[str]
    node: Mapped[str]
    level: Mapped[int]
    labels: Mapped[list[str]] = mapped_column(JSON)
    label_set: Mapped[str]
    rated_at: Mapped[str]


class Document(Base):
    """An issued certificate: as drawn, and as signed. `application` is the paid one for which it was issued, if any."""

    __tablename__ = "documents"

    order: Mapped[int] = mapped_column(primary_key=True, autoincrement=True)
    document_id: Mapped[str] = mapped_column(unique=True)
    person: Mapped[str] = mapped_column(index=True)
    kind: Mapped[str]
    number: Mapped[str] = mapped_column(unique=True)
    issued_on: Mapped[str]
    item_id: Mapped[str]
    application: Mapped[str] = mapped_column(index=True, default="")
    pages: Mapped[int]
    drawn: Mapped[bytes] = mapped_column(LargeBinary)
    pdf: Mapped[bytes] = mapped_column(LargeBinary)


class Permit(Base):
    """A permit to print one copy of a document; `outcome` is "" until it is reported."""

    __tablename__ = "permits"

    order: Mapped[int] = mapped_column(primary_key=True, autoincrement=True)
    permit_id: Mapped[str] = mapped_column(unique=True)
    document_id: Mapped[str] = mapped_column(index=True)
    copy: Mapped[int]
    reason: Mapped[str]
    terminal: Mapped[str]
    given_at: Mapped[str]
    token: Mapped[str]
    outcome: Mapped[str] = mapped_column(default="")


class DoorPermit(Base):
    """A permit to open the door of a locker for a code; `outcome` is "" until it is reported."""

    __tablename__ = "door_permits"

    order: Mapped[int] = mapped_column(primary_key=True, autoincrement=True)
    permit_id: Mapped[str] = mapped_column(unique=True)
    code: Mapped[str] = mapped_column(index=True)
    terminal: Mapped[str]
    given_at: Mapped[str]
    outcome: Mapped[str] = mapped_column(default="")


class Consent(Base):
    """A purpose for which a citizen let a register be asked: under which words (their digest), in which visit."""

    __tablename__ = "consents"
    __table_args__ = (UniqueConstraint("terminal", "visit", "item_id", "register", "purpose", "digest", "person"),)

    order: Mapped[int] = mapped_column(primary_key=True, autoincrement=True)
    at: Mapped[str]
    terminal: Mapped[str]
    visit: Mapped[str]
    item_id: Mapped[str]
    person: Mapped[str] = mapped_column(index=True)
    register: Mapped[str]
    purpose: Mapped[str]
    digest: Mapped[str]
    language: Mapped[str]


class Correction(Base):
    """A request to correct a register: the answer of a case that the register has otherwise."""

    __tablename__ = "corrections"

    order: Mapped[int] = mapped_column(primary_key=True, autoincrement=True)
    case_id: Mapped[str] = mapped_column(index=True)
    register: Mapped[str]
    answer: Mapped[str]
    as_of: Mapped[str]


class PaymentOrder(Base):
    """An order of an application: `terminal` opened it last, `code` is the end of what a phone scans, `at` the moment
    of its state, `receipt` the number of its electronic receipt once it was paid, `refund_case` the case that asks it
    back."""

    __tablename__ = "orders"
    __table_args__ = (UniqueConstraint("application", "n"),)

    order: Mapped[int] = mapped_column(primary_key=True, autoincrement=True)
    application: Mapped[str] = mapped_column(index=True)
    n: Mapped[int]
    number: Mapped[str] = mapped_column(unique=True)
    sum: Mapped[str]
    payee: Mapped[str]
    titles: Mapped[dict[str, str]] = mapped_column(JSON)
    terminal: Mapped[str]
    code: Mapped[str] = mapped_column(unique=True)
    state: Mapped[str]
    until: Mapped[str]
    at: Mapped[str]
    charged: Mapped[bool] = mapped_column(default=False)
    receipt: Mapped[str] = mapped_column(default="")
    refund: Mapped[str] = mapped_column(default="")
    refund_case: Mapped[str] = mapped_column(default="")


class Terminal(Base):
    """A terminal: public key, suspension, and last heartbeat."""

    __tablename__ = "terminals"

    terminal: Mapped[str] = mapped_column(primary_key=True)
    public: Mapped[str]
    suspended: Mapped[bool] = mapped_column(default=False)
    heard_at: Mapped[str | None] = mapped_column(default=None)
    report: Mapped[dict[str, Any] | None] = mapped_column(JSON, default=None)


class Storage:
    """Access to the database. `reading` and `writing` return a session; `writing` commits if no exception is raised."""

    def __init__(self, url: str) -> None:
        """Open the database and create missing tables. Raises SQLAlchemyError for an invalid or unreachable URL."""
        address = _with_driver(url)
        self._engine = create_engine(address, **ENGINE_OPTIONS.get(address.get_backend_name(), {}))
        if self._engine.dialect.name == "sqlite":
            event.listen(self._engine, "connect", _safe_sqlite)
        with self._engine.begin() as connection:
            self._lock_writers(connection)
            Base.metadata.create_all(connection)
        self._session = sessionmaker(self._engine, expire_on_commit=False)
        self._writer = threading.Lock()

    @contextmanager
    def reading(self) -> Iterator[Session]:
        with self._session() as session:
            yield session

    @contextmanager
    def writing(self) -> Iterator[Session]:
        with self._writer, self._session.begin() as session:
            self._lock_writers(session.connection())
            yield session

    def reset(self) -> None:
        """Delete all rows. The tables remain, because other threads may be reading."""
        with self.writing() as session:
            for table in reversed(Base.metadata.sorted_tables):
                session.execute(table.delete())

    def _lock_writers(self, connection: Connection) -> None:
        """Keep other processes from writing until the end of the transaction."""
        if self._engine.dialect.name == "postgresql":
            connection.execute(text("SELECT pg_advisory_xact_lock(:number)"), {"number": WRITER_LOCK})

    def close(self) -> None:
        self._engine.dispose()

    @property
    def engine(self) -> Engine:
        return self._engine


def sqlite_url(folder: Path) -> str:
    """URL of the default database file in this folder; its name contains the version of the schema."""
    return f"sqlite:///{(folder / 'sandbox-4.sqlite').as_posix()}"


def _with_driver(url: str) -> URL:
    """Select psycopg for `postgresql://`; SQLAlchemy's default driver is not installed."""
    made = make_url(url)
    return made.set(drivername="postgresql+psycopg") if made.drivername == "postgresql" else made


def _safe_sqlite(connection: Any, _: Any) -> None:
    cursor = connection.cursor()
    cursor.execute("PRAGMA journal_mode=DELETE")
    cursor.execute("PRAGMA synchronous=FULL")
    cursor.execute("PRAGMA busy_timeout=10000")
    cursor.close()
