"""What the owner wrote about this server, read as rules."""

from collections.abc import Iterable

import msgspec

from kith.base.core.errors import Invalid
from kith.base.core.words import _


class ServerRule(msgspec.Struct, frozen=True, kw_only=True):
    """One rule of this place, with what explains it. Its id is its number: that is how it stands on the page."""

    id: str
    text: str
    hint: str = ""


def rules_of(text: str) -> tuple[ServerRule, ...]:
    """Read the rules, one a line. A line that begins with a dash explains the rule above it."""
    rules: list[tuple[str, list[str]]] = []
    for line in filter(None, (line.strip() for line in text.splitlines())):
        if line[0] in "-–—" and rules:
            rules[-1][1].append(line[1:].strip())
        else:
            rules.append((line, []))
    return tuple(
        ServerRule(id=str(number), text=rule, hint=" ".join(hints))
        for number, (rule, hints) in enumerate(rules, start=1)
    )


def rules_named(rules: Iterable[ServerRule], ids: Iterable[str]) -> tuple[ServerRule, ...]:
    """Give the rules with these ids, in the order of the rules. Raises `Invalid` for an id that none has."""
    wanted, known = set(ids), {rule.id: rule for rule in rules}
    if not wanted <= known.keys():
        raise Invalid(_("There is no such rule here."), field="rule_ids")
    return tuple(rule for rule in known.values() if rule.id in wanted)
