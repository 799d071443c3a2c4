"""All that is done to a text, in its order, until nothing is left to do."""

from __future__ import annotations

from collections.abc import Container

from .code import take_out_of_code
from .copies import split_copy
from .draft import Draft
from .escapes import undo_escapes
from .flags import take_out_flags
from .hashes import read_hashes
from .json_text import take_out_of_json
from .lines import mend_lines
from .marks import take_off_marks
from .sections import cut_sections
from .side_bar import read_side_bar
from .stops import take_off_stops
from .widths import make_plain
from .wrappers import unwrap

_MOST_PASSES = 12  # one thing may hide another: quotes around a whole document in a code fence
_CURES = (unwrap, take_out_of_json, take_out_of_code, undo_escapes, read_side_bar,
          take_off_marks, cut_sections, read_hashes, take_out_flags, make_plain,
          take_off_stops)  # fmt: skip


def cure(typed: str, special: Container[str], *, nested: bool = False) -> Draft:
    """`typed`, cut and mended: reading the result again does nothing.

    What has no end within a few passes stays as it is: no program writes that.
    """
    draft = Draft(typed)
    for _ in range(_MOST_PASSES):
        before = draft.text
        for do in _CURES:
            do(draft)
        split_copy(draft, special)
        mend_lines(draft)
        if draft.text != typed:
            draft.trim()
        if draft.text == before:
            if not nested:
                negatives = (cure(text, special, nested=True).text for text in draft.negatives)
                draft.negatives = [text.strip() for text in negatives if text.strip()]
            return draft
    return Draft(typed)
