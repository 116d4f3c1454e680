"""`bin/bench` runs: every figure is taken. What it says is for people to read, and asserted nowhere."""

import json
import subprocess
import sys
from math import isfinite

from tests.commands.conftest import ROOT


def test_every_figure_can_be_taken() -> None:
    """With as few requests as there can be."""
    command = [sys.executable, "-m", "bench", "--tiny", "--json"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False, timeout=180)
    assert done.returncode == 0, done.stderr
    figures = {one["name"]: one for one in json.loads(done.stdout)}
    assert len(figures) == 40
    assert figures["home list, JSON"]["also"]
    assert all(one["limit_is"] and isfinite(one["ours"]) for one in figures.values())


def test_the_report_on_the_order_of_home_can_be_made() -> None:
    """In a world too small to say anything; the real traces are used where they are, and named where they are not."""
    command = [sys.executable, "-m", "bench", "feed", "--tiny"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False, timeout=180)
    assert done.returncode == 0, done.stderr
    assert "| fair share |" in done.stdout
    assert "### Real traces" in done.stdout
    assert "decided anew" in done.stdout


def test_what_sorting_a_post_costs_can_be_measured() -> None:
    """Each machine by itself, with its limits beside it."""
    command = [sys.executable, "-m", "bench", "classify", "--tiny"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False, timeout=180)
    assert done.returncode == 0, done.stderr
    assert [line.split("  ")[0] for line in done.stdout.splitlines()] == [
        "what",
        "without embeddings",
        "with embeddings",
    ]
