"""The plug of people."""

from datetime import time
from typing import Any

from starlette.requests import Request

from kith.base.feature import Feature
from kith.base.web.page import Slot
from kith.base.work import Nightly, Work
from kith.people import store
from kith.people.actions.leaving import delete_who_left
from kith.people.actions.signing_in import end_idle_sessions
from kith.people.jobs import LISTENERS, NIGHTLY
from kith.people.model import (
    Account,
    ApiToken,
    Block,
    BlockedBy,
    DomainBlock,
    Follow,
    Follower,
    FollowTally,
    Handle,
    Invite,
    MailToken,
    Member,
    MemberEmail,
    Mute,
    PageSession,
    Paper,
    PassedOver,
    Passkey,
    Recommendation,
    RecoveryCode,
    Remark,
    ServerSetting,
    Skeleton,
    TagFollow,
    Trustee,
    TwoStep,
)
from kith.people.web.domains import DOMAIN_ROUTES
from kith.people.web.entering import ENTERING_ROUTES
from kith.people.web.faces import FACE_ROUTES
from kith.people.web.finding import FINDING_ROUTES
from kith.people.web.inviting import ROUTES as INVITING_ROUTES
from kith.people.web.owner import OWNER_ROUTES
from kith.people.web.papers import PAPER_ROUTES, fill_papers
from kith.people.web.passkeys import PASSKEY_ROUTES
from kith.people.web.people import PEOPLE_ROUTES
from kith.people.web.profile_edit import PROFILE_ROUTES
from kith.people.web.proving import PROVING_ROUTES
from kith.people.web.relations import RELATION_ROUTES
from kith.people.web.second_step import SECOND_STEP_ROUTES
from kith.people.web.settings import SETTINGS_ROUTES
from kith.people.web.trusting import TRUSTING_ROUTES


async def me(work: Work, _request: Request) -> Any:
    """Give the account that is signed in, for the frame of every page."""
    if work.actor is None:
        return None
    return work.memo.get(Account) or await store.find_account(work.db, work.actor)


FEATURE = Feature(
    name="people",
    records=(
        Account,
        Handle,
        Skeleton,
        Member,
        MemberEmail,
        PageSession,
        ApiToken,
        MailToken,
        TwoStep,
        RecoveryCode,
        Passkey,
        Invite,
        ServerSetting,
        Paper,
        Follow,
        Follower,
        FollowTally,
        Block,
        BlockedBy,
        DomainBlock,
        Mute,
        Remark,
        Recommendation,
        PassedOver,
        TagFollow,
        Trustee,
    ),
    routes=(
        *ENTERING_ROUTES,
        *SECOND_STEP_ROUTES,
        *PASSKEY_ROUTES,
        *PROVING_ROUTES,
        *SETTINGS_ROUTES,
        *INVITING_ROUTES,
        *TRUSTING_ROUTES,
        *DOMAIN_ROUTES,
        *OWNER_ROUTES,
        *PAPER_ROUTES,
        *PROFILE_ROUTES,
        *PEOPLE_ROUTES,
        *FINDING_ROUTES,
        *RELATION_ROUTES,
        *FACE_ROUTES,
    ),
    listeners=LISTENERS,
    slots=(
        Slot(name="shell.me", fill=me),
        Slot(name="shell.papers", fill=fill_papers),
    ),
    nightly=(
        Nightly(name="people.leave", at=time(3, 30), run=delete_who_left),
        Nightly(name="people.sessions", at=time(3, 20), run=end_idle_sessions),
        *NIGHTLY,
    ),
)
