"""A desk without a disk: the shipped scenarios, games in memory, a few sessions that were never played."""

from __future__ import annotations

from collections.abc import Sequence

from tests.shipped import game
from tests.tui.fake_client import DirectClient

from northaxis.domain.facts import Step
from northaxis.domain.legal import legal_orders
from northaxis.domain.orders import Seal
from northaxis.services.client import TableClient
from northaxis.services.library import Library
from northaxis.tui.desk import DeskProblem, Offer, SessionRow


class FakeDesk:
    """Remembers what it was asked for."""

    def __init__(self, rows: Sequence[SessionRow] = (), problem: str = "") -> None:
        self.rows, self.problem = tuple(rows), problem
        self.started: list[tuple[str, str, str]] = []
        self.more: tuple[tuple[str, ...], tuple[str, ...]] = ((), ())
        self.resumed: list[str] = []
        self.joined: list[str] = []

    def offers(self) -> Sequence[Offer]:
        if self.problem:
            raise DeskProblem(self.problem)
        library = shipped()
        return [Offer(s, library.variants(s), library.shelf.rules) for s in library.scenarios]

    def start(
        self,
        scenario: str,
        seat: str,
        level: str,
        seed: str = "",
        dials: Sequence[str] = (),
        shares: Sequence[str] = (),
    ) -> TableClient:
        self.started.append((scenario, seat, level))
        self.more = (tuple(dials), tuple(shares))
        return DirectClient(game(scenario), seat.partition("+")[0], seed or "1", level)

    def sessions(self) -> Sequence[SessionRow]:
        return self.rows

    async def join(self, link: str) -> TableClient:
        self.joined.append(link)
        if not link.startswith("http"):
            raise DeskProblem(f"'{link}' is no link")
        return DirectClient(game("S1"), "MIN", "1", "staff")

    def resume(self, key: str) -> TableClient:
        self.resumed.append(key)
        if key == "broken":
            raise DeskProblem("the session is in use by another northaxis")
        return DirectClient(game("S1"), "MIN", "1")


LIBRARY: list[Library] = []


def shipped() -> Library:
    """The shipped library, compiled once a process."""
    if not LIBRARY:
        LIBRARY.append(Library())
    return LIBRARY[0]


ROWS = (
    SessionRow("a", "Switched Off", "Minsk", 2, 4, 1_784_000_000_000),
    SessionRow("b", "Red Line North", "Kyiv", 5, 5, 1_783_000_000_000, is_over=True),
    SessionRow("c", "old.nax", changed=1_782_000_000_000, problem="it was made by a newer northaxis"),
)


async def played(client: DirectClient, steps: int = 400) -> DirectClient:
    """The client after its seat did the plainest legal thing for some steps: last option, nothing ordered, seal."""
    for _ in range(steps):
        if client.state.step is Step.OVER:
            break
        if client.may_go_on():
            await client.go_on()
            continue
        orders = legal_orders(client.state, client.seat)
        seal = [order for order in orders if isinstance(order.act, Seal)]
        order = (seal or [o for o in orders if type(o.act).__name__ in ("PickOption", "MakeDemand")])[-1]
        await client.ask(order)
    return client
