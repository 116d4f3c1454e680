"""Events, states and reasons in words."""

from kith.base.core.words import _
from kith.webhooks.model import EVENTS, TEST, DeliveryState, Webhook, Why, Words


def event_words() -> dict[str, str]:
    """Say each event that can be told. One that nobody found words for yet stands under its own name."""
    known = {
        TEST: _("A test"),
        "opened": _("A case is opened"),
        "said": _("Somebody said something"),
        "answered": _("Somebody was answered"),
        "note": _("A note was written (without its words)"),
        "taken": _("A colleague took it"),
        "assigned": _("It was given to a colleague"),
        "released": _("It was given back to the desk"),
        "snoozed": _("It was put aside"),
        "woke": _("It came back from being put aside"),
        "settled": _("It was settled"),
        "reopened": _("It was opened again"),
        "labelled": _("Its labels changed"),
        "went_private": _("It went on in private"),
        "thanks": _("The person said thanks"),
        "brightened": _("It brightened their day"),
        "not_helped": _("It did not help"),
        "closed": _("It was closed: they cannot be reached"),
        "undelivered": _("An answer did not arrive"),
        "machine": _("A machine answered by mail"),
        "sent_again": _("An answer was sent again"),
        "named": _("Somebody said your name in public"),
        "liked": _("Your team liked it"),
    }
    return {one: known.get(one, one) for one in (*EVENTS, TEST)}


def word_choices() -> tuple[tuple[Words, str, str], ...]:
    """Say whose words can go along."""
    return (
        ("none", _("No words"), _("That something happened, to which case. The program fetches what it may read.")),
        ("public", _("What everybody can read"), _("Words of public posts, as long as they stand.")),
        ("all", _("Private words, too"), _("What people wrote to you in confidence leaves this server then.")),
    )


def state_word(state: DeliveryState) -> str:
    """Say what became of a delivery."""
    words: dict[DeliveryState, str] = {
        "waiting": _("on its way"),
        "arrived": _("arrived"),
        "failed": _("given up"),
    }
    return words[state]


def why_sentence(webhook: Webhook) -> str:
    """Say why nothing is told at the moment; empty, where it is."""
    sentences: dict[Why, str] = {
        "failing": _("Paused: nothing arrived there for three days."),
        "full": _("Paused: more waited than could be sent."),
        "gone": _("Paused: the address says that it wants nothing more."),
        "by_hand": _("Paused by somebody of the team."),
    }
    return sentences[webhook.paused_why] if webhook.paused_why else ""
