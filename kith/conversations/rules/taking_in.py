"""Where messages come to stand between those that are there."""

from bisect import bisect_right
from collections.abc import Iterable, Sequence

from kith.base.core.ids import Id


def room_for(
    ids: Sequence[Id], *, among: Sequence[tuple[int, Id]], last_seq: int
) -> tuple[tuple[int, ...], tuple[int, ...]]:
    """Give the numbers of new messages, by ascending id, among those that are there: each before the first with a
    higher id. Gives beside them the numbers from which on everything moves up by one, one for each that is put between.
    """
    seqs, pushes, at = [], [], 0
    for count, one in enumerate(ids, 1):
        while at < len(among) and among[at][1] < one:
            at += 1
        if at < len(among):
            pushes.append(among[at][0])
            seqs.append(among[at][0] + count - 1)
        else:
            seqs.append(last_seq + count)
    return tuple(seqs), tuple(pushes)


def pushed(seq: int, pushes: Sequence[int]) -> int:
    """Give the number that a message has once others stand before it."""
    return seq + bisect_right(pushes, seq)


def read_up_to(read_seq: int, *, last_seq: int, new_last_seq: int, pushes: Sequence[int], unread: Iterable[int]) -> int:
    """Give up to where somebody has read: as before, but never past the first that is unread."""
    read = new_last_seq if read_seq >= last_seq else pushed(read_seq, pushes)
    return min([read, *(seq - 1 for seq in unread)])
