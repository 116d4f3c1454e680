"""Offers: what an organisation says in conversation, and what it offers, is told apart; offers come to who asked.

Words: each post with which an organisation begins something is *conversation* or an *offer*, as its team says; a
machine *asks* where a post looks like an offer and was not called one. A person *asks for* offers of an organisation at
a *pace*: each, or one a week or a month at the most. A reader may *call* a post an offer, for nobody's eyes. Beyond
the public *line* an organisation's conversation counts as offers (a *crossing*), until it has *answered* for it, or its
*appeal* was granted.

Who is sent what is decided by one expression, `posts.COMES`; this feature writes what it reads.
"""

from kith.offers.actions.answering import answer, appeal, decide
from kith.offers.actions.asking import ask_for_offers, ask_no_more, asked_of, my_offers
from kith.offers.actions.correcting import call_offer, own_standing, take_back
from kith.offers.actions.declaring import answers_for, declare

__all__ = [
    "answer",
    "answers_for",
    "appeal",
    "ask_for_offers",
    "ask_no_more",
    "asked_of",
    "call_offer",
    "decide",
    "declare",
    "my_offers",
    "own_standing",
    "take_back",
]
