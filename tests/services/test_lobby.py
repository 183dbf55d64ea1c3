"""The lobby: links that only their holders know, one window a seat, several people on one, all kept in the session."""

from __future__ import annotations

import secrets
from contextlib import suppress

import pytest

from northaxis.domain.ids import SeatId
from northaxis.journal.envelope import Header
from northaxis.services.in_memory import InMemoryJournal
from northaxis.services.lobby import (
    CODE_LETTERS,
    CONTROL_CHAIR,
    HOUSE,
    KEY,
    LETTERS,
    MINUTE,
    MOST_PEOPLE,
    OBSERVER_CHAIR,
    PROJECTOR_CHAIR,
    TOKEN_LETTERS,
    Chair,
    Farewell,
    Kind,
    Lobby,
    LobbyUnreadable,
    shown_code,
)
from northaxis.services.roles import Role

MIN, KYI = SeatId("MIN"), SeatId("KYI")
MINSK, KYIV = Chair(Kind.SEAT, MIN), Chair(Kind.SEAT, KYI)


def new_store() -> InMemoryJournal:
    return InMemoryJournal(Header("S1", (), 0, "test"))


def lobby_of(store: InMemoryJournal) -> Lobby:
    return Lobby((MIN, KYI), store, lambda: secrets.token_bytes(32))


def test_every_place_has_a_link_of_its_own_that_nobody_can_guess() -> None:
    lobby = lobby_of(new_store())
    links = [lobby.link(chair) for chair in lobby.chairs()]
    assert [link.chair for link in links] == [MINSK, KYIV, OBSERVER_CHAIR, PROJECTOR_CHAIR, CONTROL_CHAIR]
    assert len({link.token for link in links}) == len({link.code for link in links}) == 5
    assert TOKEN_LETTERS * 5 >= 128
    assert CODE_LETTERS * 5 >= 40
    assert all(set(link.token) <= set(LETTERS) for link in links)


def test_a_link_leads_to_its_place_and_no_other_token_does() -> None:
    lobby = lobby_of(new_store())
    for chair in lobby.chairs():
        link = lobby.link(chair)
        by_token, by_code = lobby.find(link.token), lobby.find_code(shown_code(link.code))
        assert by_token is not None
        assert by_code == by_token
        assert by_token.chair == chair
    for wrong in ("", "0" * TOKEN_LETTERS, lobby.link(MINSK).token[:-1], lobby.link(MINSK).token + "0", "\ud800", "é"):
        assert lobby.find(wrong) is None
        assert lobby.find_code(wrong) is None


def test_the_same_session_has_the_same_links_again_and_another_has_others() -> None:
    store = new_store()
    first, again, other = lobby_of(store), lobby_of(store), lobby_of(new_store())
    assert [first.link(chair) for chair in first.chairs()] == [again.link(chair) for chair in again.chairs()]
    assert first.link(MINSK) != other.link(MINSK)


def test_a_reissued_link_is_new_and_whoever_came_by_the_old_one_is_shown_out() -> None:
    store = new_store()
    lobby = lobby_of(store)
    old, out = lobby.link(MINSK), list[Farewell]()
    pass_ = lobby.find(old.token)
    assert pass_ is not None
    lobby.sit(pass_, out.append, 0)
    new = lobby.reissue(MINSK)
    assert out == [Farewell.GONE]
    assert not lobby.is_valid(pass_)
    assert lobby.find(old.token) is None
    assert lobby.find_code(old.code) is None
    assert lobby.find(new.token) is not None
    assert lobby_of(store).link(MINSK) == new
    assert lobby.link(KYIV) == lobby_of(store).link(KYIV)


def test_a_revoked_place_has_no_link_until_it_is_reissued() -> None:
    lobby = lobby_of(new_store())
    old = lobby.link(MINSK)
    lobby.revoke(MINSK)
    assert MINSK not in lobby.chairs()
    assert lobby.find(old.token) is None
    with pytest.raises(KeyError):
        lobby.link(MINSK)
    assert lobby.find(lobby.reissue(MINSK).token) is not None
    assert lobby.find(old.token) is None


def test_the_newest_window_has_the_seat_and_onlookers_share_theirs() -> None:
    lobby, out = lobby_of(new_store()), list[tuple[int, Farewell]]()
    minsk, onlooker = lobby.find(lobby.link(MINSK).token), lobby.find(lobby.link(OBSERVER_CHAIR).token)
    assert minsk is not None
    assert onlooker is not None
    for number in (1, 2):
        lobby.sit(minsk, lambda why, number=number: out.append((number, why)), 0)  # type: ignore[misc]  # bound at once
        lobby.sit(onlooker, lambda why, number=number: out.append((-number, why)), 0)  # type: ignore[misc]  # as above
    assert out == [(1, Farewell.NEWER)]
    assert (lobby.count(MINSK), lobby.count(OBSERVER_CHAIR)) == (1, 2)


def test_a_window_that_was_shown_out_does_not_take_the_newer_one_with_it() -> None:
    lobby = lobby_of(new_store())
    pass_ = lobby.find(lobby.link(MINSK).token)
    assert pass_ is not None
    first = lobby.sit(pass_, lambda _: None, 0)
    lobby.sit(pass_, lambda _: None, 0)
    lobby.rise(first, 0)
    assert lobby.is_here(MINSK)


def test_several_people_hold_one_seat_and_one_of_them_leads_it() -> None:
    store = new_store()
    lobby = lobby_of(store)
    second = lobby.add_person(MIN).chair
    assert second == Chair(Kind.SEAT, MIN, 2)
    assert (lobby.role(MINSK), lobby.role(second)) == (Role.LEAD, Role.MEMBER)
    lobby.move_lead(MIN, 2)
    for kept in (lobby, lobby_of(store)):
        assert (kept.role(MINSK), kept.role(second)) == (Role.MEMBER, Role.LEAD)
    with pytest.raises(ValueError, match="no person 3"):
        lobby.move_lead(MIN, 3)
    while lobby.people_on(MIN) < MOST_PEOPLE:
        lobby.add_person(MIN)
    with pytest.raises(ValueError, match="at most"):
        lobby.add_person(MIN)


def test_presence_is_shown_to_the_minute() -> None:
    lobby = lobby_of(new_store())
    pass_ = lobby.find(lobby.link(MINSK).token)
    assert pass_ is not None
    sitting = lobby.sit(pass_, lambda _: None, 5 * MINUTE + 59_999)
    here = {each.chair: (each.is_here, each.since) for each in lobby.presence()}
    assert here[MINSK] == (True, 5 * MINUTE)
    assert here[KYIV] == (False, 0)
    lobby.rise(sitting, 7 * MINUTE + 1)
    assert {each.chair: (each.is_here, each.since) for each in lobby.presence()}[MINSK] == (False, 7 * MINUTE)


def test_exactly_the_chairs_have_links() -> None:
    lobby = lobby_of(new_store())
    lobby.add_person(MIN)
    lobby.revoke(Chair(Kind.SEAT, MIN, 1))
    lobby.revoke(OBSERVER_CHAIR)
    seats = [Chair(Kind.SEAT, SeatId(id), person) for id in (*lobby.seats, "XXX") for person in range(4)]
    found = []
    for chair in (*seats, OBSERVER_CHAIR, PROJECTOR_CHAIR, CONTROL_CHAIR, Chair(Kind.PROJECTOR, MIN)):
        with suppress(KeyError):
            found.append(lobby.link(chair).chair)
    assert found == list(lobby.chairs())


def test_no_repr_shows_a_secret() -> None:
    lobby = lobby_of(new_store())
    link = lobby.link(MINSK)
    shown = repr((link, lobby.find(link.token), lobby._kept))
    assert link.token not in shown
    assert link.code not in shown
    assert lobby._kept.secret.hex() not in shown
    assert str(lobby._kept.secret) not in shown


@pytest.mark.parametrize("kept", ["", "{}", "[]", "null", '{"version":2}', '{"version":1,"secret":"00"}', "\x00"])
def test_what_is_kept_and_cannot_be_read_is_said(kept: str) -> None:
    store = new_store()
    store.keep_draft(KEY, kept or " ")
    with pytest.raises(LobbyUnreadable, match="links"):
        lobby_of(store)


def test_the_pass_of_the_house_stands_whatever_becomes_of_controls_link() -> None:
    lobby = lobby_of(new_store())
    lobby.reissue(CONTROL_CHAIR)
    assert lobby.is_valid(HOUSE)
    lobby.revoke(CONTROL_CHAIR)
    assert lobby.is_valid(HOUSE)
    assert lobby.without_link() == (CONTROL_CHAIR,)
    assert lobby.find(lobby.reissue(CONTROL_CHAIR).token) != HOUSE  # no link gives it
    assert lobby.without_link() == ()
