"""What the sandbox keeps: cases, ratings, terminals, and the uniqueness that makes handing over twice harmless.

SQLite by default, with the rollback journal and full syncs (never WAL: the standard library's SQLite may carry the
WAL-reset bug); PostgreSQL by URL. One writer at a time: on SQLite by a lock of this process, on PostgreSQL also by a
lock in the database, since several processes may serve one. So what a writer reads is still true when it commits.
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

WRITER = 0x59494B45
"""The number of the database's lock ("YIKE"); held until its transaction ends, however that ends."""

OPENED: Mapping[str, dict[str, Any]] = MappingProxyType(
    {
        "postgresql": {
            "isolation_level": "READ COMMITTED",
            "pool_pre_ping": True,
            "pool_size": 20,
            "connect_args": {"options": "-c synchronous_commit=on"},
        }
    }
)
"""Backend → how it is opened. Read committed, since a stricter level would read as of before its wait for the lock;
commits on disk before they are answered, whatever the server is set to, since a receipt is a promise."""


class Base(DeclarativeBase):
    """Every table of the sandbox."""


class Case(Base):
    """A case as handed over, and what staff made of it since."""

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
    materials: Mapped[list[Expected]] = relationship(order_by="Expected.number", lazy="selectin")


class Expected(Base):
    """A material that a case named: its bytes lie on the shelf once they came."""

    __tablename__ = "expected"

    case_order: Mapped[int] = mapped_column(ForeignKey("cases.order"), primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True)
    sha256: Mapped[str] = mapped_column(index=True)
    size: Mapped[int]
    media_type: Mapped[str]


class Rating(Base):
    """A rating, once per visit, and once per case and node (a rating without a case has a null there)."""

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


class Terminal(Base):
    """A terminal: its key, whether it is suspended, and what it last said of itself."""

    __tablename__ = "terminals"

    terminal: Mapped[str] = mapped_column(primary_key=True)
    public: Mapped[str]
    suspended: Mapped[bool] = mapped_column(default=False)
    heard_at: Mapped[str | None] = mapped_column(default=None)
    report: Mapped[dict[str, Any] | None] = mapped_column(JSON, default=None)


class Storage:
    """The way to the tables. `reading` and `writing` give a session; a writing one commits when its block ends well."""

    def __init__(self, url: str) -> None:
        """Open it and make what is missing. Raises SQLAlchemyError for an address that is none, or does not answer."""
        address = _with_driver(url)
        self._engine = create_engine(address, **OPENED.get(address.get_backend_name(), {}))
        if self._engine.dialect.name == "sqlite":
            event.listen(self._engine, "connect", _safe_sqlite)
        with self._engine.begin() as connection:
            self._alone(connection)
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
            self._alone(session.connection())
            yield session

    def reset(self) -> None:
        """Forget everything. The tables stay, so that nobody who reads stumbles."""
        with self.writing() as session:
            for table in reversed(Base.metadata.sorted_tables):
                session.execute(table.delete())

    def _alone(self, connection: Connection) -> None:
        """From here to the end of the transaction no other process writes."""
        if self._engine.dialect.name == "postgresql":
            connection.execute(text("SELECT pg_advisory_xact_lock(:number)"), {"number": WRITER})

    def close(self) -> None:
        self._engine.dispose()

    @property
    def engine(self) -> Engine:
        return self._engine


def sqlite_url(folder: Path) -> str:
    """The default database: one file in this folder; its name says which tables it has."""
    return f"sqlite:///{(folder / 'sandbox-2.sqlite').as_posix()}"


def _with_driver(url: str) -> URL:
    """`postgresql://` means the driver that is installed, not the one SQLAlchemy would look for."""
    made = make_url(url)
    return made.set(drivername="postgresql+psycopg") if made.drivername == "postgresql" else made


def _safe_sqlite(connection: Any, _: Any) -> None:
    cursor = connection.cursor()
    cursor.execute("PRAGMA journal_mode=DELETE")
    cursor.execute("PRAGMA synchronous=FULL")
    cursor.execute("PRAGMA busy_timeout=10000")
    cursor.close()
