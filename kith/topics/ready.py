"""The topics that everybody has. A key is written into people's pledges and caps: it never changes its meaning."""

from kith.base.core.words import _
from kith.topics.model import Topic


def _names() -> dict[str, str]:
    return {
        "partisan": _("Partisan politics"),
        "selling": _("Selling and promotion"),
        "children": _("My children’s photos"),
        "complaints": _("Complaints"),
        "sport": _("Sport"),
        "religion": _("Religion"),
        "health": _("Illness and health"),
        "work": _("Work and career"),
        "pets": _("Pets"),
        "food": _("Food and cooking"),
    }


READY: tuple[str, ...] = tuple(_names())


def ready_topic(key: str) -> Topic | None:
    """Find a ready topic by its key, named in the language of whoever asks."""
    name = _names().get(key)
    return None if name is None else Topic(key=key, label=name)


def ready_topics() -> list[Topic]:
    """List the ready topics, named in the language of whoever asks."""
    return [Topic(key=key, label=name) for key, name in _names().items()]
