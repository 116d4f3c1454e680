"""Who a case is with: somebody with an account, or an address that wrote by mail; nobody, where they are gone."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass

from kith.base.core.ids import Id
from kith.base.web.shown import first_name
from kith.base.work import Work
from kith.desk.model import Case
from kith.mailbox import can_answer, mail_people
from kith.mailbox.model import MailPerson
from kith.people import present_accounts
from kith.people.model import Account


@dataclass(frozen=True, kw_only=True)
class Whom:
    """The one or the other of the two; or neither."""

    account: Account | None = None
    writer: MailPerson | None = None

    @property
    def name(self) -> str:
        """What they are called; empty, where they are gone."""
        if self.account is not None:
            return self.account.name or self.account.handle
        return self.writer.called if self.writer is not None else ""

    @property
    def first(self) -> str:
        """What one calls them in a sentence."""
        return first_name(self.account) if self.account is not None else self.name

    @property
    def greeting(self) -> str:
        """What one writes after "Dear"; empty, where only an address is known."""
        return first_name(self.account) if self.account is not None else (self.writer.name if self.writer else "")

    @property
    def words(self) -> str:
        """By what they are found."""
        if self.account is not None:
            return f"{self.account.name} {self.account.handle}"
        if self.writer is None:
            return ""
        address = self.writer.address  # whole, and in its parts: an index takes an address for one word
        return f"{self.writer.name} {address} {address.replace('@', ' ')}"


NOBODY_THERE = Whom()


async def whom_of(work: Work, cases: Iterable[Case]) -> dict[Id, Whom]:
    """Tell who these cases are with, by the cases' ids. They are of one desk, or of several."""
    known = list(cases)
    people = {one.person_id for one in known if one.channel != "mail"}
    accounts = {one.id: one for one in await present_accounts(work.db, people)} if people else {}
    by_mail = [one for one in known if one.channel == "mail"]
    writers: dict[Id, MailPerson] = {}
    for organisation_id in sorted({one.organisation_id for one in by_mail}):
        wanted = [one.person_id for one in by_mail if one.organisation_id == organisation_id]
        writers |= await mail_people(work, organisation_id, wanted)
    return {
        one.id: Whom(writer=writers.get(one.person_id))
        if one.channel == "mail"
        else Whom(account=accounts.get(one.person_id))
        for one in known
    }


async def whom(work: Work, case: Case) -> Whom:
    """Tell who a case is with."""
    return (await whom_of(work, [case]))[case.id]


async def can_be_answered(work: Work, case: Case, other: Whom, hidden: Collection[Id]) -> bool:
    """Tell whether they can be answered: they are there, and nothing stands between; mail is connected."""
    if case.channel == "mail":
        return other.writer is not None and await can_answer(work, case.organisation_id)
    return other.account is not None and case.person_id not in hidden
