"""The gate's other tools, run as tests so that one command checks everything."""

import os
import subprocess
import sys
import venv
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
BIN = Path(sys.executable).parent


def run(*command: str | Path, cwd: Path = ROOT, timeout: int = 300, **environment: str) -> str:
    """Run a tool, without a search path of whoever runs the tests; its output is the failure message."""
    own = {name: value for name, value in os.environ.items() if name != "PYTHONPATH"}
    done = subprocess.run(
        [str(word) for word in command],
        cwd=cwd,
        capture_output=True,
        text=True,
        timeout=timeout,
        stdin=subprocess.DEVNULL,
        env={**own, **environment},
        check=False,
    )
    assert done.returncode == 0, f"{' '.join(map(str, command))}\n{done.stdout}\n{done.stderr}"
    return done.stdout


def test_ruff_finds_nothing() -> None:
    run(BIN / "ruff", "check", "src", "tests")


def test_the_code_is_formatted() -> None:
    run(BIN / "ruff", "format", "--check", "src", "tests")


def test_mypy_finds_nothing() -> None:
    run(BIN / "mypy")


def test_arrows_point_down() -> None:
    run(BIN / "lint-imports", "--no-cache")


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel, built with the build backend that is installed."""
    out = tmp_path_factory.mktemp("wheel")
    run(sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", out)
    return next(out.glob("northaxis-*.whl"))


def test_the_wheel_works_from_another_folder(wheel: Path, tmp_path: Path) -> None:
    clean = tmp_path / "venv"
    venv.create(clean, with_pip=False, system_site_packages=False)
    site = next((clean / "lib").glob("python*/site-packages"))
    (site / "borrowed.pth").write_text(str(next(p for p in map(Path, sys.path) if p.name == "site-packages")))
    run(sys.executable, "-m", "pip", "install", "--quiet", "--no-deps", "--no-index", "--target", site, wheel)
    program: list[str | Path] = [clean / "bin" / "python", "-m", "northaxis"]
    assert "northaxis" in run(*program, "--version", cwd=tmp_path)
    where = run(clean / "bin" / "python", "-c", "import northaxis; print(northaxis.__file__)", cwd=tmp_path)
    assert str(site) in where
    told = run(*program, "demo", cwd=tmp_path, HOME=str(tmp_path), XDG_DATA_HOME=str(tmp_path))
    assert "Switched Off" in told
