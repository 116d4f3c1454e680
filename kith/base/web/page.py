"""From a frozen class to HTML: the templates of all features in one environment.

A template is named `feature/page.html` and lies in `kith/feature/pages/page.html`; shared ones are
`components/…`, in `base/web/components/`. Rendering is synchronous and loads nothing: what a page shows was
fetched before.
"""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import jinja2
from markupsafe import Markup
from starlette.requests import Request
from starlette.responses import HTMLResponse, PlainTextResponse, Response

from kith.base.core import words
from kith.base.storage.statement import Asked
from kith.base.web import csrf
from kith.base.web.caller import Caller
from kith.base.web.drawing import QuickContext, say
from kith.base.web.language import direction_of
from kith.base.work import Work

KITH = Path(__file__).parents[2]


@dataclass(frozen=True)
class Slot:
    """What else belongs on this page? `fill` gives HTML or a plain value, or `None` for nothing.

    Slots whose name begins with `shell.` are filled on every page.
    """

    name: str
    fill: Callable[[Work, Request], Awaitable[Any]]


@dataclass(frozen=True)
class Count:
    """How many are there for whoever is signed in? A number that stands around every page.

    All of them are read in one statement: `asked` only says what to ask for.
    """

    name: str
    asked: Callable[[Work], Awaitable[Asked]]


class Pages:
    """The templates, the slots, and what every page shows around its own matter."""

    def __init__(self, slots: Sequence[Slot | Count], globals_: Mapping[str, Any], *, check_for_changes: bool) -> None:
        self._slots = [slot for slot in slots if isinstance(slot, Slot)]
        self._counts = [slot for slot in slots if isinstance(slot, Count)]
        self._environment = jinja2.Environment(
            loader=_Loader(),
            autoescape=True,
            undefined=jinja2.StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
            auto_reload=check_for_changes,
            cache_size=-1,
            extensions=["jinja2.ext.i18n"],
        )
        self._environment.install_gettext_callables(  # type: ignore[attr-defined]
            words.gettext, words.ngettext, newstyle=True
        )
        self._environment.context_class = QuickContext
        self._environment.globals.update({"_": say, "gettext": say} | dict(globals_))

    def render(self, template: str, **values: Any) -> Markup:
        """Render one template or fragment."""
        return Markup(self._environment.get_template(template).render(**values))  # noqa: S704 - autoescaped

    def macro(self, template: str, name: str) -> Callable[..., Markup]:
        """Give one macro of a component file, for fragments made outside a page."""
        found: Callable[..., Markup] = getattr(self._environment.get_template(template).module, name)
        return found

    def asset(self, name: str) -> str:
        """Give the address of something that every page loads."""
        return str(self._environment.globals["asset"](name))  # type: ignore[operator]

    async def fill(self, work: Work, request: Request, prefix: str) -> dict[str, Any]:
        """Fill the slots whose names begin with `prefix`; the rest of the name becomes the key."""
        return {
            slot.name.removeprefix(prefix): await slot.fill(work, request)
            for slot in self._slots
            if slot.name.startswith(prefix)
        }

    async def shell(self, work: Work, request: Request) -> SimpleNamespace:
        """Gather what stands around every page."""
        caller: Caller | None = request.state.caller
        settings = work.house.settings
        language: str = request.state.language
        nothing: dict[str, Any] = {"me": None, "acting": None, "acted": None, "resting": None, "papers": ()}
        nothing |= dict.fromkeys(
            ("unread", "unread_talks", "unread_conversations", "teams", "team_offers", "agreed", "mirror_is_on"), 0
        )
        filled = nothing | await self._counted(work) | await self.fill(work, request, "shell.")
        if live_at := getattr(request.state, "live_at", ""):
            filled["live_at"] = live_at
        return SimpleNamespace(
            csrf=csrf_token(work, request),
            language=language,
            dir=direction_of(language),
            theme=(caller.theme if caller else None) or request.cookies.get("kith_theme"),
            path=request.url.path,
            site_name=settings.name,
            url=settings.url,
            timezone=request.state.zone,
            role=caller.role if caller else None,
            mode=settings.mode,
            now=work.now,
            **filled,
        )

    async def _counted(self, work: Work) -> dict[str, Any]:
        if work.actor is None or not self._counts:
            return {}
        return await work.db.each_value({count.name: await count.asked(work) for count in self._counts})


async def page(
    work: Work, request: Request, template: str, content: Any, *, status: int = 200, **more: Any
) -> Response:
    """Answer with a whole page. The template finds its frozen class as `page`."""
    pages: Pages = request.app.pages
    shell = await pages.shell(work, request)
    return HTMLResponse(pages.render(template, page=content, shell=shell, **more), status)


async def fragment(work: Work, request: Request, template: str, content: Any, **more: Any) -> Response:
    """Answer with a piece of a page, for htmx."""
    return await page(work, request, template, content, **more)


def bare_page(request: Request, name: str, text: str, *, status: int) -> Response:
    """Answer with words on a page that asks nothing of the database: it may be what is broken, or what has no room.

    `name` is what this place is called. Who asks for no page gets the words alone.
    """
    pages: Pages = request.app.pages
    content = {"status": status, "text": text, "field": None, "again": "" if request.method == "GET" else "/"}
    if is_htmx(request):
        return HTMLResponse(pages.render("components/error_fragment.html", page=content), status)
    if "text/html" not in request.headers.get("accept", ""):
        return PlainTextResponse(text, status)
    language: str = request.state.language
    theme = request.cookies.get("kith_theme")
    shell = SimpleNamespace(language=language, dir=direction_of(language), theme=theme, site_name=name)
    return HTMLResponse(pages.render("components/bare.html", page=content, shell=shell), status)


def is_htmx(request: Request) -> bool:
    """Tell whether the page itself asks, and wants a fragment."""
    return request.headers.get("hx-request") == "true" and request.headers.get("hx-boosted") != "true"


def csrf_token(work: Work, request: Request) -> str:
    """Give the signature for the forms of this page."""
    caller: Caller | None = request.state.caller
    session = caller.session if caller else ""
    return csrf.token(work.house.secret, cookie=request.state.form_cookie, session=session)


class _Loader(jinja2.BaseLoader):
    """`components/x.html` from base/web; `feature/x.html` from the feature's `pages` folder."""

    def get_source(self, _environment: jinja2.Environment, template: str) -> tuple[str, str, Callable[[], bool]]:
        """Read one template file."""
        place, _, rest = template.partition("/")
        folder = Path(__file__).parent / "components" if place == "components" else KITH / place / "pages"
        path = folder / rest
        if ".." in template or not path.is_file():
            raise jinja2.TemplateNotFound(template)
        written_at = path.stat().st_mtime
        return path.read_text(encoding="utf-8"), str(path), lambda: path.stat().st_mtime == written_at
