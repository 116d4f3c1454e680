"""`bin/bench feed`: the table and the plot of docs/fair-share.md, made anew."""

import argparse
import statistics
import sys
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

from bench.feed import traces
from bench.feed.orders import ORDERS
from bench.feed.plot import drawn
from bench.feed.serving import Served, served
from bench.feed.simulation import Metrics, Run
from bench.feed.world import draw_world

DOCS = Path(__file__).parents[2] / "docs"
BEGIN, END = "<!-- measured -->", "<!-- /measured -->"
COLUMNS = (
    ("cover", "tie cover"), ("known", "cover of the known"), ("weighted", "weighted cover"), ("horn", "horn share"),
    ("largest", "largest share"),
    ("quiet", "quiet recall"), ("back", "back recall"), ("gini", "Gini"), ("different", "different people"),
    ("age_days", "median age, d"), ("exchanges", "exchanges/person"), ("people", "with how many"),
)  # fmt: skip


@dataclass(frozen=True, kw_only=True)
class Size:
    """How large a world, how long, and how often."""

    people: int = 300
    readers: int = 40
    days: int = 60
    seeds: int = 2
    served: tuple[tuple[int, int, int], ...] = (  # whom the reader follows, posts of each, others on the server
        (150, 20, 0),
        (1000, 20, 0),
        (100, 20, 900),
        (100, 20, 99_900),
    )


QUICK = Size(people=200, readers=8, days=30, seeds=1, served=((150, 20, 0), (1000, 20, 0)))
TINY = Size(people=60, readers=3, days=16, seeds=1, served=((20, 3, 20),))


def main(arguments: Sequence[str]) -> int:
    """Simulate, replay, measure; print, or write into the docs."""
    parser = argparse.ArgumentParser(prog="bin/bench feed", description=__doc__)
    parser.add_argument("--quick", action="store_true", help="a small world: a minute")
    parser.add_argument("--tiny", action="store_true", help="just enough to see that it runs")
    parser.add_argument("--write", action="store_true", help="write the table and the plot into docs/")
    given = parser.parse_args(arguments)
    size = TINY if given.tiny else QUICK if given.quick else Size()
    metrics = {name: _simulated(name, size, seeds=size.seeds) for name in ORDERS}
    compared = ("chronological", "engagement, authors discounted", "fair share")
    others = [_plain(name, size) for name in compared] + [_wide(name, size) for name in compared]
    parts = [
        _simulation(metrics, others, size),
        *_real(),
        _times([served(people, each, strangers=others) for people, each, others in size.served]),
    ]
    text = "\n\n".join(parts)
    print(text)
    if given.write:
        _write(text, drawn({name: runs[0] for name, (runs, _sd) in metrics.items()}))
    return 0


def _simulated(name: str, size: Size, *, seeds: int) -> tuple[list[Metrics], dict[str, float]]:
    runs = []
    for seed in range(1, seeds + 1):
        print(f"{name}, seed {seed} …", file=sys.stderr)
        world = draw_world(people=size.people, readers=size.readers, days=size.days, seed=seed)
        runs.append(Run(world, ORDERS[name], places=20, seed=seed).metrics())
    rows = [asdict(run) for run in runs]
    mean = Metrics(**{key: statistics.mean(row[key] for row in rows) for key in rows[0]})
    spread = {key: statistics.pstdev([row[key] for row in rows]) for key in rows[0]}
    return [mean], spread


def _plain(name: str, size: Size) -> tuple[str, Metrics]:
    world = draw_world(people=size.people, readers=size.readers, days=size.days, seed=1, follow_loud=False)
    label = f"{name}, without loud ones followed, without provocation"
    return label, Run(world, ORDERS[name], places=20, seed=1, provocation=0.0).metrics()


def _wide(name: str, size: Size) -> tuple[str, Metrics]:
    world = draw_world(people=size.people, readers=size.readers, days=size.days, seed=1)
    return f"{name}, 50 places", Run(world, ORDERS[name], places=50, seed=1).metrics()


def _simulation(
    metrics: dict[str, tuple[list[Metrics], dict[str, float]]], others: list[tuple[str, Metrics]], size: Size
) -> str:
    rows = [_row(name, runs[0], spread) for name, (runs, spread) in metrics.items()]
    rows += [_row(name, one) for name, one in others]
    begins = (
        f"{size.people} people, {size.readers} of them readers, {size.days} days, {size.seeds} seeds (± between them)."
    )
    return "\n".join([
        "### Simulated", "", begins, "",
        "| order | " + " | ".join(title for _key, title in COLUMNS) + " |",
        "|---|" + "---|" * len(COLUMNS), *rows,
    ])  # fmt: skip


def _row(name: str, one: Metrics, spread: dict[str, float] | None = None) -> str:
    cells = []
    for key, _title in COLUMNS:
        sd = f" ±{spread[key]:.2f}" if spread and spread[key] >= 0.005 else ""
        cells.append(f"{getattr(one, key):.2f}{sd}")
    return f"| {name} | " + " | ".join(cells) + " |"


def _told(one: traces.Foretold) -> str:
    aucs = (one.auc, one.auc_by_counting, one.auc_of_active, one.active_by_counting)
    cells = " | ".join(f"{auc:.3f}" for auc in aucs)
    return f"| {one.trace} | {one.pairs:,} | {one.later:,} | {one.silent_before:.0%} | {cells} |"


def _real() -> list[str]:
    folder = traces.graphs()
    if folder is None:
        return ["### Real traces\n\nNot here: set `KITH_GRAPHS` to their folder."]
    foretold = [*(traces.copenhagen(folder, days=days) for days in (7, 10, 12)), traces.college(folder)]
    lines = [
        "### Real traces: what ties foretell",
        "",
        "| trace | pairs | talk later | silent before | AUC | by counting | AUC, active before | by counting |",
        "|---|---|---|---|---|---|---|---|",
        *(_told(one) for one in foretold),
    ]
    judged = traces.higgs(folder)
    readers = int(next(iter(judged.values()))["readers"])
    lines += ["", "### Real traces: one day of Twitter, replayed", ""]
    lines += [f"{readers} readers, {traces.PLACES} places.", ""]
    lines += ["| order | tie cover | horn share | largest share | different people |", "|---|---|---|---|---|"]
    keys = ("cover", "horn", "largest", "different")
    lines += [f"| {name} | " + " | ".join(f"{one[key]:.2f}" for key in keys) + " |" for name, one in judged.items()]
    return ["\n".join(lines)]


def _times(rows: list[Served]) -> str:
    lines = [
        "### Time",
        "",
        "Wall time of the quickest round, without the page’s templates.",
        "",
        "| follows | unread posts | people of the server | posts of the server | decided anew | found again |",
        "|---|---|---|---|---|---|",
    ]
    lines += [
        f"| {one.people:,} | {one.unread:,} | {one.network:,} | {one.posts:,} "
        f"| {one.anew_ms:.0f} ms | {one.again_ms:.0f} ms |"
        for one in rows
    ]
    return "\n".join(lines)


def _write(text: str, plot: str) -> None:
    page = DOCS / "fair-share.md"
    before, _begin, rest = page.read_text(encoding="utf-8").partition(BEGIN)
    _measured, _end, after = rest.partition(END)
    page.write_text(f"{before}{BEGIN}\n{text}\n{END}{after}", encoding="utf-8")
    (DOCS / "pictures" / "fair-share.svg").write_text(plot, encoding="utf-8")
