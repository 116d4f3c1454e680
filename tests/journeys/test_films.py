"""Video and sound in a browser: written, made ready, shown, played."""

from pathlib import Path

from playwright.async_api import Page

from kith.media.tests.films import needs_ffmpeg, sound, video
from tests.journeys.conftest import Visitor, Visitors

pytestmark = needs_ffmpeg

PLAYS = "async (one) => { one.muted = true; await one.play(); return one.currentTime >= 0 && !one.error; }"


async def _choose(page: Page, number: int, path: Path) -> None:
    tool = page.locator("main details[data-pictures]")
    if await tool.get_attribute("open") is None:
        await tool.locator("summary").first.click()
    await page.locator(f"#picture-{number}").set_input_files(path)


async def _written(visitor: Visitor, files: list[Path]) -> None:
    await visitor.go("/write")
    await visitor.page.locator("main textarea[name=text]").fill("The choir, on Sunday.")
    for number, path in enumerate(files):
        await _choose(visitor.page, number, path)
        await visitor.page.locator(f"#alt-{number}").fill("Ten people sing in the square.")
    await visitor.page.locator("main form button[value=publish]").click()
    await visitor.page.wait_for_url("**/@*/*", timeout=60_000)


def _files(folder: Path) -> list[Path]:
    contents = {
        "choir.mov": video("mov", seconds=3),
        "waving.gif": video("gif", seconds=1, sounds=False),
        "song.m4a": sound("m4a", seconds=3),
    }
    for name, content in contents.items():
        (folder / name).write_bytes(content)
    return [folder / name for name in contents]


async def test_a_video_is_posted_and_plays(visitors: Visitors, tmp_path: Path) -> None:
    """It waits until it is ready, stands in the post with its words, plays when it is let, and never by itself."""
    mara = await visitors.come()
    await mara.join("marafilms", "Mara")
    await _written(mara, _files(tmp_path))
    films = mara.page.locator("main .film video")
    assert await films.count() == 2
    assert await mara.page.locator("main .film audio").count() == 1
    assert await mara.page.get_by_label("Video, 0:03").count() == 1
    for player in await mara.page.locator("main .film :is(video, audio)").all():
        assert await player.evaluate("one => one.paused")
        assert await player.evaluate(PLAYS)
    # The visitors want little motion: what goes round elsewhere stops at its end here.
    assert not await mara.page.locator("video[data-rounds]").evaluate("one => one.loop")
    assert mara.complaints == []


async def test_it_goes_without_script(visitors: Visitors, tmp_path: Path) -> None:
    """The form waits for a short file; the post stands there afterwards."""
    jo = await visitors.come(script=False, phone=True)
    await jo.join("jofilms", "Jo")
    await _written(jo, _files(tmp_path)[2:])
    assert await jo.page.locator("main .film audio").count() == 1


async def test_what_is_no_file_of_ours_is_said_and_the_words_stay(visitors: Visitors, tmp_path: Path) -> None:
    """A sentence, and everything that was written is still there."""
    path = tmp_path / "film.mp4"
    path.write_bytes(b"\0\0\0\x20ftypisom" + b"\0" * 500)
    ana = await visitors.come()
    await ana.join("anafilms", "Ana")
    await ana.go("/write")
    await ana.page.locator("main textarea[name=text]").fill("Look at this.")
    await _choose(ana.page, 0, path)
    await ana.page.locator("main form button[value=publish]").click()
    await ana.page.get_by_text("damaged").wait_for()
    assert await ana.page.locator("main textarea[name=text]").input_value() == "Look at this."
