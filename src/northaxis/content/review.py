"""Compiles review.yaml: the discussion prompts with what calls them up, and the learning objectives."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from northaxis.content.bench import Bench
from northaxis.content.forms import Shaped
from northaxis.content.strict_yaml import Spot
from northaxis.domain.quantities import Kind
from northaxis.domain.review import Evidence, Happening, Objective, Prompt, Review

if TYPE_CHECKING:
    from northaxis.content import schema
    from northaxis.content.schema import ReviewFile


def compile_review(
    bench: Bench, shaped: Shaped[ReviewFile] | None, comings: Iterable[str], causes: Iterable[str]
) -> Review:
    """The review of a file; none without one.

    `comings` are the ids of rules, snaps, check rows, ends, rungs and flag rules; `causes` whatever else a ledger line
    can name: actions and demands.
    """
    if shaped is None:
        return Review()
    came = tuple(comings)
    every = (*came, *causes)
    prompts = tuple(_prompt(bench, form, spot, came) for spot, form in shaped.each("prompts", shaped.form.prompts))
    objectives = tuple(
        _objective(bench, form, spot, every) for spot, form in shaped.each("objectives", shaped.form.objectives)
    )
    return Review(prompts, objectives)


def _prompt(bench: Bench, form: schema.PromptForm, spot: Spot, comings: tuple[str, ...]) -> Prompt:
    if form.never and form.condition is None:
        hint = "write what must not hold after `if`"
        bench.report((spot / "never").problem("missing-field", 'there is no "if" here', hint, key=True))
    if form.turns != 1 and form.condition is None and not form.rose:
        hint = "it counts the turns of `if` and `rose`"
        bench.report((spot / "turns").problem("missing-field", 'there is no "if" or "rose" here', hint, key=True))
    return Prompt(
        id=form.id,
        ask=form.ask,
        cites=bench.cites(form.cites, spot / "cites"),
        condition=None if form.condition is None else bench.condition(form.condition, spot / "if"),
        never=form.never,
        turns=form.turns,
        rose=_tracks(bench, form.rose, spot / "rose"),
        came=_known(bench, form.came, spot / "came", "rule", comings),
        happened=None if form.happened is None else Happening(form.happened),
    )


def _objective(bench: Bench, form: schema.ObjectiveForm, spot: Spot, causes: tuple[str, ...]) -> Objective:
    return Objective(
        id=form.id,
        text=form.text,
        cites=bench.cites(form.cites, spot / "cites"),
        tracks=_tracks(bench, form.tracks, spot / "tracks"),
        causes=_known(bench, form.causes, spot / "causes", "cause", causes),
        shown_in=tuple(Evidence(part) for part in form.shown_in),
    )


def _tracks(bench: Bench, names: list[str], spot: Spot) -> tuple[int, ...]:
    places = (bench.quantity(name, spot / n, (Kind.TRACK,), "track") for n, name in enumerate(names))
    return tuple(place for place in places if place is not None)


def _known(bench: Bench, names: list[str], spot: Spot, what: str, known: tuple[str, ...]) -> tuple[str, ...]:
    for place, name in enumerate(names):
        if name not in known:
            bench.unknown(spot / place, what, name, known)
    return tuple(names)
