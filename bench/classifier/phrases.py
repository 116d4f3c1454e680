"""Sentences that are made for training: from `phrases.toml`, and from collected posts with other countries' names."""

import random
import re
import tomllib
from collections.abc import Iterator
from functools import partial
from pathlib import Path

from bench.classifier.posts import Labelled

FILE = Path(__file__).with_name("phrases.toml")
TIMES = {"en": 14, "other": 5}  # how often each sentence is filled anew
SEED = 2020

_LEADERS = re.compile(
    r"\b(?:Donald Trump|Trump|Jeb Bush|Bush|Ted Cruz|Cruz|Marco Rubio|Rubio|Scott Walker|Walker|Ben Carson|Carson"
    r"|Huckabee|Kasich|Chris Christie|Christie|Fiorina|Rand Paul|Barack Obama|President Obama|Obama"
    r"|Hillary Clinton|Hillary|Clinton|Bernie Sanders)\b",
    re.IGNORECASE,
)
_PARTIES = re.compile(r"\b(?:(?:the )?(?:republicans?|democrats?|gop|dems))\b", re.IGNORECASE)
_ISSUES = re.compile(r"\b(?:obamacare|immigration|abortion|gun control|planned parenthood)\b", re.IGNORECASE)


def made_posts() -> Iterator[tuple[Labelled, bool]]:
    """Give sentences about partisan politics, and others, in several languages; the same every time."""
    file, chance = tomllib.loads(FILE.read_text("utf-8")), random.Random(SEED)  # noqa: S311
    for kind, about in (("about", True), ("not_about", False)):
        for part in file[kind]:
            for number, text in enumerate(part["texts"]):
                times = TIMES["en" if part["language"] == "en" else "other"] if "{" in text else 1
                for filled in dict.fromkeys(_filled(text, file["names"], chance) for _ in range(times)):
                    group = f"{kind} {part['language']} {number}"
                    row = {"fillings": str(times)} | ({"count": str(part["count"])} if "count" in part else {})
                    yield Labelled(filled, f"made_{part['language']}", group, row), about


def is_one_of_a_kind(post: Labelled) -> bool:
    """Tell whether a made sentence has no slots."""
    return post.row["fillings"] == "1"


def renamed(posts: list[Labelled]) -> Iterator[Labelled]:
    """Give those posts that name somebody, with names of other countries and times."""
    names = tomllib.loads(FILE.read_text("utf-8"))["names"]
    chance = random.Random(SEED)  # noqa: S311
    for post in posts:
        text = post.text
        for pattern, kind in ((_LEADERS, "leader"), (_PARTIES, "party"), (_ISSUES, "issue")):
            text = pattern.sub(partial(_another, names[kind], chance), text)
        if text != post.text:
            yield post._replace(text=text, source=f"{post.source} renamed")


def _another(names: list[str], chance: random.Random, _found: re.Match[str]) -> str:
    return chance.choice(names)


def _filled(text: str, names: dict[str, list[str]], chance: random.Random) -> str:
    filled = re.sub(r"\{(\w+)\}", lambda slot: chance.choice(names[slot[1]]), text)
    return filled[:1].upper() + filled[1:]
