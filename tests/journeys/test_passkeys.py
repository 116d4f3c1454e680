"""Passkeys, in a real browser with a device that keeps them."""

from playwright.async_api import CDPSession, expect

from tests.journeys.conftest import Visitor, Visitors

PASSWORD = "a long table in the evening"
SETTINGS = "/settings/two-step"


async def _plug_in(visitor: Visitor) -> tuple[CDPSession, str]:
    """Give the browser a device that keeps passkeys and asks who holds it."""
    session = await visitor.context.new_cdp_session(visitor.page)
    await session.send("WebAuthn.enable")
    options = {
        "protocol": "ctap2", "transport": "internal", "hasResidentKey": True, "hasUserVerification": True,
        "isUserVerified": True, "automaticPresenceSimulation": True,
    }  # fmt: skip
    made = await session.send("WebAuthn.addVirtualAuthenticator", {"options": options})
    return session, made["authenticatorId"]


async def _leave(visitor: Visitor) -> None:
    await visitor.context.clear_cookies()
    await visitor.go("/sign-in")


async def _make(visitor: Visitor, name: str) -> None:
    page = visitor.page
    await page.get_by_role("button", name="Go on").click()
    await page.get_by_label("A name by which you know it").fill(name)
    await page.get_by_role("button", name="Make it").click()


async def test_a_passkey_is_made_signs_in_and_is_removed(visitors: Visitors) -> None:
    """In the place of the password, after it, by keyboard; and a recovery code where it is lost."""
    visitor = await visitors.come(phone=True)
    await visitor.join("passkey_pia", "Pia")
    page = visitor.page
    session, device = await _plug_in(visitor)

    await visitor.go(SETTINGS)
    await page.get_by_role("link", name="Add a passkey").click()
    await page.get_by_label("Your password now").fill(PASSWORD)
    await _make(visitor, "My phone")
    await expect(page.locator(".two-step__codes code")).to_have_count(10)

    await _leave(visitor)
    await page.get_by_role("button", name="Sign in with a passkey").focus()
    await page.keyboard.press("Enter")
    await page.wait_for_url(visitor.server.url + "/")

    await _leave(visitor)
    await page.get_by_label("Handle or mail address").fill("passkey_pia")
    await page.get_by_label("Password").fill(PASSWORD)
    await page.get_by_role("button", name="Sign in", exact=True).click()
    await page.get_by_role("button", name="Use a passkey").click()
    await page.wait_for_url(visitor.server.url + "/")

    # Nobody answers the browser's question: the page says so, and the button can be pressed again.
    await session.send("WebAuthn.setUserVerified", {"authenticatorId": device, "isUserVerified": False})
    await _leave(visitor)
    await page.get_by_role("button", name="Sign in with a passkey").click()
    await expect(page.locator(".toast")).to_contain_text("No passkey came")
    await session.send("WebAuthn.setUserVerified", {"authenticatorId": device, "isUserVerified": True})
    await page.get_by_role("button", name="Sign in with a passkey").click()
    await page.wait_for_url(visitor.server.url + "/")

    await visitor.go(SETTINGS)
    await page.get_by_role("link", name="Change My phone").click()
    remove = page.locator("form", has=page.get_by_role("heading", name="Remove it"))
    await remove.get_by_label("Your password now").fill(PASSWORD)
    await remove.get_by_role("button", name="By passkey instead of a code").click()
    await page.get_by_text("Two-step sign-in is off.").wait_for()
    assert visitor.complaints == []


async def test_without_scripts_a_recovery_code_leads_in(visitors: Visitors) -> None:
    """The pages say that passkeys need scripts, and ask for what goes without."""
    visitor, plain = await visitors.come(), await visitors.come(script=False)
    await visitor.join("passkey_ron", "Ron")
    page = visitor.page
    await _plug_in(visitor)
    await visitor.go(f"{SETTINGS}/passkeys/new")
    await page.get_by_label("Your password now").fill(PASSWORD)
    await _make(visitor, "A stick")
    code = await page.locator(".two-step__codes code").first.inner_text()

    page = plain.page
    await plain.go("/sign-in")
    assert not await page.get_by_role("button", name="Sign in with a passkey").is_visible()
    await page.get_by_label("Handle or mail address").fill("passkey_ron")
    await page.get_by_label("Password").fill(PASSWORD)
    await page.get_by_role("button", name="Sign in", exact=True).click()
    await page.get_by_text("It needs a browser that knows passkeys").wait_for()
    await page.get_by_text("I do not have my passkey").click()
    await page.get_by_label("A recovery code").fill(code)
    await page.get_by_role("button", name="Sign in with it").click()
    await page.wait_for_url(plain.server.url + "/")
