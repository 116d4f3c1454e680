"""What tests of the web share."""

from collections.abc import AsyncIterator

import pytest
import pytest_asyncio

from kith.base.bus.tests.waiting import until
from kith.base.web.door import door as doors
from kith.base.web.door.door import Door
from kith.base.web.tests.behind import Behind


@pytest_asyncio.fixture
async def behind(monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Behind]:
    """A fresh one, whose clock runs fast; nobody is left in it."""
    monkeypatch.setattr(doors, "TICK_S", 0.005)
    behind = Behind()
    behind.door = await Door.open(behind.app, ["/live"], host="127.0.0.1", port=0)
    yield behind
    for writer in behind.writers:
        writer.close()
    await behind.door.close()
    await until(lambda: behind.inside == 0)
    assert all(one.closed == one.opened for one in behind.sources)
