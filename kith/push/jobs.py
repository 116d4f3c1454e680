"""What push listens to."""

from kith.base.work import Listener
from kith.notices.model import Noticed, NoticedTogether
from kith.push.actions.telling import hear_noticed, hear_noticed_together, push_bundle, push_notice
from kith.push.model import BundleDue, PushDue

LISTENERS = (
    Listener(Noticed, "push.noticed", hear_noticed, at_once=True),  # most have no device that wants to know
    Listener(NoticedTogether, "push.noticed_together", hear_noticed_together, at_once=True),
    Listener(PushDue, "push.notice", push_notice),
    Listener(BundleDue, "push.bundle", push_bundle),
)
