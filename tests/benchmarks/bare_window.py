"""The floor of the start: a bare PySide6 window with four empty tabs. Prints "painted", and its peak memory later."""

from __future__ import annotations

import sys

from PySide6.QtWidgets import QApplication, QMainWindow, QTabWidget, QWidget
from reporting import Reporter


def main() -> int:
    app = QApplication(sys.argv[:1])
    window = QMainWindow()
    tabs = QTabWidget()
    for name in ("One", "Two", "Three", "Four"):
        tabs.addTab(QWidget(), name)
    window.setCentralWidget(tabs)
    window.resize(1180, 760)
    reporter = Reporter(window)
    window.show()
    code = app.exec()
    del reporter
    return code


if __name__ == "__main__":
    sys.exit(main())
