"""Mastodon.py: what scripts and bots are written with. It checks the types of what it is given."""

import io
from collections.abc import Callable
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from queue import Empty, Queue
from threading import Timer
from time import sleep
from typing import Any

import pytest
from mastodon import Mastodon, MastodonAPIError, MastodonNotFoundError, MastodonUnauthorizedError, StreamListener
from PIL import Image

from tests.clients.conftest import People


def picture() -> bytes:
    """Give something to look at."""
    file = io.BytesIO()
    Image.new("RGB", (640, 480), (200, 100, 30)).save(file, "PNG")
    return file.getvalue()


@pytest.fixture
def anna(people: People) -> Any:
    """Anna's script."""
    return Mastodon(access_token=people.tokens["anna"], api_base_url=people.url)


@pytest.fixture
def bela(people: People) -> Any:
    """Bela's."""
    return Mastodon(access_token=people.tokens["bela"], api_base_url=people.url)


def test_the_server_says_what_it_is(anna: Any, people: People) -> None:
    """And tells the truth about its limits."""
    instance = anna.instance()
    assert instance.configuration.statuses.max_characters == 5000
    assert people.url.endswith(instance.domain)
    assert anna.instance_v1().version.startswith("4.")
    assert anna.instance_nodeinfo().software.name == "kith"
    assert anna.instance_rules() == []
    assert anna.me().role.name == "Owner"


def test_an_app_introduces_itself(people: People) -> None:
    """And knows itself by its own token."""
    client_id, secret = Mastodon.create_app(
        "Lantern", scopes=["read", "write"], redirect_uris="https://app.example/", api_base_url=people.url
    )
    app = Mastodon(client_id=client_id, client_secret=secret, api_base_url=people.url)
    asks = app.auth_request_url(redirect_uris="https://app.example/", scopes=["read"], allow_http=True)
    assert asks.startswith(f"{people.url}/oauth/authorize?")
    token = app.create_account(
        "dora", "a long enough secret", "dora@example.org", agreement=True, scopes=["read", "write"], to_file=None
    )
    assert Mastodon(access_token=token, api_base_url=people.url).me().username == "dora"


def test_people_follow_each_other(anna: Any, bela: Any) -> None:
    """With notes, silences and ends."""
    other = bela.me().id
    assert anna.account_follow(other).following
    [relation] = anna.account_relationships([other])
    assert (relation.following, relation.followed_by) == (True, False)
    assert [one.id for one in anna.account_following(anna.me().id)] == [other]
    assert [one.id for one in bela.account_followers(other)] == [anna.me().id]
    assert anna.account_note_set(other, "met at the choir").note == "met at the choir"
    assert anna.account_mute(other, duration=3600).muting
    assert [one.id for one in anna.mutes()] == [other]
    assert not anna.account_unmute(other).muting
    assert anna.account_block(other).blocking
    assert [one.id for one in anna.blocks()] == [other]
    with pytest.raises(MastodonNotFoundError):
        bela.account(anna.me().id)
    assert not anna.account_unblock(other).blocking
    assert anna.account_follow(other).following


def test_words_go_out_and_come_in(anna: Any, bela: Any) -> None:
    """A post, an answer, what one does with them, corrections, and the end."""
    anna.account_follow(bela.me().id)
    post = bela.status_post("Hello #bread, @anna", spoiler_text="food", language="en")
    assert (post.visibility, post.spoiler_text, post.tags[0].name) == ("public", "food", "bread")
    answer = anna.status_reply(post, "Good morning")
    assert [one.id for one in bela.status_context(post.id).descendants] == [answer.id]
    assert anna.status_favourite(post.id).favourited
    assert anna.status_bookmark(post.id).bookmarked
    passed_on = anna.status_reblog(post.id)
    assert (passed_on.reblog.id, passed_on.account.id) == (post.id, anna.me().id)
    assert [one.id for one in anna.favourites()] == [post.id]
    assert [one.id for one in anna.bookmarks()] == [post.id]
    assert [one.id for one in bela.status_favourited_by(post.id)] == [anna.me().id]
    assert [one.id for one in bela.status_reblogged_by(post.id)] == [anna.me().id]
    assert bela.status_update(post.id, "Hello again #bread").edited_at is not None
    assert next(edit.content for edit in anna.status_history(post.id)).startswith("<p>Hello ")
    assert bela.status_source(post.id).text == "Hello again #bread"
    assert not anna.status_unreblog(post.id).reblogged
    assert bela.status_pin(post.id).pinned
    assert [one.id for one in anna.account_statuses(bela.me().id, pinned=True)] == [post.id]
    assert post.id in {one.id for one in anna.timeline_hashtag("bread")}
    assert bela.status_delete(post.id).text == "Hello again #bread"
    with pytest.raises(MastodonNotFoundError):
        anna.status(post.id)


def test_a_picture_is_sent_once(bela: Any) -> None:
    """With what it shows; the same request twice makes one post."""
    medium = bela.media_post(io.BytesIO(picture()), mime_type="image/png", description="orange", focus=(0.1, 0.2))
    assert bela.media_update(medium.id, description="an orange wall").description == "an orange wall"
    first, second = (
        bela.status_post("A wall", media_ids=[medium.id], sensitive=True, idempotency_key="wall") for _each in range(2)
    )
    assert first.id == second.id
    assert first.media_attachments[0].description == "an orange wall"
    assert first.media_attachments[0].meta.original.width == 640
    assert [one.id for one in bela.account_statuses(bela.me().id, only_media=True)] == [first.id]


def test_a_question_is_answered(anna: Any, bela: Any) -> None:
    """And counted."""
    asked = bela.status_post("Bread or cake?", poll=bela.make_poll(["bread", "cake"], 3600))
    answered = anna.poll_vote(asked.poll.id, [1])
    assert (answered.voted, answered.own_votes, answered.options[1].votes_count) == (True, [1], 1)


def test_lists_are_walked_both_ways(anna: Any, bela: Any) -> None:
    """By the addresses in `Link`: no gaps, no doubles."""
    anna.account_follow(bela.me().id)
    posts = [bela.status_post(f"Number {number}").id for number in range(7)]
    part = anna.timeline_home(limit=3)
    walked = [status.id for status in part]
    while part := anna.fetch_next(part):
        walked.extend(status.id for status in part)
    assert walked[:7] == posts[::-1]
    assert len(walked) == len(set(walked))
    lowest = anna.timeline_home(limit=3, min_id=posts[0])
    assert [status.id for status in lowest] == posts[3:0:-1]
    assert [status.id for status in anna.fetch_previous(lowest)] == posts[6:3:-1]


def test_notices_arrive(anna: Any, bela: Any, people: People) -> None:
    """Of each kind that apps know, and are read."""
    cleo = Mastodon(access_token=people.tokens["cleo"], api_base_url=people.url)
    bela.notifications_clear()
    post = bela.status_post("Who comes along?")
    cleo.account_follow(bela.me().id)
    cleo.status_favourite(post.id)
    cleo.status_reblog(post.id)
    cleo.status_reply(post, "I do")
    wanted = {"follow", "favourite", "reblog", "mention"}
    deadline = datetime.now(UTC) + timedelta(seconds=60)
    while {one.type for one in bela.notifications()} != wanted:
        assert datetime.now(UTC) < deadline
    newest = bela.notifications()[0]
    assert bela.notifications(id=newest.id).id == newest.id
    assert {one.type for one in bela.notifications(types=["favourite"])} == {"favourite"}
    assert bela.notifications_unread_count().count == 4
    bela.markers_set("notifications", newest.id)
    assert bela.notifications_unread_count().count == 0
    assert bela.markers_get(["notifications"])["notifications"].last_read_id == str(newest.id)
    bela.notifications_dismiss(newest.id)
    assert newest.id not in {one.id for one in bela.notifications()}


def test_a_profile_changes_and_a_door_is_locked(anna: Any, bela: Any) -> None:
    """Who is locked is asked first."""
    me = bela.account_update_credentials(
        display_name="Béla B", note="I bake", fields=[("Village", "Upper Mill")], locked=True,
        avatar=picture(), avatar_mime_type="image/png",
    )  # fmt: skip
    assert (me.display_name, me.source.note, me.fields[0].name, me.locked) == ("Béla B", "I bake", "Village", True)
    anna.account_unfollow(me.id)
    assert anna.account_follow(me.id).requested
    assert [one.id for one in bela.follow_requests()] == [anna.me().id]
    assert bela.follow_request_authorize(anna.me().id).followed_by
    assert anna.account_relationships([me.id])[0].following
    assert not bela.account_update_credentials(locked=False).locked


def test_one_usually_posts_for_some(bela: Any) -> None:
    """What is chosen in an app counts for every post that says nothing else."""
    bela.account_update_credentials(default_privacy="private")
    assert bela.preferences()["posting:default:visibility"] == "private"
    assert bela.status_post("For my followers").visibility == "private"
    bela.account_update_credentials(default_privacy="public")


def test_things_are_found(anna: Any, bela: Any, people: People) -> None:
    """People by name, posts by words and by address, hashtags by their beginning."""
    post = bela.status_post("A wheelbarrow full of #quinces")
    found = anna.search_v2("wheelbarrow")
    assert [one.id for one in found.statuses] == [post.id]
    assert [one.name for one in anna.search_v2("quin", result_type="hashtags").hashtags] == ["quinces"]
    assert [one.id for one in anna.search_v2(f"{people.url}/@bela").accounts] == [bela.me().id]
    assert [one.id for one in anna.search_v2(post.url).statuses] == [post.id]
    assert anna.account_lookup("bela").id == bela.me().id
    assert bela.me().id in {one.id for one in anna.account_search("bel")}


def test_lists_are_read_apart(anna: Any, bela: Any, people: People) -> None:
    """Some of those one follows, on a list of one's own; an exclusive one keeps them out of Home."""
    cleo = Mastodon(access_token=people.tokens["cleo"], api_base_url=people.url)
    anna.account_follow(bela.me().id)
    anna.account_follow(cleo.me().id)
    made = anna.list_create("Choir", replies_policy="none")
    newest = "Newest from each person"
    assert [one.title for one in anna.lists()][:2] == ["Choir", newest]
    assert anna.list(made.id).replies_policy == "none"
    anna.list_accounts_add(made.id, bela.me().id)
    assert [one.id for one in anna.list_accounts(made.id)] == [bela.me().id]
    assert [one.id for one in anna.account_lists(bela.me().id)] == [made.id]
    sung, unsung = bela.status_post("We sing on Friday").id, cleo.status_post("I do not sing").id
    bela.status_reply(cleo.status(unsung), "A pity")
    assert next(one.id for one in anna.timeline_list(made.id)) == sung
    assert unsung in {one.id for one in anna.timeline_home()}
    assert sung in {one.id for one in anna.timeline_home()}
    assert anna.list_update(made.id, "The choir", exclusive=True).exclusive
    assert sung not in {one.id for one in anna.timeline_home()}
    with pytest.raises(MastodonNotFoundError):
        bela.list(made.id)
    with pytest.raises(MastodonNotFoundError):
        bela.list_accounts_add(bela.list_create("Mine").id, anna.me().id)  # whom she does not follow
    anna.list_accounts_delete(made.id, bela.me().id)
    assert anna.list_accounts(made.id) == []
    anna.list_delete(made.id)
    [virtual] = [one for one in anna.lists() if one.title == newest]
    assert {unsung, sung} & {one.id for one in anna.timeline_list(virtual.id)}


def test_words_wait_for_their_time(bela: Any) -> None:
    """Scheduled, moved, taken back."""
    soon, later = (datetime.now(UTC) + timedelta(hours=hours) for hours in (1, 2))
    waiting = bela.status_post("later", scheduled_at=soon)
    assert [one.id for one in bela.scheduled_statuses()] == [waiting.id]
    assert bela.scheduled_status_update(waiting.id, later).scheduled_at > soon
    bela.scheduled_status_delete(waiting.id)
    assert bela.scheduled_statuses() == []


@pytest.mark.parametrize(
    "name",
    ["filters", "filters_v2", "trending_tags", "trending_statuses", "trending_links", "notification_requests"],
)  # fmt: skip
def test_what_is_not_here_is_nothing(anna: Any, name: str) -> None:
    """And no error."""
    assert list(getattr(anna, name)()) == []


def test_a_wrong_token_is_told(people: People) -> None:
    """So that the app asks its person to sign in again."""
    with pytest.raises(MastodonUnauthorizedError):
        Mastodon(access_token=people.tokens["anna"] + "x", api_base_url=people.url).me()


class Heard(StreamListener):  # type: ignore[misc]  # the library has no types for it
    """Keeps what comes over a stream."""

    def __init__(self) -> None:
        self.all: Queue[tuple[str, Any]] = Queue()

    def on_update(self, status: Any) -> None:
        self.all.put(("update", status))

    def on_status_update(self, status: Any) -> None:
        self.all.put(("status.update", status))

    def on_delete(self, status_id: Any) -> None:
        self.all.put(("delete", status_id))

    def on_notification(self, notification: Any) -> None:
        self.all.put(("notification", notification))

    def on_conversation(self, conversation: Any) -> None:
        self.all.put(("conversation", conversation))

    def next(self) -> tuple[str, Any]:
        """Give what comes next."""
        return self.all.get(timeout=20)


def test_what_happens_is_heard(anna: Any, bela: Any) -> None:
    """As server-sent events: a post, its correction, its end, and a notice."""
    anna.account_follow(bela.me().id)
    heard = Heard()
    stream = anna.stream_user(heard, run_async=True)
    try:
        post = heard_after(heard, lambda: bela.status_post("On the air"))
        kind, status = post
        assert (kind, status.content) == ("update", "<p>On the air</p>")
        bela.status_update(status.id, "On the air again")
        assert (heard.next()[0]) == "status.update"
        bela.status_delete(status.id)
        assert heard.next() == ("delete", status.id)
        bela.status_post("@anna, listen", visibility="direct")
        kinds = {heard.next()[0]: None, heard.next()[0]: None}
        assert set(kinds) == {"update", "notification"}
    finally:
        Timer(0.3, bela.status_post, ["Good night"]).start()  # its reader sees the end with the next thing it reads
        stream.close()


def heard_after(heard: Heard, act: Callable[[], Any]) -> tuple[str, Any]:
    """Act once somebody listens: until the first thing is heard, it is done again."""
    for _try in range(20):
        act()
        with suppress(Empty):
            return heard.all.get(timeout=1)
    raise AssertionError("nothing was heard")


def test_hashtags_are_followed(anna: Any, bela: Any) -> None:
    """What is said under them comes to Home."""
    assert anna.tag_follow("Quinces").following
    assert [one.name for one in anna.followed_tags()] == ["quinces"]
    post = bela.status_post("Ripe #quinces")
    assert post.id in {one.id for one in anna.timeline_home()}
    assert anna.tag("quinces").following
    assert not anna.tag_unfollow("quinces").following
    assert anna.followed_tags() == []


def test_filters_fold_and_hide(anna: Any, bela: Any) -> None:
    """In both versions; lists leave out what is hidden, a single post says what met it."""
    bela.account_follow(anna.me().id)
    post = anna.status_post("A marmalade emergency")
    made = bela.create_filter_v2(
        "Marmalade", ["home"], "warn", keywords_attributes=[{"keyword": "marmalade", "whole_word": True}]
    )
    assert [one.keyword for one in made.keywords] == ["marmalade"]
    [result] = bela.status(post.id).filtered
    assert (result.filter.title, result.keyword_matches) == ("Marmalade", ["marmalade"])
    assert post.id in {one.id for one in bela.timeline_home()}
    assert bela.update_filter_v2(made.id, filter_action="hide").filter_action == "hide"
    assert post.id not in {one.id for one in bela.timeline_home()}
    keyword = bela.add_filter_keyword_v2(made.id, "jam", whole_word=False)
    assert {one.keyword for one in bela.filter_keywords_v2(made.id)} == {"marmalade", "jam"}
    bela.delete_filter_keyword_v2(keyword.id)
    place = bela.add_filter_status_v2(made.id, post.id)
    assert [one.status_id for one in bela.filter_statuses_v2(made.id)] == [post.id]
    bela.delete_filter_status_v2(place.id)
    [old] = bela.filters()
    assert (old.phrase, old.irreversible) == ("marmalade", True)
    assert bela.filter_update(old.id, phrase="curd", context=["home"], irreversible=False).phrase == "curd"
    assert bela.status(post.id).filtered == []
    bela.filter_delete(old.id)
    assert bela.filters_v2() == []


def test_notifications_come_in_groups(anna: Any, bela: Any, people: People) -> None:
    """And strangers wait where one asks for it."""
    cleo = Mastodon(access_token=people.tokens["cleo"], api_base_url=people.url)
    post = anna.status_post("Something to like")
    for other in (bela, cleo):
        other.status_favourite(post.id)
    group = eventually(lambda: _group_of(anna, post.id, people=2))
    assert group.type == "favourite"
    assert len(anna.grouped_notification_accounts(group.group_key)) == 2
    assert anna.unread_grouped_notifications_count() > 0
    assert anna.grouped_notification(group.group_key).notification_groups[0].status_id == post.id
    anna.dismiss_grouped_notification(group.group_key)
    assert not [one for one in anna.grouped_notifications().notification_groups if one.group_key == group.group_key]

    assert anna.update_notifications_policy(for_not_following="filter").for_not_following == "filter"
    anna.account_unfollow(cleo.me().id)
    cleo.status_post("Psst, @anna")
    [request] = eventually(anna.notification_requests)
    assert request.account.id == cleo.me().id
    assert anna.notification_request(request.id).last_status.content.startswith("<p>Psst")
    assert anna.notifications_policy().summary.pending_requests_count == 1
    anna.accept_notification_request(request.id)
    assert anna.notifications_merged()
    assert anna.notification_requests() == []
    assert anna.notifications(account_id=cleo.me().id)[0].type == "mention"
    anna.update_notifications_policy(for_not_following="accept")


def eventually(claim: Callable[[], Any]) -> Any:
    """Ask until there is something: notices are told by jobs."""
    for _try in range(80):
        found = claim()
        if found:
            return found
        sleep(0.25)
    raise AssertionError("it never came")


def _group_of(anna: Any, status_id: Any, *, people: int) -> Any:
    groups = anna.grouped_notifications().notification_groups
    found = [one for one in groups if one.get("status_id") == status_id and one.notifications_count == people]
    return found[0] if found else None


def test_a_status_is_quoted(anna: Any, bela: Any) -> None:
    """Counted, listed, told, and taken out again."""
    said = anna.status_post("A quotable thing")
    quoting = bela.status_post("Well said", quoted_status_id=said.id)
    assert quoting.quote.state == "accepted"
    assert quoting.quote.quoted_status.id == said.id
    assert anna.status(said.id).quotes_count == 1
    assert [one.id for one in anna.status_quotes(said.id)] == [quoting.id]
    told = eventually(lambda: [one for one in anna.notifications(types=["quote"]) if one.status.id == quoting.id])
    assert told[0].account.id == bela.me().id
    assert anna.status_quote_revoke(said.id, quoting.id).quote.state == "revoked"
    closed = anna.status_post("Not to be quoted", quote_approval_policy="nobody")
    assert closed.quote_approval.automatic == []
    assert bela.status(closed.id).quote_approval.current_user == "denied"
    with pytest.raises(MastodonAPIError, match="does not want this to be quoted"):
        bela.status_post("But", quoted_status_id=closed.id)
