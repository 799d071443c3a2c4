"""The nodes against the snapshot that saved workflows rely on."""

from __future__ import annotations

import json

from tools.contract import SNAPSHOT, contract


def test_the_contract_is_kept(server):
    kept = json.loads(SNAPSHOT.read_text(encoding="utf-8"))
    assert contract(server.url) == kept, (
        "Saved workflows rely on ids, order, types, options and outputs: nodes, inputs, options and "
        "outputs may only be added at the end. If that is all you did, run: nox -s contract; "
        "tests/test_compatibility.py then says whether it was all."
    )
