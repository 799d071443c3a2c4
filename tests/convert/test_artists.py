"""Artists of another family's prompt come after the series."""

from animagine.convert.artists import after_names
from animagine.grammar import parse, render
from animagine.models import presets
from animagine.report import Report
from rows import rows

V40 = presets.load("animagine-xl-4.0-opt")


@rows(
    "typed, expected",
    ("1girl, hatsune miku, vocaloid, smile, wlop", "1girl, hatsune miku, vocaloid, wlop, smile",
     "typed last"),
    ("wlop, 1girl, hatsune miku, vocaloid, smile", "1girl, hatsune miku, vocaloid, wlop, smile",
     "typed first"),
    ("1girl, wlop, hatsune miku, vocaloid, smile", "1girl, hatsune miku, vocaloid, wlop, smile",
     "before the character"),
    ("1girl, hatsune miku, vocaloid, wlop, smile", "1girl, hatsune miku, vocaloid, wlop, smile",
     "in its place"),
    ("1girl, smile, (wlop, ask:1.2)", "1girl, (wlop, ask:1.2), smile", "several in a group"),
    ("1girl, smile, (wlop, hat:1.2)", "1girl, smile, (wlop, hat:1.2)", "in a group with others"),
    ("1girl, smile, wlop, ask", "1girl, wlop, ask, smile", "several, as they were typed"),
    ("1girl, solo, hatsune miku, vocaloid, wlop", "1girl, solo, hatsune miku, vocaloid, wlop",
     "after what may be names"),
    ("1girl, foo, bar, wlop", "1girl, foo, bar, wlop", "nothing tells the names"),
    (r"1girl, saber (fate), fate (series), hat, wlop",
     "1girl, saber (fate), fate (series), wlop, hat", "after the series"),
    ("wlop", "wlop", "alone"),
    ("1girl, smile", "1girl, smile", "no artist"),
)  # fmt: skip
def test_place(typed, expected):
    report = Report()
    found = after_names(parse(typed), {"wlop", "ask"}, V40, report)
    assert render(found, escape=False) == expected
    assert [one.kind for one in report.decisions] == ["moved"] * (typed != expected)
    again = after_names(found, {"wlop", "ask"}, V40, Report())
    assert again == found
