"""What a person sent, as a typed struct. Input enters here and nowhere else.

One reader for the four ways clients send the same thing: query, form, multipart and JSON, with PHP-style arrays
(`ids[]=1&ids[]=2`) and nested keys (`poll[options][]=tea`).
"""

import asyncio
import os
import shutil
import types
import typing
from collections.abc import Iterable, Mapping
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any, TypeVar, get_args, get_origin

import msgspec
from python_multipart.multipart import parse_options_header
from starlette.datastructures import UploadFile
from starlette.exceptions import HTTPException
from starlette.requests import Request

from kith.base.core.errors import Invalid
from kith.base.core.words import _

Form = TypeVar("Form", bound=msgspec.Struct)

FIELDS_MAX = 200
FILES_MAX = 8
PART_MAX_BYTES = 1_000_000  # of one field that is no file
_ON = {"on", "true", "1", "yes"}
_OFF = {"", "off", "false", "0", "no"}


class Upload(msgspec.Struct, frozen=True, kw_only=True):
    """A file that came with a form; it is gone when the request is answered. A large one lies on the disk."""

    filename: str
    size_bytes: int
    part: Any  # starlette's `UploadFile`, open

    async def read(self, count: int = -1) -> bytes:
        """Read it from its beginning: all of it, or so many bytes."""
        await self.part.seek(0)
        content: bytes = await self.part.read(count)
        return content

    async def save(self, path: Path) -> None:
        """Write it into a new file; afterwards it survives a power cut."""
        await self.part.seek(0)
        await asyncio.to_thread(_write, self.part.file, path)


def _write(source: Any, path: Path) -> None:
    with path.open("xb") as out:
        shutil.copyfileobj(source, out, 1 << 20)
        out.flush()
        os.fsync(out.fileno())


async def read_form(request: Request, into: type[Form]) -> Form:
    """Read the body into `into`. Raises `Invalid` with the field when something does not fit.

    Empty text counts as absent for a field that may be `None` or has a default. Unknown fields are ignored.
    """
    assert _is_declared(request, into, "asks"), "the route does not say that it asks for this"
    raw = await raw_body(request)
    return _convert(raw, into)


def read_day(text: str, *, field: str) -> date | None:
    """Read a day as a browser sends it; nothing for empty text. Raises `Invalid` for what is none."""
    try:
        return date.fromisoformat(text.strip()) if text.strip() else None
    except ValueError as error:
        raise Invalid(_("Choose a day."), field=field) from error


def read_query(request: Request, into: type[Form]) -> Form:
    """Read the query into `into`, by the same rules."""
    assert _is_declared(request, into, "query"), "the route does not say that its query is read so"
    return _convert(_tree(request.query_params.multi_items()), into)


async def read_query_or_body(request: Request, into: type[Form]) -> Form:
    """Read the query, and where it says nothing the body: some clients send what a GET asks for as JSON."""
    items = request.query_params.multi_items()
    return read_query(request, into) if items else _convert(await raw_body(request), into)


def _is_declared(request: Request, into: type[msgspec.Struct], field: str) -> bool:
    """Whether a route of the API tells machines of what its handler reads. Pages tell by their forms."""
    route = request.scope.get("kith.entry")
    return route is None or not route.path.startswith("/api/") or into in getattr(route, field)


async def raw_body(request: Request) -> dict[str, Any]:
    """Read the body as nested dicts and lists of text, files and JSON values.

    What an app says in the address counts too, where its body does not say it: some send a whole status there. Read
    once, then remembered, also that it cannot be read: work may be done again, and what came is gone by then.
    """
    known: dict[str, Any] | Invalid | None = getattr(request.state, "body_tree", None)
    if known is None:
        try:
            known = _said_in_address(request) | await _read_body(request)
        except Invalid as error:
            known = error
        request.state.body_tree = known
    if isinstance(known, Invalid):
        raise known
    return known


def _said_in_address(request: Request) -> dict[str, Any]:
    """Give the query of an app's request. Of a page's nothing: what changes something there, a form says."""
    return _tree(request.query_params.multi_items()) if request.scope["path"].startswith("/api/") else {}


async def _read_body(request: Request) -> dict[str, Any]:
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if kind == "application/json":
        return _json(await request.body())
    if kind in ("application/x-www-form-urlencoded", "multipart/form-data"):
        return _tree(await _parts(request))
    if await request.body():
        raise Invalid(_("This server reads forms and JSON; it cannot read what was sent."))
    return {}


async def _parts(request: Request) -> list[tuple[str, Any]]:
    _kind, given = parse_options_header(request.headers.get("content-type", ""))
    if given.get(b"charset", b"utf-8").lower() not in (b"utf-8", b"utf8"):
        raise Invalid(_("Send the form as UTF-8."))  # among what Python can decode are codecs that take quadratic time
    try:
        # The files stay open until the request is answered: `Site` closes them.
        form = await request.form(max_files=FILES_MAX, max_fields=FIELDS_MAX, max_part_size=PART_MAX_BYTES)
        return [(name, _file(value) if isinstance(value, UploadFile) else value) for name, value in form.multi_items()]
    except (HTTPException, UnicodeError) as error:
        raise Invalid(_("The form that was sent cannot be read.")) from error


def _json(body: bytes) -> dict[str, Any]:
    try:
        value = msgspec.json.decode(body) if body else {}
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise Invalid(_("The JSON that was sent cannot be read.")) from error
    if not isinstance(value, dict):
        raise Invalid(_("The JSON that was sent must be an object."))
    return value


def _file(part: UploadFile) -> Upload | None:
    if not part.size and not part.filename:
        return None  # a browser sends an empty part for a file field that was left alone
    return Upload(filename=part.filename or "", size_bytes=part.size or 0, part=part)


def _tree(items: Iterable[tuple[str, Any]]) -> dict[str, Any]:
    """Unfold `poll[options][]=tea` into nested dicts and lists."""
    tree: dict[str, Any] = {}
    for number, (name, value) in enumerate(items):
        if number >= FIELDS_MAX:
            raise Invalid(_("That form has too many fields."))
        keys = name.replace("]", "").split("[")
        while keys[-2:] == ["", ""]:  # `id[][]`: a list, said twice by some clients (Mastodon.py)
            keys.pop()
        if len(keys) > 6:
            raise Invalid(_("That form is nested too deeply."))
        _put(tree, keys, value)
    return tree


def _put(tree: dict[str, Any], keys: list[str], value: Any) -> None:
    *way, last = keys if keys[-1] != "" or len(keys) == 1 else keys[:-1]
    for key in way:
        below = tree.setdefault(key, {})
        if not isinstance(below, dict):
            raise Invalid(_("That form says the same thing twice."), field=keys[0])
        tree = below
    if keys[-1] == "" and len(keys) > 1:
        tree[last] = [*_list_of(tree.get(last)), value]
    elif last in tree:
        tree[last] = [*_list_of(tree[last]), value]
    else:
        tree[last] = value


def _list_of(value: Any) -> list[Any]:
    if value is None:
        return []
    return value if isinstance(value, list) else [value]


def _convert(raw: Mapping[str, Any], into: type[Form]) -> Form:
    shape = _shape(into)
    ready = {
        name: _fitted(value, shape[name][0], may_be_absent=shape[name][1])
        for name, value in raw.items()
        if name in shape
    }
    ready = {name: value for name, value in ready.items() if value is not msgspec.UNSET}
    try:
        return msgspec.convert(ready, into, strict=False)
    except msgspec.ValidationError as error:
        raise _told(error) from error


def _fitted(value: Any, hint: Any, *, may_be_absent: bool) -> Any:
    """Bring one value nearer to its field's type, as a browser's form needs it."""
    if value is None or (value == "" and may_be_absent and hint is not str):
        return msgspec.UNSET
    if get_origin(hint) in (tuple, list):
        values = _numbered(value) if isinstance(value, dict) else _list_of(value)
        return [_checked(item) for item in values]
    if isinstance(value, list) and hint in (str, int, float, bool):
        value = value[-1] if value else msgspec.UNSET  # the last one wins, as in a query
    if hint is bool and isinstance(value, str) and value.lower() in _ON | _OFF:
        return value.lower() in _ON
    return _checked(value)


def _numbered(value: dict[str, Any]) -> list[Any]:
    """Give the items of a list that was sent by number (`lines[0][name]`), or without (`lines[][name]`)."""
    bare = value.get("")
    if not isinstance(bare, dict):
        return list(value.values())
    columns = {name: _list_of(below) for name, below in bare.items()}
    count = max((len(column) for column in columns.values()), default=0)
    rows = [{name: column[at] for name, column in columns.items() if at < len(column)} for at in range(count)]
    return [*rows, *(below for name, below in value.items() if name)]


def _checked(value: Any) -> Any:
    """Refuse what PostgreSQL cannot keep, however deep it lies: NUL, and halves of surrogate pairs."""
    if isinstance(value, dict):
        return {name: _checked(below) for name, below in value.items()}
    if isinstance(value, list):
        return [_checked(below) for below in value]
    if isinstance(value, str):
        if "\0" in value:
            raise Invalid(_("The text holds characters that cannot be kept."))
        try:
            value.encode()
        except UnicodeEncodeError as error:
            raise Invalid(_("The text is not valid Unicode.")) from error
    return value


@cache
def _shape(into: type[msgspec.Struct]) -> dict[str, tuple[Any, bool]]:
    hints = typing.get_type_hints(into)
    return {f.encode_name: (_bare(hints[f.name]), not f.required) for f in msgspec.structs.fields(into)}


def _bare(hint: Any) -> Any:
    if get_origin(hint) in (typing.Union, types.UnionType):
        rest = [part for part in get_args(hint) if part is not type(None) and part is not msgspec.UnsetType]
        return _bare(rest[0]) if len(rest) == 1 else hint
    return hint


def _told(error: msgspec.ValidationError) -> Invalid:
    text = str(error)
    _before, _at, where = text.partition(" - at `$")
    field = where.strip(".`").split(".")[0].split("[")[0] or None
    if "missing required field" in text:
        field = text.split("`")[1]
        return Invalid(_("“{field}” is missing.").format(field=field), field=field)
    if field is None:
        return Invalid(_("Something in the form does not fit. Check it and send it again."))
    return Invalid(_("“{field}” does not fit. Check it and send it again.").format(field=field), field=field)
