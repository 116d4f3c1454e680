"""Mastodon's contract: an OpenAPI document that belongs to others, and what of it real clients know better.

`KITH_CONTRACT` names the file; without it, it is looked for in `../shared/contracts` beside the checkout.
"""

import json
import os
import re
from functools import cache
from pathlib import Path
from typing import Any

from jsonschema_rs import Draft202012Validator, ValidationError

from tests.clients.between import Exchange

ROOT = Path(__file__).parents[2]
BESIDE = ("../shared/contracts/mastodon-openapi.json", "../../shared/contracts/mastodon-openapi.json")

# What streams carry, and as which entity.
ENTITIES = {
    "update": "Status",
    "status.update": "Status",
    "notification": "Notification",
    "conversation": "Conversation",
    "announcement": "Announcement",
}


def find_contract() -> Path | None:
    """Find the file, if it is here."""
    given = os.environ.get("KITH_CONTRACT")
    places = [Path(given)] if given else [ROOT / place for place in BESIDE]
    return next((place for place in places if place.is_file()), None)


class Contract:
    """The document, ready to judge answers."""

    def __init__(self, document: dict[str, Any]) -> None:
        # Some of its alternatives overlap (a quote without its status is of both kinds), so that “one of” means “any”.
        self._document = json.loads(json.dumps(document).replace('"oneOf":', '"anyOf":'))
        paths = sorted(document["paths"].items(), key=lambda one: one[0].count("{"))  # `/lookup` before `/{id}`
        self._operations = [
            (method.upper(), path, re.compile(as_pattern(path)), operation)
            for path, operations in paths
            for method, operation in operations.items()
            if method in ("get", "post", "put", "patch", "delete")
        ]

    def complaints(self, exchange: Exchange) -> list[str]:
        """Say where an answer is not as the contract has it."""
        found = self._operation_of(exchange)
        if found is None or exchange.status == 101 or "event-stream" in exchange.headers.get("content-type", ""):
            return []
        name, operation = found
        answer = operation["responses"].get(str(exchange.status), {})
        schema = answer.get("content", {}).get("application/json", {}).get("schema")
        if exchange.status >= 400:
            schema = {"$ref": "#/components/schemas/Error"}  # it leaves out who may not (403), or nests details
        elif exchange.status < 300 and not answer:
            return [f"{name}: {exchange.status} is no answer of it"]
        if schema is None:
            return []
        return self._judge(f"{name} {exchange.status}", schema, exchange.body)

    def complaints_of_event(self, event: str, payload: str) -> list[str]:
        """Say where something that came over a stream is not as the contract has its entity."""
        if event not in ENTITIES:
            return []
        schema = {"$ref": f"#/components/schemas/{ENTITIES[event]}"}
        return self._judge(f"event {event}", schema, payload.encode())

    def _operation_of(self, exchange: Exchange) -> tuple[str, dict[str, Any]] | None:
        for method, path, pattern, operation in self._operations:
            if method == exchange.method and pattern.fullmatch(exchange.path):
                return f"{method} {path}", operation
        return None

    def _judge(self, name: str, schema: dict[str, Any], body: bytes) -> list[str]:
        try:
            value = json.loads(body)
        except ValueError:
            return [f"{name}: it is not JSON"]
        errors = self._validator(json.dumps(schema)).iter_errors(value)
        said = (f"{name}: {_place(one)}: {one.message[-300:]}" for one in errors)
        return [one for one in said if not is_known_better(one)]

    @cache  # noqa: B019  # one contract a run
    def _validator(self, schema: str) -> Draft202012Validator:
        whole = json.loads(schema.replace('"oneOf":', '"anyOf":')) | {"components": self._document["components"]}
        return Draft202012Validator(whole, validate_formats=True)


def _place(error: ValidationError) -> str:
    """Name the place; of a list, the place in each of it."""
    return ".".join("[]" if isinstance(part, int) else part for part in error.instance_path)


def as_pattern(path: str) -> str:
    """Make a pattern of a path with holes."""
    return re.sub(r"\\\{\w+\\\}", r"[^/]+", re.escape(path))


# Where clients and the contract disagree, clients win: what it complains of, and why it stays so.
KNOWN_BETTER: tuple[tuple[str, str], ...] = (
    (r'GET /api/v1/filters 200: : .* is not of type "object"', "It says one filter, and means a list, as clients do."),
    (r'GET /api/v\d/instance 200: (contact\.)?email: "" is not', "Where no address is set Mastodon says nothing, too."),
    (
        r"GET /api/v2/notifications\S* 200: notification_groups\.\[\]\.type: .(added_to_collection|collection_update)",
        "Notifications of collections come in groups like all others; that list of types is older.",
    ),
    (r"\S+ /api/v1/scheduled_statuses\S* 200: \S*in_reply_to_id", "JavaScript cannot hold so large a number: a text."),
    (
        r"\S+ /api/v1/push/subscription 200: id: \d+ is not of type",
        "Mastodon sends a number, and apps on phones need one.",
    ),
)


def is_known_better(complaint: str) -> bool:
    """Tell whether clients want it otherwise than the contract says."""
    return any(re.match(pattern, complaint, re.DOTALL) for pattern, _why in KNOWN_BETTER)
