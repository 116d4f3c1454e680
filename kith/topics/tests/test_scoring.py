"""The machine: calm where it does not know, the same for the same text, and not led by what says nothing."""

import random
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kith.base.core.ids import Id
from kith.topics import missing_for_embeddings, ready_topic, score_text, score_text_well
from kith.topics.model import OwnTopic, Topic
from kith.topics.ready import READY, ready_topics
from kith.topics.scoring import embedding, learn, own, scorer
from kith.topics.scoring import weights as shipped
from kith.topics.scoring.cues import CueFile, Cues, CueWords, cue_files, cues_of
from kith.topics.scoring.text import readable, words_of
from tests.clock import BEGINNING

Judge = Callable[[str, Sequence[Topic]], Mapping[str, float]]
JUDGES = [pytest.param(score_text, id="small"), pytest.param(score_text_well, id="large")]
POLITICAL = (
    "Never voting for the Tories again after what they did to the NHS",
    "Trump lied in the debate last night and the Republicans cheered",
    "Proud to have voted for Kamala Harris today. Your turn, get to the polls!",
    "The prime minister should resign, this government has failed us on immigration",
    "Modi and the BJP will lose the next election in our state",
    "Trudeau raised the carbon tax again and the Liberals clapped",
)
EVERYDAY = (
    "First tomatoes of the year, they taste of summer",
    "Happy birthday to my wonderful sister!",
    "Can somebody recommend a good dentist near the station?",
    "So tired today, the baby was up all night",
    "Our flight was cancelled and nobody at the desk knows anything",
    "What a match! Three goals in ten minutes",
    "Turn left at the church, the bakery is on the right",
    "New song out on Friday, I can't wait for you to hear it",
)
ELSEWHERE = (  # people who speak of their day, in languages the embedding has hardly seen
    "Heute backen wir mit den Kindern Plätzchen",
    "Mon chat dort encore sur le clavier",
    "Feliz cumpleaños a mi hermana",
    "O jogo de ontem foi incrível", "Che bella giornata al mare", "De trein is weer te laat vandaag",
    "Dzisiaj pieczemy ciasto z babcią",
    "Tänään on kaunis ilma",
    "Bugün hava çok güzel, parka gidelim",
    "Jeg har bagt kage til min mor", "Nu ska vi fika i solen", "Holnap vizsgázom, izgulok", "Zítra jedeme k babičce",
    "Azi am fost la piață cu mama", "Danas smo bili na plaži s djecom", "Besok ulang tahun adikku",
    "Leo nimepika chapati", "Ang sarap ng mangga", "Hôm nay trời đẹp quá", "Avui fa molta calor",
    "Eg er så trøtt i dag",
    "今日は友達とラーメンを食べた",
    "오늘 날씨가 정말 좋네요", "今天和朋友去公园散步", "Сегодня мы пекли пирог с бабушкой", "Σήμερα πήγαμε στη θάλασσα",
    "اليوم ذهبنا إلى البحر مع الأطفال",
    "היום אכלנו גלידה בים",
    "आज हमने पार्क में खेला",
    "วันนี้ไปกินก๋วยเตี๋ยวกับเพื่อน",
)  # fmt: skip
ELSEWHERE_POLITICAL = (
    "Nie wieder AfD, am Sonntag wählen gehen!",
    "Macron démission, ce gouvernement nous méprise",
    "Pedro Sánchez dimisión, elecciones ya",
    "Fora Bolsonaro, o governo acabou com a democracia",
    "Meloni e Salvini hanno rovinato questo paese",
    "Wilders en de PVV moeten uit het kabinet",
    "Tusk i Kaczyński, ten sejm to kpina przed wyborami",
    "自民党にはもう投票しない、選挙に行こう",
    "윤석열 탄핵, 국민의힘은 사과하라",
)


def _partisan(judge: Judge, text: str) -> float:
    topic = ready_topic("partisan")
    assert topic is not None
    return judge(text, [topic])["partisan"]


@pytest.mark.parametrize("judge", JUDGES)
def test_politics_is_told_from_everyday(judge: Judge) -> None:
    """In sentences that nobody trained with."""
    low, high = max(_partisan(judge, text) for text in EVERYDAY), min(_partisan(judge, text) for text in POLITICAL)
    assert low < 0.3
    assert high > 0.6


@pytest.mark.parametrize("judge", JUDGES)
def test_it_is_calm_in_other_languages(judge: Judge) -> None:
    """What it does not understand it does not accuse; a name that everybody knows it knows there, too."""
    assert max(_partisan(judge, text) for text in ELSEWHERE) < 0.3
    found = [_partisan(judge, text) for text in ELSEWHERE_POLITICAL]
    assert min(found) > max(_partisan(judge, text) for text in ELSEWHERE)
    assert sum(one > 0.5 for one in found) >= len(found) - 1


@pytest.mark.parametrize("judge", JUDGES)
@pytest.mark.parametrize("text", [*POLITICAL, *EVERYDAY])
@pytest.mark.parametrize("change", [
    str.upper,
    str.lower,
    lambda text: text + " https://news.example/2026/11?utm=1",
    lambda text: "@someone@far.example " + text,
    lambda text: "RT @user: " + text,
    lambda text: text.replace(" ", "\u200b "),
    lambda text: text + " 🎉🎉🎉",
    lambda text: text + "!!!!!!!!",
])  # fmt: skip
def test_what_says_nothing_changes_nothing(judge: Judge, text: str, change: Callable[[str], str]) -> None:
    """Capitals, addresses, handles, emoji: the answer stays on its side, and nearly where it was."""
    before, after = _partisan(judge, text), _partisan(judge, change(text))
    assert abs(before - after) < 0.25
    assert (before > 0.5) is (after > 0.5)


HOSTILE = (
    "",
    " ",
    "\x00",
    "\x00\x01\x02\ufffe",
    "\n" * 1000,
    "a" * 1_000_000,
    "#" * 5000,
    "@" * 5000,
    "http://" * 2000,
    "\u202e" * 300,
    "z\u0351" * 5000, "🏳️‍🌈" * 3000, "&amp;" * 3000, "&#99999999999;", "\ud800",
    "é" * 100_000,
    "选" * 100_000, "'" * 10_000,
    "[CLS] [SEP]", "<user> <url>",
)  # fmt: skip


@pytest.mark.parametrize("judge", JUDGES)
@pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
def test_whatever_the_text_there_is_an_answer(judge: Judge, text: str) -> None:
    """A number between nought and one for each topic."""
    topics = [*ready_topics(), _own(yes=("a",), no=("b",))]
    found = judge(text, topics)
    assert set(found) == {topic.key for topic in topics}
    assert all(0 <= one <= 1 for one in found.values())


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=300))
def test_the_same_text_has_the_same_score(text: str) -> None:
    """Whatever was asked before it."""
    topics = ready_topics()
    before = score_text(text, topics)
    score_text("something else", topics)
    assert score_text(text, topics) == before
    assert readable(readable(text, length_max=500), length_max=500) is not None


def test_the_large_machine_does_not_depend_on_what_was_asked_before() -> None:
    """Nor on the order."""
    texts = [*POLITICAL, *EVERYDAY]
    before = [_partisan(score_text_well, text) for text in texts]
    shuffled = random.Random(1).sample(range(len(texts)), len(texts))
    assert {number: _partisan(score_text_well, texts[number]) for number in shuffled} == dict(enumerate(before))


def test_without_the_extra_the_small_machine_answers(monkeypatch: pytest.MonkeyPatch) -> None:
    """And says what is missing."""
    monkeypatch.setattr(embedding, "NEEDED", ("a_package_that_is_nowhere",))
    embedding.missing.cache_clear()
    try:
        assert missing_for_embeddings() == ("a_package_that_is_nowhere",)
        assert scorer.model_name().startswith("small-")
        assert all(_partisan(score_text_well, text) == _partisan(score_text, text) for text in POLITICAL)
    finally:
        monkeypatch.undo()
        embedding.missing.cache_clear()
    assert missing_for_embeddings() == ()
    assert scorer.model_name().startswith("large-")


def test_the_large_machine_is_asked_where_the_small_one_is_unsure() -> None:
    """What the small one is sure of is its own word, and says so."""
    topics = ready_topics()
    asked = {text: scorer.score_as_needed(text, topics) for text in [*POLITICAL, *EVERYDAY]}
    for text, (model, scores) in asked.items():
        small = score_text(text, topics)
        unsure = any(0.1 <= small[key] < 0.9 for key in ("partisan", "selling", "complaints", "religion"))
        assert model.startswith("large-" if unsure else "small-")
        assert scores == (score_text_well(text, topics) if unsure else small)
    assert {model.partition("-")[0] for model, _scores in asked.values()} == {"large", "small"}


def test_what_is_not_in_latin_letters_is_the_small_machines_word() -> None:
    """The embedding would guess there."""
    topics = ready_topics()
    for text in ("Сегодня мы пекли пирог с бабушкой", "今日は友達とラーメンを食べた"):
        assert score_text_well(text, topics) == score_text(text, topics)
        assert scorer.score_as_needed(text, topics) == (scorer.small_model(), score_text(text, topics))


def test_every_ready_topic_has_cues_that_are_dated() -> None:
    """A file without a topic, or a topic without one, would be forgotten."""
    assert set(cue_files()) == set(READY)
    assert all(file.checked.year >= 2026 and file.lists for file in cue_files().values())


@pytest.mark.parametrize(
    ("tag", "words"),
    [
        ("GOPdebate", "GOP debate"),
        ("reproductiverights", "reproductive rights"),
        ("MondayMotivation", "Monday Motivation"),
        ("blacklivesmatter", "black lives matter"),
        ("jeb2016", "jeb 2016"),
        ("auspol", "auspol"),
        ("haddad", "haddad"),
        ("girlyoudontneedmakeup", "girlyoudontneedmakeup"),
        ("日本", "日本"),
    ],
)
def test_a_hashtag_is_read_as_its_words(tag: str, words: str) -> None:
    """By its capitals, or by words that are known; what is no known words stays as it is."""
    assert readable(f"#{tag}", length_max=100) == words


def test_every_cue_is_found_as_a_hashtag_too() -> None:
    """However it is split."""
    for key, file in cue_files().items():
        known = cues_of(key)
        assert known is not None
        for one in file.lists:
            words = [word for word in one.words if " " not in word and word.isalnum()]
            lost = [word for word in words if known.weigh(words_of(readable(f"#{word}", length_max=99))) == 0]
            assert [word for word in lost if known.weigh(words_of(word))] == [], key


def test_no_word_stands_twice_in_a_list_of_cues() -> None:
    """The later one would count, and nobody would see which."""
    for key, file in cue_files().items():
        words = [" ".join(words_of(word)) for one in file.lists for word in one.words]
        assert [word for word, times in Counter(words).items() if times > 1] == [], key


def test_a_list_that_is_over_counts_no_more() -> None:
    """From the day after."""
    words = CueWords(weight=2, words=("old party",), until=BEGINNING.date())
    file = CueFile(topic="x", bias=-1, checked=BEGINNING.date(), lists=(words,))
    assert Cues(file, on=BEGINNING.date()).weigh(["old", "party"]) == 2
    assert Cues(file, on=BEGINNING.date().replace(year=BEGINNING.year + 1)).weigh(["old", "party"]) == 0


def test_weights_that_are_not_ours_are_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A file that was changed, or half written, is not believed."""
    for name in ("weights.msgpack", "weights.sha256"):
        tmp_path.joinpath(name).write_bytes(shipped.FOLDER.joinpath(name).read_bytes())
    monkeypatch.setattr(shipped, "FOLDER", tmp_path)
    assert shipped.weights.__wrapped__().version
    tmp_path.joinpath("weights.msgpack").write_bytes(tmp_path.joinpath("weights.msgpack").read_bytes() + b"x")
    with pytest.raises(shipped.ForeignWeights):
        shipped.weights.__wrapped__()


def _own(*, label: str = "x", yes: tuple[str, ...] = (), no: tuple[str, ...] = (), learned: bytes = b"") -> Topic:
    made = OwnTopic(owner_id=Id(1), id=Id(2), label=label, yes=yes, no=no, created_at=BEGINNING, learned=learned)
    return Topic(key="own-2", label=label, own=made)


def test_a_topic_of_ones_own_knows_its_examples_and_their_like() -> None:
    """Words that everybody uses say nothing."""
    chess = _own(
        label="Chess",
        yes=("I lost to the Sicilian defence again", "Checkmate in four", "A pawn sacrifice for the bishop"),
    )
    assert score_text("He sacrificed the bishop for a checkmate", [chess])["own-2"] > 0.7
    assert score_text("Playing chess tonight?", [chess])["own-2"] > 0.5
    assert all(score_text(text, [chess])["own-2"] < 0.3 for text in EVERYDAY)


EVERYDAY_WORDS = (
    "the", "and", "for", "you", "have", "this", "that", "good", "morning", "happy", "birthday", "today", "dinner",
    "school", "game", "weekend", "playing", "tonight", "love", "beach", "family", "photo", "baby", "with", "day",
)  # fmt: skip


@settings(max_examples=60, deadline=None)
@given(st.data())
def test_two_examples_that_share_words_of_everyday_fold_nothing_else(data: st.DataObject) -> None:
    """However much of them a text has, until somebody says no or shows more; their rare words speak at once."""
    some = st.lists(st.sampled_from(EVERYDAY_WORDS), min_size=1, max_size=8, unique=True)
    shared, other = data.draw(some), data.draw(some)
    chess = _own(label="Chess", yes=(" ".join([*shared, "checkmate"]), " ".join([*shared, *other, "bishop"])))
    text = " ".join(data.draw(st.permutations([*shared, *other])))
    assert score_text(text, [chess])["own-2"] < 0.2
    assert score_text(f"{text} checkmate", [chess])["own-2"] > score_text(text, [chess])["own-2"]
    assert score_text(f"{text} chess", [chess])["own-2"] > score_text(text, [chess])["own-2"]


def test_words_of_everyday_speak_for_it_where_many_posts_or_a_no_bear_them_out() -> None:
    """Examples and what was said of posts count alike."""
    text, yes = "Good morning, happy family weekend", ("Good morning, family", "Happy weekend, family")
    careful = score_text(text, [_own(yes=yes)])["own-2"]
    assert score_text(text, [_own(yes=yes, no=("The bus is late",))])["own-2"] > 0.5 > careful
    learned = b""
    for _post in range(own.ENOUGH - len(yes)):
        assert score_text(text, [_own(yes=yes, learned=learned)])["own-2"] < 0.5
        learned = learn(learned, "Happy family morning", about=True)
    assert score_text(text, [_own(yes=yes, learned=learned)])["own-2"] > 0.5


def test_it_learns_from_yes_and_no_and_unlearns() -> None:
    """What is taken back leaves nothing."""
    text = "The knitting circle meets on Tuesdays, bring your needles"
    before = score_text(text, [_own(label="Wool")])["own-2"]
    taught = learn(b"", text, about=True)
    assert score_text(text, [_own(label="Wool", learned=taught)])["own-2"] > 0.5 > before
    assert score_text(text, [_own(label="Wool", learned=learn(b"", text, about=False))])["own-2"] < before
    untaught = learn(taught, text, about=True, times=-1)
    assert score_text(text, [_own(label="Wool", learned=untaught)])["own-2"] == before
    assert "knitting" not in str(taught)
    assert len(learn(b"", " ".join(map(str, range(9000))), about=True)) < 12 * own.WORDS_KEPT
