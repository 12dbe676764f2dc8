"""The bill of materials: what is inside the Windows app, as CycloneDX 1.5, for whoever watches over weak versions."""

from __future__ import annotations

import json
import re
import uuid
from email.parser import HeaderParser
from pathlib import Path

from bootstrap import ask
from places import APP, PUBLISHER

_NAMES = uuid.UUID("9a4d8f0c-8f1c-4a37-a1d5-0c3f6b1b7e60")


def write_sbom(made: Path, payload: Path, version: str, hashes: dict[str, str]) -> None:
    """Write it.

    Args:
        made: where it goes.
        payload: what is installed.
        version: the app's version.
        hashes: file name to SHA-256, of the installers that carry it.
    """
    parts = [_python(payload), *_libraries(payload)]
    app = {"type": "application", "bom-ref": "app", "name": APP, "version": version, "publisher": PUBLISHER}
    bill = {
        "bomFormat": "CycloneDX",
        "specVersion": "1.5",
        "serialNumber": f"urn:uuid:{uuid.uuid5(_NAMES, json.dumps([version, parts], sort_keys=True))}",
        "version": 1,
        "metadata": {
            "component": {
                **app,
                "externalReferences": [
                    {"type": "distribution", "url": name, "hashes": [{"alg": "SHA-256", "content": digest}]}
                    for name, digest in sorted(hashes.items())
                ],
            }
        },
        "components": parts,
        "dependencies": [{"ref": "app", "dependsOn": [part["bom-ref"] for part in parts]}],
    }
    made.write_text(json.dumps(bill, indent=2, ensure_ascii=False) + "\n", "utf-8")


def python_version(payload: Path) -> str:
    """Which Python is inside, as its library says of itself: "3.13.2"."""
    library = next((payload / "python").glob("python3??.dll"))
    said = ask(["osslsigncode", "verify", "-in", str(library)])
    found = re.search(r"Release_v([0-9]+\.[0-9]+\.[0-9]+)", said.stdout + said.stderr)
    if found is not None:
        return found[1]
    raise ValueError(f"{library.name} does not say its version")


def _python(payload: Path) -> dict[str, object]:
    version = python_version(payload)
    return {
        "type": "framework",
        "bom-ref": "python",
        "name": "CPython",
        "version": version,
        "publisher": "Python Software Foundation",
        "licenses": [{"license": {"id": "PSF-2.0"}}],
        "cpe": f"cpe:2.3:a:python:python:{version}:*:*:*:*:*:*:*",
        "purl": f"pkg:generic/python@{version}",
    }


def _libraries(payload: Path) -> list[dict[str, object]]:
    found = []
    for about in sorted((payload / "libraries").glob("*.dist-info/METADATA")):
        head = HeaderParser().parsestr(about.read_text("utf-8"))
        name, version = head["Name"], head["Version"]
        purl = f"pkg:pypi/{re.sub(r'[-_.]+', '-', name).lower()}@{version}"
        found.append(
            {
                "type": "library",
                "bom-ref": purl,
                "name": name,
                "version": version,
                "licenses": _licences(head.get("License-Expression"), head.get("License"), head.get_all("Classifier")),
                "purl": purl,
            }
        )
    return found


def _licences(expression: str | None, words: str | None, classifiers: list[str] | None) -> list[dict[str, object]]:
    if expression:
        return [{"expression": expression}]
    named = [each.rpartition(" :: ")[2] for each in classifiers or () if each.startswith("License ::")]
    # Some put the whole text where the name belongs.
    named = named or [line for line in (words or "").splitlines()[:1] if line]
    return [{"license": {"name": each}} for each in named]
