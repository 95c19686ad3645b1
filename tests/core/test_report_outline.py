"""What of a report is printed, and by which number."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from desktop.core.report_outline import outline
from desktop.core.report_text import Part

PARTS = st.lists(
    st.builds(
        Part,
        heading=st.text("abc ", max_size=4),
        level=st.sampled_from((0, 1, 2)),
        text=st.sampled_from(("", " ", "Có.")),
        shows=st.sampled_from(((), ("table:a",), ("chart:b", "table:a"))),
    ),
    max_size=12,
)


def test_numbers_go_on_over_what_says_nothing() -> None:
    parts = [
        Part("", 0, ""),
        Part("Kết quả", 1, ""),
        Part("Học tập", 2, " "),
        Part("Mô hình", 2, "Có."),
        Part("Trống", 1, ""),
        Part("Bảng", 1, "", shows=("table:a",)),
    ]
    found = [one and (one.title, one.shows) for one in outline(parts, ("table:a",))]
    assert found == [
        None, ("I. KẾT QUẢ", ()), None, ("1. Mô hình", ()), None, ("II. BẢNG", ("table:a",)),
    ]  # fmt: skip
    assert outline(parts, ())[-1] is None


@given(PARTS, st.sampled_from(((), ("table:a",), ("table:a", "chart:b"))))
def test_what_is_there_is_printed_once_and_no_text_is_left_out(
    parts: list[Part], there: tuple[str, ...]
) -> None:
    found = outline(parts, there)
    shown = [key for one in found if one is not None for key in one.shows]
    assert sorted(shown) == sorted(there if parts else ())
    for part, one in zip(parts, found, strict=True):
        assert one is not None or not part.text.strip()
    tops = [one.title for part, one in zip(parts, found, strict=True) if part.level == 1 and one]
    assert [one.partition(".")[0] for one in tops] == [
        "I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII",
    ][: len(tops)]  # fmt: skip
