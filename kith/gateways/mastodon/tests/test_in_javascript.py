"""What apps in browsers make of answers: large numbers lose their last digits, and words decide what is done."""

from kith.gateways.mastodon.tests.conftest import Apps
from kith.notices.tests.scene import run_jobs

NOTED = "/api/v1/notifications"


def as_javascript_writes(number: int) -> str:
    """Write a number as a browser does: the shortest digits that are the same to it, and noughts."""
    digits, _e, power = repr(float(number)).replace(".", "").partition("e+")
    return digits.ljust(int(power) + 1, "0")


async def test_a_notification_is_found_by_the_number_that_a_browser_kept(apps: Apps) -> None:
    """It was pushed, or stood in a group, as a number: several of one instant are told apart all the same."""
    for number in range(6):
        status = await apps.ask("ana", "POST", "/api/v1/statuses", json={"status": f"Pear {number}"})
        await apps.ask("ben", "POST", f"/api/v1/statuses/{status['id']}/favourite")
    await run_jobs(apps.house)
    groups = (await apps.ask("ana", "GET", "/api/v2/notifications?types[]=favourite"))["notification_groups"]
    assert len(groups) == 6
    for group in groups:
        written = as_javascript_writes(group["most_recent_notification_id"])
        assert (await apps.ask("ana", "GET", f"{NOTED}/{written}"))["id"] == group["page_max_id"]

    newest = as_javascript_writes(groups[0]["most_recent_notification_id"])
    await apps.ask("ana", "POST", "/api/v1/markers", json={"notifications": {"last_read_id": newest}})
    assert (await apps.ask("ana", "GET", f"{NOTED}/unread_count?types[]=favourite"))["count"] == 0
    await apps.ask("ana", "POST", f"{NOTED}/{newest}/dismiss")
    await apps.ask("ana", "GET", f"{NOTED}/{newest}", expect=404)
    await apps.ask("ben", "GET", f"{NOTED}/{groups[1]['page_max_id']}", expect=404)
    await apps.ask("ana", "GET", f"{NOTED}/{2**63 - 1}", expect=404)


async def test_what_is_not_there_is_said_in_mastodons_words(apps: Apps) -> None:
    """In whatever language: Phanpy lets one subscribe only where it reads them. Those for the person stand beside."""
    for language in ("en", "de", "ar"):
        told = await apps.client.get(
            "/api/v1/push/subscription",
            headers={"authorization": f"Bearer {apps.tokens['ana']}", "accept-language": language},
        )
        assert told.status_code == 404
        assert told.json()["error"] == "Record not found"
        assert told.json()["error_description"]
