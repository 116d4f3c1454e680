"""What fewer apps ask, with Mastodon.py: every call of an operation that is served and that no evening needs."""

import io
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime, timedelta
from queue import Empty
from threading import Timer
from typing import Any

import httpx
import pytest
from mastodon import Mastodon, MastodonAPIError, MastodonNotFoundError

from tests.clients.conftest import People
from tests.clients.test_mastodon_py import Heard, eventually, picture
from tests.commands.conftest import kith


@pytest.fixture
def anna(people: People) -> Any:
    """Anna's script."""
    return Mastodon(access_token=people.tokens["anna"], api_base_url=people.url)


@pytest.fixture
def bela(people: People) -> Any:
    """Bela's."""
    return Mastodon(access_token=people.tokens["bela"], api_base_url=people.url)


@pytest.fixture
def cleo(people: People) -> Any:
    """Cleo's."""
    return Mastodon(access_token=people.tokens["cleo"], api_base_url=people.url)


def test_many_are_asked_for_at_once(anna: Any, bela: Any, cleo: Any) -> None:
    """People and statuses by their ids, in the order asked for or not; what is not there is left out."""
    ids = [bela.me().id, cleo.me().id]
    assert {one.id for one in anna.accounts([*ids, 1])} == set(ids)
    posts = [bela.status_post(f"By its id, {number}").id for number in range(3)]
    assert {one.id for one in anna.statuses([*posts, 1])} == set(posts)
    assert anna.account(ids[0]).acct == "bela"


def test_those_one_knows_in_common(anna: Any, bela: Any, cleo: Any) -> None:
    """Who of those I follow follows somebody; and whoever follows me can be let go."""
    anna.account_follow(bela.me().id)
    bela.account_follow(cleo.me().id)
    [common] = anna.account_familiar_followers(cleo.me().id)
    assert [one.id for one in common.accounts] == [bela.me().id]
    assert bela.account_remove_from_followers(anna.me().id).followed_by is False
    assert not anna.account_relationships(bela.me().id)[0].following
    assert {bela.me().id, cleo.me().id} <= {one.id for one in anna.directory(local=True, order="new")}


def test_people_are_named_together(anna: Any, bela: Any, cleo: Any, people: People) -> None:
    """A collection from beginning to end; whoever wants to be asked is, and says no."""
    him, her = bela.me().id, cleo.me().id
    anna.account_unfollow(her)
    anna.account_follow(him)
    eventually(lambda: anna.account_relationships(him)[0].following)
    made = anna.collection_create("Who bakes", tag_name="bread", discoverable=True, account_ids=[him]).collection
    assert (made.item_count, made.tag.name, made["items"][0].state) == (1, "bread", "accepted")
    added = anna.collection_item_add(made.id, her).collection_item
    assert added.state == "pending"
    read = cleo.collection(made.id)
    assert {one.id for one in read.accounts} == {anna.me().id, him, her}
    assert [one.id for one in cleo.account_in_collections(None).collections] == [made.id]
    assert [one.id for one in bela.account_collections(anna.me().id).collections] == [made.id]
    assert [one.id for one in bela.search("Who bakes").collections] == [made.id]
    noticed = eventually(lambda: [one for one in bela.notifications() if one.type == "added_to_collection"])
    assert noticed[0].collection.id == made.id
    cleo.collection_item_revoke(made.id, added.id)
    assert anna.collection_update(made.id, description="Bread for us all").collection.description == "Bread for us all"
    anna.collection_item_delete(made.id, made["items"][0].id)
    assert anna.collection(made.id).collection.item_count == 0
    for of_account in ("collections", "in_collections"):
        headers = {"authorization": f"Bearer {people.tokens['anna']}"}
        told = httpx.get(f"{people.url}/api/v1/{anna.me().id}/{of_account}", headers=headers, timeout=30)
        assert isinstance(told.json()["collections"], list)
    anna.collection_delete(made.id)
    with pytest.raises(MastodonNotFoundError):
        anna.collection(made.id)


def test_people_one_recommends(anna: Any, bela: Any) -> None:
    """By either name that apps have for it, and no longer."""
    her = bela.me().id
    anna.account_follow(her)
    assert anna.account_endorse(her).endorsed
    assert [one.id for one in anna.endorsements()] == [her]
    assert not anna.account_unendorse(her).endorsed
    assert anna.account_pin(her).endorsed
    assert not anna.account_unpin(her).endorsed


def test_a_request_is_turned_down(anna: Any, cleo: Any) -> None:
    """Nobody follows whom they asked and who said no."""
    anna.account_follow(cleo.me().id)
    eventually(lambda: cleo.account_relationships(anna.me().id)[0].followed_by)
    cleo.account_update_credentials(locked=True)
    assert not cleo.account_remove_from_followers(anna.me().id).followed_by
    assert not anna.account_relationships(cleo.me().id)[0].following
    assert anna.account_follow(cleo.me().id).requested
    assert not cleo.follow_request_reject(anna.me().id).followed_by
    relation = anna.account_relationships(cleo.me().id)[0]
    assert (relation.following, relation.requested) == (False, False)
    cleo.account_update_credentials(locked=False)


def test_what_the_server_says_of_itself(anna: Any, people: People) -> None:
    """Its words, what it speaks, and that its streams are well."""
    assert isinstance(anna.instance_extended_description().content, str)
    assert anna.stream_healthy()
    assert anna.oauth_authorization_server_info().issuer.startswith(people.url)
    assert anna.custom_emojis() == []
    assert anna.instance_translation_languages() == {}
    for of_it in ("privacy_policy", "terms_of_service"):
        told = httpx.get(f"{people.url}/api/v1/instance/{of_it}", timeout=30)
        assert told.status_code in (200, 404)  # what nobody has written is not there
        assert told.headers["content-type"] == "application/json"


def test_filters_of_both_versions_are_looked_at(bela: Any, anna: Any) -> None:
    """One by one: a filter, its place for a status; and the older kind from beginning to end."""
    post = anna.status_post("About turnips")
    made = bela.create_filter_v2("Turnips", ["home", "thread"], "warn", expires_in=3600)
    assert bela.filter_v2(made.id).title == "Turnips"
    place = bela.add_filter_status_v2(made.id, post.id)
    assert bela.filter_status_v2(place.id).status_id == post.id
    bela.delete_filter_v2(made.id)
    with pytest.raises(MastodonNotFoundError):
        bela.filter_v2(made.id)
    old = bela.filter_create("swede", ["public"], whole_word=True)
    assert bela.filter(old.id).phrase == "swede"
    bela.filter_delete(old.id)


def test_strangers_are_let_in_or_not(anna: Any, bela: Any, cleo: Any) -> None:
    """One by one and many at once."""
    cleo.update_notifications_policy(for_not_following="filter")
    for other in (anna, bela):
        cleo.account_unfollow(other.me().id)
        other.status_post("A word, @cleo")
    waiting = eventually(lambda: both(cleo.notification_requests()))
    cleo.dismiss_notification_request(waiting[0].id)
    cleo.dismiss_multiple_notification_requests([waiting[1].id])
    assert cleo.notification_requests() == []
    for other in (anna, bela):
        other.status_post("Another word, @cleo")
    waiting = eventually(lambda: both(cleo.notification_requests()))
    cleo.accept_multiple_notification_requests([one.id for one in waiting])
    assert cleo.notification_requests() == []
    cleo.update_notifications_policy(for_not_following="accept")


def both(waiting: Any) -> Any:
    """Give them when there are two."""
    return waiting if len(waiting) == 2 else None


def test_words_that_wait_and_questions_are_looked_at(bela: Any, anna: Any) -> None:
    """By their ids; what is another's is not there."""
    asked = bela.status_post("Early or late?", poll=bela.make_poll(["early", "late"], 3600))
    assert [one.title for one in anna.poll(asked.poll.id).options] == ["early", "late"]
    waiting = bela.status_post("At noon", scheduled_at=datetime.now(UTC) + timedelta(days=1))
    assert bela.scheduled_status(waiting.id).params.text == "At noon"
    with pytest.raises(MastodonNotFoundError):
        anna.scheduled_status(waiting.id)
    bela.scheduled_status_delete(waiting.id)


def test_who_may_quote_is_changed(bela: Any, anna: Any) -> None:
    """After the fact, too."""
    said = bela.status_post("Quote me, or not")
    changed = bela.status_update_quote_approval_policy(said.id, "nobody")
    assert changed.quote_approval.automatic == []
    with pytest.raises(MastodonAPIError):
        anna.status_post("But", quoted_status_id=said.id)


def test_nothing_is_translated_here(bela: Any) -> None:
    """The server says so, and gives no words that nobody wrote."""
    said = bela.status_post("Guten Abend", language="de")
    with pytest.raises(MastodonAPIError):
        bela.status_translate(said.id, lang="en")


def test_a_picture_in_the_old_way(bela: Any, people: People) -> None:
    """Through the first version, which answers when it is ready; and one that was not wanted goes."""
    headers = {"authorization": f"Bearer {people.tokens['bela']}"}
    with httpx.Client(base_url=people.url, headers=headers, timeout=30) as client:
        made = client.post("/api/v1/media", files={"file": ("wall.png", picture(), "image/png")}).json()
        assert made["url"].startswith(people.url)
        assert bela.media(made["id"]).type == "image"
        assert client.delete(f"/api/v1/media/{made['id']}").status_code == 200
    with pytest.raises(MastodonNotFoundError):
        bela.media(made["id"])
    assert bela.media_post(io.BytesIO(picture()), mime_type="image/png").type == "image"


def test_an_app_is_told_things(bela: Any, people: People) -> None:
    """It subscribes, changes what it wants to hear of, and has enough."""
    _private, public = bela.push_subscription_generate_keys()
    endpoint = "http://localhost:9/push/bela"
    made = bela.push_subscription_set(endpoint, public, mention_events=True, follow_events=True, policy="followed")
    assert (made.endpoint, made.alerts.mention, made.alerts.follow) == (endpoint, True, True)
    assert bela.push_subscription().server_key == made.server_key
    changed = bela.push_subscription_update(mention_events=False, follow_events=True)
    assert (changed.alerts.mention, changed.alerts.follow) == (False, True)
    bela.push_subscription_delete()
    with pytest.raises(MastodonNotFoundError):
        bela.push_subscription()


def test_an_app_gives_its_token_back(people: People) -> None:
    """It knew whose it was, and then it opens nothing."""
    client_id, secret = Mastodon.create_app("Lamp", scopes=["read", "write"], api_base_url=people.url)
    with httpx.Client(base_url=people.url, timeout=30) as client:
        asked = {"grant_type": "client_credentials", "client_id": client_id, "client_secret": secret}
        token = client.post("/oauth/token", data=asked).json()["access_token"]
        headers = {"authorization": f"Bearer {token}"}
        assert client.get("/api/v1/apps/verify_credentials", headers=headers).json()["name"] == "Lamp"
        given_back = {"client_id": client_id, "client_secret": secret, "token": token}
        assert client.post("/oauth/revoke", data=given_back).status_code == 200
        assert client.get("/api/v1/apps/verify_credentials", headers=headers).status_code == 401


def test_a_person_is_known_to_other_places(people: People) -> None:
    """In the words of OpenID Connect."""
    token = kith(people.data, "token", "bela").stdout.strip()
    with httpx.Client(base_url=people.url, timeout=30) as client:  # Mastodon.py asks for this over TLS alone
        told = client.get("/oauth/userinfo", headers={"authorization": f"Bearer {token}"})
        assert told.json()["preferred_username"] == "bela"
        assert client.get("/oauth/userinfo", headers={"authorization": "Bearer nobody"}).status_code == 401


@contextmanager
def listening(stream: Callable[[Heard], Any], until_said: Callable[[], Any]) -> Iterator[Heard]:
    """Listen, until the block ends; its reader sees the end with the next thing that is said."""
    heard = Heard()
    handle = stream(heard)
    try:
        yield heard
    finally:
        Timer(0.3, until_said).start()
        handle.close()


@pytest.mark.parametrize(
    ("name", "more", "visibility"),
    [
        ("stream_public", {}, "public"),
        ("stream_public", {"local": True}, "public"),
        ("stream_local", {}, "public"),
        ("stream_hashtag", {"tag": "owls"}, "public"),
        ("stream_hashtag", {"tag": "owls", "local": True}, "public"),
    ],
)
def test_each_stream_carries_what_is_said(
    anna: Any, bela: Any, name: str, more: dict[str, Any], visibility: str
) -> None:
    """As server-sent events, for one alone or for all."""

    def say() -> Any:
        return bela.status_post("Listen, @anna: #owls", visibility=visibility)

    open_stream = getattr(anna, name)
    more = dict(more)
    tag = (more.pop("tag"),) if "tag" in more else ()
    with listening(lambda heard: open_stream(*tag, heard, run_async=True, **more), say) as heard:
        assert first_of(heard, say, "update").content.startswith("<p>Listen")


def test_a_stream_of_notices_alone(anna: Any, bela: Any) -> None:
    """It carries no statuses of others."""

    def say() -> Any:
        return bela.status_post("For you, @anna", visibility="direct")

    stream = anna.stream_user_notifications
    with listening(lambda heard: stream(heard, run_async=True), say) as heard:
        assert first_of(heard, say, "notification").type == "mention"


@pytest.mark.parametrize("path", ["direct", "public/remote", "user", "hashtag/local?tag=owls"])
def test_a_stream_is_open_although_nothing_comes(people: People, path: str) -> None:
    """It says so at once, and its reader knows that it lives."""
    headers = {"authorization": f"Bearer {people.tokens['cleo']}"}
    with httpx.stream("GET", f"{people.url}/api/v1/streaming/{path}", headers=headers, timeout=20) as stream:
        assert stream.headers["content-type"].startswith("text/event-stream")
        assert next(stream.iter_bytes()).startswith(b":")


def first_of(heard: Heard, act: Callable[[], Any], kind: str) -> Any:
    """Act until something of this kind is heard: streams open in their own time."""
    for _try in range(20):
        act()
        with suppress(Empty):
            while True:
                found, what = heard.all.get(timeout=1)
                if found == kind:
                    return what
    raise AssertionError("nothing was heard")
