"""The window's shortcuts, by the name of what they do; none of them types or erases a letter."""

from __future__ import annotations

SHORTCUTS: dict[str, str] = {
    "new_book": "Ctrl+Shift+N",
    "open_book": "Ctrl+O",
    "backup": "Ctrl+B",
    "send_upward": "Ctrl+Shift+S",
    "receive_files": "Ctrl+Shift+R",
    "import_file": "Ctrl+I",
    "lock": "Ctrl+L",
    "quit": "Ctrl+Q",
    "undo": "Ctrl+Z",
    "redo": "Ctrl+Y",
    "deeds_done": "Ctrl+Shift+Y",
    "find": "Ctrl+F",
    "find_everywhere": "Ctrl+K",
    "edit_many": "Ctrl+E",
    "new_record": "Ctrl+N",
    "refresh": "F5",
    "print_list": "Ctrl+P",
    "settings": "Ctrl+,",
    "help": "F1",
}
TAB_SHORTCUT = "Ctrl+{number}"  # Ctrl+1 to Ctrl+9: the tabs in their order
