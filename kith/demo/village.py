"""Two years of a village, act by act, through the same actions that people use."""

import random
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager
from datetime import datetime, timedelta
from itertools import groupby

import msgspec

from kith.base.core.clock import utc_now
from kith.base.core.errors import KithError
from kith.base.core.ids import Id
from kith.base.core.paging import Paging
from kith.base.web.pronouns import pronoun_of
from kith.base.work import House, Work
from kith.conversations import conversations_of, read
from kith.demo.cast import NAMED, PASSWORD, Villager, cast
from kith.demo.closeness import UNMET, be, declare
from kith.demo.deed import CLINIC
from kith.demo.desk import AtDesk
from kith.demo.emoji import village_emoji
from kith.demo.history import Act, VillageClock
from kith.demo.mirror import look_into_mirror
from kith.demo.organisations import give_to_teams, sign_a_few
from kith.demo.pictures import landscape
from kith.demo.pieces import write_history
from kith.demo.promises import SAID, WHO_PROMISED, promise, sort
from kith.demo.remembered import HEDWIG, follow_her, keep_in_remembrance
from kith.demo.taking_in import limit
from kith.demo.talks import Talking
from kith.demo.words import ALTS
from kith.emoji import add_emoji
from kith.feed import Cursor, fair_home, look_anew, mark_seen
from kith.house import open_house
from kith.media import upload
from kith.people import (
    JoinForm,
    Looks,
    change_profile,
    count_local_accounts,
    follow,
    hold_account,
    join_all,
    looks_of,
    wish_of,
)
from kith.people.model import Account, ProfileWish
from kith.posts import bookmark, like, repost, save_draft, send, vote
from kith.posts.model import PollWish, Post, Words
from kith.report import sort_questions
from kith.settings import Settings
from kith.ties import my_ties, renew_suggestions
from kith.topics import declare as declare_topic
from kith.worker import run_everything_due

YEARS_DAYS = 730
SEED = 271
# Notices and the like are made for the last days alone: nobody looks at a notice of two years ago.
TOLD_DAYS = 7
LOOKED_DAYS = 60
LETTERS_READ = 40
ACTS_A_WORK = 200
TOLD_ACTS_A_WORK = 60

Report = Callable[[str], None]


async def build_village(settings: Settings, report: Report) -> None:
    """Make the village, unless somebody lives here already."""
    today = utc_now().replace(microsecond=0)
    clock = VillageClock(today - timedelta(days=YEARS_DAYS))
    async with open_house(settings, clock=clock) as house:
        async with house.reading() as work:
            if await count_local_accounts(work.db) > 0:
                return
        report("Building the village (once, about half a minute)")
        chance = random.Random(SEED)
        people = cast(chance)
        ids = await _settle(house, [*people, HEDWIG])
        await _tie(house, people, ids, chance)
        await follow_her(house, ids)
        async with _quiet(house) as work:
            await declare(work, ids, today.date())
            await limit(work, ids)
        await give_to_teams(house, ids, today.date())
        report(f"{len(people)} people live here; two years pass …")
        await _pass(house, clock, write_history(people, chance, today), ids, today)
        clock.now = today
        await keep_in_remembrance(house, ids, today)
        await run_everything_due(house)
        await _read_letters(house, ids, today)
        await sign_a_few(house, ids)
        async with house.work() as work:
            await sort_questions(work, ids[CLINIC])
        await run_everything_due(house)
        await renew_suggestions(house)
        report("The village is there.")


async def _settle(house: House, people: list[Villager]) -> dict[str, Id]:
    async with _quiet(house) as work:
        accounts = await join_all(work, [_form(one) for one in people], [_fitting_id(work, one) for one in people])
        for one, account in zip(people, accounts, strict=True):
            be(work, account.id)
            await change_profile(work, _described(account, one))
            if one.kind == "organisation":
                await hold_account(work, account.id)  # from the first day: an organisation has no ties
        be(work, accounts[0].id)  # who came first owns the place
        for shortcode, picture in village_emoji().items():
            await add_emoji(work, shortcode, picture)
    return {one.handle: account.id for one, account in zip(people, accounts, strict=True)}


def _fitting_id(work: Work, one: Villager) -> Id:
    """Make an id whose drawn face fits somebody; of whom there is no story, any face does."""
    pronoun = pronoun_of(one.pronouns)
    while True:
        account_id = work.new_id()
        _dice, looks = looks_of(account_id, pronoun)
        if one.old is None or _fits(looks, one, pronoun):
            return account_id


def _fits(looks: Looks, one: Villager, pronoun: str) -> bool:
    """Tell whether a face is that of a story: its age, its skin, and hair that people would expect."""
    hair = looks.style
    told = pronoun == ("she" if hair.beard else "he")  # short hair, where a beard may grow, or long
    bare = hair.name in ("bald", "tufts") and not one.old
    return looks.old is one.old and one.skins[0] <= looks.skin <= one.skins[1] and not (hair.covered or told or bare)


def _form(one: Villager) -> JoinForm:
    return JoinForm(handle=one.handle, name=one.name, password=PASSWORD)


async def _tie(house: House, people: list[Villager], ids: dict[str, Id], chance: random.Random) -> None:
    """Let them follow each other: within a circle nearly all, across it a few; everybody reads the shops."""
    async with _quiet(house) as work:
        for one in people:
            be(work, ids[one.handle])
            if one.locked:
                continue
            for other in people:
                near = bool(set(one.circles) & set(other.circles))
                chance_of = 0.75 if near else 0.35 if other.kind == "organisation" else 0.05
                if other.handle == "xaver":
                    chance_of = 1.0 if one.handle == "ruth" else 0.6  # she reads him by her own measure
                if other.handle == "mara" and not near:
                    chance_of = 0.3  # a teacher is known to half the village
                if one.handle == "mara":
                    chance_of = 1.0 if other.bio and other.posts_a_week >= 0.3 else 0.3
                if one.handle == "mara" and other.handle in UNMET:
                    continue
                if one is not other and chance.random() < chance_of:
                    await follow(work, ids[other.handle])


async def _pass(house: House, clock: VillageClock, history: list[Act], ids: dict[str, Id], today: datetime) -> None:
    """Let time pass: the acts in their order, many in one piece of work."""
    told_from = today - timedelta(days=TOLD_DAYS)
    posts: dict[int, Id] = {}
    talking = Talking(ids)
    past = [act for act in history if act.at < told_from]
    for acts in _in_past_works(past):
        async with house.work() as work:
            for act in acts:
                await _live(work, clock, act, posts, talking)
                if act.kind != "desk":
                    work.keep_quiet()
        if acts[0].kind == "desk":
            await run_everything_due(house)
        else:
            await _look(house, clock, ids, today)
    told = history[len(past) :]
    for acts in _in_works(told):
        async with house.work() as work:
            for act in acts:
                await _live(work, clock, act, posts, talking)
        await run_everything_due(house)  # notices stand at the time at which they are told
        await _look(house, clock, ids, today)


def _in_past_works(acts: list[Act]) -> Iterator[list[Act]]:
    """Put acts together that nobody is told of; between them what is said at a desk in one wave, which is heard."""
    for _wave, group in groupby(acts, key=lambda act: act.choice if act.kind == "desk" else -1):
        together = list(group)
        for start in range(0, len(together), ACTS_A_WORK):
            yield together[start : start + ACTS_A_WORK]


def _in_works(acts: list[Act]) -> Iterator[list[Act]]:
    """Put acts together that are done in one piece of work. What happens at a desk is heard before the next of it."""
    together: list[Act] = []
    for act in acts:
        together.append(act)
        if len(together) == TOLD_ACTS_A_WORK or act.kind == "desk":
            yield together
            together = []
    yield together


async def _look(house: House, clock: VillageClock, ids: dict[str, Id], today: datetime) -> None:
    """Let everybody with a name look at their people, as they would each day: so circles come to be."""
    if today - clock.now > timedelta(days=LOOKED_DAYS):
        return
    for one in NAMED:
        async with house.reading(actor=ids[one.handle]) as work:
            await my_ties(work)


async def _read_letters(house: House, ids: dict[str, Id], today: datetime) -> None:
    """Let everybody with a name have read what was written to them, but for the last day or two."""
    for one in NAMED:
        async with house.work(actor=ids[one.handle]) as work:
            for talk in (await conversations_of(work, Paging(limit=LETTERS_READ))).items:
                if talk.unread and talk.last and talk.last.message.sent_at < today - timedelta(hours=40):
                    await read(work, talk.conversation.id)


async def _live(work: Work, clock: VillageClock, act: Act, posts: dict[int, Id], talking: Talking) -> None:
    clock.now = work.now = act.at
    be(work, talking.ids[act.who])
    if act.kind == "say":
        await talking.say(work, act.choice)
    elif act.deed is not None:
        await AtDesk(talking.ids).do(work, act.deed)
    elif act.kind == "look":
        await look_into_mirror(work)
    elif act.about == 0 or act.about in posts:
        await _try(work, act, posts)


@asynccontextmanager
async def _quiet(house: House) -> AsyncIterator[Work]:
    async with house.work() as work:
        yield work
        work.keep_quiet()


async def _try(work: Work, act: Act, posts: dict[int, Id]) -> None:
    try:
        await _perform(work, act, posts)
    except KithError:
        return  # a like for somebody who is locked: in a village, too, not everything works out


def _described(account: Account, one: Villager) -> ProfileWish:
    """Give the profile of a villager as a wish."""
    return msgspec.structs.replace(
        wish_of(account), bio=one.bio, pronouns=one.pronouns, fields=one.fields, locked=one.locked
    )


async def _perform(work: Work, act: Act, posts: dict[int, Id]) -> None:
    if act.kind in ("post", "answer"):
        made = await send(work, await _words(work, act, posts))
        posts[act.post] = made.id
        if "#politics" in act.text:
            await declare_topic(work, made.id, "partisan", about=True)
        if act.kind == "post" and act.who in WHO_PROMISED and isinstance(made, Post):
            await sort(work, made)
    elif act.kind == "promise":
        await promise(work, act.choice)
    elif act.kind == "read":
        home = await fair_home(work, None, zone="UTC")
        await mark_seen(work, Cursor(sitting_id=home.sitting.id, index=len(home.sitting.seats)))
        await look_anew(work)
    elif act.kind == "draft":
        await save_draft(work, Words(text=act.text))
    elif act.kind == "bookmark":
        await bookmark(work, posts[act.about])
    elif act.kind == "like":
        await like(work, posts[act.about])
    elif act.kind == "repost":
        await repost(work, posts[act.about])
    else:
        await vote(work, posts[act.about], [act.choice])


async def _words(work: Work, act: Act, posts: dict[int, Id]) -> Words:
    media = [await upload(work, landscape(number), alt=ALTS[number % len(ALTS)]) for number in act.pictures]
    return Words(
        text=act.text,
        warning=act.warning,
        language=act.language,
        audience=act.audience,  # type: ignore[arg-type]
        reply_to_id=posts[act.about] if act.kind == "answer" else None,
        media_ids=tuple(medium.id for medium in media),
        answers={"offers": "sure"} | ({"pledges": "over"} if act.text in SAID else {}),
        poll=PollWish(options=act.poll, lasts_s=3 * 86400) if act.poll else None,
    )
