"""Qt's own texts in Vietnamese: Qt ships no Vietnamese translation.

One dictionary serves all of Qt's contexts: the same English text means the same in each. A
text that isn't here stays as Qt has it.
"""

from __future__ import annotations

from PySide6.QtCore import QLocale, QTranslator
from PySide6.QtWidgets import QApplication

_BUTTONS = {
    "OK": "Đồng ý",
    "&OK": "Đồng ý",
    "Save": "Lưu",
    "&Save": "&Lưu",
    "Save All": "Lưu tất cả",
    "Open": "Mở",
    "&Open": "&Mở",
    "&Yes": "&Có",
    "Yes": "Có",
    "Yes to &All": "Có cho &tất cả",
    "&No": "&Không",
    "No": "Không",
    "N&o to All": "Khôn&g cho tất cả",
    "Abort": "Dừng",
    "Retry": "Thử lại",
    "Ignore": "Bỏ qua",
    "Close": "Đóng",
    "&Close": "Đón&g",
    "Cancel": "Hủy",
    "&Cancel": "&Hủy",
    "Discard": "Không lưu",
    "Close without Saving": "Đóng, không lưu",
    "Don't Save": "Không lưu",
    "Help": "Trợ giúp",
    "Apply": "Áp dụng",
    "Reset": "Đặt lại",
    "Restore Defaults": "Khôi phục mặc định",
    "Show Details...": "Xem chi tiết…",
    "Hide Details...": "Ẩn chi tiết…",
}
_EDITING = {
    "&Undo": "&Hoàn tác",
    "&Redo": "&Làm lại",
    "Cu&t": "Cắ&t",
    "&Copy": "&Sao chép",
    "Copy &Link Location": "Sao chép địa chỉ &liên kết",
    "&Paste": "&Dán",
    "Delete": "Xóa",
    "Select All": "Chọn tất cả",
    "&Select All": "&Chọn tất cả",
    "&Step up": "&Tăng",
    "Step &down": "&Giảm",
}
_SCROLLING = {
    "Scroll here": "Cuộn đến đây",
    "Top": "Đầu trang",
    "Bottom": "Cuối trang",
    "Left edge": "Mép trái",
    "Right edge": "Mép phải",
    "Page up": "Trang trước",
    "Page down": "Trang sau",
    "Page left": "Sang trái một trang",
    "Page right": "Sang phải một trang",
    "Scroll up": "Cuộn lên",
    "Scroll down": "Cuộn xuống",
    "Scroll left": "Cuộn trái",
    "Scroll right": "Cuộn phải",
    "Scroll Left": "Cuộn trái",
    "Scroll Right": "Cuộn phải",
}
_FILES = {
    "&Choose": "&Chọn",
    "&Delete": "&Xóa",
    "&Look in:": "&Tìm trong:",
    "&New Folder": "Thư mục &mới",
    "&Rename": "Đổi tê&n",
    "All Files (*)": "Mọi tệp (*)",
    "Back": "Quay lại",
    "Change to detail view mode": "Xem dạng chi tiết",
    "Change to list view mode": "Xem dạng danh sách",
    "Create New Folder": "Tạo thư mục mới",
    "Create a New Folder": "Tạo một thư mục mới",
    "Detail View": "Dạng chi tiết",
    "List View": "Dạng danh sách",
    "Directories": "Thư mục",
    "Directory:": "Thư mục:",
    "File &name:": "Tê&n tệp:",
    "Files": "Tệp",
    "Files of type:": "Loại tệp:",
    "Files of &type:": "&Loại tệp:",
    "Find Directory": "Tìm thư mục",
    "Forward": "Tới",
    "Go back": "Quay lại",
    "Go forward": "Tới trước",
    "Go to the parent directory": "Lên thư mục trên",
    "Parent Directory": "Thư mục trên",
    "List of places and bookmarks": "Danh sách nơi hay dùng",
    "Save As": "Lưu thành",
    "Show ": "Hiện ",
    "Show &hidden files": "Hiện tệp ẩ&n",
    "Sidebar": "Thanh bên",
    "Remove": "Bỏ",
    "Rename": "Đổi tên",
    "New Folder": "Thư mục mới",
    "Computer": "Máy tính",
    "My Computer": "Máy tính",
    "Date Modified": "Ngày sửa",
    "Name": "Tên",
    "Size": "Cỡ",
    "Type": "Loại",
    "Kind": "Loại",
    "Drive": "Ổ đĩa",
    "Folder": "Thư mục",
    "File": "Tệp",
    "File Folder": "Thư mục tệp",
    "%1 already exists.\nDo you want to replace it?": "%1 đã có.\nCó thay tệp đó không?",
    "%1\nFile not found.\nPlease verify the correct file name was given.": (
        "%1\nKhông tìm thấy tệp.\nHãy kiểm tra lại tên tệp."
    ),
    "%1\nDirectory not found.\nPlease verify the correct directory name was given.": (
        "%1\nKhông tìm thấy thư mục.\nHãy kiểm tra lại tên thư mục."
    ),
    "Are you sure you want to delete '%1'?": "Có chắc muốn xóa «%1» không?",
    "'%1' is write protected.\nDo you want to delete it anyway?": (
        "«%1» được bảo vệ chống ghi.\nVẫn xóa chứ?"
    ),
    "Could not delete directory.": "Không xóa được thư mục.",
}
_PRINTING = {
    "Print": "In",
    "&Print": "&In",
    "&Options >>": "&Tùy chọn >>",
    "&Options <<": "&Tùy chọn <<",
    "All Pages": "Mọi trang",
    "Odd Pages": "Trang lẻ",
    "Even Pages": "Trang chẵn",
    "Local file": "Tệp trên máy",
    "Print to File (PDF)": "In ra tệp (PDF)",
    "Write PDF file": "Ghi tệp PDF",
    "Collate": "Xếp theo bộ",
    "Color": "Màu",
    "Color Mode": "Chế độ màu",
    "Grayscale": "Thang xám",
    "Copies": "Số bản",
    "Copies:": "Số bản:",
    "Current Page": "Trang hiện tại",
    "Double Sided Printing": "In hai mặt",
    "Long side binding": "Lật theo cạnh dài",
    "Short side binding": "Lật theo cạnh ngắn",
    "Off": "Tắt",
    "Options": "Tùy chọn",
    "Output Settings": "Cách in",
    "Page &Set:": "Tập &trang:",
    "Pages": "Trang",
    "Pages from": "Từ trang",
    "to": "đến",
    "Print all": "In tất cả",
    "Print range": "Phạm vi in",
    "Reverse": "In ngược thứ tự",
    "Selection": "Phần chọn",
    "&Name:": "Tê&n:",
    "Location:": "Nơi đặt:",
    "Type:": "Loại:",
    "Output &file:": "&Tệp ra:",
    "P&roperties": "T&huộc tính",
    "Preview": "Xem trước",
    "Printer": "Máy in",
    "Page Setup": "Thiết lập trang",
    "Custom": "Tùy chỉnh",
    "Form": "Mẫu",
    "Height:": "Cao:",
    "Width:": "Rộng:",
    "Landscape": "Ngang",
    "Portrait": "Dọc",
    "Reverse landscape": "Ngang, ngược",
    "Reverse portrait": "Dọc, ngược",
    "Orientation": "Hướng giấy",
    "Margins": "Lề",
    "Millimeters (mm)": "Mi-li-mét (mm)",
    "Page &order:": "Thứ tự &trang:",
    "Page Layout": "Bố cục trang",
    "Page size:": "Khổ giấy:",
    "Pages &per sheet:": "&Số trang mỗi tờ:",
    "Paper": "Giấy",
    "Paper source:": "Khay giấy:",
    "top margin": "lề trên",
    "bottom margin": "lề dưới",
    "left margin": "lề trái",
    "right margin": "lề phải",
    "Specify pages or ranges separated by commas. Ranges are specified by two numbers separated "
    "by a hyphen. E.g: 3,5-7,9 prints pages 3, 5, 6, 7 and 9.": (
        "Ghi các trang hoặc khoảng trang cách nhau bằng dấu phẩy. Ví dụ: 3,5-7,9 in các trang "
        "3, 5, 6, 7 và 9."
    ),
}
QT_TEXTS: dict[str, str] = {**_BUTTONS, **_EDITING, **_SCROLLING, **_FILES, **_PRINTING}


class QtTexts(QTranslator):
    """Answers Qt's look-ups from `QT_TEXTS`."""

    def translate(
        self,
        context: str,
        source_text: str,
        disambiguation: str | None = None,
        n: int = -1,
    ) -> str | None:
        """Return the Vietnamese text, or None for what isn't here (Qt then shows its own)."""
        del context, disambiguation, n
        return QT_TEXTS.get(source_text)

    def isEmpty(self) -> bool:
        """Say that there is something to look up (Qt asks before it installs)."""
        return False


_installed: QtTexts | None = None


def install_qt_texts(app: QApplication, language: str) -> None:
    """Give Qt's own texts and numbers the language of the interface."""
    global _installed  # noqa: PLW0603 (kept here: to search the application for it takes 40 ms)
    if _installed is not None:
        app.removeTranslator(_installed)
        _installed = None
    if language == "vi":
        QLocale.setDefault(QLocale(QLocale.Language.Vietnamese, QLocale.Country.Vietnam))
        _installed = QtTexts()
        app.installTranslator(_installed)
    else:
        QLocale.setDefault(QLocale(QLocale.Language.English, QLocale.Country.UnitedKingdom))
