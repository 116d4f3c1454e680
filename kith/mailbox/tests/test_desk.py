"""From a mail to a case, and from the desk back into the world."""

from kith.base.work import House
from kith.mailbox.tests.scene import arrive, connected, mail, only_case, reply, rows, run_jobs, the_case
from kith.mailbox.tests.servers import Inbound, Outbound


async def test_a_mail_becomes_a_case_and_its_answer_goes_out(
    house: House, inbound: Inbound, outbound: Outbound
) -> None:
    """In its thread on both sides; the mailbox itself stays as it was."""
    scene = await connected(house, inbound, outbound)
    await arrive(house, scene, inbound, mail(house))
    [row] = await rows(house, scene, "unassigned")
    assert (row.words, row.whom.name, row.case.channel, row.case.state) == (
        "Are you open on Saturday?", "Ida Berg", "mail", "new"
    )  # fmt: skip
    answered = await reply(house, scene.mara, row.case, "Yes, from nine to noon.", key="k", seen=0)
    assert (answered.state, answered.assignee_id) == ("theirs", scene.mara)
    [came] = outbound.came
    assert (came["To"], came["From"]) == ("Ida Berg <ida@berg.example>", "Clinic on the Hill <clinic@hill.example>")
    assert (came["Subject"], came["In-Reply-To"]) == ("Re: Saturday", "<one@berg.example>")
    assert came.get_content_type() == "text/plain"
    view = await the_case(house, scene)
    assert [(one.kind, one.state) for one in view.mails] == [("received", "here"), ("sent", "sent")]
    again = mail(
        house,
        "Thank you!\n\nOn Monday the clinic wrote:\n> Yes, from nine to noon.\n",
        subject="Re: Saturday",
        message_id="<two@berg.example>",
        In_Reply_To=came["Message-ID"],
    )
    await arrive(house, scene, inbound, again)
    case = await only_case(house, scene)
    assert (case.id, case.state) == (row.case.id, "ours")
    assert (await rows(house, scene))[0].words == "Thank you!"
    assert all(b"Seen" not in one for one in inbound.flags())
    await run_jobs(house)
    assert len(outbound.came) == 1
