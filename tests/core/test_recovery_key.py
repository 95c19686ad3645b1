"""The recovery key on paper: typed back whole, and every slip of the finger is named."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from desktop.core.recovery_key import (
    GROUP_SIGNS,
    GROUPS,
    SIGNS,
    RecoveryKey,
    WrongRecoveryKey,
    mark_of,
    parse,
)

KEYS = st.builds(
    RecoveryKey, st.binary(min_size=32, max_size=32), st.binary(min_size=16, max_size=16)
)


@given(KEYS, st.sampled_from(["", " ", "-", "\n", " – "]), st.booleans())
def test_what_is_printed_is_read_back(key, between, small):
    text = between.join(key.groups)
    assert parse(text.lower() if small else text) == key
    assert parse("\n".join("  ".join(line) for line in key.lines)) == key
    assert len(key.groups) == GROUPS
    assert [len(line) for line in key.lines] == [3] * 6


@given(KEYS)
def test_look_alikes_are_taken_for_what_was_meant(key):
    text = " ".join(key.groups)
    assert parse(text.replace("0", "O").replace("1", "I").replace("V", "u")) == key
    assert parse(text.replace("0", "o").replace("1", "l")) == key


@settings(max_examples=5)
@given(KEYS)
def test_every_single_wrong_sign_is_noticed_and_its_group_named(key):
    groups = list(key.groups)
    tried = 0
    for place, group in enumerate(groups):
        for at in range(GROUP_SIGNS):
            for sign in SIGNS:
                if sign == group[at]:
                    continue
                typed = [*groups[:place], group[:at] + sign + group[at + 1 :], *groups[place + 1 :]]
                with pytest.raises(WrongRecoveryKey, match=rf"ở nhóm {place + 1} ") as told:
                    parse("".join(typed))
                assert told.value.groups == (place + 1,)
                tried += 1
    assert tried == GROUPS * GROUP_SIGNS * (len(SIGNS) - 1)


@given(KEYS)
def test_swapped_neighbours_and_swapped_groups_are_noticed(key):
    groups = list(key.groups)
    for place, group in enumerate(groups):
        for at in range(GROUP_SIGNS - 1):
            swapped = group[:at] + group[at + 1] + group[at] + group[at + 2 :]
            if swapped != group:
                with pytest.raises(WrongRecoveryKey) as told:
                    parse(" ".join([*groups[:place], swapped, *groups[place + 1 :]]))
                assert told.value.groups == (place + 1,)
    for place in range(GROUPS - 1):
        other = [*groups[:place], groups[place + 1], groups[place], *groups[place + 2 :]]
        with pytest.raises(WrongRecoveryKey) as told:
            parse(" ".join(other))
        assert told.value.groups == (place + 1, place + 2)


@given(KEYS, st.integers(0, GROUPS * GROUP_SIGNS - 1))
def test_a_missing_sign_is_counted(key, at):
    text = "".join(key.groups)
    with pytest.raises(WrongRecoveryKey, match="107 ký tự, thiếu 1"):
        parse(text[:at] + text[at + 1 :])
    with pytest.raises(WrongRecoveryKey, match="109 ký tự, thừa 1"):
        parse(text[:at] + "7" + text[at:])
    groups = list(key.groups)
    groups[at // 6] = groups[at // 6][1:]
    with pytest.raises(WrongRecoveryKey) as told:
        parse(" ".join(groups))
    assert told.value.groups == (at // 6 + 1,)


@given(st.text(max_size=200))
def test_anything_else_is_refused_with_a_sentence(text):
    with pytest.raises(WrongRecoveryKey, match=r"\.$"):
        parse(text)


def test_a_vietnamese_letter_tells_to_switch_the_typing_method_off():
    groups = list(RecoveryKey(bytes(32), bytes(16)).groups)
    groups[4] = "Ấ" + groups[4][1:]
    with pytest.raises(WrongRecoveryKey, match="tắt bộ gõ tiếng Việt") as told:
        parse(" ".join(groups))
    assert told.value.groups == (5,)


def test_no_typing_method_changes_a_sign():
    """Telex and VNI only change vowels, D and W."""
    assert not set("AEIOUYDW") & set(SIGNS)
    assert len(set(SIGNS)) == 27


def test_the_mark_names_the_sheet_and_nothing_is_shown():
    one, other = (RecoveryKey(bytes([place] * 32), bytes([place] * 16)) for place in (1, 2))
    assert one.mark == mark_of(one.salt) != other.mark
    assert len(one.mark) == 4
    assert repr(one) == str(one) == f"{one}" == "RecoveryKey(…)"
