"""Account of every case of the evil hour, and the judgement at its end."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any


@dataclass
class Ledger:
    """Cases as the terminals printed them."""

    sealed: dict[str, str] = field(default_factory=dict)
    """Id → digest."""
    kept: set[str] = field(default_factory=set)
    """The store confirmed them: the citizen is told so."""
    destroyed: set[str] = field(default_factory=set)
    """Their store was deleted with their bytes."""
    nothing: set[str] = field(default_factory=set)
    """A page said that nothing was kept."""
    visits: list[Mapping[str, Any]] = field(default_factory=list)

    def note(self, line: Mapping[str, Any]) -> None:
        match line["is"]:
            case "sealed":
                self.sealed |= dict(line["cases"])
            case "kept":
                self.kept |= set(line["cases"])
            case "nothing":
                self.nothing |= set(line["cases"])
            case "destroyed":
                self.destroyed |= set(line["cases"])
            case "visit":
                self.visits.append(line)

    def evils(self) -> list[tuple[str, int, int, int]]:
        """Return for each kind of evil how often it began, was named by health, and was nothing to name."""
        known: dict[str, Counter[bool | None]] = {}
        for visit in self.visits:
            for kind, _, named in visit["evils"]:
                known.setdefault(kind, Counter())[named] += 1
        return [(kind, found.total(), found[True], found[None]) for kind, found in sorted(known.items())]

    def wrong_visits(self) -> list[str]:
        return [
            f"visit {visit['number']} ({', '.join(words for _, words, _ in visit['evils']) or 'no evil'}): {what}"
            for visit in self.visits
            for what in visit["wrong"]
        ]

    def judge(self, at_platform: Iterable[tuple[str, str]]) -> list[str]:
        """Compare with the cases at the platform, (id, digest) each; return what is wrong."""
        there = list(at_platform)
        times = Counter(id_ for id_, _ in there)
        wrong = [f"case {id_} is at the platform {count} times" for id_, count in times.items() if count > 1]
        wrong += [f"kept and never arrived: {id_}" for id_ in sorted(self.kept - times.keys() - self.destroyed)]
        wrong += [f"said not to be kept, and arrived: {id_}" for id_ in sorted(self.nothing & times.keys())]
        wrong += [f"arrived and nobody sealed it so: {id_}" for id_, sum_ in there if self.sealed.get(id_) != sum_]
        return wrong
