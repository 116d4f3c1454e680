"""What Facebook and Instagram give people to take along: JSON, whose text is mended first."""

import re
from collections.abc import Iterator
from typing import Any

from kith.finding.reader.telling import PASTS_MAX, OwnPast, Person, Told
from kith.finding.reader.texts import dicts_in, mails_in, mended, name_of, text_at, year_of

_INSTAGRAM_NAME = re.compile(r"[a-z0-9_.]{1,30}\Z")
_FACEBOOK = ("friends_v2", "friends", "following_v3", "following_v2", "followers_v3", "followers_v2")
_INSTAGRAM = ("relationships_following", "relationships_followers")


def take(value: Any, told: Told) -> bool:
    """Take people out of one file of either network. `False` where it is no such file."""
    if isinstance(value, list):
        return _take_links(value, told)
    if not isinstance(value, dict):
        return False
    for key in _INSTAGRAM:
        if key in value:
            return _take_links(value[key], told)
    if "contacts_contact_info" in value:
        told.kind = "instagram"
        told.people += _contacts(dicts_in(value["contacts_contact_info"]))
        return True
    return _take_facebook(value, told)


def _take_facebook(value: dict[str, Any], told: Told) -> bool:
    lists = [value[key] for key in _FACEBOOK if key in value]
    if not lists and "address_book_v2" not in value and "profile_v2" not in value:
        return False
    told.kind = "facebook"
    for found in lists:
        told.people += [
            Person(name=_name(one.get("name")), year=year_of(one.get("timestamp"))) for one in dicts_in(found)
        ]
    told.people += _address_book(value.get("address_book_v2"))
    told.pasts += list(_pasts(value.get("profile_v2")))[:PASTS_MAX]
    return True


def _take_links(value: Any, told: Told) -> bool:
    """Take Instagram's lists: the handle stands in the link's text, or where that is missing in the title."""
    found = [one for one in dicts_in(value) if isinstance(one.get("string_list_data"), list)]
    if not found:
        return isinstance(value, list) and not value
    told.kind = "instagram"
    for one in found:
        link = next(iter(dicts_in(one["string_list_data"])), {})
        handle = (text_at(link, "value") or text_at(one, "title")).strip().lower()
        if _INSTAGRAM_NAME.match(handle):
            told.people.append(
                Person(name=handle, handles=[("instagram", handle)], year=year_of(link.get("timestamp")))
            )
    return True


def _contacts(contacts: list[dict[str, Any]]) -> Iterator[Person]:
    for one in contacts:
        said = one.get("string_map_data")
        name = " ".join(text_at(said, part, "value") for part in ("First Name", "Last Name"))
        emails = list(mails_in(text_at(said, "Contact Information", "value")))
        yield Person(name=_name(name), emails=emails)


def _address_book(value: Any) -> Iterator[Person]:
    for one in dicts_in(value.get("address_book") if isinstance(value, dict) else None):
        points = (text_at(detail, "contact_point") for detail in dicts_in(one.get("details")))
        emails = [mail for point in points for mail in mails_in(point)]
        yield Person(name=_name(one.get("name")), emails=emails)


def _pasts(profile: Any) -> Iterator[OwnPast]:
    if not isinstance(profile, dict):
        return
    for one in dicts_in(profile.get("education_experiences")):
        yield _past("school", one.get("name"), one)
    for one in dicts_in(profile.get("work_experiences")):
        yield _past("work", one.get("employer"), one)
    for place in ("hometown", "current_city"):
        if name := _name(text_at(profile, place, "name")):
            yield OwnPast(kind="place", name=name)


def _past(kind: Any, name: object, one: dict[str, Any]) -> OwnPast:
    since, until = year_of(one.get("start_timestamp")), year_of(one.get("end_timestamp"))
    return OwnPast(kind=kind, name=_name(name), from_year=since, until_year=until)


def _name(value: object) -> str:
    return name_of(mended(value)) if isinstance(value, str) else ""
