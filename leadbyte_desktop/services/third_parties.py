"""What others wrote and the app brings along, with its licence: for *About*, and for whoever packs the app."""

from __future__ import annotations

import platform
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, version


@dataclass(frozen=True, slots=True)
class Part:
    """One library.

    Attributes:
        package: the name under which it is installed.
        name: what it is called.
        licence: its licence, as a person reads it.
    """

    package: str
    name: str
    licence: str


# Their licence texts lie beside them, where they are installed.
PARTS = (
    Part("PySide6-Essentials", "Qt and PySide6", "LGPL 3; their libraries lie beside the app and may be replaced"),
    Part("shiboken6", "Shiboken", "LGPL 3"),
    Part("httpx", "HTTPX", "BSD 3-Clause"),
    Part("httpcore", "HTTP Core", "BSD 3-Clause"),
    Part("h11", "h11", "MIT"),
    Part("anyio", "AnyIO", "MIT"),
    Part("idna", "IDNA", "BSD 3-Clause"),
    Part("certifi", "Certifi", "MPL 2.0"),
    Part("truststore", "Truststore", "MIT"),
    Part("keyring", "keyring", "MIT"),
    Part("qasync", "qasync", "BSD 2-Clause"),
    Part("starlette", "Starlette", "BSD 3-Clause"),
    Part("python-calamine", "python-calamine", "MIT"),
    Part("xlrd", "xlrd", "BSD 3-Clause"),
    Part("XlsxWriter", "XlsxWriter", "BSD 2-Clause"),
    Part("charset-normalizer", "charset-normalizer", "MIT"),
    Part("SecretStorage", "SecretStorage", "BSD 3-Clause"),
    Part("jeepney", "Jeepney", "MIT"),
    Part("cryptography", "cryptography", "Apache 2.0 or BSD 3-Clause"),
    Part("cffi", "CFFI", "MIT-0"),
    Part("pycparser", "pycparser", "BSD 3-Clause"),
    Part("pywin32-ctypes", "pywin32-ctypes", "BSD 3-Clause"),
    Part("jaraco.classes", "jaraco.classes", "MIT"),
    Part("jaraco.context", "jaraco.context", "MIT"),
    Part("jaraco.functools", "jaraco.functools", "MIT"),
    Part("backports.tarfile", "backports.tarfile", "MIT"),
    Part("more-itertools", "More Itertools", "MIT"),
    Part("importlib-metadata", "importlib_metadata", "Apache 2.0"),
    Part("lazy-importer", "lazy-importer", "Apache 2.0"),
    Part("zipp", "zipp", "MIT"),
    Part("typing_extensions", "typing_extensions", "PSF 2.0"),
)


def licences() -> Iterator[str]:
    """What is inside the app, as it is installed here, a line each: "HTTPX 0.28.1: BSD 3-Clause"."""
    yield f"Python {platform.python_version()}: PSF licence"
    for part in PARTS:
        try:
            yield f"{part.name} {version(part.package)}: {part.licence}"
        except PackageNotFoundError:  # of another system, or of an older Python
            continue
