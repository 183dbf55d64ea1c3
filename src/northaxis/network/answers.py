"""How the server answers: its headers, plain words, and the one answer to whatever is no request at all.

What somebody sent is never repeated, neither to them nor in a log: it may be the beginning of a link, and anybody on
the network can send something. Only mistakes of our own are logged, by kind and place, without values.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Mapping
from http import HTTPStatus
from pathlib import Path
from typing import Any

from aiohttp import web

LOG = logging.getLogger(__name__)

NOT_HERE = "There is nothing here. Ask control for your link, or type your code on the first page.\n"
NO_ROOM = "Too many are connected. Try again in a minute.\n"
NOT_READ = "This cannot be read. Open the first page or your link with a browser.\n"
TOO_LONG = "This is longer than anything that is asked here.\n"
NO_FORM = "This is not the form of the first page.\n"
IN_THE_CLEAR = (
    "This table speaks TLS. Type https:// before its address.\n"
    "Did you open a link with http://? Somebody on this network may have read it: ask control for a new one.\n"
)
OUR_MISTAKE = "This went wrong here, not with you. Try again, and tell control.\n"

SAID = {
    HTTPStatus.BAD_REQUEST: NOT_READ,
    HTTPStatus.REQUEST_ENTITY_TOO_LARGE: TOO_LONG,
    HTTPStatus.UNSUPPORTED_MEDIA_TYPE: NO_FORM,
    HTTPStatus.SERVICE_UNAVAILABLE: NO_ROOM,
}
"""The statuses that are told as they are, beside those that carry words of their own; every other is a 404."""

OWN_WORDS = (HTTPStatus.FORBIDDEN, HTTPStatus.TOO_MANY_REQUESTS, HTTPStatus.SERVICE_UNAVAILABLE)


def plain(status: int, text: str) -> web.Response:
    """An answer in words."""
    return web.Response(text=text, status=status, content_type="text/plain", charset="utf-8")


def page(html: str, status: int = 200) -> web.Response:
    """An answer as a page."""
    return web.Response(text=html, status=status, content_type="text/html", charset="utf-8")


def refusal(problem: web.HTTPException) -> web.Response:
    """Our words for a refusal, whoever found it; one answer for all that is not here."""
    status = HTTPStatus(problem.status)
    if status in OWN_WORDS:
        return plain(status, problem.text or NOT_HERE)
    return plain(status, SAID[status]) if status in SAID else plain(404, NOT_HERE)


def in_the_clear() -> bytes:
    """The whole answer to a request in the clear where TLS is spoken. It leads nowhere and repeats nothing."""
    said = IN_THE_CLEAR.encode()
    upgrade = {"Upgrade": "TLS/1.2, HTTP/1.1", "Connection": "Upgrade, close"}
    carried = {**safe_headers(), **upgrade, "Content-Type": "text/plain; charset=utf-8", "Content-Length": len(said)}
    lines = ["HTTP/1.1 426 Upgrade Required", *(f"{name}: {value}" for name, value in carried.items()), "", ""]
    return "\r\n".join(lines).encode() + said


def safe_headers(host: str = "", is_secret: bool = False, scheme: str = "ws") -> Mapping[str, str]:
    """What every answer carries. `host` may be connected to; a secret page gives its address to nobody.

    Never that a browser shall insist on TLS: the same address may serve another table without, tomorrow.
    """
    sockets = f" {scheme}://{host}" if host else ""
    return {
        "Content-Security-Policy": (
            "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; font-src 'self'; "
            f"img-src 'self' data:; connect-src 'self'{sockets}; form-action 'self'; base-uri 'none'; "
            "frame-ancestors 'none'"
        ),
        # a page that may not say where it comes from may not say so in Origin either; codes are posted from "/"
        "Referrer-Policy": "no-referrer" if is_secret else "same-origin",
        "Cache-Control": "no-store",
        "X-Content-Type-Options": "nosniff",
        "X-Frame-Options": "DENY",
        "Cross-Origin-Opener-Policy": "same-origin",
        "Cross-Origin-Resource-Policy": "same-origin",
        "Server": "northaxis",
    }


class Handler(web.RequestHandler):
    """A connection that speaks HTTP, or something else: then it gets a plain answer, is ended, and no log tells."""

    __slots__ = ()

    def handle_error(
        self,
        request: web.BaseRequest,
        status: int = 500,
        exc: BaseException | None = None,
        message: str | None = None,
    ) -> web.StreamResponse:
        """Answer what could not be read, or what one of our own handlers broke on."""
        if status >= 500:
            log_mistake(exc)
        if request.writer.output_size > 0:
            raise ConnectionError("the answer has begun")
        answer = plain(status, OUR_MISTAKE if status >= 500 else NOT_READ)
        answer.headers.update(safe_headers())
        answer.force_close()
        return answer

    def log_exception(self, *args: Any, **kw: Any) -> None:
        """Kind and place of what went wrong, without its words: they may hold what was sent."""
        if not isinstance(error := kw.get("exc_info"), web.RequestPayloadError):
            log_mistake(error)


def log_mistake(error: object) -> None:
    """Say in the log what kind of mistake there was and where. No values and no words of the error."""
    place = "somewhere"
    if isinstance(error, BaseException):
        last = error.__traceback__
        while last is not None and last.tb_next is not None:
            last = last.tb_next
        place = f"{Path(last.tb_frame.f_code.co_filename).name}:{last.tb_lineno}" if last is not None else place
    LOG.error("a request broke on a mistake here (%s in %s)", type(error).__name__, place)


def handlers(server: web.Server, loop: asyncio.AbstractEventLoop, keepalive: float) -> Callable[[], web.RequestHandler]:
    """What makes the handler of each new connection."""
    return lambda: Handler(server, loop=loop, access_log=_NO_LOG, keepalive_timeout=keepalive)


_NO_LOG: Any = None
"""The library takes None for no log of requests, though its types do not say so."""


async def expect_nothing(request: web.Request) -> None:
    """Take no notice of an Expect header: whoever sends one may go on without being told to."""
