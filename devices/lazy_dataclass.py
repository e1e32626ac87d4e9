"""`dataclass` for a program that starts sooner: nothing is compiled until a class has its first instance.

The standard decorator compiles up to six methods for each class, in 0.6 ms. A terminal defines 250 dataclasses before
its first page and has made instances of a fifth of them by then: this was a quarter of a start. Here five methods are
shared by all classes, and `__init__` is compiled when it is first called. Fields, `replace`, `asdict` and `match` are
those of the standard library. Not supported are options other than `frozen`, and `hash` of a field.
"""

from __future__ import annotations

import dataclasses
from functools import partial
from operator import attrgetter
from typing import TYPE_CHECKING, Any

__all__ = ["dataclass"]

if TYPE_CHECKING:
    from dataclasses import dataclass
else:

    def dataclass(cls: type | None = None, *, frozen: bool = False) -> Any:
        """Decorate a class as dataclasses.dataclass does. A class derived from it is decorated with this one too."""
        return partial(_decorate, frozen=frozen) if cls is None else _decorate(cls, frozen=frozen)


def _decorate(cls: Any, *, frozen: bool) -> Any:
    cls.__doc__ = cls.__doc__ or cls.__name__  # in place of a signature, which takes long to find
    dataclasses.dataclass(cls, init=False, repr=False, eq=False)  # finds the fields, and compiles nothing
    compared = tuple(each.name for each in dataclasses.fields(cls) if each.compare)
    cls.compared_values = staticmethod(attrgetter(*compared) if compared else _nothing)

    def __init__(self: Any, *args: Any, **values: Any) -> None:  # noqa: N807 - the compiled one takes its place
        cls.__init__ = compiled = _compile_init(cls)
        compiled(self, *args, **values)

    methods: dict[str, Any] = {"__init__": __init__, "__repr__": _repr, "__eq__": _equal, "__hash__": None}
    if frozen:
        methods |= {"__hash__": _hash, "__setattr__": _refuse_to_assign, "__delattr__": _refuse_to_delete}
    for name, method in methods.items():
        if name not in cls.__dict__:
            setattr(cls, name, method)
    return cls


def _compile_init(cls: type) -> Any:
    """Return the `__init__` of a class; its parameters are the fields in their order."""
    known: dict[str, Any] = {"set_": object.__setattr__, "LEFT_OUT": object()}
    parameters, keywords, lines = ["self"], ["*"], []
    for each in dataclasses.fields(cls):
        name, value, parameter = each.name, each.name, each.name
        if each.default_factory is not dataclasses.MISSING:
            known[f"make_{name}"] = each.default_factory
            parameter = f"{name}=LEFT_OUT"
            value = f"make_{name}() if {name} is LEFT_OUT else {name}" if each.init else f"make_{name}()"
        elif each.default is not dataclasses.MISSING:
            known[f"default_{name}"] = each.default
            parameter = f"{name}=default_{name}"
        elif not each.init:
            continue
        if each.init:
            (keywords if each.kw_only else parameters).append(parameter)
        lines.append(f" set_(self, {name!r}, {value})")
    if hasattr(cls, "__post_init__"):
        lines.append(" self.__post_init__()")
    if len(keywords) > 1:
        parameters += keywords
    exec(f"def __init__({', '.join(parameters)}):\n" + ("\n".join(lines) or " pass"), known)
    init = known["__init__"]
    init.__qualname__ = f"{cls.__qualname__}.__init__"  # Python names it where an argument is missing
    return init


def _nothing(_: Any) -> tuple[()]:
    return ()


def _repr(self: Any) -> str:
    shown = (f"{each.name}={getattr(self, each.name)!r}" for each in dataclasses.fields(self) if each.repr)
    return f"{type(self).__qualname__}({', '.join(shown)})"


def _equal(self: Any, other: Any) -> bool:
    return self.compared_values(self) == self.compared_values(other) if type(other) is type(self) else NotImplemented


def _hash(self: Any) -> int:
    return hash(self.compared_values(self))


def _refuse_to_assign(self: Any, name: str, value: object) -> None:
    raise dataclasses.FrozenInstanceError(f"cannot assign to field {name!r}")


def _refuse_to_delete(self: Any, name: str) -> None:
    raise dataclasses.FrozenInstanceError(f"cannot delete field {name!r}")
