"""`kith conversations`: hand what was said by name before over to conversations."""

import argparse
import asyncio

from kith.cli.progress import say
from kith.cli.running import house_for
from kith.settings import Settings
from kith.talks import take_over


def take_over_talks(settings: Settings, _given: argparse.Namespace) -> int:
    """Hand all over, and say how far it is. Breaking it off does no harm: what is done is done."""

    async def inside() -> int:
        async with house_for(settings) as house:
            return await take_over(house, lambda done: say(f"  messages: {done}"))

    print(f"Done: {asyncio.run(inside())} messages.")
    return 0
