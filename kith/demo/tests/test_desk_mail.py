"""The village's one case by mail, with no mailbox anywhere."""

import httpx

from kith.base.work import House
from kith.demo.desk_mail import let_mail_come
from kith.desk.tests.scene import act, gather, only_case
from kith.posts.tests.cast import sign_in


async def test_it_lies_at_the_desk_and_says_that_nothing_goes_out(house: House, client: httpx.AsyncClient) -> None:
    """From an address alone; whoever reads it learns why there is no field to answer in."""
    scene = await gather(house)
    await act(house, scene.samira, let_mail_come, scene.clinic)
    case = await only_case(house, scene)
    assert case.channel == "mail"
    await sign_in(house, client, scene.mara)
    page = (await client.get(f"/desk/clinic/cases/{case.id}")).text
    for words in ("Hedda Lund", "A back from across the river", "quieter", "emil@bakehouse.example"):
        assert words in page, words
    assert "no mailbox is connected" in page
