"""The plug of the desk."""

from kith.base.feature import Feature
from kith.desk.jobs import LISTENERS, NIGHTLY
from kith.desk.model import (
    Bundle,
    Case,
    CaseCount,
    CaseEvent,
    CaseWords,
    DeskName,
    DeskSettings,
    NamesRead,
    NamingWish,
    SavedReply,
)
from kith.desk.model.way import GoodNews, KindWord, Way, WordWish
from kith.desk.web import LIVE, ROUTES, SLOTS

FEATURE = Feature(
    name="desk",
    records=(
        Case,
        Bundle,
        CaseEvent,
        CaseWords,
        CaseCount,
        DeskSettings,
        SavedReply,
        Way,
        KindWord,
        WordWish,
        GoodNews,
        DeskName,
        NamesRead,
        NamingWish,
    ),
    routes=ROUTES,
    listeners=LISTENERS,
    slots=SLOTS,
    nightly=NIGHTLY,
    live=LIVE,
)
