"""`python -m bench`: measure, and print one table."""

import argparse
import asyncio
import json
import platform
import sys
import sysconfig
from dataclasses import asdict

from bench.classifying import main as classifying
from bench.feed.report import main as feed_report
from bench.figure import QUICK, TINY, Figure, Size
from bench.figures import FIGURES, GROUPS, chosen
from bench.village import village

HEAD = ("what", "ours", "limit", "ratio", "the limit is", "")


def main() -> int:
    """Measure what was named, or everything. `feed` and `classify` are reports of their own."""
    if sys.argv[1:2] == ["feed"]:
        return feed_report(sys.argv[2:])
    if sys.argv[1:2] == ["classify"]:
        return classifying(sys.argv[2:])
    parser = argparse.ArgumentParser(prog="bin/bench", description=__doc__)
    parser.add_argument("names", nargs="*", help=f"of: {', '.join([*GROUPS, *FIGURES])}")
    parser.add_argument("--quick", action="store_true", help="fewer rounds: within a minute")
    parser.add_argument("--tiny", action="store_true", help="just enough to see that it runs; its figures say nothing")
    parser.add_argument("--json", action="store_true", help="as JSON")
    given = parser.parse_args()
    try:
        names = chosen(given.names)
    except KeyError as unknown:
        parser.error(f"there is no figure {unknown}; there are: {', '.join([*GROUPS, *FIGURES])}")
    size = TINY if given.tiny else QUICK if given.quick else Size()
    figures = list(_measure(names, size))
    if given.json:
        print(json.dumps([asdict(one) | {"ratio": one.ratio} for one in figures], indent=1))
    else:
        print(table(figures))
    return 0


def _measure(names: list[str], size: Size) -> list[Figure]:
    found: list[Figure] = []
    print(python(), file=sys.stderr)
    print("Filling a server …", file=sys.stderr)
    with village() as made:
        for name in names:
            print(f"{name} …", file=sys.stderr)
            found.extend(asyncio.run(FIGURES[name](made, size)))
    return found


def python() -> str:
    """Say which Python it runs on, and whether it was configured to be optimised by a profile.

    One that was takes about a fifth less for the same. Debian's is optimised, and its configuration does not say so.
    """
    profiled = "--enable-optimizations" in str(sysconfig.get_config_var("CONFIG_ARGS"))
    told = "with" if profiled else "without"
    return f"Python {platform.python_version()} ({sys.base_prefix}), configured {told} --enable-optimizations"


def table(figures: list[Figure]) -> str:
    """Write the table."""
    rows = [HEAD, *(_row(one) for one in figures)]
    widths = [max(len(row[column]) for row in rows) for column in range(len(HEAD))]
    lines = ("  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)) for row in rows)
    return "\n".join(line.rstrip() for line in lines)


def _row(one: Figure) -> tuple[str, ...]:
    ours, limit = _value(one.ours, one.unit), _value(one.limit, one.unit)
    return (one.name, ours, limit, f"{one.ratio:.1f} ×", one.limit_is, one.also)


def _value(value: float, unit: str) -> str:
    return f"{value:.3f} {unit}" if value < 10 else f"{value:.1f} {unit}"


if __name__ == "__main__":
    sys.exit(main())
