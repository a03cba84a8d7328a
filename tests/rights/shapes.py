"""What a request can carry: the places at which its body takes ids, and a body of it that is well-formed."""

from collections.abc import Iterator, Mapping
from typing import Any

from msgspec import inspect

Kind = inspect.Type


def is_id(kind: Kind) -> bool:
    """Whether it is one of our ids."""
    return isinstance(kind, inspect.Metadata) and kind.extra_json_schema == {"title": "Id"}


def places(kind: Kind, at: str = "") -> Iterator[str]:
    """Where ids stand in a body: `cohort`, `marks[].enrolment`, `mentors[]`, `answers{}` for the keys of a dict."""
    if is_id(kind):
        yield at
        return
    kind = bare(kind)
    if isinstance(kind, inspect.StructType):
        for field in kind.fields:
            yield from places(field.type, f"{at}.{field.encode_name}".lstrip("."))
    elif isinstance(kind, inspect.ListType):
        yield from places(kind.item_type, f"{at}[]")
    elif isinstance(kind, inspect.DictType):
        yield from places(kind.key_type, f"{at}{{}}")
        yield from places(kind.value_type, f"{at}{{}}.")
    elif isinstance(kind, inspect.UnionType):
        for one in kind.types:
            yield from places(one, at)


def bare(kind: Kind) -> Kind:
    """Without what is said beside it."""
    return bare(kind.type) if isinstance(kind, inspect.Metadata) else kind


class Maker:
    """Makes bodies: ids as given by place, everything else something that may be there.

    `given`: what the moment wants, by the name of the field.
    """

    def __init__(self, ids: Mapping[str, str], given: Mapping[str, Any]) -> None:
        self.ids, self.given = ids, given

    def body(self, struct: type) -> dict[str, Any]:
        return self._make(inspect.type_info(struct), "")

    def _make(self, kind: Kind, at: str) -> Any:
        if is_id(kind):
            return self.ids[at]
        kind = bare(kind)
        if isinstance(kind, inspect.StructType):
            return {f.encode_name: value for f in kind.fields if (value := self._field(f, at)) is not ...}
        if isinstance(kind, inspect.ListType):
            return [self._make(kind.item_type, f"{at}[]")] if self._wanted(f"{at}[]") else []
        if isinstance(kind, inspect.DictType):
            key = self.ids[f"{at}{{}}"] if is_id(kind.key_type) else self._make(kind.key_type, at)
            return {key: self._make(kind.value_type, at)}
        if isinstance(kind, inspect.UnionType):
            return self._make(next(one for one in kind.types if not isinstance(one, inspect.NoneType)), at)
        return self._plain(kind)

    def _field(self, field: inspect.Field, at: str) -> Any:
        at = f"{at}.{field.encode_name}".lstrip(".")
        if field.encode_name in self.given and not self._wanted(at):
            return self.given[field.encode_name]
        return self._make(field.type, at) if field.required or self._wanted(at) else ...

    def _wanted(self, at: str) -> bool:
        return any(place == at or place.startswith((f"{at}.", f"{at}[", f"{at}{{")) for place in self.ids)

    def _plain(self, kind: Kind) -> Any:
        if isinstance(kind, inspect.LiteralType):
            return kind.values[0]
        simple: dict[type[Kind], Any] = {
            inspect.StrType: "Слово",
            inspect.IntType: 7,
            inspect.BoolType: True,
            inspect.DateType: self.given["today"],
            inspect.DateTimeType: self.given["now"],
        }
        return simple[type(kind)]
