"""From home to a room: the few questions before a table is hosted, and the one before it is joined."""

from __future__ import annotations

from typing import TYPE_CHECKING

from northaxis.tui.control.prompts import Sentence
from northaxis.tui.desk import DeskProblem, HostWish, Offer
from northaxis.tui.widgets.dialogue import Choice
from northaxis.tui.widgets.menu_list import MenuRow

if TYPE_CHECKING:
    from northaxis.tui.screens.home import HomeScreen

OPEN = "Phones and laptops in the room can join; plain HTTP, so whoever listens there can read along."
SECURE = "Nobody can read along. Browsers warn of a certificate that people compare; iPhones and Safari may not join."
EVERYBODY = "0.0.0.0"

NETWORK = (
    MenuRow(EVERYBODY, "The network around this machine", "", OPEN, "n"),
    MenuRow("tls", "The same over TLS", "", SECURE, "t"),
    MenuRow("127.0.0.1", "Only this machine", "", "To try it out, or for a table with one screen.", "o"),
)


async def ask_host(screen: HomeScreen) -> None:
    """Which scenario, how many people, for whom it is served; then home gives way to the console."""
    try:
        offers = [offer for offer in await screen.offers() if offer.scenario.most_people > 1]
    except DeskProblem as problem:
        screen.tell(str(problem), "hot")
        return
    if not offers:
        screen.tell("There is no scenario for more than one person.", "accent")
        return
    rows = [
        MenuRow(one.scenario.id, one.scenario.name, f"{one.scenario.minutes} min", "", str(n))
        for n, one in enumerate(offers, 1)
    ]
    chosen = await screen.app.push_screen_wait(Choice("Host a table: which scenario?", (), rows))
    offer = next((one for one in offers if one.scenario.id == chosen), None)
    if offer is None:
        return
    people = await screen.app.push_screen_wait(Choice("How many people play?", (SEATS,), _seatings(offer), False))
    if people is None:
        return
    reach = await screen.app.push_screen_wait(Choice("Who can reach it?", (), NETWORK))
    if reach is not None:
        is_tls = reach == "tls"
        wish = HostWish(offer.scenario.id, int(people), EVERYBODY if is_tls else reach, is_tls)
        screen.northaxis.leave_to_host(wish)


SEATS = "Bots hold the seats that are left. Everything can be changed at the table: people come and go."


def _seatings(offer: Offer) -> list[MenuRow]:
    """One row for each number of people that the rules seat."""
    rows = []
    for seating in offer.rules.people.seatings:
        held = ", ".join("+".join(seats) for seats in seating.players)
        rows.append(MenuRow(str(seating.people), f"{seating.people}", "", held))
    return rows


async def ask_link(screen: HomeScreen) -> None:
    """The link; then the seat."""
    said = ("Paste the link that control gave you. It is your seat: keep it to yourself.",)
    asked = Sentence("Join a table", said, placeholder="http…/s/…", does="join")
    link = await screen.app.push_screen_wait(asked)
    if link is not None:
        await screen.join(link)
