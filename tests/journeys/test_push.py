"""Being told on this device: the page, the script, the service worker, and the server behind them."""

import asyncio
import json
from itertools import count
from typing import Any

from playwright.async_api import CDPSession, expect

from kith.push.tests.service import Device, push_service
from tests.journeys.conftest import Visitor, Visitors

_number = count(1)
SHOWN = """async () => {
  const registration = await navigator.serviceWorker.ready;
  const shown = await registration.getNotifications();
  return shown.map(({ title, body, tag, data }) => ({ title, body, tag, url: data.url }));
}"""
# A browser asks its maker's servers for an address to be told at. None is reached from here, so this one answers with
# an address of ours; all that follows is as it is.
ANSWERS = """(given) => {
  let made = null;
  PushManager.prototype.getSubscription = async () => made;
  PushManager.prototype.subscribe = async (asked) => {
    const text = asked.applicationServerKey.replaceAll("-", "+").replaceAll("_", "/");
    const applicationServerKey = Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0)).buffer;
    made = { options: { applicationServerKey }, toJSON: () => given, unsubscribe: async () => (made = null) };
    return made;
  };
}"""


async def come(visitors: Visitors, *, phone: bool = False) -> Visitor:
    """Somebody comes who lets this place tell them things, and joins."""
    visitor = await visitors.come(phone=phone)
    await visitor.context.grant_permissions(["notifications"], origin=visitor.server.url)
    number = next(_number)
    await visitor.join(f"told{number}", f"Toldina {number}")
    return visitor


async def worker_of(visitor: Visitor) -> tuple[CDPSession, str]:
    """Wait for the service worker; give the way to speak to it."""
    speaking = await visitor.context.new_cdp_session(visitor.page)
    found: asyncio.Future[str] = asyncio.get_running_loop().create_future()

    def look(said: dict[str, Any]) -> None:
        for registration in said["registrations"]:
            if not found.done():
                found.set_result(registration["registrationId"])

    speaking.on("ServiceWorker.workerRegistrationUpdated", look)
    await speaking.send("ServiceWorker.enable")
    await visitor.page.evaluate("navigator.serviceWorker.ready.then(() => null)")
    async with asyncio.timeout(60):
        return speaking, await found


async def deliver(visitor: Visitor, speaking: tuple[CDPSession, str], message: dict[str, Any]) -> list[dict[str, Any]]:
    """Let a message arrive in the browser; give what it shows then."""
    session, registration = speaking
    await session.send(
        "ServiceWorker.deliverPushMessage",
        {"origin": visitor.server.url, "registrationId": registration, "data": json.dumps(message)},
    )
    async with asyncio.timeout(60):
        while True:
            shown: list[dict[str, Any]] = await visitor.page.evaluate(SHOWN)
            if any(one["title"] == message["title"] for one in shown):
                return shown
            await asyncio.sleep(0.05)


async def test_somebody_is_told_what_another_says(visitors: Visitors) -> None:
    """From the switch in the settings to the words on the screen: only the push service between is ours."""
    device = Device()
    ana, ben = await come(visitors, phone=True), await come(visitors)
    async with push_service() as service:
        given = {"endpoint": service.endpoint("ana"), "keys": device.keys()}
        await ana.page.add_init_script(f"({ANSWERS})({json.dumps(given)})")
        await ana.go("/settings")
        await ana.page.get_by_role("link", name="What reaches you").click()
        await ana.page.get_by_role("button", name="Tell me on this device").click()
        await expect(ana.page.get_by_text("Done: you will be told")).to_be_visible()
        await expect(
            ana.page.get_by_role("checkbox", name="Somebody answers, names or quotes me: Devices")
        ).to_be_checked()
        speaking = await worker_of(ana)

        await ben.write("The quinces are ready, @told1!")
        async with asyncio.timeout(60):
            await service.has(1)
        message = device.open(service.got[0])
        (shown,) = await deliver(ana, speaking, message)
        assert (shown["title"], shown["body"]) == ("Toldina 2 spoke of you.", "The quinces are ready, @told1!")
        assert shown["url"].startswith("/@told2/")
        (shown,) = await deliver(ana, speaking, message | {"title": "2 new notices", "url": "/notices"})
        assert (shown["title"], shown["url"]) == ("2 new notices", "/notices")

        await ana.page.get_by_role("button", name="Tell me nothing").click()
        await expect(ana.page.get_by_text("You are no longer told")).to_be_visible()
        assert await ana.page.evaluate(SHOWN) == []
    assert ana.complaints == []


async def test_signing_out_takes_everything_off_the_screen(visitors: Visitors) -> None:
    visitor = await come(visitors)
    await visitor.go("/settings")
    speaking = await worker_of(visitor)
    message = {"title": "Ben", "body": "", "icon": "", "url": "/", "tag": "kith", "lang": "en", "dir": "ltr"}
    assert len(await deliver(visitor, speaking, message)) == 1
    await visitor.page.locator("main").get_by_role("button", name="Sign out").click()
    await visitor.page.wait_for_url(visitor.server.url + "/")
    assert await visitor.page.evaluate(SHOWN) == []
    assert visitor.complaints == []


async def test_a_browser_that_cannot_says_so(visitors: Visitors) -> None:
    """Its maker's servers are not reached; the permission is not given; scripts are off."""
    visitor = await come(visitors)
    await visitor.go("/settings/push")
    await visitor.page.get_by_role("button", name="Tell me on this device").click()
    await expect(visitor.page.get_by_text("could not reach the service")).to_be_visible(timeout=30_000)
    assert "said=on" not in visitor.page.url
    await visitor.context.clear_permissions()
    await visitor.go("/settings/push")
    if await visitor.page.evaluate("Notification.permission") == "denied":
        await expect(visitor.page.get_by_text("does not let this place tell you")).to_be_visible()
        await expect(visitor.page.get_by_role("button", name="Tell me on this device")).to_be_hidden()
    still = await visitors.come(script=False)
    await still.join(f"told{next(_number)}", "Toldina")
    await still.go("/settings/push")
    await expect(still.page.get_by_text("needs to run scripts")).to_be_visible()
    await expect(still.page.locator("form[data-push]")).to_be_hidden()
