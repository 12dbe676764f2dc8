"""The one stylesheet, with the theme's tokens as ${names}. Words are in points; spaces 4, 8, 12, 16, 24, 32."""

STYLESHEET = """
* { outline: none; }
QWidget { font-size: ${size_body}; color: ${text}; }
QMainWindow, QDialog, QWidget[part="page"], QScrollArea[part="page"] { background: ${window}; }
QScrollArea { border: none; background: transparent; }
QToolTip { background: ${surface}; color: ${text}; border: 1px solid ${edge}; padding: 4px 8px; }

/* Words */
QLabel { background: transparent; }
QLabel[role="title"] { font-size: ${size_title}; font-weight: 600; }
QLabel[role="account"] { font-size: ${size_account}; font-weight: 600; }
QLabel[role="heading"] { font-weight: 600; }
QLabel[role="hint"] { font-size: ${size_hint}; color: ${text_2}; }
QLabel[role="error"] { font-size: ${size_hint}; color: ${error}; }
QLabel[tone="ok"] { color: ${ok}; }
QLabel[tone="warning"] { color: ${warning}; }
QLabel[tone="error"] { color: ${error}; }
QLabel[tone="unknown"] { color: ${unknown}; }

/* Buttons: the padding gives back what the thicker line of the focus takes. */
QPushButton, QToolButton[kind="button"] {
    background: ${surface}; color: ${text}; font-weight: 600;
    border: 1px solid ${line}; border-radius: 6px; padding: 7px 16px; min-height: ${px_line};
}
QPushButton:hover, QToolButton[kind="button"]:hover {
    background: ${accent_weak}; border-color: ${edge};
}
QPushButton:pressed, QToolButton[kind="button"]:pressed { border-color: ${accent}; }
QPushButton:focus, QToolButton[kind="button"]:focus { border: 2px solid ${accent}; padding: 6px 15px; }
QPushButton:disabled, QToolButton[kind="button"]:disabled { color: ${text_2}; background: ${window}; }
QPushButton::menu-indicator, QToolButton::menu-indicator {
    image: ${down}; width: ${px_arrow}; height: ${px_arrow};
    subcontrol-origin: padding; subcontrol-position: center right; right: 8px;
}
QPushButton[menu="true"] { padding-right: 20px; }
QPushButton[menu="true"]:focus { padding-right: 19px; }
QPushButton[kind="primary"] {
    background: ${accent}; color: ${on_accent}; border: 1px solid ${accent}; padding: 9px 24px;
}
QPushButton[kind="primary"]:hover { background: ${accent_hover}; border-color: ${accent_hover}; }
QPushButton[kind="primary"]:focus { border: 2px solid ${text}; padding: 8px 23px; }
QPushButton[kind="danger"] {
    background: ${danger}; color: ${on_danger}; border: 1px solid ${danger}; padding: 9px 24px;
}
QPushButton[kind="danger"]:focus { border: 2px solid ${text}; padding: 8px 23px; }
QPushButton[kind="primary"]:disabled, QPushButton[kind="danger"]:disabled {
    background: ${line}; color: ${text_2}; border: 1px solid ${line};
}
QPushButton[kind="link"] {
    background: transparent; color: ${accent}; border: 2px solid transparent; border-radius: 4px; padding: 2px;
    min-height: ${px_line};
}
QPushButton[kind="link"][menu="true"] { padding-right: 24px; }
QPushButton[kind="link"]:hover { text-decoration: underline; }
QPushButton[kind="link"]:focus { border: 2px solid ${accent}; }
QPushButton[kind="link"]:disabled { color: ${text_2}; }
QPushButton[kind="icon"] {
    background: transparent; border: 2px solid transparent; padding: 5px; min-height: ${px_line};
}
QPushButton[kind="icon"]:hover { background: ${accent_weak}; }
QPushButton[kind="icon"]:focus { border: 2px solid ${accent}; }

/* Fields */
QLineEdit, QPlainTextEdit, QTextEdit, QComboBox, QAbstractSpinBox {
    background: ${surface}; color: ${text}; border: 1px solid ${edge}; border-radius: 6px; padding: 7px 12px;
    selection-background-color: ${accent}; selection-color: ${on_accent}; placeholder-text-color: ${text_2};
}
QLineEdit, QComboBox, QAbstractSpinBox { min-height: ${px_line}; }
QLineEdit { padding: 6px 10px; }
QComboBox { padding: 6px 12px; }
QPlainTextEdit, QTextEdit { padding: 4px 8px; }
QLineEdit:focus, QComboBox:focus, QAbstractSpinBox:focus { border: 2px solid ${accent}; padding: 6px 11px; }
QPlainTextEdit:focus, QTextEdit:focus { border: 2px solid ${accent}; padding: 3px 7px; }
QLineEdit[invalid="true"], QPlainTextEdit[invalid="true"], QComboBox[invalid="true"] { border: 2px solid ${error}; }
QComboBox:focus, QComboBox[invalid="true"] { padding: 5px 11px; }
QLineEdit:focus, QLineEdit[invalid="true"] { padding: 5px 9px; }
QPlainTextEdit[invalid="true"] { padding: 3px 7px; }
QLineEdit:disabled, QPlainTextEdit:disabled, QComboBox:disabled {
    color: ${text_2}; background: ${window}; border-color: ${line};
}
QLineEdit[look="code"], QPlainTextEdit[look="code"] { font-family: "Cascadia Mono", "Consolas", monospace; }
QComboBox::drop-down { border: none; width: ${px_drop}; }
QComboBox::down-arrow { image: ${down}; width: ${px_arrow}; height: ${px_arrow}; }
QComboBox QLineEdit, QComboBox QLineEdit:focus { border: none; padding: 0; background: transparent; }
QComboBox QAbstractItemView, QCompleter QAbstractItemView {
    background: ${surface}; border: 1px solid ${edge}; padding: 4px; outline: none;
    selection-background-color: ${accent_weak}; selection-color: ${text};
}
QListView[part="suggestions"] {
    background: ${surface}; border: 1px solid ${edge}; padding: 4px;
    selection-background-color: ${accent_weak}; selection-color: ${text};
}
QAbstractSpinBox::up-button, QAbstractSpinBox::down-button { border: none; width: 24px; background: transparent; }
QAbstractSpinBox::up-arrow { image: ${up}; width: ${px_arrow}; height: ${px_arrow}; }
QAbstractSpinBox::down-arrow { image: ${down}; width: ${px_arrow}; height: ${px_arrow}; }

/* A calendar that drops down */
QCalendarWidget QWidget { background: ${surface}; color: ${text}; }
QCalendarWidget QAbstractItemView {
    background: ${surface}; alternate-background-color: ${surface}; color: ${text}; border: none; outline: none;
    selection-background-color: ${accent}; selection-color: ${on_accent};
}
QCalendarWidget QToolButton {
    background: transparent; color: ${text}; border: 1px solid transparent; border-radius: 4px; padding: 4px 8px;
}
QCalendarWidget QToolButton:hover { background: ${accent_weak}; }
QCalendarWidget QToolButton::menu-indicator { image: none; }
QCalendarWidget QSpinBox { padding: 2px 4px; }

/* What is ticked and chosen */
QCheckBox, QRadioButton { spacing: 8px; padding: 3px 4px; border: 2px solid transparent; border-radius: 6px; }
QCheckBox:focus, QRadioButton:focus { border: 2px solid ${accent}; }
QCheckBox:disabled, QRadioButton:disabled { color: ${text_2}; }
QCheckBox::indicator {
    width: ${px_box}; height: ${px_box}; border: 1px solid ${edge}; border-radius: 4px; background: ${surface};
}
QCheckBox::indicator:hover { border-color: ${accent}; }
QCheckBox::indicator:checked { background: ${accent}; border-color: ${accent}; image: ${tick}; }
QCheckBox::indicator:indeterminate { background: ${accent}; border-color: ${accent}; image: ${dash}; }
QCheckBox::indicator:disabled { background: ${window}; border-color: ${line}; }
QCheckBox::indicator:checked:disabled { image: ${tick_off}; }
QRadioButton::indicator {
    width: ${px_box}; height: ${px_box}; border: 1px solid ${edge}; border-radius: 9px; background: ${surface};
}
QRadioButton::indicator:hover { border-color: ${accent}; }
QRadioButton::indicator:checked {
    width: ${px_dot}; height: ${px_dot}; border: 5px solid ${accent}; background: ${on_accent};
}

/* Cards, notes, bands */
QFrame[part="card"], QFrame[part="table"] {
    background: ${surface}; border: 1px solid ${line}; border-radius: 8px;
}
QFrame[part="table"][focused="true"] { border-color: ${accent}; }
QFrame[part="note"] { border-radius: 6px; border: none; background: ${accent_weak}; }
QFrame[part="note"][tone="ok"] { background: ${ok_behind}; }
QFrame[part="note"][tone="warning"] { background: ${warning_behind}; }
QFrame[part="note"][tone="error"] { background: ${error_behind}; }
QFrame[part="note"][tone="unknown"] { background: ${unknown_behind}; }
QFrame[part="note"][tone="ok"] QLabel, QFrame[part="note"][tone="ok"] QPushButton { color: ${ok}; }
QFrame[part="note"][tone="warning"] QLabel, QFrame[part="note"][tone="warning"] QPushButton { color: ${warning}; }
QFrame[part="note"][tone="error"] QLabel, QFrame[part="note"][tone="error"] QPushButton { color: ${error}; }
QFrame[part="note"][tone="unknown"] QLabel, QFrame[part="note"][tone="unknown"] QPushButton { color: ${unknown}; }
QFrame[part="note"] QPushButton[kind="link"] { text-decoration: underline; }
QFrame[part="note"][tone="ok"] QPushButton:focus { border-color: ${ok}; }
QFrame[part="note"][tone="warning"] QPushButton:focus { border-color: ${warning}; }
QFrame[part="note"][tone="error"] QPushButton:focus { border-color: ${error}; }
QFrame[part="note"][tone="unknown"] QPushButton:focus { border-color: ${unknown}; }
QFrame[part="band"] { border: none; background: ${practice}; }
QFrame[part="band"] QLabel, QFrame[part="band"] QPushButton { color: ${on_practice}; font-weight: 600; }
QFrame[part="band"] QPushButton[kind="link"] { text-decoration: underline; }
QFrame[part="band"] QPushButton:focus { border-color: ${on_practice}; }
QFrame[part="band"][tone="warning"] { background: ${warning_behind}; }
QFrame[part="band"][tone="warning"] QLabel, QFrame[part="band"][tone="warning"] QPushButton { color: ${warning}; }
QFrame[part="band"][tone="unknown"] { background: ${unknown_behind}; }
QFrame[part="band"][tone="unknown"] QLabel, QFrame[part="band"][tone="unknown"] QPushButton { color: ${unknown}; }
QFrame[part="band"][tone="error"] { background: ${error_behind}; }
QFrame[part="band"][tone="error"] QLabel, QFrame[part="band"][tone="error"] QPushButton { color: ${error}; }
QFrame[part="band"][tone="warning"] QPushButton:focus { border-color: ${warning}; }
QFrame[part="band"][tone="unknown"] QPushButton:focus { border-color: ${unknown}; }
QFrame[part="band"][tone="error"] QPushButton:focus { border-color: ${error}; }

/* Counts and pills */
QPushButton[part="chip"] {
    border: 2px solid transparent; border-radius: 12px; padding: 2px 12px; min-height: ${px_line};
    background: ${surface}; color: ${text}; border-color: ${line};
}
QPushButton[part="chip"][tone="ok"] { background: ${ok_behind}; color: ${ok}; border-color: ${ok_behind}; }
QPushButton[part="chip"][tone="warning"] {
    background: ${warning_behind}; color: ${warning}; border-color: ${warning_behind};
}
QPushButton[part="chip"][tone="error"] {
    background: ${error_behind}; color: ${error}; border-color: ${error_behind};
}
QPushButton[part="chip"][tone="unknown"] {
    background: ${unknown_behind}; color: ${unknown}; border-color: ${unknown_behind};
}
QPushButton[part="chip"][tone="accent"] { background: ${accent_weak}; color: ${accent}; border-color: ${accent_weak}; }
QPushButton[part="chip"]:hover { border-color: ${edge}; }
QPushButton[part="chip"]:checked { border-color: ${text}; }
QPushButton[part="chip"][tone="ok"]:checked { border-color: ${ok}; }
QPushButton[part="chip"][tone="warning"]:checked { border-color: ${warning}; }
QPushButton[part="chip"][tone="error"]:checked { border-color: ${error}; }
QPushButton[part="chip"][tone="unknown"]:checked { border-color: ${unknown}; }
QPushButton[part="chip"]:focus { border-color: ${accent}; }
QPushButton[part="segment"] {
    border: 2px solid ${line}; border-radius: 12px; padding: 2px 14px; min-height: 18px; color: ${text_2};
}
QPushButton[part="segment"]:hover { border-color: ${edge}; color: ${text}; }
QPushButton[part="segment"]:checked {
    background: ${accent_weak}; color: ${accent}; border-color: ${accent_weak};
}
QPushButton[part="segment"]:focus { border: 2px solid ${accent}; padding: 2px 14px; }
QLabel[part="pill"] { border-radius: 6px; padding: 8px 12px; font-weight: 600; background: ${window}; }
QLabel[part="pill"][small="true"] { border-radius: 10px; padding: 2px 10px; font-size: ${size_hint}; }
QLabel[part="pill"][tone="ok"] { background: ${ok_behind}; }
QLabel[part="pill"][tone="warning"] { background: ${warning_behind}; }
QLabel[part="pill"][tone="error"] { background: ${error_behind}; }
QLabel[part="pill"][tone="unknown"] { background: ${unknown_behind}; }

/* Header and tabs */
QFrame[part="header"] { background: ${surface}; border: none; border-bottom: 1px solid ${line}; }
QFrame[part="tabs"] { background: ${surface}; border: none; border-bottom: 1px solid ${line}; }
QTabBar { background: transparent; border: none; qproperty-drawBase: 0; }
QTabBar::tab {
    background: transparent; color: ${text_2}; font-weight: 600; border: none; padding: 11px 18px 9px 18px;
    border-bottom: 3px solid transparent;
}
QTabBar::tab:hover { color: ${text}; }
QTabBar::tab:selected { color: ${accent}; border-bottom-color: ${accent}; }
QTabBar::tab:selected:focus { background: ${accent_weak}; }
QTabWidget::pane { border: none; }

/* Tables and lists */
QTableView, QTreeView, QListView { background: transparent; border: none; alternate-background-color: ${alternate};
    selection-background-color: ${accent_weak}; selection-color: ${text}; }
QHeaderView { background: transparent; border: none; }
QHeaderView::section {
    background: transparent; color: ${text_2}; font-size: ${size_hint}; font-weight: 600; border: none;
    border-bottom: 1px solid ${line}; padding: 8px 10px;
}
QHeaderView::section:vertical { border-bottom: none; font-weight: normal; padding: 0 10px; }
QTableCornerButton::section { background: transparent; border: none; }
QTableView QLineEdit, QTableView QLineEdit:focus { border-radius: 0; padding: 0 8px; min-height: 0; }

/* Progress, bars to scroll with, menus, splits */
QProgressBar { background: ${line}; border: none; border-radius: 4px; min-height: 8px; max-height: 8px; }
QProgressBar::chunk { background: ${accent}; border-radius: 4px; }
QScrollBar:vertical { background: transparent; width: 12px; margin: 0; }
QScrollBar:horizontal { background: transparent; height: 12px; margin: 0; }
QScrollBar::handle { background: ${edge}; border-radius: 4px; margin: 2px; }
QScrollBar::handle:vertical { min-height: 32px; }
QScrollBar[part="apart"]:vertical { width: 18px; }
QScrollBar[part="apart"]::handle:vertical { margin-left: 8px; }
QScrollBar::handle:horizontal { min-width: 32px; }
QScrollBar::handle:hover { background: ${text_2}; }
QScrollBar::add-line, QScrollBar::sub-line { width: 0; height: 0; }
QAbstractScrollArea::corner { background: transparent; border: none; }
QScrollBar::add-page, QScrollBar::sub-page { background: transparent; }
QMenu { background: ${surface}; border: 1px solid ${edge}; padding: 4px; }
QMenu::item { padding: 7px 24px 7px 12px; border-radius: 4px; }
QMenu::item:selected { background: ${accent_weak}; color: ${text}; }
QMenu::item:disabled { color: ${text_2}; }
QMenu::separator { height: 1px; background: ${line}; margin: 4px 8px; }
QSplitter::handle { background: transparent; }
"""
