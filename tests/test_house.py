"""The house of design.md, held by reading every import and a few calls; nothing here runs the app.

domain  <-  importing, api, store  <-  services  <-  ui, unattended  <-  app
                            practice  (speaks LeadByte; handed in by app and command_line)
"""

import ast
import re
import socket
import sys
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path, PurePath

import pytest

CHECKOUT = Path(__file__).resolve().parent.parent
PACKAGE = "leadbyte_desktop"

# Which folders each folder may import from, itself included. The modules beside the folders (app.py, command_line.py,
# __main__.py) are the layer "app": they wire everything, and nothing imports them back.
MAY_IMPORT: Mapping[str, frozenset[str]] = {
    "domain": frozenset({"domain"}),
    "importing": frozenset({"domain", "importing"}),
    "api": frozenset({"domain", "api"}),
    "store": frozenset({"domain", "store"}),
    "services": frozenset({"domain", "importing", "api", "store", "services"}),
    "ui": frozenset({"domain", "importing", "api", "store", "services", "ui"}),
    "unattended": frozenset({"domain", "importing", "store", "services", "unattended"}),
    "practice": frozenset({"domain", "practice"}),
    "app": frozenset({"domain", "importing", "api", "store", "services", "ui", "unattended", "practice", "app"}),
}

# Who may import which library; whatever is not named here belongs to nobody. Successors then cost one folder.
LIBRARY_OWNERS: Mapping[str, frozenset[str]] = {
    "PySide6": frozenset({"ui", "app"}),
    "qasync": frozenset({"ui", "app"}),
    "shiboken6": frozenset({"ui", "app"}),
    "httpx": frozenset({"api"}),
    "httpcore": frozenset({"api"}),
    "truststore": frozenset({"api"}),
    "keyring": frozenset({"store"}),
    "starlette": frozenset({"practice"}),
    "python_calamine": frozenset({"importing"}),
    "xlrd": frozenset({"importing"}),
    "charset_normalizer": frozenset({"importing"}),
    "xlsxwriter": frozenset({"services"}),
}

# Of the layer "app", these open the practice account (wiring.py builds all that app.py and the commands share) or a
# window; the unattended commands must start without Qt.
MAY_OPEN_PRACTICE = frozenset({f"{PACKAGE}.app", f"{PACKAGE}.command_line", f"{PACKAGE}.wiring"})
MAY_OPEN_WINDOWS = frozenset({f"{PACKAGE}.app"})

MODAL_STATICS: Mapping[str, frozenset[str]] = {
    "QMessageBox": frozenset({"about", "aboutQt", "critical", "information", "question", "warning"}),
    "QInputDialog": frozenset({"getDouble", "getInt", "getItem", "getMultiLineText", "getText"}),
    "QColorDialog": frozenset({"getColor"}),
    "QFontDialog": frozenset({"getFont"}),
}
COLOUR = re.compile(r"#(?:[0-9a-fA-F]{8}|[0-9a-fA-F]{6}|[0-9a-fA-F]{3})\b")


# --- reading the house ------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Import:
    """One import: the full dotted name of what is imported, and where that is written."""

    target: str
    line: int


@dataclass(frozen=True)
class Module:
    """One file of the app.

    Attributes:
        name: its dotted name.
        place: its path from the top of the checkout.
        tree: what it says.
        imports: what it imports, inside functions and under TYPE_CHECKING too: those are directions as well.
    """

    name: str
    place: PurePath
    tree: ast.Module
    imports: tuple[Import, ...]

    @property
    def layer(self) -> str:
        """The folder it lies in; "app" for the modules beside the folders, "root" for what everybody may import."""
        if self.name in {PACKAGE, f"{PACKAGE}.resource_files"}:
            return "root"
        return "app" if len(self.place.parts) == 2 else self.place.parts[1]

    def at(self, line: int) -> str:
        """Where a line is, as an editor can open it."""
        return f"{self.place.as_posix()}:{line}"


House = Mapping[str, Module]


def read_house(checkout: Path) -> dict[str, Module]:
    """Read every module of the app, by its name."""
    places = [path.relative_to(checkout) for path in sorted((checkout / PACKAGE).rglob("*.py"))]
    names = {name_of(place): place for place in places}
    house = {}
    for name, place in names.items():
        tree = ast.parse((checkout / place).read_text("utf-8"), str(place))
        house[name] = Module(name, place, tree, tuple(imports_of(tree, names.keys())))
    return house


def name_of(place: PurePath) -> str:
    """Return the dotted name of a module's file."""
    parts = place.with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def imports_of(tree: ast.Module, known: Collection[str]) -> Iterator[Import]:
    """Yield what a module imports: for `from package import module`, that module rather than its package."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (Import(alias.name, node.lineno) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"relative import on line {node.lineno}; ruff refuses it too"
            base = node.module or ""
            targets = {f"{base}.{alias.name}" if f"{base}.{alias.name}" in known else base for alias in node.names}
            yield from (Import(target, node.lineno) for target in sorted(targets))


def own_imports(house: House) -> Iterator[tuple[Module, Import, Module]]:
    """Yield every import that stays in the house: from where, the import, to where."""
    for module in house.values():
        for imported in module.imports:
            if imported.target in house:
                yield module, imported, house[imported.target]


@pytest.fixture(scope="module")
def house() -> House:
    """The app as it stands."""
    return read_house(CHECKOUT)


# --- directions -------------------------------------------------------------------------------------------------


def test_every_folder_has_its_place(house: House) -> None:
    assert {module.layer for module in house.values()} <= set(MAY_IMPORT) | {"root"}


def test_dependencies_point_one_way(house: House) -> None:
    assert not wrong_directions(house)


def test_only_who_wires_the_app_knows_the_practice_account(house: House) -> None:
    assert not wrong_openers_of_practice(house)


def test_each_library_stays_with_its_owner(house: House) -> None:
    assert not wrong_libraries(house)


def test_modules_import_in_no_circle(house: House) -> None:
    graph: dict[str, set[str]] = {name: set() for name in house}
    for module, _, arrival in own_imports(house):
        graph[module.name].add(arrival.name)
    assert find_circle(graph) is None


def wrong_directions(house: House) -> list[str]:
    """Return every import from a folder that may not import the other."""
    return [
        f"{module.at(imported.line)} imports {imported.target}"
        for module, imported, arrival in own_imports(house)
        if arrival.layer not in MAY_IMPORT.get(module.layer, frozenset()) | {"root"}
    ]


def wrong_openers_of_practice(house: House) -> list[str]:
    """Return every import of the practice account by a module that is not there to open it."""
    return [
        f"{module.at(imported.line)} imports {imported.target}"
        for module, imported, arrival in own_imports(house)
        if arrival.layer == "practice" and module.layer != "practice" and module.name not in MAY_OPEN_PRACTICE
    ]


def wrong_libraries(house: House) -> list[str]:
    """Return every import of a library by a module that does not own it."""
    return [
        f"{module.at(imported.line)} imports {imported.target}"
        for module in house.values()
        for imported in module.imports
        if not may_use(module, imported.target.partition(".")[0])
    ]


def may_use(module: Module, library: str) -> bool:
    """Tell whether a module may import a library by that name."""
    if library in sys.stdlib_module_names or library == PACKAGE:
        return True
    owners = LIBRARY_OWNERS.get(library, frozenset())
    if module.layer == "app":
        return "app" in owners and module.name in MAY_OPEN_WINDOWS
    return module.layer in owners


@pytest.mark.parametrize(
    ("place", "line", "rule"),
    [
        ("domain/lead.py", "import leadbyte_desktop.store.journal", wrong_directions),
        ("importing/readers.py", "from leadbyte_desktop.api import client", wrong_directions),
        ("store/journal.py", "from leadbyte_desktop.services.sender import Sender", wrong_directions),
        ("services/sender.py", "def f():\n    from leadbyte_desktop.ui import theme", wrong_directions),
        ("practice/world.py", "from leadbyte_desktop.services import sender", wrong_directions),
        ("ui/main_window.py", "from leadbyte_desktop import app", wrong_directions),
        ("ui/main_window.py", "from leadbyte_desktop.practice import world", wrong_openers_of_practice),
        ("services/sender.py", "from leadbyte_desktop.practice.world import World", wrong_openers_of_practice),
        ("tour.py", "from leadbyte_desktop.practice import world", wrong_openers_of_practice),
        ("domain/lead.py", "import httpx", wrong_libraries),
        ("services/sender.py", "from PySide6.QtCore import QObject", wrong_libraries),
        ("practice/world.py", "import httpx", wrong_libraries),
        ("command_line.py", "import qasync", wrong_libraries),
        ("ui/main_window.py", "import keyring", wrong_libraries),
        ("api/client.py", "import requests", wrong_libraries),
    ],
)
def test_a_wrong_import_is_seen(tmp_path: Path, place: str, line: str, rule: Callable[[House], list[str]]) -> None:
    for name in ("store/journal", "api/client", "services/sender", "ui/theme", "practice/world", "app", "__init__"):
        plant(tmp_path, f"{name}.py", "")
    assert not rule(read_house(tmp_path))
    plant(tmp_path, place, line)
    assert len(rule(read_house(tmp_path))) == 1


@pytest.mark.parametrize(
    ("place", "line"),
    [
        ("ui/main_window.py", "from PySide6 import QtWidgets\nfrom leadbyte_desktop.services import sender"),
        ("app.py", "import qasync\nfrom leadbyte_desktop.practice.world import World"),
        ("api/client.py", "import httpx\nfrom leadbyte_desktop import __version__"),
        ("store/journal.py", "import sqlite3\nfrom leadbyte_desktop import resource_files"),
    ],
)
def test_a_right_import_is_let_be(tmp_path: Path, place: str, line: str) -> None:
    for name in ("services/sender", "practice/world", "resource_files", "__init__"):
        plant(tmp_path, f"{name}.py", "")
    plant(tmp_path, place, line)
    planted = read_house(tmp_path)
    assert not wrong_directions(planted) + wrong_openers_of_practice(planted) + wrong_libraries(planted)


def plant(checkout: Path, place: str, code: str) -> None:
    """Write one module of a made-up house."""
    path = checkout / PACKAGE / place
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(code, "utf-8")


def find_circle(graph: Mapping[str, set[str]]) -> list[str] | None:
    """Return a circle of names, first and last the same; None when there is none."""
    done: set[str] = set()

    def walk(name: str, way: list[str]) -> list[str] | None:
        if name in way:
            return [*way[way.index(name) :], name]
        if name in done:
            return None
        for following in sorted(graph[name]):
            if circle := walk(following, [*way, name]):
                return circle
        done.add(name)
        return None

    return next((circle for name in sorted(graph) if (circle := walk(name, []))), None)


@pytest.mark.parametrize(
    ("graph", "circle"),
    [
        ({"a": {"b"}, "b": set()}, None),
        ({"a": {"b", "c"}, "b": {"c"}, "c": set()}, None),
        ({"a": {"b"}, "b": {"c"}, "c": {"b"}}, ["b", "c", "b"]),
        ({"a": {"a"}}, ["a", "a"]),
    ],
)
def test_a_circle_is_found_where_there_is_one(graph: dict[str, set[str]], circle: list[str] | None) -> None:
    assert find_circle(graph) == circle


# --- what no window may do --------------------------------------------------------------------------------------


def test_no_dialog_is_modal(house: House) -> None:
    """A modal exec() inside a coroutine kills the other tasks of the loop; `ask(dialog)` is built on open()."""
    wrong = [
        module.at(node.lineno)
        for module in house.values()
        for node in ast.walk(module.tree)
        if isinstance(node, ast.Call) and is_modal(node)
    ]
    assert not wrong


def is_modal(call: ast.Call) -> bool:
    """Tell whether a call, as written, runs a modal loop."""
    if not isinstance(call.func, ast.Attribute):
        return False
    method, owner = call.func.attr, call.func.value
    owner_name = owner.attr if isinstance(owner, ast.Attribute) else owner.id if isinstance(owner, ast.Name) else ""
    if method in {"exec", "exec_"}:
        return owner_name != "app"  # The application's own loop is no dialog's.
    if owner_name == "QFileDialog":
        return method.startswith("get")
    return method in MODAL_STATICS.get(owner_name, frozenset())


@pytest.mark.parametrize(
    ("code", "modal"),
    [
        ("dialog.exec()", True),
        ("self._dialog.exec_()", True),
        ("QDialog(self).exec()", True),
        ("QMessageBox.question(self, a, b)", True),
        ("QtWidgets.QMessageBox.warning(self, a, b)", True),
        ("QFileDialog.getOpenFileName(self)", True),
        ("QInputDialog.getText(self, a, b)", True),
        ("app.exec()", False),
        ("dialog.open()", False),
        ("QFileDialog(self)", False),
        ("log.warning(a)", False),
        ("connection.execute(a)", False),
    ],
)
def test_a_modal_call_is_known_when_seen(code: str, modal: bool) -> None:
    call = ast.parse(code, mode="eval").body
    assert isinstance(call, ast.Call)
    assert is_modal(call) is modal


def test_only_the_theme_names_colours(house: House) -> None:
    wrong = [
        f"{module.at(node.lineno)} {node.value}"
        for module in house.values()
        if module.layer in {"ui", "app"} and module.name != f"{PACKAGE}.ui.theme"
        for node in ast.walk(module.tree)
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and COLOUR.search(node.value)
    ]
    assert not wrong


@pytest.mark.parametrize(
    ("text", "colour"),
    [
        ("color: #1F5FBF;", True),
        ("#fff", True),
        ("#FF14171C", True),
        ("#primary_button { }", False),
        ("lead #2932682", False),
        ("#faced_door", False),
    ],
)
def test_a_colour_is_known_when_seen(text: str, colour: bool) -> None:
    assert bool(COLOUR.search(text)) is colour


# --- no singletons ----------------------------------------------------------------------------------------------


def test_no_module_holds_an_object_of_ours(house: House) -> None:
    """Objects are built by app.py and handed in: no `global`, and no instance of a stateful class made at import."""
    stateful = stateful_classes(house)
    assert not [place for module in house.values() for place in singletons(module, stateful)]


def singletons(module: Module, stateful: Collection[str]) -> Iterator[str]:
    """Yield where a module, as written, keeps something for everybody."""
    yield from (module.at(node.lineno) for node in ast.walk(module.tree) if isinstance(node, ast.Global))
    for statement in module.tree.body:
        value = statement.value if isinstance(statement, ast.Assign | ast.AnnAssign) else None
        if isinstance(value, ast.Call) and ast.unparse(value.func).rpartition(".")[2] in stateful:
            yield f"{module.at(statement.lineno)} makes a {ast.unparse(value.func)}"


def stateful_classes(house: House) -> set[str]:
    """Return the names of our classes that are neither frozen, nor enumerations, nor named tuples."""
    return {
        node.name
        for module in house.values()
        for node in ast.walk(module.tree)
        if isinstance(node, ast.ClassDef) and not is_fixed(node)
    }


@pytest.mark.parametrize(
    ("code", "count"),
    [
        ("class Sender: ...\nSENDER = Sender()", 1),
        ("class Sender: ...\nSENDER: Sender = Sender()", 1),
        ("busy = False\ndef f():\n    global busy\n    busy = True", 1),
        ("@dataclass(frozen=True)\nclass Money: ...\nNOTHING = Money()", 0),
        ("class Outcome(enum.Enum): ...\nFIRST = Outcome('a')", 0),
        ("class Sender: ...\ndef build():\n    return Sender()", 0),
    ],
)
def test_a_singleton_is_known_when_seen(tmp_path: Path, code: str, count: int) -> None:
    plant(tmp_path, "services/sender.py", code)
    planted = read_house(tmp_path)
    module = planted[f"{PACKAGE}.services.sender"]
    assert len(list(singletons(module, stateful_classes(planted)))) == count


def is_fixed(node: ast.ClassDef) -> bool:
    """Tell whether instances of a class, as written, cannot change."""
    bases = {ast.unparse(base).rpartition(".")[2] for base in node.bases}
    if bases & {"Enum", "IntEnum", "StrEnum", "Flag", "IntFlag", "NamedTuple", "Protocol", "TypedDict"}:
        return True
    return any("frozen=True" in ast.unparse(decorator).replace(" ", "") for decorator in node.decorator_list)


# --- the rest of the house --------------------------------------------------------------------------------------


@pytest.mark.parametrize("folder", ["packaging", "tests"])
def test_nothing_here_shadows_the_library_called_packaging(folder: str) -> None:
    assert not (CHECKOUT / folder / "__init__.py").exists()


def test_the_version_has_one_home(house: House) -> None:
    homes = [
        module.name
        for module in house.values()
        for node in ast.walk(module.tree)
        if isinstance(node, ast.Name) and node.id == "__version__" and isinstance(node.ctx, ast.Store)
    ]
    assert homes == [PACKAGE]


# --- the guard over the tests' own network ----------------------------------------------------------------------


def test_no_test_leaves_this_machine(network_guard) -> None:
    with pytest.raises(RuntimeError, match="only this machine is allowed"):
        socket.create_connection(("192.0.2.1", 443), timeout=1)
    with pytest.raises(RuntimeError, match="only this machine is allowed"):
        socket.getaddrinfo("acme.leadbyte.co.uk", 443)
    assert len(network_guard.refused) == 2
    network_guard.refused.clear()


def test_a_name_that_belongs_to_nobody_fails_as_dns_does(network_guard) -> None:
    with pytest.raises(socket.gaierror):
        socket.getaddrinfo("leadbyte.invalid", 443)
    assert not network_guard.refused


@pytest.mark.parametrize("host", ["127.0.0.1", "127.8.8.8", "::1", "localhost", "acme.localhost"])
def test_this_machine_may_be_reached(network_guard, host: str) -> None:
    network_guard.audit("socket.getaddrinfo", (host, 443, 0, 0, 0))
    network_guard.audit("socket.connect", (None, (host, 443)))
    assert not network_guard.refused
