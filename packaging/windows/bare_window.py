"""The least that Qt can do: what the start of the program is measured against. Not shipped."""

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QMainWindow, QTabWidget, QWidget


class Window(QMainWindow):
    """A window with four empty tabs that closes when it was painted."""

    def paintEvent(self, event):  # noqa: N802 (Qt's name)
        """Paint, then end."""
        super().paintEvent(event)
        QTimer.singleShot(0, QApplication.instance().quit)


app = QApplication([])
window = Window()
tabs = QTabWidget()
for name in "abcd":
    tabs.addTab(QWidget(), name)
window.setCentralWidget(tabs)
window.show()
app.exec()
