"""How the machine that sorts posts is made: its parts do what they say, and the same data gives the same weights."""

import csv
import re
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bench.classifier.__main__ import main
from bench.classifier.fitting import Dense, Sparse, fit
from bench.classifier.layering import BEGUN, SEED, WIDTH, fit_layers, fit_once, join
from bench.classifier.measuring import CERTAIN, auc, bar_for, calibration, how_often_right
from bench.classifier.phrases import is_one_of_a_kind, made_posts, renamed
from bench.classifier.posts import FILES, Labelled, read_posts
from bench.classifier.recent import KINDS, recent_posts
from bench.classifier.table import hashed, how_much_it_counts
from kith.topics.scoring.layers import Reader
from kith.topics.scoring.weights import as_often_right

_NO_ROW: dict[str, str] = {}


def _told(how_many: int) -> tuple[Any, Any]:
    """Posts of which each part is known, and whether they are about it as often as these say."""
    chance = np.random.default_rng(7)
    cells = chance.normal(size=(how_many, 5))
    said = 1 / (1 + np.exp(-(cells @ np.array([2.0, -1.0, 0.5, 0.0, 0.0]) - 1.5)))
    return cells, (chance.random(how_many) < said).astype(float)


def test_a_probability_is_right_as_often_as_it_says() -> None:
    """On posts that were held apart."""
    cells, about = _told(20_000)
    weights, bias = fit(Dense(cells[:10_000]), about[:10_000], np.ones(10_000), strength=1.0)
    chances = 1 / (1 + np.exp(-(cells[10_000:] @ weights + bias)))
    for said, right, number in calibration(about[10_000:], chances):
        assert abs(said - right) < 3 * (0.25 / number) ** 0.5


def test_what_is_said_too_softly_is_put_right_and_what_is_likelier_stays_so() -> None:
    """On posts that were held apart, and with labels of which some are wrong."""
    chance = np.random.default_rng(3)
    said = chance.random(40_000) ** 2
    about = (chance.random(40_000) < 0.95 * said**0.6).astype(float)
    right = how_often_right(about[:20_000], said[:20_000])
    put_right = np.array([as_often_right(float(one), right) for one in said[20_000:]])
    assert all(abs(one - of) < 0.04 for one, of, number in calibration(about[20_000:], put_right) if number > 500)
    rising = [as_often_right(one / 1000, right) for one in range(1001)]
    assert rising == sorted(set(rising))
    assert (rising[0], rising[-1]) == (0.0, 1.0)
    assert [as_often_right(one, ()) for one in (0.0, 0.25, 1.0)] == [0.0, 0.25, 1.0]


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(st.booleans(), st.floats(0, 1)), min_size=1, max_size=400))
def test_places_rise_whatever_was_seen(pairs: list[tuple[bool, float]]) -> None:
    """Neighbours that fall are put together."""
    about = np.array([float(one) for one, _said in pairs])
    places = how_often_right(about, np.array([said for _about, said in pairs]))
    assert list(places) == sorted(places)
    assert all(one[1] < other[1] or other[1] == CERTAIN for one, other in pairwise(places))


def test_posts_that_show_drift_are_never_learned_from() -> None:
    """Each is there once, of a kind the card tells of, and no made sentence is one of them."""
    recent = list(recent_posts())
    texts = {post.text for post, _about in recent}
    assert len(texts) == len(recent)
    assert {post.source for post, _about in recent} == set(KINDS)
    assert not texts & {post.text for post, _about in made_posts()}


def test_sparse_is_dense() -> None:
    """The same weights, whichever way the features are kept."""
    posts = [post for post, _about in made_posts()][:60]
    sparse = hashed([post.text for post in posts])
    chosen = np.array([3, 1, 59])
    picked = sparse.rows(chosen)
    weights = np.random.default_rng(1).normal(size=sparse.columns)
    assert np.allclose(picked.times(weights), sparse.times(weights)[chosen])
    cells = np.array([[0.0, 2.0], [1.0, 0.0], [1.0, 2.0]])
    kept = Sparse(np.array([1, 0, 0, 1]), np.array([2.0, 1.0, 1.0, 1.0, 1.0, 2.0]), np.array([0, 1, 1, 2, 2, 3, 4]), 2)
    about, believed = np.array([1.0, 0.0, 1.0]), np.array([1.0, 1.0, 0.5])
    one, other = fit(Dense(cells), about, believed, strength=1.0), fit(kept, about, believed, strength=1.0)
    assert np.allclose(one[0], other[0])
    assert one[1] == pytest.approx(other[1])


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(st.booleans(), st.integers(0, 5)), min_size=2, max_size=30))
def test_auc_is_how_often_a_post_about_it_comes_first(pairs: list[tuple[bool, int]]) -> None:
    """Half where they score alike."""
    yes, no = [score for about, score in pairs if about], [score for about, score in pairs if not about]
    if not yes or not no:
        return
    expected = sum(1.0 if one > other else 0.5 * (one == other) for one in yes for other in no) / (len(yes) * len(no))
    about, scores = np.array([float(one) for one, _score in pairs]), np.array([float(score) for _one, score in pairs])
    assert auc(about, scores) == pytest.approx(expected)


def test_a_bar_lets_so_many_false_alarms_through() -> None:
    """No more."""
    scores = np.arange(1000) / 1000
    assert (scores >= bar_for(scores, 0.015)).sum() == 15


def test_made_sentences_are_the_same_every_time_and_names_stand_for_nothing() -> None:
    """Slots are filled; a name is replaced by one of any side."""
    once, again = list(made_posts()), list(made_posts())
    assert once == again
    assert not [post for post, _about in once if "{" in post.text]
    post = Labelled("Trump and the Democrats on Obamacare", "gop_debate", "a", _NO_ROW)
    [other] = renamed([post])
    assert "Democrats" not in other.text or "Trump" not in other.text
    assert (other.group, other.fold) == (post.group, post.fold)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A few posts a file, made up, in the shape of the collected ones."""
    columns = {
        "everyday": ["text", "src"],
        "political_gop_debate2015": ["text", "sentiment"],
        "political_cf": ["text", "bias", "message", "audience", "source", "author", "party"],
        "political_cf_author_unknown": ["text", "bias"],
        "stance_semeval2016": ["text", "topic", "stance"],
        "promo_corporate": ["text", "category", "confidence", "author"],
        "promo_brand_vs_person": ["text", "kind", "author", "description"],
        "promo_sms": ["text", "label", "origin"],
        "promo_youtube": ["text", "label", "video"],
        "customers_airline2015": ["text", "airline_sentiment", "author"],
    }
    marks = [
        {"src": "tweeteval_emoji", "bias": "partisan", "source": "twitter", "topic": "abortion", "stance": "favor"},
        {"src": "sms_ham", "bias": "neutral", "source": "facebook", "topic": "atheism", "stance": "against"},
    ]
    usual = {"label": "spam", "category": "Action", "kind": "brand", "airline_sentiment": "negative"}
    other = {"label": "ham", "category": "Dialogue", "kind": "person", "airline_sentiment": "positive"}
    for name, names in columns.items():
        with tmp_path.joinpath(f"{name}.csv").open("w", encoding="utf-8", newline="") as file:
            table = csv.DictWriter(file, names)
            table.writeheader()
            for number in range(20):
                mark = marks[number % 2] | (usual if number % 2 else other)
                text = f"{name} word{number % 7} word{number} #GOPDebate http://t.co/{number} @user"
                row = {"text": text, "author": f"u{number}", "video": "1"} | mark
                table.writerow({key: row.get(key, "") for key in names})
    return tmp_path


def test_what_gives_a_source_away_is_taken_out(folder: Path) -> None:
    """The hashtag that stands in every post, addresses and handles; and each text is there once."""
    posts = read_posts(folder)
    assert {post.source for post in posts} >= {"gop_debate", "politicians_twitter", "sms", "airline"}
    assert not [post for post in posts if "GOP Debate" in post.text or "http" in post.text or "@" in post.text]
    assert len({(post.source, post.text) for post in posts}) == len(posts)
    assert len(FILES) == 10


def test_the_same_data_gives_the_same_weights(folder: Path, tmp_path: Path) -> None:
    """From reading to the file; embeddings are made once."""
    hashes = []
    for name in ("first", "second"):
        out = tmp_path / name
        out.mkdir()
        given = [
            "--cache",
            str(tmp_path / "e.npz"),
            "--out",
            str(out),
            "--only",
            "religion",
        ]
        assert main([str(folder), *given]) == 0
        hashes.append((out / "weights.sha256").read_text("ascii"))
    assert hashes[0] == hashes[1]


def test_one_run_writes_the_whole_card(folder: Path, tmp_path: Path) -> None:
    """Every figure in it is of that run: nothing is left to be written by hand."""
    card = tmp_path / "card.md"
    given = ["--cache", str(tmp_path / "e.npz"), "--card", str(card), "--out", str(tmp_path)]
    assert main([str(folder), *given]) == 0
    text = card.read_text("utf-8")
    assert (tmp_path / "weights.sha256").read_text("ascii").strip() in text
    assert not re.findall(r"{[a-z_]+}", text)
    assert text.count("\n| small | everyday |") == text.count("\n| large | everyday |") == 1


def test_joined_layers_say_their_mean() -> None:
    """Begun anew each time; what is joined is one layer of all their places."""
    chance = np.random.default_rng(5)
    inputs = chance.normal(size=(600, 4)).astype(np.float32)
    about = (inputs[:, 0] + chance.normal(size=600) > 0).astype(float)
    apart = [join([fit_once(inputs, about, np.ones(600), rounds=3, seed=SEED + n)]) for n in range(BEGUN)]
    joined = fit_layers(inputs, about, np.ones(600), rounds=3)
    assert joined.width == WIDTH * BEGUN
    mean = np.mean([Reader(one).says(inputs) for one in apart], axis=0)
    assert np.allclose(Reader(joined).says(inputs), mean, atol=0.02)
    assert len({one.first for one in apart}) == BEGUN


def test_posts_that_sound_like_politics_count_more() -> None:
    """Than pictures do; and a sentence of our own where it is not one of many fillings, or as much as it says."""
    angry, picture = (Labelled("Oh great", source, "a", _NO_ROW) for source in ("tweeteval_emotion", "tweeteval_emoji"))
    assert (
        how_much_it_counts(angry) > how_much_it_counts(picture) > how_much_it_counts(angry._replace(source="sms_ham"))
    )
    everything = [post for post, _about in made_posts()]
    made = [post for post in everything if "count" not in post.row]
    assert {how_much_it_counts(post) for post in everything if "count" in post.row} == {1.0}
    filled = {how_much_it_counts(post) for post in made if not is_one_of_a_kind(post)}
    written = {how_much_it_counts(post) for post in made if is_one_of_a_kind(post)}
    assert max(filled) < min(written)


def test_the_layer_learns_what_a_straight_line_cannot() -> None:
    """That one of two things is there, and not both; and the same rows give the same layer."""
    chance = np.random.default_rng(5)
    inputs = chance.choice([0.0, 1.0], size=(4000, 2)).astype(np.float32)
    about = (inputs[:, 0] != inputs[:, 1]).astype(float)
    layers = fit_layers(inputs, about, np.ones(len(about)), rounds=30)
    told = Reader(layers).says(np.array([[0, 0], [0, 1], [1, 0], [1, 1]], dtype=np.float32))
    assert (told > 0).tolist() == [False, True, True, False]
    assert fit_layers(inputs, about, np.ones(len(about)), rounds=30) == layers
