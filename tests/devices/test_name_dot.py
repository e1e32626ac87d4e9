"""The dot of a name, and what is left alone."""

from __future__ import annotations

import pytest

from devices.name_dot import with_dots


@pytest.mark.parametrize("dot", "·•・‧．∙⋅･")
def test_whatever_dot_was_typed_or_read_is_ours(dot: str) -> None:
    assert with_dots(f"阿卜杜拉 {dot} 买买提") == "阿卜杜拉·买买提"


def test_a_name_longer_than_fifty_characters_keeps_every_one() -> None:
    name = "·".join(["阿卜杜热合曼江𠮷"] * 8)
    assert len(name) == 71
    assert with_dots(name.replace("·", " • ")) == name


@pytest.mark.parametrize("name", ["José Ñuñez Šimůnek", "Nguyễn Thị Ánh", "O'Neill Jr.", "Ana Maria"])
def test_letters_of_other_languages_are_left_alone(name: str) -> None:
    assert with_dots(name) == name
