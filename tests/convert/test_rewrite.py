"""Which texts are converted as a negative prompt."""

import pytest

from animagine.convert import DETECT, reads_as_negative
from animagine.models import families, presets
from rows import rows

V40, V31 = "animagine-xl-4.0-opt", "animagine-xl-3.1"
NEGATIVES = [text for family in families.families().values() for text in family.negative]
POSITIVES = [text for family in families.families().values() for text in family.positive]


@pytest.mark.parametrize("text", NEGATIVES)
@pytest.mark.parametrize("added", ["", "ugly, (hat:1.2), "])
def test_negatives_of_families(text, added):
    assert reads_as_negative(added + text, DETECT, V40)


@pytest.mark.parametrize("text", POSITIVES)
@pytest.mark.parametrize("added", ["", "1girl, smile, ", "hatsune miku, vocaloid, solo, "])
def test_blocks_of_families(text, added):
    assert not reads_as_negative(added + text, DETECT, V40)


@pytest.mark.parametrize("model", presets.model_ids())
@pytest.mark.parametrize("source", [DETECT, V31])
def test_animagine_s_own(model, source):
    preset = presets.load(model)
    for text in (preset.negative.recommended, *preset.negative.presets.values()):
        assert reads_as_negative(text, source, V40)
    assert not reads_as_negative(preset.quality_block.recommended, source, V40)


@rows(
    "text, expected",
    (None, False, "None"),
    ("", False, "nothing"),
    ("smile, hat", False, "tags alone"),
    ("worst quality, hat", True, "a bad word"),
    ("(worst quality:1.4), hat", True, "a bad word with a weight"),
    ("{{bad quality}}, hat", True, "a bad word in brackets"),
    ("score_4, score_5, score_6", True, "low scores"),
    ("score_6_up, score_5_up, hat", False, "Pony's ladder, in part"),
    ("1girl, worst quality, hat", False, "a count"),
    ("masterpiece, worst quality", False, "a good word"),
)
def test_short_texts(text, expected):
    assert reads_as_negative(text, DETECT, V40) is expected


@rows(
    "source, target, message",
    ("3.1", V40, "unknown source '3.1'", "source"),
    (DETECT, "4.0", "unknown target '4.0'", "target"),
)
def test_refuses(source, target, message):
    with pytest.raises(ValueError, match=message):
        reads_as_negative("hat", source, target)
