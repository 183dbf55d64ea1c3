"""QR codes of links: a picture for control's page, blocks of text for the terminal. Made here; nothing is asked for.

A link's fingerprint is left out: a phone's browser has no use for what stands behind '#', and it would double the code.
"""

from __future__ import annotations

import io

import segno


def svg(text: str) -> str:
    """A QR code as an SVG picture that needs nothing else."""
    made = segno.make_qr(_scanned(text), error="m")
    out = io.BytesIO()
    made.save(out, kind="svg", scale=8, border=4, xmldecl=False, dark="#000", light="#fff")
    return out.getvalue().decode("utf-8")


def lines(text: str) -> tuple[str, ...]:
    """A QR code as lines of half blocks, light on dark: two rows of the code to a line of text."""
    rows = [list(row) for row in segno.make_qr(_scanned(text), error="l").matrix_iter(border=2)]
    if len(rows) % 2:
        rows.append([0] * len(rows[0]))
    signs = {(0, 0): "█", (0, 1): "▀", (1, 0): "▄", (1, 1): " "}
    pairs = zip(rows[::2], rows[1::2], strict=True)
    return tuple("".join(signs[int(bool(a)), int(bool(b))] for a, b in zip(*pair, strict=True)) for pair in pairs)


def _scanned(link: str) -> str:
    return link.partition("#")[0]
