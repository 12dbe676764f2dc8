"""Makes the package for Group Policy and Intune, with wixl: the same payload, for everybody on a PC."""

from __future__ import annotations

import os
import struct
import uuid
from pathlib import Path
from xml.sax.saxutils import quoteattr

from bootstrap import must
from places import APP, CHECKOUT, HERE, PUBLISHER, WINDOW_PROGRAM

MSI_PACKAGES = ("wixl", "msitools")
UPGRADE_CODE = uuid.UUID("8f6f1f0e-6a53-4b1c-9a54-0d3c5f6b7d21")
"""By it Windows knows every version as the same product. It never changes."""
_NAMES = uuid.UUID("3b0b8d1c-52a7-4f5e-8d0e-7b1d7a1c9c55")
_PROGRAMS = frozenset({".exe", ".dll", ".pyd"})
_FIXED_VERSION = struct.pack("<II", 0xFEEF04BD, 0x00010000)
"""How the version of a program begins in its file."""
# What wixl cannot write down itself. Windows Installer would put new files in place of those it can, and leave those in
# use until the next start: half of each. The helper's 1, where the app is still open, ends it before it has begun.
_ROWS = (
    # Type 2: a program out of the package, run at once, waited for.
    (
        "INSERT INTO `CustomAction` (`Action`, `Type`, `Source`, `Target`) VALUES "
        "('SeeWhetherItRuns', 2, 'SeeWhetherItRuns', 'close \"[INSTALLDIR].\" 30')"
    ),
    # Before anything is looked at or changed, wherever a version is there already.
    (
        "INSERT INTO `InstallExecuteSequence` (`Action`, `Condition`, `Sequence`) VALUES "
        "('SeeWhetherItRuns', 'Installed OR WIX_UPGRADE_DETECTED', 1390)"
    ),
    # The older version goes within the same transaction, so that it comes back where the new one cannot be installed.
    "UPDATE `InstallExecuteSequence` SET `Sequence` = 1501 WHERE `Action` = 'RemoveExistingProducts'",
)


def make_msi(made: Path, payload: Path, helper: Path, icon: Path, version: str, scratch: Path) -> None:
    """Make the package.

    Args:
        made: where it goes.
        payload: what it installs.
        helper: the installers' helper; it says whether the app runs.
        icon: the app's .ico.
        version: "0.1.0".
        scratch: a folder for what is needed on the way.

    Raises:
        StopError: wixl did not take it.
    """
    files = scratch / "files.wxs"
    files.write_text(_files(payload), "utf-8")
    words = {
        "Version": version,
        # Another for every version, and the same for two builds of one.
        "ProductCode": _guid(f"product {version}"),
        "UpgradeCode": str(UPGRADE_CODE).upper(),
        "Publisher": PUBLISHER,
        "Icon": _from_here(icon),
        "Helper": _from_here(helper),
        "Program": WINDOW_PROGRAM,
    }
    defined = [part for name, value in words.items() for part in ("-D", f"{name}={value}")]
    made.unlink(missing_ok=True)
    must(
        ["wixl", "-a", "x64", *defined, "-o", str(made), str(HERE / "installer.wxs"), str(files)], "No MSI came of it."
    )
    must(["msibuild", str(made), "-q", *_ROWS, *_version_rows(payload)], "A row could not be put into the MSI.")


def _version_rows(payload: Path) -> list[str]:
    """The versions of the programs and libraries, of which wixl knows nothing.

    Windows Installer takes a file of which no version is written down for older than any that has one. The same one of
    the version before would then keep its place, and go with that.
    """
    rows = []
    for each in sorted(payload.rglob("*")):
        version = file_version(each) if each.suffix in _PROGRAMS else ""
        if version:
            known = f"f{_known(each.relative_to(payload).as_posix())}"
            rows.append(f"UPDATE `File` SET `Version` = '{version}' WHERE `File` = '{known}'")  # noqa: S608
            # Only a file without a version is known by its content.
            rows.append(f"DELETE FROM `MsiFileHash` WHERE `File_` = '{known}'")  # noqa: S608
    return rows


def file_version(path: Path) -> str:
    """The version of a program as Windows compares it, "3.13.0.0"; "" where it has none."""
    content = path.read_bytes()
    begins = content.find(_FIXED_VERSION)
    if begins < 0:
        return ""
    high, low = struct.unpack_from("<II", content, begins + len(_FIXED_VERSION))
    return ".".join(str(part) for part in (high >> 16, high & 0xFFFF, low >> 16, low & 0xFFFF))


def _files(payload: Path) -> str:
    """The files of the payload, each a component of its own, known by its path in every version."""
    lines = [
        '<?xml version="1.0" encoding="utf-8"?>',
        '<Wix xmlns="http://schemas.microsoft.com/wix/2006/wi">',
        "<Fragment>",
        '<DirectoryRef Id="INSTALLDIR">',
    ]
    components: list[str] = []

    def walk(folder: Path) -> None:
        for each in sorted(folder.iterdir()):
            path = each.relative_to(payload).as_posix()
            known = _known(path)
            if each.is_dir():
                lines.append(f'<Directory Id="d{known}" Name={quoteattr(each.name)}>')
                walk(each)
                lines.append("</Directory>")
            else:
                components.append(f"c{known}")
                lines.append(
                    f'<Component Id="c{known}" Guid="{_guid(path)}" Win64="yes">'
                    f'<File Id="f{known}" KeyPath="yes" Source={quoteattr(_from_here(each))}/></Component>'
                )

    walk(payload)
    lines += ["</DirectoryRef>", '<ComponentGroup Id="Payload">']
    lines += [f'<ComponentRef Id="{each}"/>' for each in components]
    lines += ["</ComponentGroup>", "</Fragment>", "</Wix>", ""]
    return "\n".join(lines)


def _known(path: str) -> str:
    return uuid.uuid5(_NAMES, path).hex[:24]


def _guid(name: str) -> str:
    return str(uuid.uuid5(_NAMES, f"{APP}: {name}")).upper()


def _from_here(path: Path) -> str:
    """A path as wixl finds it: only one that begins in the folder in which it was started."""
    return os.path.relpath(path, CHECKOUT)
