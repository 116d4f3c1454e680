"""What two friends do on their first evening."""

import asyncio
import io
import os
import signal
import subprocess
from itertools import count
from pathlib import Path

from PIL import Image
from playwright.async_api import expect

from tests.journeys.conftest import Visitors

_number = count(1)


def names() -> tuple[str, str]:
    """Handles that nobody has yet."""
    number = next(_number)
    return f"anna{number}x", f"bruno{number}x"


async def test_what_one_says_appears_in_the_others_page(visitors: Visitors) -> None:
    """Live: without a reload, behind a pill, and the like comes back."""
    ana, bruno = names()
    here, there = await visitors.come(), await visitors.come(phone=True)
    await here.join(ana, "Anna")
    await there.join(bruno, "Bruno")
    await there.go(f"/@{ana}")
    await there.page.get_by_role("button", name="Follow").first.click()
    await expect(there.page.get_by_role("button", name="Following").first).to_be_visible()
    await there.go("/")
    await there.page.wait_for_timeout(500)

    await here.write(f"The quinces are ready, @{bruno}!")
    pill = there.page.locator("[data-waiting] button")
    await expect(pill).to_be_visible(timeout=15_000)
    await pill.click()
    card = there.page.locator("article", has_text="The quinces are ready").first
    await expect(card).to_be_visible()
    await here.go("/notices")
    await card.get_by_role("button", name="Like").click()
    await here.page.locator("[data-waiting] button").click(timeout=15_000)
    await expect(here.page.get_by_text("likes what you said").first).to_be_visible(timeout=15_000)
    assert here.complaints == []
    assert there.complaints == []


async def test_everything_basic_works_without_script(visitors: Visitors) -> None:
    """Sign up, post with a picture, answer, like, sign out: plain forms."""
    ana, _bruno = names()
    visitor = await visitors.come(script=False)
    await visitor.join(ana, "Anna")
    picture = io.BytesIO()
    Image.effect_mandelbrot((640, 480), (-2, -1, 1, 1), 40).convert("RGB").save(picture, "JPEG")
    await visitor.go("/write")
    await visitor.page.locator("main textarea[name=text]").fill("A picture without script.")
    pictures = visitor.page.locator("main input[type=file]").first
    await pictures.set_input_files({"name": "a.jpg", "mimeType": "image/jpeg", "buffer": picture.getvalue()})
    await visitor.page.locator("main form button[value=publish]").click()
    await visitor.page.wait_for_url("**/@*/*")
    await expect(visitor.page.locator("article img[src^='/media/']").first).to_have_count(1)
    await visitor.page.get_by_role("button", name="Like").first.click()
    await visitor.page.locator("main textarea[name=text]").fill("And an answer.")
    await visitor.page.locator("main form button[value=publish]").click()
    await expect(visitor.page.get_by_text("And an answer.").first).to_be_visible()
    await visitor.go("/settings")
    await visitor.page.get_by_role("button", name="Sign out").click()
    await visitor.go("/settings")
    assert "/sign-in" in visitor.page.url


async def test_nothing_is_lost_when_everything_is_killed(visitors: Visitors) -> None:
    """kill -9 of Kith and of both engines; started again, the post is there, and the session too."""
    ana, _bruno = names()
    visitor = await visitors.come()
    await visitor.join(ana, "Anna")
    await visitor.write("Still here afterwards.")
    address = visitor.page.url
    await asyncio.to_thread(_kill_all, visitors.server.folder)
    assert visitors.server.process is not None
    visitors.server.process.wait(30)
    await asyncio.to_thread(visitors.server.start)
    await visitor.page.goto(address)
    await expect(visitor.page.get_by_text("Still here afterwards.").first).to_be_visible()
    await visitor.go("/settings")
    assert "/sign-in" not in visitor.page.url


def _kill_all(folder: Path) -> None:
    """Kill every process that names this data folder in its command line or environment."""
    for entry in Path("/proc").iterdir():
        if not entry.name.isdigit() or int(entry.name) == os.getpid():
            continue
        try:
            told = (entry / "cmdline").read_bytes() + (entry / "environ").read_bytes()
        except OSError:
            continue
        if str(folder).encode() in told:
            subprocess.run(["/bin/kill", f"-{signal.SIGKILL.value}", entry.name], check=False)
