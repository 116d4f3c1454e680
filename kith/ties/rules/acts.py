"""What an act weighs, and which acts lie in a post.

| act | points | |
|---|---|---|
| call: talking together for two minutes or more | 2.0 | from both |
| letter: a post for the people named alone | 1/n | n people named; 0 beyond 4 |
| reply: a direct answer to somebody's words | 0.8 | |
| comment: a post with words of one's own around somebody's | 0.6 | a quote |
| mention: a post that names n people | 0.3/n | 0 beyond 5 |
| together: writing in a thread in which n others write | 0.2/n | once a thread and person; 0 beyond 11 |
| reaction: a like | 0.1 | |
| a post for everybody, a repost, a vote, a look | 0 | |

What is composed for one person weighs more than a click (Burke and Kraut 2016). A broadcast weighs nothing: the loud
would become close. Why each is read as it is: docs/decisions/0011.
"""

from kith.base.core.ids import Id
from kith.ties.model import Act, ActKind, Said

COMPOSED: frozenset[ActKind] = frozenset({"call", "letter", "reply", "comment"})
THREAD_PEOPLE_MAX = 12

_POINTS: dict[ActKind, float] = {
    "call": 2.0,
    "letter": 1.0,
    "reply": 0.8,
    "comment": 0.6,
    "mention": 0.3,
    "together": 0.2,
    "reaction": 0.1,
}
# Beyond so many people it is no longer done for any of them.
_AMONG_MAX: dict[ActKind, int] = {"letter": 4, "mention": 5, "together": THREAD_PEOPLE_MAX - 1}


def weight(kind: ActKind, among: int = 1) -> float:
    """Tell how many points an act gives to each of those whom it is shared among."""
    assert among >= 1
    return 0.0 if among > _AMONG_MAX.get(kind, among) else _POINTS[kind] / among


def acts_of(said: Said) -> list[Act]:
    """List what lies in a post: towards each person one act, the one that weighs most. Ordered by person."""
    best: dict[Id, Act] = {}
    for act in _all_acts(said):
        known = best.get(act.getter_id)
        if act.getter_id != said.author_id and (known is None or _points(act) > _points(known)):
            best[act.getter_id] = act
    return [act for _person, act in sorted(best.items()) if _points(act) > 0]


def _all_acts(said: Said) -> list[Act]:
    named = set(said.named_ids) - {said.author_id}
    kind: ActKind = "letter" if said.private else "mention"
    acts = [_act(said, person, kind, among=len(named)) for person in named]
    if said.answered_id is not None:
        acts.append(_act(said, said.answered_id, "reply"))
    if said.quoted_id is not None:
        acts.append(_act(said, said.quoted_id, "comment"))
    others = set(said.thread) - {said.author_id}
    if not said.private and len(others) < THREAD_PEOPLE_MAX:
        acts += [_together(said, person, among=len(others)) for person in others]
    return acts


def _act(said: Said, getter_id: Id, kind: ActKind, among: int = 1) -> Act:
    return Act(giver_id=said.author_id, getter_id=getter_id, kind=kind, subject_id=said.post_id, among=among)


def _together(said: Said, getter_id: Id, among: int) -> Act:
    return Act(giver_id=said.author_id, getter_id=getter_id, kind="together", subject_id=said.root_id, among=among)


def _points(act: Act) -> float:
    return weight(act.kind, act.among)
