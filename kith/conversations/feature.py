"""The plug of conversations."""

from kith.base.feature import Feature
from kith.conversations.jobs import LISTENERS, NIGHTLY
from kith.conversations.model import (
    Brightening,
    BrightExchange,
    Conversation,
    ConversationMember,
    HiddenMessage,
    Message,
    MessageId,
    MessageReaction,
    PairConversation,
    Seat,
    TalkSettings,
)
from kith.conversations.web import LIVE, ROUTES, SLOTS

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
        MessageReaction,
        HiddenMessage,
        BrightExchange,
        Brightening,
    ),
    routes=ROUTES,
    listeners=LISTENERS,
    nightly=NIGHTLY,
    slots=SLOTS,
    live=LIVE,
)
