"""The session clock: the step's time, the debrief's reserve, and a machine clock that cannot be trusted."""

import random
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

import pytest
from tests.shipped import game

from northaxis.domain import facts as f
from northaxis.domain.control_facts import ClockMoved, SteppedBack
from northaxis.domain.facts import Fact, Step, StepBegan, TurnBegan
from northaxis.domain.scenarios import Scenario
from northaxis.services.clock_history import SILENCE, History, history_of
from northaxis.services.clock_watch import JUMP, Stop, Watch, reopened, span_words
from northaxis.services.session_clock import Reading, clock_words, minutes_words, more_time, read_clock

T0 = 1_782_900_000_000
SECOND, MINUTE, DAY = 1_000, 60_000, 86_400_000
START = ClockMoved("start", 0, "")
STEPS = (Step.INJECT, Step.DEMANDS, Step.NEGOTIATE, Step.ORDERS, Step.ADJUDICATE, Step.NARRATE, Step.TURN_END)


def scenario(name: str = "S2") -> Scenario:
    return game(name).scenario


def read(history: History, now: int, name: str = "S2") -> Reading:
    return read_clock(history, now, game(name).rules.kit, scenario(name))


def timed(*entries: tuple[float, Fact]) -> list[tuple[int, Fact]]:
    """Entries with their times in seconds."""
    return [(T0 + round(seconds * SECOND), fact) for seconds, fact in entries]


def at(seconds: float) -> int:
    return T0 + round(seconds * SECOND)


def in_talks(start: float = 0) -> History:
    """Started, and in the negotiation of turn 1 from `start` on: six minutes in S2, two of them alone."""
    return history_of(timed((start, START), (start, TurnBegan(1)), (start, StepBegan(Step.NEGOTIATE))))


def on_schedule(turns: int, late: int = 0, name: str = "S2") -> list[tuple[int, Fact]]:
    """A session that took its planned time, and `late` seconds more, up to the first step of the turn after `turns`."""
    kit, plan = game(name).rules.kit, scenario(name)
    now = kit.budget(plan).before + late
    found: list[tuple[int, Fact]] = [(T0, START), (at(now // 2), START)]
    for turn in range(1, turns + 1):
        found.append((at(now), TurnBegan(turn)))
        for step in STEPS:
            found.append((at(now), StepBegan(step)))
            now += kit.timing(plan, step).seconds
    return [*found, (at(now), TurnBegan(turns + 1)), (at(now), StepBegan(Step.INJECT))]


# --- the step -----------------------------------------------------------------------------------------------------


def test_before_it_is_started_the_clock_stands_with_turn_zero_whole() -> None:
    shown = read(history_of(timed((0, f.Opened("red-line-north", (), "1")))), at(3000))
    assert (shown.started, shown.paused, shown.step, shown.left) == (False, False, Step.SETUP, 8 * 60)
    assert not shown.warned
    assert clock_words(shown)[0] == "The clock has not been started."


def test_a_step_counts_down_warns_and_becomes_overdue() -> None:
    talks = in_talks()
    shown = [read(talks, at(seconds)) for seconds in (0, 89, 90, 120, 299, 300, 360, 361, 420)]
    assert [(each.part, each.part_left, each.left, each.warned) for each in shown] == [
        ("deliberate", 120, 360, False),
        ("deliberate", 31, 271, False),
        ("deliberate", 30, 270, True),
        ("negotiate", 240, 240, False),
        ("negotiate", 61, 61, False),
        ("negotiate", 60, 60, True),
        ("negotiate", 0, 0, True),
        ("negotiate", -1, -1, True),
        ("negotiate", -60, -60, True),
    ]
    assert [each.overdue for each in shown] == [False] * 7 + [True, True]


def test_the_first_turn_starts_a_clock_that_nobody_started() -> None:
    history = history_of(
        timed((0, f.Opened("red-line-north", (), "1")), (500, TurnBegan(1)), (500, StepBegan(Step.INJECT)))
    )
    shown = read(history, at(520))
    assert (shown.started, shown.left, shown.session.used) == (True, 40, 20)


def test_a_pause_stops_the_step_but_not_the_session() -> None:
    paused = in_talks().after(at(100), ClockMoved("pause", 0, "a quarrel"))
    shown = read(paused, at(400))
    assert (shown.paused, shown.why, shown.left, shown.session.used) == (True, "a quarrel", 260, 400)
    resumed = paused.after(at(400), ClockMoved("resume", 0, ""))
    assert (read(resumed, at(410)).left, read(resumed, at(410)).paused) == (250, False)


def test_a_step_that_begins_in_a_pause_stays_paused() -> None:
    history = in_talks().after(at(10), ClockMoved("pause", 0, "")).after(at(20), StepBegan(Step.ORDERS))
    assert (read(history, at(500)).paused, read(history, at(500)).left) == (True, 90)


def test_more_time_belongs_to_the_timer_that_ran_when_it_was_given() -> None:
    alone = in_talks().after(at(60), ClockMoved("extend", 60, ""))
    assert [(read(alone, at(s)).part, read(alone, at(s)).part_left) for s in (60, 150, 180)] == [
        ("deliberate", 120),
        ("deliberate", 30),
        ("negotiate", 240),
    ]
    talking = in_talks().after(at(200), ClockMoved("extend", 60, ""))
    assert (read(talking, at(200)).part, read(talking, at(200)).left) == ("negotiate", 220)


def test_more_time_for_an_overdue_step_counts_from_now() -> None:
    talks = in_talks()
    seconds = more_time(read(talks, at(400)), 60)
    assert read(talks.after(at(400), ClockMoved("extend", seconds, "")), at(400)).left == 60


def test_a_skipped_step_has_no_time_left() -> None:
    skipped = in_talks().after(at(30), ClockMoved("skip", 0, ""))
    assert (read(skipped, at(30)).left, read(skipped, at(30)).warned) == (0, True)
    assert read(skipped, at(50)).left == -20, "what is over goes on below nought, as seats are shown it"
    assert read(skipped.after(at(40), StepBegan(Step.ORDERS)), at(40)).left == 90


def test_a_minute_given_back_after_a_skip_is_one_minute() -> None:
    skipped = in_talks().after(at(30), ClockMoved("skip", 0, ""))
    again = skipped.after(at(50), ClockMoved("extend", more_time(read(skipped, at(50)), 60), ""))
    assert read(again, at(50)).left == 60
    assert read(again, at(120)).left == -10


def test_going_back_gives_the_step_that_stands_again_its_whole_time() -> None:
    entries = timed(
        (0, START),
        (0, TurnBegan(1)),
        (0, StepBegan(Step.INJECT)),
        (60, StepBegan(Step.DEMANDS)),
        (99, StepBegan(Step.NEGOTIATE)),
    )
    history = history_of(entries).after(at(150), SteppedBack(4, "a mistake"))
    shown = read(history, at(160))
    assert (shown.step, shown.turn, shown.left) == (Step.DEMANDS, 1, 50)
    assert shown.session.used == 160


def test_whoever_was_told_the_time_is_told_it_again_when_control_steps_back_within_the_step() -> None:
    before = in_talks()
    after = before.after(at(150), SteppedBack(3, "a mistake"))
    assert (after.step, after.turn, read(after, at(150)).left) == (before.step, before.turn, read(before, at(0)).left)
    assert after.mark != before.mark


def test_a_teaching_game_thinks_and_orders_on_one_timer() -> None:
    history = history_of(timed((0, TurnBegan(1)), (0, StepBegan(Step.ORDERS))))
    shown = read(history, at(70), "S1")
    assert (shown.part, shown.left, shown.warned) == ("deliberate", 20, True)


def test_a_step_without_planned_time_is_never_overdue() -> None:
    bare = replace(scenario(), timers=())
    history = history_of(timed((0, TurnBegan(1)), (0, StepBegan(Step.ORDERS))))
    shown = read_clock(history, at(900), game("S2").rules.kit, bare)
    assert (shown.timed, shown.overdue, shown.warned) == (False, False, False)


def test_the_clock_is_the_same_however_often_it_was_derived() -> None:
    entries = [*on_schedule(2), (at(3000), ClockMoved("pause", 0, "x")), (at(3100), ClockMoved("resume", 0, ""))]
    whole = history_of(entries)
    step_by_step = History()
    for time, fact in entries:
        read(step_by_step, time)
        step_by_step = step_by_step.after(time, fact)
    assert whole == step_by_step
    assert read(whole, at(3200)) == read(step_by_step, at(3200))


# --- the session --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["S2", "S3"])
def test_a_session_on_schedule_keeps_its_whole_debrief(name: str) -> None:
    kit, plan = game(name).rules.kit, scenario(name)
    for turns in range(plan.turns - 1):
        pauses = sum(seconds for turn, seconds in kit.budget(plan).breaks if turn <= turns)
        entries = [
            (time + pauses * SECOND, fact) if n else (time, fact)
            for n, (time, fact) in enumerate(on_schedule(turns, name=name))
        ]
        session = read(history_of(entries), entries[-1][0], name).session
        assert (session.short, session.cuts) == (0, ())
        assert session.projected == session.total == plan.minutes * 60


def test_a_late_session_says_what_to_cut_and_that_it_is_enough() -> None:
    entries = on_schedule(2, late=200)
    session = read(history_of(entries), entries[-1][0]).session
    assert (session.debrief, session.short, session.projected - session.total) == (720 - 200, 200, 200)
    assert [(cut.words, cut.saves, cut.enough) for cut in session.cuts[:3]] == [
        ("skip negotiation this turn", 240, True),
        ("skip the teams' time alone this turn", 120, False),
        ("skip the narration this turn", 60, False),
    ]
    assert session.cuts[3].words == "end after turn 4"
    words = clock_words(read(history_of(entries), entries[-1][0]))
    assert words[-1] == "To keep it whole: skip negotiation this turn (saves 4:00)."
    assert words[-2] == "8:40 of 12:00 are left for the debrief."


def test_a_very_late_session_is_told_to_end_sooner_and_never_below_its_least_turns() -> None:
    entries = on_schedule(2, late=600)
    cuts = read(history_of(entries), entries[-1][0]).session.cuts
    assert next(cut.words for cut in cuts if cut.enough) == "end after turn 4"
    later = on_schedule(2, late=3000)
    session = read(history_of(later), later[-1][0]).session
    assert [cut.words for cut in session.cuts if cut.words.startswith("end")] == [
        "end after turn 4",
        "end after turn 3",
    ]
    assert not any(cut.enough for cut in session.cuts)
    assert "Nothing keeps it whole" in clock_words(read(history_of(later), later[-1][0]))[-1]


def test_what_is_cut_is_saved() -> None:
    entries = on_schedule(2, late=600)
    kit, plan = game("S2").rules.kit, scenario()
    before = read(history_of(entries), entries[-1][0]).session
    shorter = replace(plan, turns=4)
    after = read_clock(history_of(entries), entries[-1][0], kit, shorter).session
    cut = next(cut for cut in before.cuts if cut.words == "end after turn 4")
    assert before.projected - after.projected == cut.saves


def test_a_long_pause_is_paid_by_the_session() -> None:
    history = in_talks().after(at(0), ClockMoved("pause", 0, "")).after(at(1500), ClockMoved("resume", 0, ""))
    shown = read(history, at(1500))
    assert (shown.left, shown.session.used) == (360, 1500)


def test_the_debrief_has_a_clock_of_its_own() -> None:
    entries = [*on_schedule(4), (at(5000), f.GameOver("last turn", False)), (at(5000), StepBegan(Step.OVER))]
    shown = read(history_of(entries), at(5000 + 300))
    assert (shown.step, shown.left, shown.session.debrief, shown.session.cuts) == (Step.OVER, 420, 420, ())


# --- a machine clock that jumps -----------------------------------------------------------------------------------


def test_a_jump_is_noticed_and_the_seconds_that_it_added_do_not_count() -> None:
    watch = Watch(T0, 0)
    assert watch.look(T0 + MINUTE, MINUTE) is None
    assert watch.look(T0 + 2 * MINUTE + JUMP, 2 * MINUTE) is None
    stop = watch.look(T0 + 3 * MINUTE + DAY, 3 * MINUTE)
    assert stop is not None
    assert "jumped forward by 23 h 59 min" in stop.why
    assert stop.fact.kind == "pause"
    assert watch.look(T0 + 4 * MINUTE + DAY, 4 * MINUTE) is None
    back = watch.look(T0 + 5 * MINUTE, 5 * MINUTE)
    assert back is not None
    assert back.seconds < 0
    assert "back by 24 h" in back.why


def test_a_day_forward_without_a_watch_stops_the_clock_by_itself() -> None:
    shown = read(in_talks(), at(30) + DAY)
    assert (shown.left, shown.paused) == (360, True)
    assert "half an hour" in shown.why
    assert (
        read(in_talks().after(at(30) + DAY, f.Said(next(iter(game("S2").rules.seats)), (), "x")), at(40) + DAY).left
        == 350
    )


def test_a_day_back_without_a_watch_only_makes_the_deadline_later() -> None:
    history = in_talks().after(at(100) - DAY, f.Said(next(iter(game("S2").rules.seats)), (), "x"))
    assert read(history, at(110) - DAY).left == 350


def test_time_away_from_a_closed_session_does_not_count() -> None:
    history = in_talks()
    stop = reopened(history, at(100))
    assert stop is not None
    assert read(history.after(at(100), stop.fact), at(200)).left == 360
    assert reopened(history.after(at(100), stop.fact), at(999)) is None
    week = reopened(history, at(0) + 7 * DAY)
    assert week is not None
    resumed = history.after(at(0) + 7 * DAY, week.fact).after(at(5) + 7 * DAY, ClockMoved("resume", 0, ""))
    shown = read(resumed, at(15) + 7 * DAY)
    assert (shown.left, shown.session.used) == (350, 15)


@dataclass
class Room:
    """A hosted table: a true clock that nobody sees, a machine clock that jumps, a steady one that may sleep."""

    watched: bool
    true: int = 0
    wall: int = T0
    steady: int = 0
    ran: int = 0
    history: History = field(default_factory=lambda: in_talks())

    def __post_init__(self) -> None:
        self.watch = Watch(self.wall, self.steady)

    def pass_time(self, milliseconds: int) -> None:
        self.true += milliseconds
        self.wall += milliseconds
        self.steady += milliseconds
        self.ran += milliseconds if self.history.running else 0

    def tick(self) -> Stop | None:
        """What the host does every second and before every entry."""
        stop = self.watch.look(self.wall, self.steady) if self.watched else None
        if stop is not None:
            self.keep(stop.fact)
        return stop

    def keep(self, fact: Fact) -> None:
        self.history = self.history.after(self.wall, fact)

    @property
    def left(self) -> int:
        return read(self.history, self.wall).left


def jumps(chance: random.Random) -> Iterator[tuple[str, int]]:
    """Things that machine clocks do: sleep, a day either way, an hour either way, minutes either way."""
    while True:
        size = chance.choice([DAY, 3_600_000, 5 * MINUTE, MINUTE, 3 * SECOND])
        yield chance.choice([("sleep", size), ("set", size), ("set", -size)])


def disturbed(seed: int, watched: bool) -> tuple[int, int, int, int]:
    """A step with jumps in it: the earliest a deadline came before the true time, the latest it came after it, in
    milliseconds, how many jumps there were and how many of them people were told of."""
    chance = random.Random(seed)
    room, early, late, told, made = Room(watched), 0, 0, 0, 0
    coming = jumps(chance)
    seat = next(iter(game("S2").rules.seats))
    while room.ran < 400 * SECOND and made < 30:
        room.pass_time(chance.randint(900, 1100))
        if chance.random() < 0.02:
            kind, size = next(coming)
            made += 1
            room.wall += size
            room.true += size if kind == "sleep" else 0
        if room.tick() is not None:
            told += 1
            room.pass_time(chance.randint(0, 5 * SECOND))
            room.keep(ClockMoved("resume", 0, ""))
        if chance.random() < 0.05:
            room.keep(f.Said(seat, (), "x"))
        due = 360 * SECOND - room.ran
        early = max(early, due - room.left * SECOND)
        late = max(late, room.left * SECOND - due)
    return early, late, made, told


@pytest.mark.parametrize("seed", range(20))
def test_no_deadline_is_early_and_none_is_missed_by_more_than_a_moment_when_clocks_jump(seed: int) -> None:
    for case in range(25):
        early, late, made, told = disturbed(seed * 100 + case, watched=True)
        assert early <= 0, f"seed {seed * 100 + case}: a deadline {early} ms early"
        assert late <= SECOND * (2 + 2 * made), f"seed {seed * 100 + case}: a deadline {late} ms late"
        assert told == made


def test_without_the_watch_the_harness_does_find_early_deadlines() -> None:
    assert any(disturbed(seed, watched=False)[0] > 3 * SECOND for seed in range(40))


def test_daylight_saving_changes_nothing_since_times_are_counted_from_1970() -> None:
    autumn = 1_792_890_000_000  # 25 October 2026, the hour that comes twice in Kyiv
    history = history_of([(autumn, START), (autumn, TurnBegan(1)), (autumn, StepBegan(Step.NEGOTIATE))])
    assert read(history, autumn + 100 * SECOND).left == 260


def test_silence_is_longer_than_any_step_of_a_shipped_scenario() -> None:
    for name in ("S1", "S2", "S3"):
        kit = game(name).rules.kit
        assert all(kit.timing(scenario(name), step).seconds * SECOND * 2 < SILENCE for step in STEPS)


def test_spans_and_minutes_are_said_as_a_clock_says_them() -> None:
    assert [span_words(s) for s in (5, 60, 3599, 3600, 7500)] == ["5 s", "1 min", "59 min", "1 h", "2 h 5 min"]
    assert [minutes_words(s) for s in (0, 65, 3600)] == ["0:00", "1:05", "60:00"]
