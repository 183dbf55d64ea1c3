"""`northaxis host --tls` and `join` as people run them: real processes, a kept certificate, and what is said of it."""

from __future__ import annotations

import hashlib
import ipaddress
import os
import signal
import ssl
import stat
import subprocess
import sys
import time
from pathlib import Path

import pytest
from cryptography import x509
from tests.cli.running import SRC, run
from tests.cli.test_host import host, path_of

from northaxis.cli.secured import first_signs, secured, trust
from northaxis.network.addresses import Served, own_addresses
from northaxis.network.certificates import new_certificate, now_utc

DAY = 86_400


def kept(session: Path) -> Path:
    return session.with_name(f"{session.name}-tls.pem")


def served_by(url: str) -> x509.Certificate:
    """The certificate that is served there."""
    name, _, port = url.removeprefix("https://").partition(":")
    return x509.load_pem_x509_certificate(ssl.get_server_certificate((name, int(port))).encode())


def fingerprint(found: x509.Certificate) -> str:
    from cryptography.hazmat.primitives.serialization import Encoding

    return hashlib.sha256(found.public_bytes(Encoding.DER)).hexdigest()


def test_a_host_over_tls_gives_links_that_pin_its_certificate_and_serves_the_same_again(tmp_path: Path) -> None:
    file = tmp_path / "game.nax"
    with host(tmp_path, "S1", "--session", file, "--tls", "--bind", "0.0.0.0") as there:
        first = there.said
        assert {url.partition("://")[0] for url in first["urls"]} == {"https"}
        assert first["seats"]["MIN"].endswith(f"#sha256-{first['fingerprint']}")
        assert stat.S_IMODE(kept(file).stat().st_mode) == 0o600
        found = served_by(first["urls"][-1])
        assert fingerprint(found) == first["fingerprint"]
        names = found.extensions.get_extension_for_class(x509.SubjectAlternativeName).value
        assert [str(name.value) for name in names] == [*own_addresses(), "127.0.0.1"]
        there.process.send_signal(signal.SIGKILL)
        there.process.wait(10)
    with host(tmp_path, "--session", file, "--tls", "--bind", "0.0.0.0") as there:
        assert there.said["fingerprint"] == first["fingerprint"]
        assert path_of(there.said["seats"]["MIN"]) == path_of(first["seats"]["MIN"])
        assert fingerprint(served_by(there.said["urls"][-1])) == first["fingerprint"]


def test_a_seat_is_joined_over_tls_and_a_wrong_or_missing_fingerprint_is_refused(tmp_path: Path) -> None:
    with host(tmp_path, "S1", "--session", tmp_path / "game.nax", "--tls") as there:
        link = there.said["seats"]["MIN"]
        told = run("join", "--plain", home=tmp_path, typed=f"{link}\ngoals\nquit\n")
        assert told.returncode == 0, told.stderr
        assert "You are Minsk" in told.stdout
        last = "0" if link[-1] != "0" else "1"
        for wrong, code, sentence in (
            (f"{link[:-1]}{last}", 3, "the certificate there is not the one of your link"),
            (link.partition("#")[0], 2, "lacks the fingerprint"),
            (link[:-1], 2, "is cut or changed"),
            (link.replace("https", "http"), 2, "begins with https://"),
            (link.replace("https", "http").partition("#")[0], 3, "this table speaks TLS"),
        ):
            refused = run("join", "--plain", wrong, home=tmp_path)
            assert (refused.returncode, sentence in refused.stderr) == (code, True), refused.stderr
            assert "Traceback" not in refused.stderr
        there.process.send_signal(signal.SIGTERM)
        _, talk = there.process.communicate(timeout=20)
    assert talk == ""


def test_a_host_without_tls_is_as_before_and_keeps_no_key(tmp_path: Path) -> None:
    file = tmp_path / "game.nax"
    with host(tmp_path, "S1", "--session", file) as there:
        assert there.said["url"].startswith("http://")
        assert there.said["fingerprint"] is None
        assert "#" not in there.said["seats"]["MIN"]
    assert not kept(file).exists()


def test_a_key_that_cannot_be_used_is_said_before_anything_is_begun(tmp_path: Path) -> None:
    file = tmp_path / "game.nax"
    ours, theirs = (new_certificate(("127.0.0.1",), now_utc(int(time.time()) * 1000)) for _ in range(2))
    end = b"-----END PRIVATE KEY-----\n"
    for text, why in (
        (b"rubbish", "it cannot be read"),
        (b"", "it cannot be read"),
        (ours.partition(end)[0] + end, "it cannot be read"),
        (ours.partition(end)[2], "it cannot be read"),
        (ours.partition(end)[0] + end + theirs.partition(end)[2], "its key belongs to another certificate"),
    ):
        kept(file).write_bytes(text)
        told = run("host", "S1", "--tls", "--no-console", "--port", "0", "--session", file, home=tmp_path)
        assert (told.returncode, why in told.stderr, "move it away" in told.stderr) == (2, True, True), told.stderr
        assert "Traceback" not in told.stderr
        assert kept(file).read_bytes() == text
        assert not file.exists()


def test_a_certificate_stays_while_the_table_has_its_address_and_is_made_anew_for_another(tmp_path: Path) -> None:
    session = tmp_path / "game.nax"
    home = Served("0.0.0.0", 8120, ("192.0.2.1", "127.0.0.1"))
    first = secured(session, home)
    assert not first.has_changed
    more = secured(session, Served("0.0.0.0", 8120, ("192.0.2.9", "192.0.2.1", "127.0.0.1")))
    assert (more.addresses.fingerprint, more.has_changed) == (first.addresses.fingerprint, False)
    away = secured(session, Served("0.0.0.0", 8120, ("198.51.100.7", "127.0.0.1")))
    assert away.addresses.fingerprint != first.addresses.fingerprint
    assert away.has_changed
    names = x509.load_pem_x509_certificate(kept(session).read_bytes()).extensions
    said = names.get_extension_for_class(x509.SubjectAlternativeName).value
    assert [name.value for name in said] == [ipaddress.ip_address("198.51.100.7"), ipaddress.ip_address("127.0.0.1")]
    alone = secured(session, Served("127.0.0.1", 8120, ("127.0.0.1",)))
    assert alone.addresses.fingerprint == away.addresses.fingerprint


def test_a_certificate_whose_time_is_up_is_made_anew(tmp_path: Path) -> None:
    session = tmp_path / "game.nax"
    old = new_certificate(("127.0.0.1",), now_utc(int(time.time() - 400 * DAY) * 1000))
    kept(session).write_bytes(old)
    found = secured(session, Served("127.0.0.1", 8120, ("127.0.0.1",)))
    assert found.has_changed
    assert kept(session).read_bytes() != old


def test_the_words_for_people_say_what_to_compare_and_plain_http_says_the_way_out(tmp_path: Path) -> None:
    own = {**os.environ, "PYTHONPATH": str(SRC), "HOME": str(tmp_path), "XDG_DATA_HOME": str(tmp_path)}

    def said(*words: str) -> tuple[str, str]:
        process = subprocess.Popen(
            [sys.executable, "-m", "northaxis", "host", *words, "--bind", "0.0.0.0", "--port", "0", "--no-console"],
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            env=own,
        )
        assert process.stdout is not None
        text, ends = "", time.monotonic() + 60
        while "Stop with Ctrl+C" not in text and time.monotonic() < ends:
            text += process.stdout.readline()
        process.send_signal(signal.SIGTERM)
        return text, process.communicate(timeout=20)[1]

    session = str(tmp_path / "game.nax")
    text, _ = said("S1", "--session", session)
    assert "plain HTTP" in text
    assert "--tls" in text
    text, _ = said("--session", session, "--tls")
    found = x509.load_pem_x509_certificate(kept(Path(session)).read_bytes())
    assert first_signs(fingerprint(found)) in text
    assert "plain HTTP" not in text
    assert "Proceed" in text
    text, talk = said("--session", session)
    assert "links of then lead nowhere" in talk


def test_the_signs_to_compare_are_the_first_of_the_fingerprint_in_pairs() -> None:
    assert first_signs("3a5f9b21c07de411" + "0" * 48) == "3A 5F 9B 21 C0 7D E4 11"
    assert trust("") == ()
    assert any("3A 5F 9B 21" in line for line in trust("3a5f9b21c07de411" + "0" * 48))


@pytest.mark.parametrize("command", [("--version",), ("host", "--help"), ("join", "--help")])
def test_no_other_command_loads_what_makes_certificates(command: tuple[str, ...]) -> None:
    code = f"import sys; from northaxis.cli.main import main\ntry: main({list(command)!r})\nexcept SystemExit: pass\n"
    code += "sys.exit('cryptography' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], env={**os.environ, "PYTHONPATH": str(SRC)}, capture_output=True)
    assert done.returncode == 0, done.stderr
