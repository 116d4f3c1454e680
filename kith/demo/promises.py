"""Who promised themselves something: somebody who keeps it, somebody who did not once and says so."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from kith.base.core.ids import Id
from kith.base.work import Work
from kith.demo.history import Chronicle
from kith.people import accounts_by_handles
from kith.pledges import answer_as_witness, ask_witness, make_pledge, pledges_for, sort_post
from kith.pledges.model import PledgeWish
from kith.posts.model import Post

MADE_WEEKS = 9  # ago


@dataclass(frozen=True)
class Promise:
    """One post a week about politics, with what was said in which week, so many weeks ago."""

    who: str
    if_then: str
    witness: str
    said: tuple[tuple[int, float, str], ...]  # weeks ago, days after Monday, the words


PROMISES = (
    Promise(
        "yusuf",
        "If the council makes me angry, I mend a wheel first. Then I write one thing, and mean it.",
        "mila",
        (
            (8, 2.7, "My one on politics this week: the bypass plan lies open in the town hall until Friday. Read page four."),
            (7, 3.6, "This week’s one: both candidates were at the workshop. Both had flat tyres. I say no more."),
            (6, 1.8, "One a week, so I choose: please come to the debate on the school crossing, whoever you vote for."),
            (4, 4.7, "My political post of the week is a question: who of the council has walked to school lately?"),
            (3, 2.6, "The one of this week: the vote on the mill pond was fair, and I was on the losing side."),
            (1, 3.7, "This week’s: I voted early. There was tea."),
        ),
    ),
    Promise(
        "otto",
        "If I want to say a second thing, I ask somebody else what they think, and listen.",
        "samira",
        (
            (8, 1.7, "My one for this week: the budget is 214 pages. I have read them so that you need not."),
            (6, 2.7, "One thing about the council this week: they moved the bus stop back. Thank you, council."),
            (4, 1.6, "This week’s political post: the clinic needs the ramp before the election, not after it."),
            (4, 3.5, "A second one in the same week. I promised myself one, but the ramp was voted down tonight. It stands in my record."),
            (2, 2.6, "One a week again. The ramp is back on the agenda. See how patient I am."),
        ),
    ),
)  # fmt: skip
WHO_PROMISED = {promise.who for promise in PROMISES}
SAID = {text for promise in PROMISES for _weeks, _days, text in promise.said}


def write_promises(tell: Chronicle) -> None:
    """Let them promise it, and say what they said; and let one who heard them be glad of it."""
    monday = (tell.today - timedelta(days=tell.today.weekday())).replace(hour=0, minute=0, second=0)
    for number, promise in enumerate(PROMISES):
        tell.promise(promise.who, _hours_ago(tell.today, monday - timedelta(weeks=MADE_WEEKS, days=-5)), number)
        for weeks, days, text in promise.said:
            tell.post(promise.who, _hours_ago(tell.today, monday - timedelta(weeks=weeks, days=-days)), text)
    glad = tell.post("mila", 75, "Since Yusuf says one thing a week about the council, I read it. Twice, sometimes.")
    tell.answer("yusuf", glad, 74, "And I have a week to find the one that is worth it.")
    tell.answer("otto", glad, 70, "I had two once. It is in my record, and nobody has died of it.")


async def promise(work: Work, number: int) -> None:
    """Make one of the promises, before a witness who says yes."""
    one = PROMISES[number]
    made = await make_pledge(
        work,
        PledgeWish(
            topic="partisan",
            until_on=(work.now + timedelta(days=180)).date(),
            if_then=one.if_then,
            visibility="public",
        ),
    )
    [witness] = await accounts_by_handles(work.db, [one.witness])
    await ask_witness(work, made.id, witness.id)
    author_id = work.actor
    work.actor = work.hand = witness.id
    work.memo.clear()
    await answer_as_witness(work, made.id, yes=True)
    work.actor = work.hand = author_id
    work.memo.clear()


async def sort(work: Work, post: Post) -> None:
    """Let them say of each post whether it counts: chairs and stoves do not, whatever a machine makes of their left side."""
    author_id: Id = post.author_id
    for view in await pledges_for(work, author_id):
        await sort_post(work, view.pledge.id, post.id, about=post.text in SAID)


def _hours_ago(today: datetime, at: datetime) -> float:
    return (today - at).total_seconds() / 3600
