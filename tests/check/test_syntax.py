"""The check of a prompt's syntax: what ComfyUI reads as something else, said once."""

import pytest

from animagine.check import check
from animagine.models import presets
from rows import rows

V40 = presets.load("animagine-xl-4.0-opt")
IN_TAG = "ComfyUI reads these parentheses as a weight; put a comma after them, or write \\( \\) for a name"
EMBEDDING = "ComfyUI finds an embedding only with a space before it and after its comma"
PLAIN = "CLIP Text Encode reads this as plain text"


@rows(
    "text, expected",
    ("outdoors at ((night)), very ((long)) hair", [], "doubled parentheses are a weight"),
    ("the (red) car", [IN_TAG], "text after a parenthesis"),
    ("(the (red) car:1.2)", [IN_TAG], "in a group"),
    ("the (red) car, saber (fate)", [IN_TAG, "ComfyUI reads its parentheses as a weight; "
     r"write saber \(fate\)"], "beside a name"),
    ("ganyu \\(heytea\\) \\(genshin impact\\)", [], "two qualifiers"),
    ("a girl (red) is standing in the rain", [IN_TAG], "of a sentence, one finding"),
    ("(embedding:a,embedding:b:1.2)", [f"{EMBEDDING}; write (embedding:a, embedding:b:1.2)"],
     "in a group"),
    ("(embedding:a, embedding:b:1.2), embedding:c", [], "with their spaces"),
    ("smile,embedding:a", [f"{EMBEDDING}; write  embedding:a"], "behind a comma"),
    ("embedding:a,smile", [f"{EMBEDDING}; write embedding:a "], "before a comma"),
    ("smile\nembedding:a\nhat, embedding:b", [], "on a line of its own, and at the end"),
    ("(smile:1.2)embedding:a", [], "behind a weight it is found"),
    ("<lora:a:1>embedding:a", [f"{EMBEDDING}; write  embedding:a",
     f"{PLAIN}; use the Load LoRA node, or a node pack that supports it"], "behind a LoRA"),
    ("[[hat]]", [f"{PLAIN}; ComfyUI has no [ ] or {{ }} weights; write (hat:0.83)"], "nested"),
    ("{{a}, b}", [f"{PLAIN}; ComfyUI has no [ ] or {{ }} weights"], "a weight in a weight"),
    ("{a|b}", [f"{PLAIN}; wildcards and {{a|b}} choices need a node that expands them"], "a choice"),
    ("1.3::cherry blossoms::", [f"{PLAIN}; ComfyUI has no 1.3::tag:: weights; write (cherry blossoms:1.3)"],
     "NovelAI's numbers"),
    ("-1::hat ::", [f"{PLAIN}; move hat to the negative prompt"], "a negative one"),
    ("1::::", [f"{PLAIN}; ComfyUI has no 1.3::tag:: weights"], "one of nothing"),
    ("re::zero", [], "a name"),
    ("(smile, (best hat:1.2):0.5)", ["ComfyUI gives best hat the inner weight 1.2, A1111 multiplies "
     "it to 0.6; give each tag only one weight"], "a number in a group with another"),
    ("(a, ((b:1.1):1), (c:1.2):0.5)", ["ComfyUI gives b the inner weight 1.1, A1111 multiplies it to "
     "1.1; give each tag only one weight"], "two, one finding"),
    ("((smile:1.2)), ((smile):1.2), (a:1.2, (b))", ["a group can have only one weight, at its end; "
     "write (a:1.2) as a separate tag"], "one number in each"),
    ("{saber (fate)|rin}", [f"{PLAIN}; wildcards and {{a|b}} choices need a node that expands them"],
     "a name in a choice, one finding"),
    ("<lora:x):1>", ["unmatched parenthesis: weights after it are ignored; remove it"], "a stray in a LoRA"),
)  # fmt: skip
def test_findings(text, expected):
    assert [finding.sentence for finding in check(V40, text).findings] == expected


@rows(
    "text, subject, start, more",
    ("a BREAK b BREAK c AND d", "BREAK", 2, "2", "separators"),
    ("hat, // a\n// b\n// c", "// a", 5, "2", "comments"),
    ("<lora:a:1>, <lora:b:1>, smile", "<lora:a:1>", 0, "1", "LoRAs"),
    ("smile, [hat], [hat]", "[hat]", 7, "1", "the same repair"),
)
def test_equal_findings_are_one(text, subject, start, more):
    (finding,) = check(V40, text).findings
    assert (finding.subject, finding.start, finding.values["more"]) == (subject, start, more)
    assert finding.sentence.endswith(f"; and {more} more like this")


def test_different_repairs_are_apart():
    assert len(check(V40, "[hat], [cap]").findings) == 2


@pytest.mark.parametrize("text", ["a BREAK " * 20_000, "(" * 5_000 + "a" + ":1.1)" * 5_000])
def test_long_texts_have_one_finding(text):
    assert len(check(V40, text).findings) == 1
