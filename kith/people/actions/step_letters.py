"""What is written to somebody about their second step: it may not have been them."""

from contextlib import AbstractContextManager, nullcontext

from kith.base.core.words import _, in_language
from kith.base.letters import write_letter
from kith.base.web.language import translations_for
from kith.base.work import Work
from kith.people.model import Member, PasskeyTurned, RecoveryCodeUsed, TwoStepTurned


async def tell_it_turned(work: Work, member: Member, *, is_on: bool, lifted: bool = False) -> None:
    """Tell that it is on or off from now on; `lifted` where the server's owner ended it."""
    work.tell(TwoStepTurned(account_id=member.account_id, event_id=work.new_id(), is_on=is_on))
    with _language(member):
        if is_on:
            said = _("From now on, signing in to your account on {server} takes a second step.")
        elif lifted:
            said = _(
                "The owner of {server} has lifted the two-step sign-in of your account, and signed it out everywhere."
            )
        else:
            said = _("Signing in to your account on {server} takes the password alone again.")
        await _write(work, member, _("Two-step sign-in"), said)


async def tell_of_passkey(work: Work, member: Member, name: str, *, is_new: bool) -> None:
    """Tell that a passkey was added, or removed; the letter names it."""
    work.tell(PasskeyTurned(account_id=member.account_id, event_id=work.new_id(), is_new=is_new))
    with _language(member):
        if is_new:
            subject, said = _("A new passkey"), _("A passkey was added to your account on {server}: {name}")
            then = _(
                "If that was not you, set a new password at once: {url}/password\n"
                "The passkey alone does not sign in after that. Remove it: {url}/settings/two-step\n"
                "If you do not get in any more, write to the owner of the server."
            )
        else:
            subject, said = _("A passkey is gone"), _("A passkey was removed from your account on {server}: {name}")
            then = ""
        await _write(work, member, subject, said, then, name=name)


async def tell_of_recovery_code(work: Work, member: Member) -> None:
    """Tell that one was used."""
    work.tell(RecoveryCodeUsed(account_id=member.account_id, event_id=work.new_id()))
    with _language(member):
        said = _("Somebody used one of the recovery codes of your account on {server}.")
        await _write(work, member, _("A recovery code was used"), said)


async def tell_of_guessing(work: Work, member: Member) -> None:
    """Write to somebody whose password is known to whoever guesses their codes."""
    with _language(member):
        said = _(
            "Somebody who knows your password on {server} tries to guess the codes of your phone. They did not get in."
        )
        await _write(work, member, _("Somebody knows your password"), said)


def _language(member: Member) -> AbstractContextManager[None]:
    return in_language(translations_for(member.language)) if member.language else nullcontext()


async def _write(work: Work, member: Member, subject: str, said: str, then: str = "", **names: str) -> None:
    if member.email is None:
        return
    then = then or _("If that was not you, set a new password: {url}/password")
    url, server = work.house.settings.url, work.house.settings.name
    text = said.format(server=server, **names) + "\n\n" + then.format(url=url)
    await write_letter(work, to=member.email, subject=subject, text=text)
