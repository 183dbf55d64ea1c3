"""HTTP as bytes, so that tests can send headers that no client library would."""

from __future__ import annotations

import asyncio
import ssl
from collections.abc import Sequence

UPGRADE = (
    ("Connection", "Upgrade"),
    ("Upgrade", "websocket"),
    ("Sec-WebSocket-Version", "13"),
    ("Sec-WebSocket-Key", "dGhlIHNhbXBsZSBub25jZQ=="),
)

PATIENCE = 60.0  # seconds; a busy machine answers late, not wrongly

Headers = Sequence[tuple[str, str]]


def taking_any() -> ssl.SSLContext:
    """TLS that takes whatever certificate is served, as somebody who clicks every warning away."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
    return context


async def ask(
    port: int,
    method: str,
    path: str,
    headers: Headers,
    body: bytes = b"",
    at: str = "127.0.0.1",
    tls: ssl.SSLContext | None = None,
) -> tuple[int, str]:
    """Send one request as it is given; the status and all that came back (of an open socket: its headers)."""
    reader, writer = await asyncio.open_connection(at, port, ssl=tls)
    try:
        lines = [f"{method} {path} HTTP/1.1", *(f"{name}: {value}" for name, value in headers)]
        if body:
            lines += [f"Content-Length: {len(body)}", "Content-Type: application/x-www-form-urlencoded"]
        writer.write("\r\n".join([*lines, "", ""]).encode("latin-1") + body)
        head = await asyncio.wait_for(reader.readuntil(b"\r\n\r\n"), PATIENCE)
        text = head.decode("latin-1")
        length = next((int(x.split(":")[1]) for x in text.split("\r\n") if x.lower().startswith("content-length")), 0)
        rest = await asyncio.wait_for(reader.readexactly(length), PATIENCE) if method != "HEAD" else b""
        return int(text.split()[1]), text + rest.decode("utf-8", "replace")
    finally:
        writer.close()
