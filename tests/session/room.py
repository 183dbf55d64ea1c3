"""A room for a whole session: the host as a process, seats in a real browser, one seat in a real terminal."""

from __future__ import annotations

import base64
import json
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from selenium import webdriver
from selenium.webdriver.chrome.service import Service
from selenium.webdriver.common.action_chains import ActionChains
from selenium.webdriver.common.keys import Keys
from tests.tui.browser.glass import Glass

PATIENCE = 60.0
"""Seconds to wait for something on a screen: a busy machine is slow, a broken one is slower."""

FLAGS = (
    "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--window-size=1280,800",
    "--disable-background-networking", "--disable-component-update", "--disable-sync", "--disable-dev-shm-usage",
)  # fmt: skip

LISTEN = """
(() => {
  const Socket = window.WebSocket;
  window.__got = [];
  window.WebSocket = class extends Socket {
    constructor(...where) {
      super(...where);
      this.addEventListener("message", (event) => {
        if (!(event.data instanceof ArrayBuffer)) return;
        let text = "";
        for (const byte of new Uint8Array(event.data)) text += String.fromCharCode(byte);
        window.__got.push(btoa(text));
      });
    }
  };
})();
"""
"""Keeps a copy of what the page's socket brings, so that the test can read what the canvas shows."""

NORTHAXIS = (sys.executable, "-m", "northaxis")


def why_not() -> str:
    """Why such a session cannot be held here; empty when it can."""
    missing = [name for name in ("chromium", "chromedriver", "tmux") if shutil.which(name) is None]
    return f"{' and '.join(missing)} cannot be had here" if missing else ""


class Screen:
    """One browser window at the table."""

    def __init__(self, browser: webdriver.Chrome, handle: str, link: str) -> None:
        self._browser, self._handle, self._link = browser, handle, link
        self._glass = Glass(240, 90)
        browser.switch_to.window(handle)
        browser.execute_cdp_cmd("Page.addScriptToEvaluateOnNewDocument", {"source": LISTEN})
        browser.get(link)

    def text(self) -> str:
        """What stands on the screen."""
        self._browser.switch_to.window(self._handle)
        for piece in self._browser.execute_script("return window.__got ? window.__got.splice(0) : []"):
            self._glass.send(base64.b64decode(piece))
        return self._glass.text

    def until(self, *wanted: str) -> str:
        """Wait until one of these words stands there; fails with the picture."""
        return self.until_so(lambda text: any(word in text for word in wanted), " or ".join(wanted))

    def until_so(self, holds: Callable[[str], bool], what: str) -> str:
        """Wait until something is so."""
        end = time.monotonic() + PATIENCE
        while not holds(text := self.text()):
            assert time.monotonic() < end, f"never seen: {what}\n{text}"
            time.sleep(0.1)
        return text

    def read_to(self, *wanted: str) -> str:
        """Read on, as the screen bids, until one of these words stands there."""
        end = time.monotonic() + PATIENCE
        while not any(word in (text := self.text()) for word in wanted):
            assert time.monotonic() < end, f"never seen: {' or '.join(wanted)}\n{text}"
            if "space read on" in text or "space next" in text or "your move" in text:
                self.press(" ")
            time.sleep(0.1)
        return text

    def press(self, *keys: str) -> None:
        """Press keys, one after the other."""
        self._browser.switch_to.window(self._handle)
        for key in keys:
            ActionChains(self._browser).send_keys(key).perform()
            time.sleep(0.05)

    def write(self, words: str) -> None:
        """Type words."""
        self._browser.switch_to.window(self._handle)
        ActionChains(self._browser).send_keys(words).perform()

    def reload(self) -> None:
        """Load the page again, as a person does who fears the worst."""
        self._browser.switch_to.window(self._handle)
        self._glass = Glass(240, 90)
        self._browser.refresh()

    def picture(self, path: Path) -> None:
        """Keep what it looks like."""
        self._browser.switch_to.window(self._handle)
        self._browser.save_screenshot(str(path))


class Terminal:
    """A seat in a real terminal."""

    def __init__(self, name: str, command: str, environment: dict[str, str]) -> None:
        self._tmux = ("tmux", "-L", name)
        keep = [f"{key}={value}" for key, value in environment.items() if key in ("PYTHONPATH", "LANG", "COLORTERM")]
        shell = f"env {' '.join(keep)} {command}"
        subprocess.run([*self._tmux, "new-session", "-d", "-s", "seat", "-x", "120", "-y", "36", shell], check=True)

    def text(self) -> str:
        """What stands there."""
        shown = [*self._tmux, "capture-pane", "-p", "-t", "seat"]
        return subprocess.run(shown, capture_output=True, text=True, check=True).stdout

    def until(self, *wanted: str) -> str:
        """Wait until one of these words stands there."""
        end = time.monotonic() + PATIENCE
        while not any(word in (text := self.text()) for word in wanted):
            assert time.monotonic() < end, f"never seen: {' or '.join(wanted)}\n{text}"
            time.sleep(0.1)
        return text

    def read_to(self, *wanted: str) -> str:
        """Read on, as the screen bids, until one of these words stands there."""
        end = time.monotonic() + PATIENCE
        while not any(word in (text := self.text()) for word in wanted):
            assert time.monotonic() < end, f"never seen: {' or '.join(wanted)}\n{text}"
            if "space read on" in text or "space next" in text or "your move" in text:
                self.press("Space")
            time.sleep(0.2)
        return text

    def press(self, *keys: str) -> None:
        """Press keys."""
        for key in keys:
            subprocess.run([*self._tmux, "send-keys", "-t", "seat", key], check=True)
            time.sleep(0.05)

    def close(self) -> None:
        """Let the terminal go."""
        subprocess.run([*self._tmux, "kill-server"], check=False, capture_output=True)


class Room:
    """The host and everybody's screens."""

    def __init__(self, session: Path, links: dict[str, Any], browser: webdriver.Chrome) -> None:
        self.session, self.links, self.browser = session, links, browser
        self._first = True

    def open(self, link: str) -> Screen:
        """Another window."""
        if not self._first:
            self.browser.switch_to.new_window("window")
        self._first = False
        return Screen(self.browser, self.browser.current_window_handle, link)

    def addresses(self) -> set[str]:
        """Every address that the browser asked for."""
        asked = set[str]()
        for entry in self.browser.get_log("performance"):  # type: ignore[no-untyped-call]
            message = json.loads(entry["message"])["message"]
            if message["method"] == "Network.requestWillBeSent":
                asked.add(message["params"]["request"]["url"])
            if message["method"] == "Network.webSocketCreated":
                asked.add(message["params"]["url"])
        return asked


def environment() -> dict[str, str]:
    """The environment of every process of the room."""
    return {**os.environ, "LANG": "C.UTF-8", "COLORTERM": "truecolor"}


@contextmanager
def room(folder: Path, *options: str, flags: tuple[str, ...] = ()) -> Iterator[Room]:
    """Host a table and open a browser, with these flags besides; both are gone afterwards."""
    session = folder / "room.nax"
    command = [*NORTHAXIS, "host", *options, "--port", "0", "--session", str(session), "--no-console", "--json"]
    host = subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=environment())
    try:
        assert host.stdout is not None
        links = json.loads(host.stdout.readline())
        browser = _browser(folder, flags)
        try:
            yield Room(session, links, browser)
        finally:
            browser.quit()
    finally:
        host.send_signal(signal.SIGINT)
        try:
            host.wait(20)
        except subprocess.TimeoutExpired:
            host.kill()


def _browser(folder: Path, flags: tuple[str, ...]) -> webdriver.Chrome:
    options = webdriver.ChromeOptions()
    for flag in (*FLAGS, *flags, f"--user-data-dir={folder / 'profile'}"):
        options.add_argument(flag)
    options.binary_location = str(shutil.which("chromium"))
    options.set_capability("goog:loggingPrefs", {"performance": "ALL"})
    return webdriver.Chrome(options=options, service=Service(str(shutil.which("chromedriver"))))


ENTER, DOWN, ESCAPE = Keys.ENTER, Keys.ARROW_DOWN, Keys.ESCAPE
