"""The package for Group Policy: for everybody, upgraded in place, never half."""

from __future__ import annotations

import subprocess

from tests.windows.built import Built
from tests.windows.pc import FOR_ALL, OURS, PC, at

REFUSED = 1603 % 256


def test_it_knows_the_versions_of_its_libraries(built: Built) -> None:
    # Without them Windows, but not Wine, keeps a library of the version before, and removes it with that.
    listed = subprocess.run(["msiinfo", "export", str(built.later.msi), "File"], stdout=subprocess.PIPE, check=True)
    rows = [line.split("\t") for line in listed.stdout.decode().splitlines()]
    versions = {row[2]: row[4] for row in rows if len(row) > 4}
    assert versions["LeadByte Desktop.exe"] == f"{built.later.version}.0"
    assert versions["python313.dll"].startswith("3.13.")
    assert versions["Qt6Core.dll"].startswith("6.")
    assert versions["__main__.pyc"] == ""


def test_installed_upgraded_and_removed(pc: PC, built: Built) -> None:
    before = pc.files()
    assert pc.msi("/i", at(built.now.msi)) == 0
    folder = pc.wine.path(FOR_ALL)
    assert built.now.is_whole_in(folder)
    assert pc.registry(OURS, "Msi", "HKLM") == built.now.version
    assert pc.command(FOR_ALL, "--version").stdout.strip() == f"LeadByte Desktop {built.now.version}"
    # The other installer sees it.
    assert pc.install(built.now.exe, "/ALLUSERS") == 6
    assert pc.install(built.now.exe) == 6

    app = pc.open_app(FOR_ALL, "--practice")
    assert pc.msi("/i", at(built.later.msi)) == 0
    assert app.ended() == 0
    assert pc.registry(OURS, "Msi", "HKLM") == built.later.version
    assert pc.command(FOR_ALL, "--version").stdout.strip() == f"LeadByte Desktop {built.later.version}"
    assert {each.relative_to(folder) for each in folder.rglob("*") if each.is_file()} == set(built.later.files())

    assert pc.msi("/i", at(built.now.msi)) == REFUSED
    assert pc.registry(OURS, "Msi", "HKLM") == built.later.version

    assert pc.msi("/x", at(built.later.msi)) == 0
    left = pc.files() - before
    assert all(f"/{pc.data.name}/" in each and "Program Files" not in each for each in left), sorted(left)
    assert pc.registry(OURS, "Msi", "HKLM") is None


def test_an_app_that_stays_open_is_never_half_replaced(pc: PC, built: Built) -> None:
    assert pc.msi("/i", at(built.now.msi)) == 0
    command = pc.begin_command(FOR_ALL, "account", "add", "Acme", "--address", "acme.leadbyte.co.uk", "--key-stdin")
    try:
        assert pc.msi("/i", at(built.later.msi)) != 0
        assert built.now.is_whole_in(pc.wine.path(FOR_ALL))
        assert pc.registry(OURS, "Msi", "HKLM") == built.now.version
    finally:
        command.communicate("")
    assert pc.msi("/i", at(built.later.msi)) == 0
