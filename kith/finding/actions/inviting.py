"""Inviting somebody who is not here."""

from kith.base.core.errors import Invalid, NotFound, Refused
from kith.base.core.ids import Id
from kith.base.core.words import _
from kith.base.letters import write_letter
from kith.base.work import Work
from kith.finding import memory
from kith.finding.actions.running import acting
from kith.people import get_account, invite


async def invite_absent(work: Work, number: int, *, line: str, by_mail: bool) -> str:
    """Invite the person with this number in the outcome; give the link. Invited twice, the first link holds.

    By mail where the file has their address and this server sends mail; otherwise the link is for one to send oneself.
    Raises `NotFound` for a number that names nobody, `Refused` where one may not invite.
    """
    house, owner_id = work.house, acting(work)
    run, outcome = await memory.find_run(house, owner_id), await memory.find_outcome(house, owner_id)
    if run is None or outcome is None or not 0 <= number < len(outcome.absent):
        raise NotFound
    email = outcome.absent[number].email
    if by_mail and not house.mailer.can_send:
        raise Refused(_("This server sends no mail. Take the link and send it yourself."))
    if by_mail and email is None:
        raise Invalid(_("There is no mail address of theirs. Take the link and send it yourself."), field="by_mail")
    if not await memory.claim_invitation(house, owner_id, run.id, number):
        link = (await memory.invited(house, owner_id)).get(number)
        if not link:
            raise Refused(_("You are inviting them already."))
        return link
    done = False
    try:
        made = await invite(work, line=line)
        link = f"{house.settings.url}/join/{made.code}"
        if by_mail and email is not None:
            await _write(work, owner_id, email, line=made.line, link=link)
        await memory.note_invited(house, owner_id, run.id, number, link)
        done = True
    finally:
        if not done:
            await memory.give_claim_back(house, owner_id, number)
    return link


async def invitations(work: Work) -> dict[int, str]:
    """Give the links of those whom whoever acts invited out of the present outcome, by their numbers."""
    return await memory.invited(work.house, acting(work))


async def _write(work: Work, owner_id: Id, email: str, *, line: str, link: str) -> None:
    settings, account = work.house.settings, await get_account(work.db, owner_id)
    name = account.name or account.handle
    lines = [
        _("{name} (@{handle}) would like to have you on {server}.").format(
            name=name, handle=account.handle, server=settings.name
        ),
        f"“{line}”" if line else "",
        _("This link lets you in; it is for one person:") + f"\n{link}",
        _("If you do not know them, you need not do anything. This server will not write to you again by itself."),
    ]
    await write_letter(
        work,
        to=email,
        subject=_("{name} invites you to {server}").format(name=name, server=settings.name),
        text="\n\n".join(part for part in lines if part),
    )
