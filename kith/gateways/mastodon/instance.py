"""What this server is and what it takes: the entity `Instance`, in both its forms, and NodeInfo."""

from collections.abc import Collection
from datetime import timedelta
from typing import Any

from starlette.requests import Request
from starlette.responses import Response

from kith import __version__
from kith.base.web.language import available
from kith.base.web.page import Pages
from kith.base.web.routing import Handler, Route
from kith.base.work import Work
from kith.gateways.mastodon.answers import SAME_STILL, json_answer, marked_answer
from kith.gateways.mastodon.counting import of_the_minute
from kith.gateways.mastodon.dates import date_text
from kith.gateways.mastodon.people import present_accounts_of
from kith.gateways.mastodon.store import count_active, count_local_posts, first_owner
from kith.media import VIDEO_TYPES, tools_of
from kith.media.model import ALT_MAX, FRAMES_A_SECOND_MAX, SOUND_SECONDS_MAX, VIDEO_PIXELS_MAX, VIDEO_SECONDS_MAX
from kith.people import ServerWords, count_local_accounts, find_account, papers_there, rules_of, server_words
from kith.people.model import BIO_MAX, FIELD_NAME_MAX, FIELD_TEXT_MAX, FIELDS_MAX, NAME_MAX, PICTURE_ALT_MAX, Account
from kith.posts.model import FEATURED_TAGS_MAX, OPTION_MAX, OPTIONS_MAX, PINS_MAX, POLL_DAYS_MAX, POLL_MINUTES_MIN
from kith.push import server_key
from kith.settings import Settings

# Never a number ahead of its endpoints: apps call what it promises. Some parse the first three characters of the
# version, so that the number of Mastodon comes first and ours behind it.
VERSION = f"4.6.0 (compatible; Kith {__version__})"
API_VERSIONS = {"mastodon": 10, "kith": 1}
PICTURES = ("image/jpeg", "image/png", "image/gif", "image/webp", "image/heic", "image/heif", "image/avif")
PIXELS_MAX = 60_000_000  # as the image workshop has it
URL_LENGTH = 23  # what Mastodon counts for a link; here each character counts, and this is the least a link has

ACTIVE_DAYS = 28  # "the past four weeks", as Mastodon counts

_ACCOUNTS = {
    "max_featured_tags": FEATURED_TAGS_MAX,
    "max_pinned_statuses": PINS_MAX,
    "max_profile_fields": FIELDS_MAX,
    "max_display_name_length": NAME_MAX,
    "max_note_length": BIO_MAX,
    "max_avatar_description_length": PICTURE_ALT_MAX,
    "max_header_description_length": PICTURE_ALT_MAX,
    "profile_field_name_limit": FIELD_NAME_MAX,
    "profile_field_value_limit": FIELD_TEXT_MAX,
}
_OPEN_TO_ALL = {"local": "public", "remote": "public"}
# Who may read which lists: passers-by see what is for everyone. There is no list of what links to a page.
_TIMELINES = {
    "live_feeds": _OPEN_TO_ALL,
    "hashtag_feeds": _OPEN_TO_ALL,
    "trending_link_feeds": {"local": "public", "remote": "disabled"},
}


async def show_v2(work: Work, request: Request) -> Response:
    """`GET /api/v2/instance`."""
    words, settings = await server_words(work), work.house.settings
    contact = await _contact(work)
    return marked_answer(
        request,
        {
            "domain": settings.domain,
            "title": settings.name,
            "version": VERSION,
            "source_url": f"{settings.url}/about",
            "description": words.about,
            "usage": {"users": {"active_month": await _active(work)}},
            "thumbnail": {"url": _icon(work, request), "blurhash": None, "description": None, "versions": {}},
            "icon": [{"src": _icon(work, request), "size": "512x512"}],
            "languages": sorted(available()),
            "configuration": _configuration(work, await papers_there(work)),
            "registrations": {
                "enabled": words.sign_up in ("open", "approval"),
                "approval_required": words.sign_up == "approval",
                "message": None,
                "url": f"{settings.url}/join",
                "min_age": None,
                "reason_required": False,
            },
            "api_versions": API_VERSIONS,
            "contact": {"email": settings.mail_from, "account": contact},
            "rules": _rules(words),
            "wrapstodon": None,
        },
    )


async def show_v1(work: Work, request: Request) -> Response:
    """`GET /api/v1/instance`."""
    words, settings = await server_words(work), work.house.settings
    return marked_answer(
        request,
        {
            "uri": settings.domain,
            "title": settings.name,
            "short_description": words.about,
            "description": words.about,
            "email": settings.mail_from,
            "version": VERSION,
            "urls": {"streaming_api": _sockets(work)},
            "stats": {
                "user_count": await _people(work),
                "status_count": await _posts(work),
                "domain_count": 0,
            },
            "thumbnail": _icon(work, request),
            "languages": sorted(available()),
            "registrations": words.sign_up in ("open", "approval"),
            "approval_required": words.sign_up == "approval",
            "invites_enabled": words.members_invite,
            "configuration": {"accounts": _ACCOUNTS, "vapid": {"public_key": server_key(work.house.secret).public}}
            | _limits(work),
            "contact_account": await _contact(work),
            "rules": _rules(words),
        },
    )


async def show_rules(work: Work, _request: Request) -> Response:
    """`GET /api/v1/instance/rules`."""
    return json_answer(_rules(await server_words(work)))


async def show_description(work: Work, _request: Request) -> Response:
    """`GET /api/v1/instance/extended_description`."""
    words = await server_words(work)
    return json_answer({"updated_at": date_text(work.now), "content": words.about})


async def show_nodeinfo_place(work: Work, _request: Request) -> Response:
    """`GET /.well-known/nodeinfo`."""
    url = f"{work.house.settings.url}/nodeinfo/2.0"
    return json_answer({"links": [{"rel": "http://nodeinfo.diaspora.software/ns/schema/2.0", "href": url}]})


async def show_nodeinfo(work: Work, _request: Request) -> Response:
    """`GET /nodeinfo/2.0`: under our own name."""
    words = await server_words(work)
    return json_answer(
        {
            "version": "2.0",
            "software": {"name": "kith", "version": __version__},
            "protocols": [],
            "services": {"inbound": [], "outbound": []},
            "openRegistrations": words.sign_up == "open",
            "usage": {
                "users": {"total": await _people(work)},
                "localPosts": await _posts(work),
            },
            # Whose API is spoken: libraries for many servers (megalodon's detector) look here for a name they know.
            "metadata": {
                "nodeName": work.house.settings.name,
                "nodeDescription": words.about,
                "upstream": {"name": "mastodon"},
            },
        }
    )


async def _active(work: Work) -> int:
    since = work.now - timedelta(days=ACTIVE_DAYS)
    return await of_the_minute(work, "active", lambda: count_active(work.db, since), int)


async def _people(work: Work) -> int:
    return await of_the_minute(work, "people", lambda: count_local_accounts(work.db), int)


async def _posts(work: Work) -> int:
    return await of_the_minute(work, "posts", lambda: count_local_posts(work.db), int)


def _sockets(work: Work) -> str:
    """Give the address of the streams: `wss` where the pages have `https`."""
    return "ws" + work.house.settings.url.removeprefix("http")


def _icon(work: Work, request: Request) -> str:
    pages: Pages = request.app.pages
    return work.house.settings.url + pages.asset("icon-512.png")


def _configuration(work: Work, papers: Collection[str]) -> dict[str, Any]:
    url = work.house.settings.url
    return {
        "urls": {
            "streaming": _sockets(work),
            "status": None,
            "about": f"{url}/about",
            "privacy_policy": f"{url}/privacy" if "privacy" in papers else None,
            "terms_of_service": f"{url}/terms" if "terms" in papers else None,
        },
        "vapid": {"public_key": server_key(work.house.secret).public},
        "accounts": _ACCOUNTS,
        "translation": {"enabled": False},
        "limited_federation": False,
        "timelines_access": _TIMELINES,
    } | _limits(work)


def _limits(work: Work) -> dict[str, Any]:
    settings = work.house.settings
    return {
        "statuses": {
            "max_characters": settings.post_text_max,
            "max_media_attachments": 4,
            "characters_reserved_per_url": URL_LENGTH,
        },
        "media_attachments": _media_limits(settings),
        "polls": {
            "max_options": OPTIONS_MAX,
            "max_characters_per_option": OPTION_MAX,
            "min_expiration": POLL_MINUTES_MIN * 60,
            "max_expiration": POLL_DAYS_MAX * 86_400,
        },
    }


def _media_limits(settings: Settings) -> dict[str, Any]:
    """Say what is taken. Where there is no ffmpeg, video and sound are not; a server's own apps may ask for seconds."""
    films = tools_of(settings) is not None
    return {
        "supported_mime_types": [*PICTURES, *VIDEO_TYPES] if films else PICTURES,
        "description_limit": ALT_MAX,
        "image_size_limit": settings.media_max_mb * 1_000_000,
        "image_matrix_limit": PIXELS_MAX,
        "video_size_limit": settings.video_max_mb * 1_000_000 if films else 0,
        "video_frame_rate_limit": FRAMES_A_SECOND_MAX if films else 0,
        "video_matrix_limit": VIDEO_PIXELS_MAX if films else 0,
        "video_duration_limit": VIDEO_SECONDS_MAX if films else 0,
        "audio_duration_limit": SOUND_SECONDS_MAX if films else 0,
    }


def _rules(words: ServerWords) -> list[dict[str, str]]:
    return [{"id": rule.id, "text": rule.text, "hint": rule.hint} for rule in rules_of(words.rules)]


async def _contact(work: Work) -> Any:
    owner_id = await first_owner(work.db)
    owner: Account | None = await find_account(work.db, owner_id) if owner_id is not None else None
    return (await present_accounts_of(work, [owner]))[0] if owner is not None and owner.gone_at is None else None


def _open(path: str, handler: Handler, gives: Any = dict[str, Any], **more: Any) -> Route:
    return Route(method="GET", path=path, handler=handler, access="anyone", gives=gives, **more)


ROUTES = (
    _open("/api/v1/instance", show_v1, also_gives=SAME_STILL),
    _open("/api/v2/instance", show_v2, also_gives=SAME_STILL),
    _open("/api/v1/instance/rules", show_rules, list[dict[str, str]]),
    _open("/api/v1/instance/extended_description", show_description),
    _open("/.well-known/nodeinfo", show_nodeinfo_place),
    _open("/nodeinfo/2.0", show_nodeinfo),
)
