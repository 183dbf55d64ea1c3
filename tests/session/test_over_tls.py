"""A table over TLS as people meet it: a browser that warns first, a browser that does not, and a real terminal."""

from __future__ import annotations

import os
import subprocess
from contextlib import suppress
from pathlib import Path

import pytest
from selenium.common.exceptions import WebDriverException
from selenium.webdriver.support.ui import WebDriverWait
from tests.session.room import NORTHAXIS, PATIENCE, Room, Screen, Terminal, environment, room, why_not

pytestmark = [pytest.mark.slow, pytest.mark.skipif(bool(why_not()), reason=why_not() or "-")]

PICTURES = os.environ.get("NORTHAXIS_PICTURES", "")
"""A folder to keep pictures in, for people to look at."""

TABLE = ("S2", "--seats", "MIN,KYI", "--tls")
ANYTHING = ("--ignore-certificate-errors",)


def keep(screen: Screen, name: str) -> None:
    if PICTURES:
        Path(PICTURES).mkdir(parents=True, exist_ok=True)
        screen.picture(Path(PICTURES) / f"{name}.png")


def test_a_browser_and_a_terminal_sit_down_over_tls(tmp_path: Path) -> None:
    with room(tmp_path, *TABLE, flags=ANYTHING) as there:
        links = there.links["seats"]
        minsk = there.open(links["MIN"])
        minsk.until("THE SCENE")
        keep(minsk, "seat-over-tls")
        assert there.browser.execute_script("return location.protocol") == "https:"
        assert {url.partition("://")[0] for url in there.addresses()} >= {"https", "wss"}
        assert not {url.partition("://")[0] for url in there.addresses()} & {"http", "ws"}
        wrong = f"{links['KYI'][:-1]}{'0' if links['KYI'][-1] != '0' else '1'}"
        refused = subprocess.run([*NORTHAXIS, "join", wrong], capture_output=True, text=True, env=environment())
        assert (refused.returncode, "the certificate there is not the one" in refused.stderr) == (3, True)
        terminal = Terminal(f"tls{os.getpid()}", f"{' '.join(NORTHAXIS)} join '{links['KYI']}'", environment())
        try:
            terminal.until("THE SCENE")
        finally:
            terminal.close()


def test_a_person_who_goes_past_the_warning_has_the_seat(tmp_path: Path) -> None:
    with room(tmp_path, *TABLE) as there:
        _warned(there)
        keep_page(there, "warning")
        there.browser.execute_script("document.getElementById('details-button').click()")
        keep_page(there, "warning-advanced")
        there.browser.execute_script("document.getElementById('proceed-link').click()")
        _until_seated(there)
        assert there.browser.execute_script("return document.getElementById('notice').hidden")


def _warned(there: Room) -> None:
    """Open a seat's link; the browser says that it does not know the certificate."""
    with suppress(WebDriverException):
        there.browser.get(there.links["seats"]["MIN"])
    assert "net::ERR_CERT" in there.browser.page_source
    assert "textual-terminal" not in there.browser.page_source


def _until_seated(there: Room) -> None:
    def seated(_: object) -> bool:
        found = there.browser.execute_script(
            "return [document.title, document.querySelector('.xterm-helper-textarea') !== null]"
        )
        return bool(found == ["northaxis", True])

    WebDriverWait(there.browser, PATIENCE).until(seated)


def keep_page(there: Room, name: str) -> None:
    if PICTURES:
        Path(PICTURES).mkdir(parents=True, exist_ok=True)
        there.browser.save_screenshot(str(Path(PICTURES) / f"{name}.png"))
