"""What Mastodon learned lately, and what owners and careful people ask for, with Mastodon.py."""

import io
from typing import Any

import pytest
from mastodon import Mastodon, MastodonNotFoundError

from tests.clients.conftest import People
from tests.clients.test_corners import first_of, listening
from tests.clients.test_mastodon_py import eventually, picture


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


def test_what_is_wrong_is_reported(bela: Any, cleo: Any) -> None:
    """With the words it is about; what is another's cannot be reported as theirs."""
    post = cleo.status_post("Buy my lamps")
    made = bela.report(cleo.me().id, status_ids=[post.id], comment="Only selling", category="spam")
    assert (made.category, made.action_taken, made.target_account.id) == ("spam", False, cleo.me().id)
    mine = bela.status_post("My own")
    with pytest.raises(MastodonNotFoundError):
        bela.report(cleo.me().id, status_ids=[mine.id])


def test_talks_are_listed(anna: Any, bela: Any) -> None:
    """With their last words; read, and put away; heard as they come, from whom one knows."""
    anna.account_follow(bela.me().id)

    def say() -> Any:
        return bela.status_post("@anna a word between us", visibility="direct")

    with listening(lambda heard: anna.stream_direct(heard, run_async=True), say) as heard:
        assert first_of(heard, say, "conversation").last_status.content.endswith("a word between us</p>")
    talk = eventually(anna.conversations)[0]
    assert [one.id for one in talk.accounts] == [bela.me().id]
    assert talk.unread
    assert not anna.conversations_read(talk.id).unread


def test_a_list_is_heard(anna: Any, bela: Any) -> None:
    """What those on it say, as they say it."""
    anna.account_follow(bela.me().id)
    made = anna.list_create("Heard")
    anna.list_accounts_add(made.id, bela.me().id)

    def say() -> Any:
        return bela.status_post("For the list")

    with listening(lambda heard: anna.stream_list(made.id, heard, run_async=True), say) as heard:
        assert first_of(heard, say, "update").account.id == bela.me().id
    anna.list_delete(made.id)


def test_a_whole_server_is_kept_away(anna: Any) -> None:
    """And let in again."""
    anna.domain_block("spam.example")
    assert list(anna.domain_blocks()) == ["spam.example"]
    anna.domain_unblock("spam.example")
    assert list(anna.domain_blocks()) == []


def test_hashtags_stand_on_a_profile(anna: Any, bela: Any) -> None:
    """By either way that apps have."""
    bela.status_post("On the loom #weaving")
    made = bela.featured_tag_create("weaving")
    assert [one.name for one in anna.account_featured_tags(bela.me().id)] == ["weaving"]
    assert [one.name for one in bela.featured_tags()] == ["weaving"]
    bela.featured_tag_delete(made.id)
    assert bela.tag_feature("weaving").featuring
    assert not bela.tag_unfeature("weaving").featuring
    assert isinstance(bela.featured_tag_suggestions(), list)


def test_people_are_suggested_or_not(cleo: Any) -> None:
    """One says “not this one” about whoever one likes."""
    suggested = cleo.suggestions_v2()
    for one in suggested:
        cleo.suggestion_delete(one.account.id)
    gone = {one.account.id for one in suggested}
    assert not gone & {one.account.id for one in cleo.suggestions_v2()}
    assert not gone & {one.id for one in cleo.suggestions_v1()}


def test_a_profile_is_written_whole(bela: Any) -> None:
    """With what its pictures show; the pictures can be taken away."""
    bela.account_delete_avatar()
    drawn = bela.account_delete_header()
    pictures = {"avatar": io.BytesIO(picture()), "header": io.BytesIO(picture())}
    kinds = {"avatar_mime_type": "image/png", "header_mime_type": "image/png"}
    changed = bela.profile_update(display_name="Béla", **pictures, **kinds)
    assert changed.display_name == "Béla"
    assert bela.profile().avatar
    shown = bela.me()
    assert drawn.avatar != shown.avatar != bela.account_delete_avatar().avatar == drawn.avatar
    assert drawn.header != shown.header != bela.account_delete_header().header == drawn.header
    assert bela.profile().display_name == "Béla"


def test_people_are_collected_with_their_consent(anna: Any, bela: Any, cleo: Any) -> None:
    """Made, read, changed, shared, left and ended."""
    anna.account_follow(bela.me().id)
    made = anna.collection_create("Bakers", description="Who bakes", language="en", discoverable=True)
    collection = getattr(made, "collection", made)
    added = anna.collection_item_add(collection.id, bela.me().id)
    item = getattr(added, "collection_item", added)
    assert anna.collection(collection.id) is not None
    assert bela.account_in_collections(bela.me().id) is not None
    assert anna.account_collections(anna.me().id) is not None
    anna.collection_update(collection.id, name="The bakers")
    bela.collection_item_revoke(collection.id, item.id)
    anna.account_follow(cleo.me().id)
    added = anna.collection_item_add(collection.id, cleo.me().id)
    anna.collection_item_delete(collection.id, getattr(added, "collection_item", added).id)
    anna.collection_delete(collection.id)
    with pytest.raises(MastodonNotFoundError):
        anna.collection(collection.id)


def test_the_server_counts_and_speaks(anna: Any) -> None:
    """Its weeks, its languages, whom it knows."""
    assert isinstance(anna.instance_activity(), list)
    assert isinstance(anna.instance_peers(), list)
    assert anna.instance_languages() is not None
    assert anna.announcements() is not None
    assert anna.instance_health()
