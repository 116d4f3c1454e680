"""The topics that everybody has. A key is written into people's pledges and caps: it never changes its meaning."""

from kith.topics.model import Topic, ready_names

READY: tuple[str, ...] = tuple(ready_names())


def ready_topic(key: str) -> Topic | None:
    """Find a ready topic by its key, named in the language of whoever asks."""
    name = ready_names().get(key)
    return None if name is None else Topic(key=key, label=name)


def ready_topics() -> list[Topic]:
    """List the ready topics, named in the language of whoever asks."""
    return [Topic(key=key, label=name) for key, name in ready_names().items()]
