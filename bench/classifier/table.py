"""All posts for one topic, with what the machine's parts need of them; embeddings are kept outside the repository."""

from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from zlib import crc32

import numpy as np

from bench.classifier.fitting import Array, Sparse
from bench.classifier.phrases import is_one_of_a_kind, made_posts, renamed
from bench.classifier.posts import EVERYDAY, JUDGES, Labelled, Topic
from kith.topics.scoring.cues import cues_of
from kith.topics.scoring.embedding import NUMBERS, embed
from kith.topics.scoring.hashing import NUMBERS as LETTERS
from kith.topics.scoring.hashing import features_of
from kith.topics.scoring.layers import inputs_of
from kith.topics.scoring.text import words_of
from kith.topics.scoring.wordpiece import pieces_of

BATCH = 32
BELIEVED_FROM = 0.5
POLITICAL_FROM = 1.5  # posts of everyday with such cues are left out: about 1 % of them are political, unmarked
# How much a post counts where partisan politics is learned, by the beginning of its source: angry, dry and sad posts of
# everyday sound like politics and are few, so they count more than pictures and text messages; what one debate gave
# counts less; sentences of our own count more, where they are not one of many fillings. Chosen on sources left out.
COUNTS = {
    "tweeteval_emotion": 4.0,
    "tweeteval_irony": 4.0,
    "twitter2015": 4.0,
    "sms": 0.3,
    "airline": 0.3,
    "brand": 0.3,
    "youtube": 0.3,
    "corporate": 0.3,
    "gop_debate": 0.5,
}
OWN_COUNT = 3.0


@dataclass(frozen=True, kw_only=True)
class Table:
    """A row a post."""

    topic: Topic
    posts: Sequence[Labelled]
    about: Array
    believed: Array  # in learning: posts of everyday that are political are left out
    judged: Array  # how far the label is believed; those are in it
    counts: Array  # in learning: how much more than others
    sources: Array
    folds: Array
    cues: Array
    inputs: Array  # of the layer: the embedding, what the cues weigh, and how long it is
    letters: Sparse

    @property
    def everyday(self) -> Array:
        """Tell which rows are posts of everyday; where a topic has none, those that are not about it."""
        found: Array = np.isin(self.sources, EVERYDAY) & (self.about == 0)
        return found if found.any() else self.about == 0

    @property
    def real(self) -> Array:
        """Tell which rows are posts that somebody wrote, with a label that can be believed."""
        made = self.where("made_") | (np.char.find(self.sources, "renamed") >= 0)
        found: Array = ~made & (self.judged >= BELIEVED_FROM)
        return found

    def where(self, *beginnings: str) -> Array:
        """Tell which rows come from sources that begin so."""
        found: Array = np.logical_or.reduce([np.char.startswith(self.sources, one) for one in beginnings])
        return found


class Embeddings:
    """Embeddings of texts, made once and kept in a file, without the texts."""

    def __init__(self, file: Path) -> None:
        self._file = file
        self._known: dict[str, Array] = {}
        if file.exists():
            kept = np.load(file, allow_pickle=False)
            self._known = dict(zip(kept["names"].tolist(), kept["vectors"], strict=True))

    def of(self, texts: Sequence[str]) -> Array:
        """Give a row a text."""
        missing = {text for text in texts if _name(text) not in self._known}
        new = sorted(missing, key=lambda text: (len(pieces_of(text)), text))
        for start in range(0, len(new), BATCH):
            batch = new[start : start + BATCH]
            self._known.update(zip(map(_name, batch), embed(batch).astype(np.float32), strict=True))
        if new:
            np.savez(self._file, names=np.array(list(self._known)), vectors=np.stack(list(self._known.values())))
        vectors: Array = np.stack([self._known[_name(text)] for text in texts]) if texts else np.zeros((0, NUMBERS))
        return vectors


def _name(text: str) -> str:
    return sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:32]


def table_for(topic: Topic, posts: Sequence[Labelled], embeddings: Embeddings) -> Table:
    """Judge every post for a topic, and add made ones where it is partisan politics."""
    rows = [(post, *label) for post in posts if (label := JUDGES[topic](post)) is not None]
    if topic != "partisan":  # there are far more posts that are not about these than need to be seen
        rows = [row for row in rows if row[1] or crc32(row[0].text.encode()) % 2 == 0]
    if topic == "partisan":
        rows += [(post, True, 0.5) for post in renamed([post for post, about, _believed in rows if about])]
        rows += [(post, about, 1.0) for post, about in made_posts()]
    return table_of(topic, rows, embeddings)


def table_of(topic: Topic, rows: Sequence[tuple[Labelled, bool, float]], embeddings: Embeddings) -> Table:
    """Put together what the parts need of posts. With each: whether it is about it, and how far that is believed."""
    chosen = [post for post, _about, _believed in rows]
    texts = [post.text for post in chosen]
    cues = cues_of(topic)
    words = [words_of(text) for text in texts]
    weighed = np.array([cues.weigh(one) if cues else 0.0 for one in words])
    about, believed = np.array([float(row[1]) for row in rows]), np.array([row[2] for row in rows])
    sources, judged = np.array([post.source for post in chosen]), believed.copy()
    if cues is not None:
        believed[(about == 0) & np.isin(sources, EVERYDAY) & (weighed >= POLITICAL_FROM)] = 0.0
    return Table(
        topic=topic,
        posts=chosen,
        about=about,
        believed=believed,
        judged=judged,
        counts=np.array([how_much_it_counts(post) if topic == "partisan" else 1.0 for post in chosen]),
        sources=sources,
        folds=np.array([post.fold for post in chosen]),
        cues=weighed,
        inputs=inputs_of(embeddings.of(texts), weighed, [len(one) for one in words]),
        letters=hashed(texts),
    )


def how_much_it_counts(post: Labelled) -> float:
    """Tell how much a post counts where partisan politics is learned, beside others of its label."""
    if post.source.startswith("made_"):
        return float(post.row.get("count", OWN_COUNT if is_one_of_a_kind(post) else 1.0))
    return next((count for source, count in COUNTS.items() if post.source.startswith(source)), 1.0)


def hashed(texts: Sequence[str]) -> Sparse:
    """Give the hashed features of texts; words and letters share the numbers, as they do where they are used."""
    where: list[int] = []
    each: list[float] = []
    starts = [0]
    for text in texts:
        whole, each_word, runs, each_run = features_of(text)
        where += [*whole, *runs]
        each += [each_word, each_run]
        starts += [len(where) - len(runs), len(where)]
    return Sparse(np.array(where, dtype=np.int64), np.array(each), np.array(starts), LETTERS)
