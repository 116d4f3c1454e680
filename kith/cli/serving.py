"""`kith serve` and `kith demo`: the settings with what was typed, and a supervisor."""

import argparse
from dataclasses import replace

from kith.base.web.bundle import check_set_up
from kith.cli.supervisor import Supervisor
from kith.settings import Settings


def serve(settings: Settings, given: argparse.Namespace) -> int:
    """Serve until told to stop. Raises `NotSetUp` before anything is started, where the set-up has not run."""
    check_set_up()
    return Supervisor(_with_options(settings, given)).run()


def demo(settings: Settings, given: argparse.Namespace) -> int:
    """Serve the village, to this machine alone."""
    check_set_up()
    village = replace(_with_options(settings, given), mode="demo", host="127.0.0.1")
    return Supervisor(village, preparations=("build-village",)).run()


def _with_options(settings: Settings, given: argparse.Namespace) -> Settings:
    if given.port is not None:
        settings = settings.on_port(given.port)
    if given.workers is not None:
        settings = replace(settings, workers=max(1, given.workers))
    return settings
