"""Who looks into a mirror: somebody loud, and what came of it."""

from datetime import datetime, timedelta

from kith.base.work import Work
from kith.demo.history import Chronicle
from kith.mirror import look, see, turn_on
from kith.mirror.model import MirrorDue

WHO = "xaver"
WEEKS = 4  # ago he turned it on
ASKED = (
    ("mila", "Whether you could help me with the shopping on Sunday. It is one flight of stairs.", "Sunday at ten. Give me the heavy one."),
    ("ruth", "What your mother put into the plum cake.", "Cardamom. I called her to be sure, and we talked for an hour."),
    ("yusuf", "If the bell on your bicycle still works.", "It does. Nobody could hear it over me."),
    ("ingrid", "Whether you still sing bass.", "Like a door. Thursday?"),
    ("otto", "What you like. You always say what you do not.", "The pear tree at the chapel. There, I have said it."),
    ("emil", "Rye or spelt?", "Rye. And good morning, Emil."),
    ("noor", "What a bypass is.", "A road that I have been shouting about. I will draw it for you."),
    ("piotr", "If you want your chair back. It has been ready since May.", "I do. I come for it on foot, and stay for tea."),
)  # fmt: skip


def write_mirror(tell: Chronicle) -> None:
    """Let him look on Mondays; let him ask, be asked, and be glad."""
    hours = (tell.today - _last_monday(tell.today)) / timedelta(hours=1)
    week = 7 * 24
    for weeks in range(WEEKS, -1, -1):
        tell.look(WHO, max(0.0, hours + weeks * week - 0.01))
    asks = hours + week - 3
    asked = tell.post(
        WHO,
        asks,
        "My mirror has had the same word for me for weeks, and one does not write it on a cake. So: what did you ask me "
        "that I talked over? Ask again. I am sitting down.",
    )
    for number, (who, question, answer) in enumerate(ASKED):
        about = tell.answer(who, asked, asks - 1 - number / 4, question)
        tell.answer(WHO, about, asks - 3 - number / 4, answer)
    glad = tell.post(
        WHO,
        hours * 0.6,
        "Eight questions in one evening, and since Sunday a chair at Mila’s table. My mirror had a kinder word for me this "
        "Monday. I can live in that one.",
    )
    tell.answer("mara", glad, hours * 0.5, "We noticed before it did.")
    tell.answer(WHO, glad, hours * 0.4, "And I have one thing less to say about the bins.")


def _last_monday(today: datetime) -> datetime:
    eight = (today - timedelta(days=today.weekday())).replace(hour=8, minute=0, second=0, microsecond=0)
    return eight if eight <= today else eight - timedelta(weeks=1)


async def look_into_mirror(work: Work) -> None:
    """Turn it on, or look as on every Monday."""
    assert work.actor is not None
    mirror = (await see(work)).mirror
    if mirror is None:
        await turn_on(work, zone="UTC")
    else:
        await look(work, MirrorDue(owner_id=mirror.owner_id, due_at=mirror.due_at))
