"""The way out of an app: harmless, gathered, to the newest viewer alone."""

import asyncio
from itertools import pairwise

import pytest

from northaxis.tui.browser.outlet import FRAME, MODES, Outlet, harmless, notice


@pytest.mark.parametrize(
    "odd",
    [
        "\x1b]52;c;c2VjcmV0\x07", "\x1b]0;title\x07", "\x1b]8;;http://x\x1b\\", "\x1b]22;pointer\x07", "\x1b[6n",
        "\x1b[c", "\x1b[21t", "\x1bP+q\x1b\\", "\x1b[?1000l", "\x9d0;t\x9c", "\x07", "\x08", "\x1b", "\x9b6n",
    ],
)  # fmt: skip
def test_nothing_but_painting_leaves(odd: str) -> None:
    left = harmless(f"\x1b[2;3H\x1b[1;38;2;1;2;3mżółć{odd}\x1b[0m\n")
    left = left.replace("0;t", "").replace("6n", "")  # what a C1 sign began is text without it
    assert left == "\x1b[2;3H\x1b[1;38;2;1;2;3mżółć\x1b[0m\n"


def test_painting_leaves_as_it_is() -> None:
    frame = "\x1b[1;1H\x1b[38;2;200;10;0;48;2;0;0;0m ⣸⣱⠃ їжак\x1b[0m\n\x1b[2J\x1b[K"
    assert harmless(frame) == frame


def test_a_notice_cannot_command_the_terminal() -> None:
    assert b"\x1b]0;t" not in notice(["bad \x1b]0;t\x07 name"])


async def test_pieces_of_a_frame_leave_together_and_frames_keep_their_distance() -> None:
    sent: list[tuple[float, bytes]] = []
    loop = asyncio.get_running_loop()
    outlet = Outlet()
    outlet.show_to(lambda data: sent.append((loop.time(), data)), ())
    assert [data for _, data in sent] == [MODES]
    sent.clear()
    for number in range(60):
        outlet.write(f"{number},")
        outlet.write("half ")
        await asyncio.sleep(0.005)
    await asyncio.sleep(FRAME * 2)
    assert b"".join(data for _, data in sent) == "".join(f"{number},half " for number in range(60)).encode()
    gaps = [later - earlier for (earlier, _), (later, _) in pairwise(sent)]
    assert min(gaps) > FRAME * 0.9


async def test_the_first_piece_after_a_rest_leaves_at_once() -> None:
    sent: list[bytes] = []
    outlet = Outlet()
    outlet.show_to(sent.append, ())
    sent.clear()
    outlet.write("key")
    await asyncio.sleep(0)
    await asyncio.sleep(0)
    assert sent == [b"key"]


async def test_for_nobody_nothing_is_kept() -> None:
    sent: list[bytes] = []
    outlet = Outlet()
    outlet.write("early")
    outlet.show_to(sent.append, ())
    outlet.write("waiting")
    outlet.leave(None)
    outlet.write("late")
    await asyncio.sleep(FRAME * 2)
    assert sent == [MODES]


async def test_a_viewer_that_cannot_be_sent_to_is_let_go(caplog: pytest.LogCaptureFixture) -> None:
    def broken(data: bytes) -> None:
        raise ConnectionError("secret words")

    outlet = Outlet()
    outlet.show_to(broken, ())
    assert not outlet.is_watched
    assert "let go" in caplog.text
    assert "secret" not in caplog.text


async def test_a_replaced_viewer_hears_why_and_cannot_disturb_the_new_one() -> None:
    old: list[bytes] = []
    new: list[bytes] = []
    outlet = Outlet()
    outlet.show_to(old.append, ())
    outlet.show_to(new.append, ("shown elsewhere",))
    assert b"shown elsewhere" in old[-1]
    outlet.leave(old.append)
    assert outlet.is_watched
    outlet.write("x")
    await asyncio.sleep(FRAME * 2)
    assert new[-1] == b"x"
    assert b"shown elsewhere" in old[-1]
