"""What push listens to."""

from kith.base.work import Listener
from kith.notices.model import Noticed
from kith.push.actions.telling import hear_noticed, push_bundle, push_notice
from kith.push.model import BundleDue, PushDue

LISTENERS = (
    Listener(Noticed, "push.noticed", hear_noticed, at_once=True),  # most have no device that wants to know
    Listener(PushDue, "push.notice", push_notice),
    Listener(BundleDue, "push.bundle", push_bundle),
)
