r"""The rules of Animagine XL prompts. Plain Python: nothing here imports ComfyUI, at any depth.

Read in this order; each room uses only those above it, and its `__init__.py` hands on what others
may use.

report, reasons   what a rule decided, as data, and the English sentences
choices           how a bad value is refused
grammar           a prompt's text as units (tags, weight groups, LoRA, BREAK), and back
reader            what is pasted (documents, lists, flags of other programs), cut to its prompt
models            what the authors say of each model, from presets/*.json
tokens            chunks of 75 tokens
resolution        image sizes
vocabulary        what a tag means to a model: its slot, spelling, equivalent in another version
prompt            compose a positive prompt; the recommended negative
preview           what a finished prompt looks like, tag by tag
convert           a prompt of one version for another
check             what lowers quality, and the fix
sweep             one prompt for each value of an axis
grid              images side by side, with labels (uses only choices)

    >>> from animagine.models import presets
    >>> from animagine.prompt import compose
    >>> result = compose(presets.load("animagine-xl-4.0-opt"), general="saber (fate), smile, nsfw")
    >>> print(result.text)
    1girl, saber \(fate\), nsfw, smile, masterpiece, high score, great score, absurdres
    >>> print(result.report.splitlines()[0])
    moved: nsfw - moved to rating
"""
