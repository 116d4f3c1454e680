"""Which rows of which record class are somebody's, decided once for each.

Every row stands under its owner: a record whose key begins with `owner_id`, `person_id` or `reader_id` is that
person's, without its secrets. All others, and exceptions from that, are named here; a test asks for a word about each
new one.
"""

from kith.base.core.record import Record
from kith.leaving.model import Part

_OWNERS = ("owner_id", "person_id", "reader_id")
# A message is in talks that others take part in: those are found by the seats of whoever asks, by their own key.
_MY_TALKS = "conversation_id IN (SELECT conversation_id FROM seats WHERE owner_id = %(me)s)"


def _of(column: str, *without: str) -> Part:
    return Part(where=f"{column} = %(me)s", without=without)


NAMED: dict[str, Part] = {
    "accounts": _of("id"),
    "members": _of("account_id", "password_hash"),
    "page_sessions": _of("account_id", "secret_hash"),
    "api_tokens": _of("account_id", "secret_hash"),
    "two_steps": _of("account_id", "sealed_secret", "last_step"),
    "passkeys": _of("account_id", "credential_id", "public_key", "sign_count"),
    "invites": _of("inviter_id", "code_hash", "code"),
    "follows": _of("follower_id"),
    "followers": _of("followee_id", "notify"),  # whether they want to be told of one's posts is theirs
    # What a trustee says to the owners of the server is not for whom they say it of.
    "trustees": Part(where="(person_id = %(me)s OR (owner_id = %(me)s AND told_at IS NULL))"),
    "blocks": _of("blocker_id"),
    "mutes": _of("muter_id"),
    # How strong a tie is, and what went into that, is shown to nobody; when one talked is.
    "ties": _of(
        "owner_id", "acts", "given_fast", "given_slow", "given_raw", "given_bits", "got_fast", "got_slow", "got_at",
        "got_raw", "got_bits", "peak", "bond",
    ),
    "tie_acts": Part(where="((low_id = %(me)s AND from_low) OR (high_id = %(me)s AND NOT from_low))"),
    "circle_places": _of("owner_id", "above", "below", "challenged", "challenged_on"),
    "tie_wishes": _of("owner_id", "both_hope_at"),
    # What another asks stands there in their words.
    "declared_relations": Part(where="owner_id = %(me)s AND state NOT IN ('asked', 'declined')"),
    "collected_in": _of("account_id"),
    "posts": _of("author_id"),
    "post_versions": _of("author_id"),
    "pins": _of("author_id"),
    "polls": _of("author_id"),
    "votes": _of("person_id"),
    "declared_topics": _of("author_id"),
    "pledges": _of("author_id"),
    "pledge_periods": _of("author_id"),
    "pledge_changes": _of("author_id"),
    "pledge_entries": _of("author_id"),
    "pledge_reservations": _of("author_id"),
    "pledge_witnesses": Part(where="(author_id = %(me)s OR witness_id = %(me)s)"),
    "pledge_doubts": _of("witness_id"),
    "announcements": _of("writer_id"),
    "announcement_reactions": _of("person_id"),
    "conversation_members": _of("account_id"),
    # One's own words, as long as both did not agree that they go; the words of the others are theirs.
    "messages": Part(
        where=f"{_MY_TALKS} AND author_id = %(me)s AND deleted_at IS NULL AND vanishes_at IS NULL",
        without=("once_key", "about", "whom"),
    ),
    "message_versions": Part(
        where=f"{_MY_TALKS} AND message_id IN (SELECT id FROM messages WHERE author_id = %(me)s AND deleted_at IS NULL"
        " AND vanishes_at IS NULL AND conversation_id = message_versions.conversation_id)",
    ),
    "message_reactions": Part(where=f"{_MY_TALKS} AND account_id = %(me)s"),
    "hidden_messages": _of("account_id"),
    "brightenings": _of("person_id"),
    "organisations": _of("organisation_id", "founder_id"),
    "team_seats": Part(where="(organisation_id = %(me)s OR person_id = %(me)s)"),
    "team_programs": _of("organisation_id", "secret_hash"),
    "seat_offers": Part(where="(organisation_id = %(me)s OR person_id = %(me)s)"),
    "team_acts": Part(where="(organisation_id = %(me)s OR hand_id = %(me)s)", without=("about_id",)),
    "signed_posts": Part(where="(organisation_id = %(me)s OR hand_id = %(me)s)"),
    "desk_names": _of("organisation_id"),
    "organisation_relations": Part(where="(organisation_id = %(me)s OR person_id = %(me)s)"),
    # To whom of a team a case was given, and whom a colleague named in it, is theirs.
    # What a team notes of a case is the team's: not of whom it is about, nor of who wrote it and may be there no more.
    # What came by mail is the organisation's to take along; its servers are told, its passwords are not.
    "mailboxes": _of("organisation_id", "reading_sealed", "sending_sealed", "uid_validity", "next_uid", "busy_until"),
    "mail_people": _of("organisation_id"),
    "mails": _of("organisation_id", "once_key"),
    "mail_arrivals": _of("organisation_id", "mark"),
    "desk_cases": Part(
        where="(organisation_id = %(me)s OR person_id = %(me)s)",
        without=("assignee_id", "likeness", "labels", "snoozed_until", "bundle_id"),
    ),
    "desk_events": _of("organisation_id", "whom_id", "named_ids"),
    "desk_settings": _of("organisation_id"),
    "contact_lists": _of("organisation_id", "by_id"),
    "webhooks": _of("organisation_id", "salt", "last_salt"),
    "webhook_deliveries": _of("organisation_id"),
    "desk_replies": _of("organisation_id"),
    # What somebody told an organisation of their way is theirs, and it knows it; whose hand wrote a word is the team's.
    "desk_ways": Part(where="(organisation_id = %(me)s OR person_id = %(me)s)"),
    "desk_kind_words": Part(where="(organisation_id = %(me)s OR person_id = %(me)s)", without=("by_id", "once")),
    "desk_word_wishes": _of("person_id"),
    "desk_good_news": _of("organisation_id", "by_id"),
    "post_kinds": _of("organisation_id"),
    "offer_corrections": _of("reader_id"),
    "line_crossings": _of("organisation_id", "answered_by", "decided_by"),
    "reports": _of("reporter_id", "handled_at", "handled_by"),
    "push_subscriptions": _of("owner_id", "endpoint", "public_key", "shared_secret", "sealed_token"),
}  # fmt: skip
STAYS: dict[str, str] = {
    "nights": "the server's",
    "jobs": "the server's",
    "letters": "the server's mail",
    "handles": "in accounts",
    "handle_skeletons": "made of handles",
    "member_emails": "in members",
    "mail_tokens": "secrets",
    "recovery_codes": "secrets",
    "server_settings": "the server's",
    "papers": "the server's",
    "follow_tallies": "counted",
    "blocked_by": "others': whom they block",
    "apps": "the apps'",
    "app_tokens": "the apps'",
    "grants": "secrets",
    "circle_days": "when circles were looked at",
    "usable_ties": "a copy",
    "tie_suggestions": "names whom one may never have been shown",
    "link_cards": "of pages elsewhere",
    "emoji": "the server's",
    "thread_posts": "an index of posts",
    "tagged_posts": "an index of posts",
    "tallies": "counted",
    "author_tallies": "counted",
    "likes": "others'; one's own are in my_likes",
    "sent_once": "keys of forms",
    "topic_scores": "a machine's guess",
    "pledge_warnings": "fingerprints of drafts",
    "pledge_outages": "the server's",
    "pledge_beats": "the server's",
    "mirror_less": "others': what they chose to read",
    "announcement_emoji": "the server's",
    "talk_messages": "an index of posts",
    "conversations": "of all who take part",
    "pair_conversations": "an index of seats",
    "message_ids": "an index of messages",
    "bright_exchanges": "of both; one's own are in brightenings",
    "desk_words": "an index of cases",
    "desk_names_read": "the server's",
    "organisation_openings": "made of naming_wishes",
    "desk_counts": "counted",
    "desk_bundles": "an index of cases",
    "asked_questions": "an index of cases",
    "question_answers": "an index of cases",
    "question_sortings": "how far a machine came",
    "reported_posts": "the owners'",
    "report_notes": "the owners'",
    "takings": "this",
}


def part_of(record: type[Record]) -> Part | None:
    """Tell what of a record class is somebody's; `None` where nothing is. Raises `LookupError` where nobody decided."""
    name = record.table_name
    if name in STAYS:
        return None
    if name in NAMED:
        return NAMED[name]
    if record.key[0] not in _OWNERS:
        raise LookupError(f"Say in kith/leaving/parts.py what of {name} somebody takes with them.")
    secrets = (column.name for column in record.column_list() if is_secret(column.name))
    return _of(record.key[0], *secrets)


def is_secret(column: str) -> bool:
    """Tell whether a column by its name holds what opens something."""
    return any(word in column for word in ("hash", "secret", "token", "password", "sealed", "code")) and column not in (
        "blurhash", "hashtag", "hashtags", "token_id", "shortcode",
    )  # fmt: skip
