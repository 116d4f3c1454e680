"""`kith ties`: make all ties anew from the history of acts."""

import argparse
import asyncio

from kith.cli.progress import say
from kith.cli.running import house_for
from kith.posts import note_history
from kith.settings import Settings
from kith.ties import rebuild


def rebuild_ties(settings: Settings, given: argparse.Namespace) -> int:
    """Make all ties anew, and say how far it is. Breaking it off does no harm: what is done is done."""

    async def inside() -> int:
        async with house_for(settings) as house:
            if given.from_posts:
                await note_history(house, lambda what, done: say(f"  {what}: {done}"))
            return await rebuild(house, lambda done: say(f"  ties: {done}"))

    print(f"Done: {asyncio.run(inside())} ties.")
    return 0
