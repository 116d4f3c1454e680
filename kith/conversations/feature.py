"""The plug of conversations."""

from kith.base.feature import Feature
from kith.base.work import Taker
from kith.conversations.actions.addressing import take_addressed, take_sought
from kith.conversations.jobs import LISTENERS, NIGHTLY
from kith.conversations.model import (
    Brightening,
    BrightExchange,
    Conversation,
    ConversationMember,
    HiddenMessage,
    Message,
    MessageBookmark,
    MessageId,
    MessageReaction,
    MessageVersion,
    PairConversation,
    Seat,
    TalkSettings,
)
from kith.conversations.web import LIVE, ROUTES, SLOTS
from kith.posts.model import Address, Sought

FEATURE = Feature(
    name="conversations",
    records=(
        Conversation,
        PairConversation,
        ConversationMember,
        Seat,
        TalkSettings,
        Message,
        MessageId,
        MessageBookmark,
        MessageReaction,
        MessageVersion,
        HiddenMessage,
        BrightExchange,
        Brightening,
    ),
    routes=ROUTES,
    takers=(Taker(Address, take_addressed), Taker(Sought, take_sought)),
    listeners=LISTENERS,
    nightly=NIGHTLY,
    slots=SLOTS,
    live=LIVE,
)
