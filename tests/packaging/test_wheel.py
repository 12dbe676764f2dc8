"""`pip install .` gives the whole app: every module, every resource and the command."""

import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

import leadbyte_desktop

CHECKOUT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel of this checkout, built by the locked build backend without network."""
    folder = tmp_path_factory.mktemp("wheel")
    command = [sys.executable, "-m", "hatchling", "build", "--target", "wheel", "--directory", str(folder)]
    built = subprocess.run(command, cwd=CHECKOUT, capture_output=True, text=True, check=False)
    assert built.returncode == 0, built.stderr
    return next(folder.glob("*.whl"))


def files_below(folder: Path, prefix: str) -> set[str]:
    """Return the files of a folder as the wheel should name them."""
    found = (path for path in folder.rglob("*") if path.is_file() and "__pycache__" not in path.parts)
    return {f"{prefix}/{path.relative_to(folder).as_posix()}" for path in found}


def test_it_holds_every_module_and_every_resource_and_nothing_else(wheel: Path) -> None:
    inside = {name for name in zipfile.ZipFile(wheel).namelist() if ".dist-info/" not in name}
    modules = files_below(CHECKOUT / "leadbyte_desktop", "leadbyte_desktop")
    resources = files_below(CHECKOUT / "resources", "leadbyte_desktop/resources")
    assert resources
    assert inside == modules | resources


def test_it_carries_the_version_and_the_command(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        info = f"leadbyte_desktop-{leadbyte_desktop.__version__}.dist-info"
        assert (
            "leadbyte-desktop = leadbyte_desktop.command_line:main" in archive.read(f"{info}/entry_points.txt").decode()
        )
        metadata = archive.read(f"{info}/METADATA").decode()
    assert f"Version: {leadbyte_desktop.__version__}\n" in metadata
    assert "Requires-Python: >=3.11\n" in metadata
    assert "Requires-Dist: pyside6-essentials~=6.11.3" in metadata.lower().replace("requires-dist", "Requires-Dist")


def test_an_installed_copy_finds_its_own_resources(wheel: Path, tmp_path: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(tmp_path)
    code = (
        "from leadbyte_desktop.resource_files import resource_path as r; print(r()); print(*r().rglob('*'), sep='\\n')"
    )
    environment = {**os.environ, "PYTHONPATH": str(tmp_path)}
    said = subprocess.run(
        [sys.executable, "-c", code], cwd=tmp_path, env=environment, capture_output=True, text=True, check=True
    ).stdout.splitlines()
    assert Path(said[0]) == (tmp_path / "leadbyte_desktop" / "resources").resolve()
    assert len(said) > 1
