"""The live preview: route (HTTP) -> answers (what a node shows) -> graph (values without a run).

A node says itself what the preview may do with it:

- `runs_in_preview = True`: its outputs are computed from short texts and numbers, so the preview
  may run it to learn what it gives to other nodes. Output nodes, and nodes that open files, never
  say so.
- `preview(given, elsewhere)`, a class method: what it shows on itself before a run, from its
  arguments and from the ids of the nodes that its missing texts will come from (see `answers`).
"""
