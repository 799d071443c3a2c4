"""What the prompts of a sweep have in common, as the preview dims it."""

from __future__ import annotations

from animagine.sweep import shared_parts
from rows import rows


@rows(
    "prompts, expected",
    ([], [], "no prompts"),
    ([""], [[]], "an empty prompt"),
    (["a, b"], [[(["a", "b"], True)]], "one prompt"),
    (["a, b, c", "a, d, c"],
     [[(["a"], True), (["b"], False), (["c"], True)], [(["a"], True), (["d"], False), (["c"], True)]], "one tag differs"),
    (["a, b, c", "c, a"], [[(["a"], True), (["b"], False), (["c"], True)], [(["c", "a"], True)]], "another order"),
    (["(a, b:1.2), c", "(a, b:1.3), c"], [[(["(a, b:1.2)"], False), (["c"], True)], [(["(a, b:1.3)"], False), (["c"], True)]], "a group is one tag"),
    (["a", "b", "a"], [[(["a"], False)], [(["b"], False)], [(["a"], False)]], "nothing that all have"),
)  # fmt: skip
def test_parts(prompts, expected):
    assert shared_parts(prompts) == expected
