"""Files as networks and telephones make them, and as those make them who mean harm."""

import io
import json
import tarfile
import zipfile
from collections.abc import Mapping
from typing import Any


def zipped(files: Mapping[str, bytes | str | Any], *, how: int = zipfile.ZIP_DEFLATED) -> bytes:
    """Pack files; what is neither bytes nor text is written as JSON."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", how) as archive:
        for name, content in files.items():
            archive.writestr(name, content if isinstance(content, bytes | str) else json.dumps(content))
    return made.getvalue()


def tarred(files: Mapping[str, bytes], *, link: str = "") -> bytes:
    """Pack files into a .tar.gz, with a link in it where one is named."""
    made = io.BytesIO()
    with tarfile.open(fileobj=made, mode="w:gz") as archive:
        for name, content in files.items():
            info = tarfile.TarInfo(name)
            info.size = len(content)
            archive.addfile(info, io.BytesIO(content))
        if link:
            info = tarfile.TarInfo(link)
            info.type, info.linkname = tarfile.SYMTYPE, "/etc/passwd"
            archive.addfile(info)
    return made.getvalue()


def garbled(text: str) -> str:
    """Write a name as Meta does: the bytes of its UTF-8 as letters of Latin-1."""
    return text.encode().decode("latin-1")


def facebook() -> bytes:
    """Pack what Facebook gives of one's friends."""
    return zipped(
        {
            "connections/friends/your_friends.json": {
                "friends_v2": [
                    {"name": garbled("Zoë Müller"), "timestamp": 1_300_000_000},
                    {"name": "Ben Carter", "timestamp": 1_400_000_000},
                ]
            },
            "connections/followers/who_you've_followed.json": {"following_v3": [{"name": "Ben Carter"}]},
            "connections/friends/removed_friends.json": {"deleted_friends_v2": [{"name": "Nobody Now"}]},
            "personal_information/other_personal_information/your_address_books.json": {
                "address_book_v2": {
                    "address_book": [
                        {"name": "Cleo Lis", "details": [{"contact_point": "Cleo@Example.org"}]},
                        {"name": "Dan Fox", "details": [{"contact_point": "+48 123"}]},
                    ]
                }
            },
            "personal_information/profile_information/profile_information.json": {
                "profile_v2": {
                    "name": {"full_name": "Ana Lis"},
                    "education_experiences": [
                        {
                            "name": garbled("Szkoła nr 5"),
                            "start_timestamp": 540_000_000,
                            "end_timestamp": 680_000_000,
                        }
                    ],
                    "work_experiences": [{"employer": "Mill", "start_timestamp": 900_000_000}],
                    "hometown": {"name": "Lublin"},
                }
            },
            "posts/media/1.jpg": b"\xff\xd8\xff",
        }
    )


def instagram() -> bytes:
    """Pack what Instagram gives, of before and after it moved the handles into the titles."""
    folder = "connections/followers_and_following"
    return zipped(
        {
            f"{folder}/following.json": {
                "relationships_following": [
                    {"title": "", "string_list_data": [{"value": "Ben.Carter", "timestamp": 1_500_000_000}]},
                    {"title": "zoe_m", "string_list_data": [{"href": "https://www.instagram.com/_u/zoe_m"}]},
                ]
            },
            f"{folder}/followers_1.json": [{"title": "", "string_list_data": [{"value": "zoe_m"}]}],
            "connections/contacts/synced_contacts.json": {
                "contacts_contact_info": [
                    {
                        "string_map_data": {
                            "First Name": {"value": garbled("Zoë")},
                            "Last Name": {"value": "Lis"},
                            "Contact Information": {"value": "zoe@example.org"},
                        }
                    }
                ]
            },
        }
    )


def x() -> bytes:
    """Pack what X gives: numbers, and in the posts the names of some."""
    mentioned = [
        {"name": 'Ben "B" Carter', "screen_name": "BenC", "indices": ["0", "5"], "id_str": "22", "id": "22"},
        {"name": "Zoë", "screen_name": "zoe", "indices": ["6", "9"], "id_str": "33", "id": "33"},
    ]
    tweets = [{"tweet": {"full_text": "hello", "entities": {"user_mentions": mentioned}}}]
    follows = [{"following": {"accountId": number, "userLink": "https://twitter.com"}} for number in ("22", "44")]
    lists = {
        "following": follows,
        "follower": [{"follower": {"accountId": "33"}}],
        "contact": [{"contact": {"id": "1", "emails": ["cleo@example.org"], "phoneNumbers": ["+48123"]}}],
        "account": [{"account": {"username": "ana", "email": "ana@example.org"}}],
        "tweets": tweets,
    }
    return zipped(
        {f"data/{name}.js": f"window.YTD.{name}.part0 = {json.dumps(value, indent=2)}" for name, value in lists.items()}
    )


OUTBOX = {
    "@context": "https://www.w3.org/ns/activitystreams",
    "id": "outbox.json",
    "type": "OrderedCollection",
    "orderedItems": [
        {
            "type": "Create",
            "object": {
                "tag": [
                    {"type": "Mention", "href": "https://hav.social/users/eva", "name": "@eva@hav.social"},
                    {"type": "Hashtag", "href": "https://hav.social/tags/x", "name": "#x"},
                ]
            },
        }
    ],
}
