"""The key and certificate beside a session: for their owner alone, whole or not there, and never through a link."""

from __future__ import annotations

import os
import stat
from pathlib import Path

import pytest

from northaxis.services.ports import StoreFailed
from northaxis.storage.certificate_file import certificate_path, keep_certificate, kept_certificate
from northaxis.storage.folder import list_sessions


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def test_what_is_kept_is_read_again_by_its_owner_alone(tmp_path: Path) -> None:
    session = tmp_path / "game.nax"
    assert kept_certificate(session) is None
    before = os.umask(0)
    try:
        keep_certificate(session, b"first")
    finally:
        os.umask(before)
    assert (kept_certificate(session), mode(certificate_path(session))) == (b"first", 0o600)
    keep_certificate(session, b"second")
    assert (kept_certificate(session), mode(certificate_path(session))) == (b"second", 0o600)
    assert [path.name for path in tmp_path.iterdir()] == ["game.nax-tls.pem"]
    assert list_sessions(tmp_path) == ()


def test_a_file_that_others_could_read_is_closed_to_them(tmp_path: Path) -> None:
    session = tmp_path / "game.nax"
    certificate_path(session).write_bytes(b"open")
    certificate_path(session).chmod(0o644)
    assert kept_certificate(session) == b"open"
    assert mode(certificate_path(session)) == 0o600


@pytest.mark.parametrize("kind", ["link", "folder", "pipe"])
def test_what_is_no_file_is_not_read(kind: str, tmp_path: Path) -> None:
    session, elsewhere = tmp_path / "game.nax", tmp_path / "elsewhere"
    elsewhere.write_bytes(b"of somebody else")
    match kind:
        case "link":
            certificate_path(session).symlink_to(elsewhere)
        case "folder":
            certificate_path(session).mkdir()
        case _:
            os.mkfifo(certificate_path(session))
    with pytest.raises(StoreFailed, match="cannot read"):
        kept_certificate(session)


def test_a_folder_that_takes_nothing_is_said_in_a_sentence_and_holds_no_half(tmp_path: Path) -> None:
    with pytest.raises(StoreFailed, match="cannot write"):
        keep_certificate(tmp_path / "nowhere" / "game.nax", b"x")
    (tmp_path / "game.nax-tls.pem").mkdir()
    with pytest.raises(StoreFailed, match="cannot write"):
        keep_certificate(tmp_path / "game.nax", b"x")
    assert [path.name for path in tmp_path.iterdir()] == ["game.nax-tls.pem"]
