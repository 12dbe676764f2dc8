"""The installer that a person double-clicks: from a fresh PC to one on which nothing is left of it."""

from __future__ import annotations

import json
import shutil
import subprocess
from pathlib import Path

import pytest
from PySide6.QtGui import QImage
from signatures import trouble_with

from tests.windows.built import Built, Release
from tests.windows.pc import ENTRY, FOR_ALL, OURS, PC, SECONDS, at

ADDED = ("setup-helper.exe", "uninstall.exe")
"""What the installer puts beside the payload."""
CANNOT_START = 125
"""The launcher's own exit code."""
KEY = "a-key-of-this-test"
ROWS = "Lead ID,Postcode\n2932682,LS1 4AP\n2932683,NR3 1AB\n"


def add_account(pc: PC, folder: str) -> None:
    added = pc.command(
        folder, "account", "add", "Acme", "--address", "acme.leadbyte.co.uk", "--key-stdin", "--no-check", given=KEY
    )
    assert added.returncode == 0, added.stdout


def accounts(pc: PC, folder: str) -> str:
    listed = pc.command(folder, "account", "list")
    assert listed.returncode == 0, listed.stdout
    return listed.stdout


def jobs(pc: PC, folder: str) -> None:
    """Send a batch to the practice account from the console."""
    table = pc.wine.drive / "rows.csv"
    table.write_text(ROWS, "utf-8")
    sent = pc.command(folder, "batch", r"C:\rows.csv", "--practice", "--results", r"C:\results.xlsx", "--json")
    assert sent.returncode == 0, sent.stdout
    # What it says to a person stands before that: one pipe holds both.
    assert json.loads(sent.stdout.splitlines()[-1])["counts"] == {"updated": 2}, sent.stdout
    (pc.wine.drive / "results.xlsx").unlink()
    table.unlink()


def test_installed_used_upgraded_and_removed(pc: PC, built: Built, tmp_path: Path) -> None:
    before = pc.files()
    assert pc.install(built.now.exe) == 0
    folder = pc.wine.path(pc.per_user)
    check_installed(pc, built)

    # The app as it was installed works all main jobs in a real window, and takes pictures of it.
    pictures = tmp_path / "pictures"
    toured = pc.wine.run([rf"{pc.per_user}\LeadByte Desktop.exe", "--tour", at(pictures)])
    assert toured.returncode == 0, toured.stdout
    check_pictures(pictures)

    # The key lies in Windows' safe and is found again after a restart, the record on the disk.
    add_account(pc, pc.per_user)
    jobs(pc, pc.per_user)
    pc.wine.end()
    assert "acme.leadbyte.co.uk" in accounts(pc, pc.per_user)
    assert key_is_kept(pc)
    record = (pc.data / "leadbyte-desktop.sqlite3").stat().st_size

    # A later version over it while the app is open: the window is asked to close, and does.
    (folder / "app" / "of-the-older-version.txt").write_text("gone after the upgrade")
    app = pc.open_app(pc.per_user, "--practice")
    assert pc.install(built.later.exe) == 0
    assert app.ended() == 0
    assert pc.registry(ENTRY, "DisplayVersion") == built.later.version
    assert pc.command(pc.per_user, "--version").stdout.strip() == f"LeadByte Desktop {built.later.version}"
    check_whole(pc, built.later)
    for name in ADDED:
        assert trouble_with(folder / name, built.signer.name, built.signer.pem) == "", name
    assert "acme.leadbyte.co.uk" in accounts(pc, pc.per_user)
    assert key_is_kept(pc)
    assert (pc.data / "leadbyte-desktop.sqlite3").stat().st_size >= record

    # An older one over it is refused.
    assert pc.install(built.now.exe) == 5
    assert pc.registry(ENTRY, "DisplayVersion") == built.later.version

    # Without a word on it, the record and the key stay.
    pc.uninstall(pc.per_user)
    left = pc.files() - before
    assert left, "the record was removed without a word"
    assert all(f"/{pc.data.name}/" in each for each in left), sorted(left)
    assert key_is_kept(pc)
    assert pc.registry(ENTRY, "DisplayName") is None
    assert pc.registry(OURS, "Exe") is None
    assert not folder.exists()

    # With it, nothing is left.
    assert pc.install(built.now.exe) == 0
    assert "acme.leadbyte.co.uk" in accounts(pc, pc.per_user)
    pc.uninstall(pc.per_user, "/PURGE")
    assert pc.files() - before == set()
    assert not key_is_kept(pc)


def check_whole(pc: PC, release: Release) -> set[Path]:
    """See that the copy for one person is a release's files and nothing beside; gives them, by their place in it."""
    folder, ours = pc.wine.path(pc.per_user), set(release.files())
    there = {each.relative_to(folder) for each in folder.rglob("*") if each.is_file()}
    assert there - ours == {Path(name) for name in ADDED}
    assert ours <= there
    assert release.is_whole_in(folder)
    return there


def check_installed(pc: PC, built: Built) -> None:
    folder, there = pc.wine.path(pc.per_user), check_whole(pc, built.now)
    assert sum((folder / name).stat().st_size for name in there) <= 80_000_000
    expected = {
        "DisplayName": "LeadByte Desktop",
        "DisplayVersion": built.now.version,
        "Publisher": "LeadByte Desktop project",
        "DisplayIcon": rf"{pc.per_user}\LeadByte Desktop.exe",
        "InstallLocation": pc.per_user,
        "UninstallString": rf'"{pc.per_user}\uninstall.exe"',
        "QuietUninstallString": rf'"{pc.per_user}\uninstall.exe" /S',
        "NoModify": "0x1",
        "NoRepair": "0x1",
    }
    assert {name: pc.registry(ENTRY, name) for name in expected} == expected
    size = pc.registry(ENTRY, "EstimatedSize")
    assert size is not None
    assert int(size, 16) * 1024 == pytest.approx(sum((folder / name).stat().st_size for name in there), rel=0.02)
    shortcut = rf"C:\users\{pc.user}\AppData\Roaming\Microsoft\Windows\Start Menu\Programs\LeadByte Desktop.lnk"
    assert pc.wine.path(shortcut).is_file()


def check_pictures(pictures: Path) -> None:
    told = json.loads((pictures / "tour.json").read_text("utf-8"))
    assert told
    found = sorted(pictures.glob("*.png"))
    assert len(found) > 20
    for each in found:
        image = QImage(str(each))
        assert image.width() >= 1000, each.name
        colours = {image.pixel(x, y) for x in range(0, image.width(), 3) for y in range(0, image.height(), 3)}
        assert len(colours) > 60, f"{each.name} shows next to nothing"


def key_is_kept(pc: PC) -> bool:
    """Whether Windows' safe holds a key of the app."""
    pc.wait()  # the registry is written down when the last program has ended
    return "LeadByte Desktop/" in (pc.wine.prefix / "user.reg").read_text("utf-8", "replace")


def test_for_everybody_it_goes_where_everybodys_programs_are(pc: PC, built: Built) -> None:
    assert pc.install(built.now.exe, "/ALLUSERS") == 0
    assert pc.registry(ENTRY, "InstallLocation", "HKLM") == FOR_ALL
    assert pc.registry(ENTRY, "QuietUninstallString", "HKLM") == rf'"{FOR_ALL}\uninstall.exe" /ALLUSERS /S'
    assert pc.command(FOR_ALL, "--version").stdout.strip() == f"LeadByte Desktop {built.now.version}"
    # A copy for one person beside it is refused, and so is the MSI.
    assert pc.install(built.now.exe) == 6
    assert pc.registry(ENTRY, "DisplayName") is None
    assert pc.msi("/i", at(built.now.msi)) == 1603 % 256
    assert pc.registry(OURS, "Msi", "HKLM") is None
    # It knows for whom it is, whatever it is told.
    pc.uninstall(FOR_ALL)
    assert not pc.wine.path(FOR_ALL).exists()
    assert pc.registry(ENTRY, "DisplayName", "HKLM") is None


def test_a_folder_in_which_something_else_stands_is_left_alone(pc: PC, built: Built) -> None:
    tools = pc.wine.drive / "Prögramme dort"
    (tools / "python").mkdir(parents=True)
    (tools / "python" / "mine.txt").write_text("not the app's")
    # Without quotes, as an installer wants it: parts that stand beside each other are handed on so.
    assert pc.install(built.now.exe, "/DESKTOP", r"/D=C:\Prögramme", "dort") == 0
    folder = r"C:\Prögramme dort\LeadByte Desktop"
    assert pc.wine.path(rf"{folder}\LeadByte Desktop.exe").is_file()
    assert pc.command(folder, "--version").returncode == 0
    shortcut = pc.wine.path(rf"C:\users\{pc.user}\Desktop\LeadByte Desktop.lnk")
    assert shortcut.is_file()
    pc.uninstall(folder)
    assert [each.name for each in tools.rglob("*")] == ["python", "mine.txt"]
    assert not shortcut.exists()


def test_an_app_that_stays_open_is_never_half_replaced(pc: PC, built: Built) -> None:
    assert pc.install(built.now.exe) == 0
    # A console command has no window that could be asked: it waits here for its key.
    command = pc.begin_command(pc.per_user, "account", "add", "Acme", "--address", "acme.leadbyte.co.uk", "--key-stdin")
    try:
        assert pc.install(built.later.exe) == 3
        check_unchanged(pc, built)
        assert pc.uninstall_there(pc.per_user) == 3
        check_unchanged(pc, built)
    finally:
        command.communicate("")
    assert pc.install(built.later.exe) == 0


def check_unchanged(pc: PC, built: Built) -> None:
    assert pc.registry(ENTRY, "DisplayVersion") == built.now.version
    check_whole(pc, built.now)


def test_a_file_in_use_is_never_half_replaced_or_half_removed(pc: PC, built: Built) -> None:
    assert pc.install(built.now.exe) == 0
    with pc.in_use(rf"{pc.per_user}\LeadByte Desktop.exe", built.now.payload / "python"):
        assert pc.install(built.later.exe) == 3
        check_unchanged(pc, built)
        assert pc.uninstall_there(pc.per_user) == 3
        check_unchanged(pc, built)
    assert pc.uninstall_there(pc.per_user) == 0
    # It cannot delete itself while it runs.
    assert [each.name for each in pc.wine.path(pc.per_user).iterdir()] == ["uninstall.exe"]
    assert pc.registry(ENTRY, "DisplayName") is None


def test_of_two_installations_at_once_one_is_refused(pc: PC, built: Built) -> None:
    assert pc.install(built.now.exe) == 0
    upgrade = begin_to_unpack(pc, built.later)
    assert pc.install(built.later.exe) == 9
    assert pc.uninstall_there(pc.per_user) == 9
    assert upgrade.wait(SECONDS) == 0
    check_whole(pc, built.later)


def test_a_damaged_copy_says_so_and_is_mended_where_it_is(
    pc: PC, built: Built, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert pc.install(built.now.exe) == 0
    folder = pc.wine.path(pc.per_user)
    check_only_its_own_python_is_used(pc, monkeypatch)

    shutil.rmtree(folder / "app")
    assert pc.command(pc.per_user, "--version").returncode == CANNOT_START
    window = pc.begin(rf"{pc.per_user}\LeadByte Desktop.exe")
    pc.press_in_window("LeadByte Desktop", "Return")
    assert window.wait(SECONDS) == CANNOT_START

    lose_what_it_is_known_by(folder)
    assert pc.install(built.later.exe) == 0
    assert pc.registry(ENTRY, "InstallLocation") == pc.per_user
    check_whole(pc, built.later)

    lose_what_it_is_known_by(folder)
    pc.uninstall(pc.per_user)
    assert not folder.exists()
    assert pc.registry(ENTRY, "DisplayName") is None


def lose_what_it_is_known_by(folder: Path) -> None:
    """As where a program against viruses took it for one."""
    (folder / "LeadByte Desktop.exe").unlink()
    (folder / "setup-helper.exe").unlink()
    shutil.rmtree(folder / "python")


def check_only_its_own_python_is_used(pc: PC, monkeypatch: pytest.MonkeyPatch) -> None:
    """Neither what is set for another Python on the PC counts, nor what lies in the folder in which somebody stands."""
    other = pc.wine.drive / "other"
    (other / "leadbyte_desktop").mkdir(parents=True)
    for name in ("os.py", "sitecustomize.py", "leadbyte_desktop/__init__.py", "leadbyte_desktop/__main__.py"):
        (other / name).write_text("raise SystemExit('the wrong one')")
    (other / "python313.dll").write_bytes(b"no library")
    monkeypatch.chdir(other)
    meant_for_others = {
        "PYTHONHOME": r"C:\other", "PYTHONPATH": r"C:\other", "PYTHONSTARTUP": r"C:\other\os.py",
        "PYTHONINSPECT": "1", "PYTHONIOENCODING": "ascii", "PYTHONHASHSEED": "no number",
    }  # fmt: skip
    told = pc.wine.run([rf"{pc.per_user}\leadbyte-desktop.exe", "--version"], more=meant_for_others)
    assert told.returncode == 0, told.stdout
    assert told.stdout.strip() == f"LeadByte Desktop {pc.registry(ENTRY, 'DisplayVersion')}"


def test_a_dialog_that_was_left_open_does_not_hold_up_an_upgrade(pc: PC, built: Built) -> None:
    assert pc.install(built.now.exe) == 0
    app = pc.open_app(pc.per_user)
    pc.see_window("Connect your LeadByte account")
    assert pc.install(built.later.exe) == 0
    assert app.ended() == 0
    check_whole(pc, built.later)


def test_a_copy_for_one_person_steps_back_behind_the_one_for_everybody(pc: PC, built: Built) -> None:
    assert pc.install(built.now.exe) == 0
    assert pc.install(built.later.exe, "/ALLUSERS") == 0
    told = pc.command(pc.per_user, "--version")
    assert told.returncode == CANNOT_START
    assert "installed for everybody on this PC" in told.stdout
    # The window says so too, and opens the other.
    launcher = pc.begin(rf"{pc.per_user}\LeadByte Desktop.exe")
    pc.press_in_window("LeadByte Desktop", "Return")
    assert launcher.wait(SECONDS) == 0
    pc.see_window("LeadByte Desktop")
    assert pc.wine.run([rf"{FOR_ALL}\setup-helper.exe", "running", FOR_ALL]).returncode == 1
    assert pc.wine.run([rf"{FOR_ALL}\setup-helper.exe", "running", pc.per_user]).returncode == 0


def begin_to_unpack(pc: PC, release: Release) -> subprocess.Popen[bytes]:
    """Begin to install, and return once files are unpacked."""
    unpacked = pc.wine.path(pc.per_user) / "new" / "libraries"
    installer = pc.begin(str(release.exe), "/S")
    while not unpacked.is_dir():
        assert installer.poll() is None, "it ended before it had unpacked anything"
    return installer


def cut_off(pc: PC, release: Release) -> None:
    """Begin to install; the PC goes off while files are unpacked."""
    installer = begin_to_unpack(pc, release)
    pc.wine.end()
    installer.wait()


def test_a_first_installation_that_was_cut_off_is_done_by_the_next(pc: PC, built: Built) -> None:
    cut_off(pc, built.now)
    assert pc.registry(ENTRY, "DisplayName") is None
    assert pc.install(built.now.exe) == 0
    check_whole(pc, built.now)


def test_a_version_that_was_cut_off_while_it_was_unpacked_changed_nothing(pc: PC, built: Built) -> None:
    assert pc.install(built.now.exe) == 0
    cut_off(pc, built.later)
    assert built.now.is_whole_in(pc.wine.path(pc.per_user))
    assert pc.command(pc.per_user, "--version").stdout.strip() == f"LeadByte Desktop {built.now.version}"
    assert pc.install(built.later.exe) == 0
    check_whole(pc, built.later)


@pytest.mark.parametrize("all_aside", [False, True])
def test_a_version_that_was_cut_off_while_it_was_put_in_its_place_is_mended_by_the_next(
    pc: PC, built: Built, all_aside: bool
) -> None:
    assert pc.install(built.now.exe) == 0
    folder = pc.wine.path(pc.per_user)
    (folder / "before").mkdir()
    parts = [each for each in folder.iterdir() if each.name != "before"]
    for each in parts if all_aside else parts[: len(parts) // 2]:
        each.rename(folder / "before" / each.name)
    (folder / "new").mkdir()
    if all_aside:
        # The first of the new parts had its place already.
        shutil.copytree(built.later.payload / "app", folder / "app")
        shutil.copytree(built.later.payload / "libraries", folder / "new" / "libraries")
    assert pc.install(built.later.exe) == 0
    check_whole(pc, built.later)


def test_a_full_disk_changes_nothing(pc: PC, built: Built) -> None:
    assert pc.install(built.now.exe) == 0
    with pc.small_disk(6_000_000):
        upgrade = pc.begin(str(built.later.exe), "/S")
        assert upgrade.wait(SECONDS) == 8
    check_whole(pc, built.now)
    assert pc.registry(ENTRY, "DisplayVersion") == built.now.version
