"""What stands on the page of a report: its numbers, each beside the one before, and its charts."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from kith.base.core.words import _
from kith.report.actions.reading import Report
from kith.report.model import Numbers, Times
from kith.report.web.charts import Chart, Series, draw
from kith.report.web.wording import before_words, long_words, short_words


@dataclass(frozen=True, kw_only=True)
class Tile:
    """A number: what it is called, how much, how much it was before, and what belongs to it."""

    name: str
    value: str
    before: str
    details: Sequence[str] = ()


def tiles_of(report: Report, language: str) -> list[Tile]:
    """Give the numbers of the period that is read."""
    shown, before = report.shown, report.before

    def tile(name: str, value: Callable[[Numbers], str], *details: str) -> Tile:
        was = before_words(value(before), shown.period)
        return Tile(name=name, value=value(shown), before=was, details=details)

    def long(seconds: int | None) -> str:
        return long_words(seconds, language)

    answer, settle, helped, bright = shown.answer, shown.settle, shown.helped, shown.bright
    most = _("nine in ten within {time}")
    return [
        tile(_("People answered"), lambda one: f"{one.people}"),
        tile(
            _("Half had an answer within"), lambda one: long(one.answer.half_s), most.format(time=long(answer.most_s))
        ),
        tile(_("Half were settled within"), lambda one: long(one.settle.half_s), most.format(time=long(settle.most_s))),
        tile(
            _("Said that it helped"),
            lambda one: f"{one.helped.helped}",
            _("with thanks: {num}").format(num=helped.thanks),
            _("it did not help: {num}").format(num=helped.not_helped),
        ),
        tile(
            _("Exchanges that brightened a day"),
            lambda one: f"{one.bright.exchanges}",
            _("said by the person: {num}").format(num=bright.by_them),
            _("by somebody listening in: {num}").format(num=bright.by_listeners),
            _("by your team: {num}").format(num=bright.by_us),
        ),
        tile(_("Spoke to you for the first time"), lambda one: f"{one.relations.begun}"),
        tile(_("Spoke again within 90 days"), lambda one: f"{one.relations.kept}"),
        tile(_("Came back after longer"), lambda one: f"{one.relations.back}"),
        tile(_("Went quiet"), lambda one: f"{one.relations.quiet}"),
    ]


def charts_of(report: Report, language: str) -> list[Chart]:
    """Draw how it went."""
    periods = [short_words(one.period, language) for one in report.numbers]

    def counted(name: str, value: Callable[[Numbers], int], *, below: bool = False) -> Series:
        values = [value(one) for one in report.numbers]
        return Series(name=name, values=values, said=[f"{one}" for one in values], below=below)

    def chart(title: str, *series: Series, note: str = "") -> Chart:
        summary = _("{title}: {count} bars, the last of them is the one you read. The same stands in the table below.")
        return draw(title, periods, series, summary=summary.format(title=title, count=len(periods)), note=note)

    hours = _("Counted while you are open.")
    return [
        chart(_("People answered"), counted(_("People answered"), lambda one: one.people)),
        chart(_("Time to the first answer"), *_times(report, language, lambda one: one.answer), note=hours),
        chart(_("Time until settled"), *_times(report, language, lambda one: one.settle), note=hours),
        chart(
            _("How it was"),
            counted(_("it helped"), lambda one: one.helped.helped),
            counted(_("it did not help"), lambda one: one.helped.not_helped, below=True),
        ),
        chart(_("Exchanges that brightened a day"), counted(_("Exchanges"), lambda one: one.bright.exchanges)),
        chart(
            _("People you talk with"),
            counted(_("for the first time"), lambda one: one.relations.begun),
            counted(_("again within 90 days"), lambda one: one.relations.kept),
            counted(_("back after longer"), lambda one: one.relations.back),
            counted(_("went quiet"), lambda one: one.relations.quiet, below=True),
        ),
    ]


def _times(report: Report, language: str, of: Callable[[Numbers], Times]) -> tuple[Series, Series]:
    """Give both times of each period as one bar: half, and what nine in ten took more than that."""
    both = [(of(one).half_s, of(one).most_s) for one in report.numbers]
    half = Series(
        name=_("half"),
        values=[half or 0 for half, _most in both],
        said=[long_words(half, language) for half, _most in both],
    )
    most = Series(
        name=_("nine in ten"),
        values=[(most or 0) - (half or 0) for half, most in both],
        said=[long_words(most, language) for _half, most in both],
    )
    return half, most
