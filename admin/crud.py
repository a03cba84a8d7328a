"""Piccolo's reading of rows, taught that texts are in languages: names instead of ids, searched and ordered by name."""

from functools import cache
from typing import Any, cast

from fastapi import FastAPI
from piccolo.columns import JSON, Timestamptz
from piccolo.columns.base import Column
from piccolo.columns.combination import WhereRaw
from piccolo.columns.readable import Readable
from piccolo.query import OrderByRaw
from piccolo.table import Table
from piccolo_api.crud.endpoints import Params, PiccoloCRUD

from admin.names import SHOWN, SPOKEN, is_texts
from backend.core.database.inserts import column_name, meta
from backend.courses import tables as courses
from backend.manufactories import tables as manufactories
from backend.mentoring import tables as mentoring
from backend.people import tables as people
from backend.programmes import tables as programmes
from locales.catalogue import LANGUAGES


def _text(column: Column, language: str, postgres: bool) -> str:
    """SQL for the text of a column in a language, or in another when it is not there."""
    name = column._meta.get_full_name(with_alias=False)  # pyright: ignore[reportPrivateUsage] - documented by Piccolo
    languages = [language, *(code for code in LANGUAGES if code != language)]
    wanted = [f"{name} ->> '{code}'" if postgres else f"json_extract({name}, '$.{code}')" for code in languages]
    return f"COALESCE({', '.join(wanted)})"


def _spoken(column: Column, postgres: bool) -> str:
    """SQL for what a column says in the name of a row."""
    if isinstance(column, JSON):
        return _text(column, SPOKEN.get(), postgres)
    name = column._meta.get_full_name(with_alias=False)  # pyright: ignore[reportPrivateUsage] - documented by Piccolo
    return f"SUBSTR(CAST({name} AS text), 1, 16)" if isinstance(column, Timestamptz) else name


class Spoken(Readable):
    """What a row is called, its texts in the language of the operator."""

    def _named(self, postgres: bool) -> str:
        return ", ".join(_spoken(column, postgres) for column in self.columns)

    @property
    def _columns_string(self) -> str:
        return self._named(postgres=bool(self.columns) and _on_postgres(self.columns[0]))


def _on_postgres(column: Column) -> bool:
    return column._meta.engine_type == "postgres"  # pyright: ignore[reportPrivateUsage] - documented by Piccolo


class Crud(PiccoloCRUD):
    """Reads and never writes; also orders and searches by `<column of texts>.<language>`."""

    def __init__(self, table: type[Table], *, read_only: bool = True, **given: Any) -> None:  # noqa: ARG002 - Piccolo's
        super().__init__(table, read_only=True, **given)

    def _sql(self, field: str) -> str | None:
        name, _, language = field.partition(".")
        if language not in LANGUAGES:
            return None
        column = super()._get_column(name)
        return _text(column, language, _on_postgres(column)) if is_texts(column) else None

    def _get_column(self, column_name: str) -> Any:
        sql = self._sql(column_name)
        return OrderByRaw(sql) if sql else super()._get_column(column_name)

    def _apply_filters(self, query: Any, params: Params) -> Any:
        for field in [name for name in params.fields if "." in name]:
            sought, sql = params.fields.pop(field), self._sql(field)
            if sql:
                query = query.where(WhereRaw(f"UPPER({sql}) LIKE UPPER({{}})", f"%{sought}%"))
        return cast("Any", super())._apply_filters(query, params)


def _called(template: str, *columns: Any) -> tuple[str, list[Any]]:
    return template, list(columns)


NAMES: dict[type[Table], tuple[str, list[Any]]] = {
    people.Person: _called("%s %s", people.Person.family, people.Person.given),
    people.SchoolMentor: _called(
        "%s %s, %s",
        people.SchoolMentor.person.family,
        people.SchoolMentor.person.given,
        people.SchoolMentor.institution.short_name,
    ),
    programmes.Enrolment: _called(
        "%s %s, %s",
        programmes.Enrolment.person.family,
        programmes.Enrolment.person.given,
        programmes.Enrolment.cohort.name,
    ),
    manufactories.Member: _called(
        "%s %s, %s",
        manufactories.Member.person.family,
        manufactories.Member.person.given,
        manufactories.Member.manufactory.name,
    ),
    courses.Release: _called("%s, %s", courses.Release.course.title, courses.Release.published_at),
    manufactories.Entry: _called("%s, %s", manufactories.Entry.manufactory.name, manufactories.Entry.day),
    mentoring.Plan: _called("%s, %s", mentoring.Plan.topic, mentoring.Plan.starts_at),
}
"""What rows are called that have no text of their own."""


@cache
def name_rows() -> None:
    """Let Piccolo call rows by name, in the operator's language: by `NAMES`, or by their name or title."""
    for table in (shown.table for shown in SHOWN.values()):
        _speak(table)
        first = next((c for c in meta(table).columns if is_texts(c) and column_name(c) in ("name", "title")), None)
        named = NAMES.get(table) or (("%s", [first]) if first is not None else None)
        if named is not None:
            _give(table, Spoken(*named))


def _give(table: type[Table], name: Spoken) -> None:
    # Piccolo asks the class; the rooms know nothing of the console, so it is told from here.
    setattr(table, "get_readable", classmethod(lambda _cls: name))  # noqa: B010 - see above


def _speak(table: type[Table]) -> None:
    """Let rows that a row of `table` points to be called in the operator's language as well."""
    plain = cast("Any", table)._get_related_readable  # where Piccolo makes its own of it

    def related(_cls: type[Table], column: Any) -> Readable:
        made = plain(column)
        return Spoken(made.template, made.columns, made.output_name)

    setattr(table, "_get_related_readable", classmethod(related))  # noqa: B010 - as above


class Mounted:
    """Stands in for Piccolo's wrapper, which describes every table to OpenAPI: seconds at the start, and for nobody."""

    def __init__(self, root_url: str, fastapi_app: FastAPI, piccolo_crud: PiccoloCRUD, **_described: Any) -> None:
        fastapi_app.mount(root_url.rstrip("/"), piccolo_crud)
