"""What each reason of a decision says, in English: the one table of these sentences.

A reason is a key here; `{names}` are filled in from the values of the decision. Several reasons of
one decision are read one after the other, most often what is wrong and then what to do.
"""

from __future__ import annotations

from collections.abc import Mapping

ENGLISH: Mapping[str, str] = {
    # what to do
    "remove_it": "remove it",
    "remove_one": "remove one of them",
    "use_number": "use a number from 0 to 2",
    "write": "write {replacement}",
    "write_apart": "write {replacement} as a separate tag",
    "written_as": "written as {replacement}",
    # parentheses, brackets, weights
    "bare_weight": "a weight needs parentheses",
    "bracket_unmatched": "unmatched bracket, read as plain text",
    "not_a_number": "{number} is not a number",
    "one_weight": "a group can have only one weight, at its end",
    "parenthesis_unmatched": "unmatched parenthesis: weights after it are ignored",
    "reads_as_weight": "ComfyUI reads its parentheses as a weight",
    "weight_extreme": "weight outside 0 to 2, probably a typo",
    "weight_misread": "ComfyUI would misread its ending as a weight",
    "would_read_as_weight": "ComfyUI would read its parentheses as a weight",
    # weights and embeddings as other programs read them
    "and_more": "and {more} more like this",
    "embedding_unread": (
        "ComfyUI finds an embedding only with a space before it and after its comma"
    ),
    "move_to_negative": "move {tags} to the negative prompt",
    "nested_weight": (
        "ComfyUI gives {tags} the inner weight {inner}, A1111 multiplies it to {both}; give each "
        "tag only one weight"
    ),
    "no_number_weights": "ComfyUI has no 1.3::tag:: weights",
    "text_after_parenthesis": (
        "ComfyUI reads these parentheses as a weight; put a comma after them, or write \\( \\) for "
        "a name"
    ),
    # what ComfyUI's own text encode does not know
    "plain_text": "CLIP Text Encode reads this as plain text",
    "no_bracket_weights": "ComfyUI has no [ ] or {{ }} weights",
    "no_comments": "CLIP Text Encode does not remove comments; delete it",
    "no_scheduling": ("prompt scheduling is not part of ComfyUI; use a node pack that supports it"),
    "use_concat": "use Conditioning (Concat) or (Combine), or a node pack that supports it",
    "use_expander": "wildcards and {{a|b}} choices need a node that expands them",
    "use_load_lora": "use the Load LoRA node, or a node pack that supports it",
    # tags
    "belongs_to": "not a tag of {model}; it belongs to {others}",
    "closest_tag": "the closest tag here is {closest}",
    "generation_setting": "a generation setting, not a tag",
    "no_version": "no Animagine XL version was trained on this tag",
    "sentence": ("the models were trained on tags, so sentences may not work; use Danbooru tags"),
    "trained_on": "{model} was trained on {replacement}; write that instead",
    "trained_on_years": "{model} was trained on {years} only",
    "artist_mark": "the models know artists by their names only",
    "bare_embedding": "ComfyUI loads an embedding only as embedding:name",
    "decade": "Danbooru has this as a style",
    "may_be_count": "may be a count, so the count input adds nothing; write {replacement} if it is",
    "may_be_year": "may be a year",
    "near_miss": "did you mean {replacement}?",
    "near_miss_elsewhere": "did you mean {replacement}, a tag of {others}?",
    "no_comma": "several tags without a comma",
    "use_converter": "convert the prompt with Animagine Prompt Converter",
    "bad_quality": "a low quality tag, which makes the image worse here",
    "to_negative": "move it to the negative prompt",
    # tags beside each other
    "already": "{other} is already in the prompt",
    "contradicts": "contradicts {others}",
    "duplicate": "duplicate of {other}",
    "duplicate_weighted": "duplicate of {other}, which has a weight",
    "expects_with": "{model} expects {missing} with this rating; add {missing}",
    "in_negative": "is also in the negative prompt; remove it from one of them",
    "means_one": "means one character, but the prompt has {others}",
    "no_series": "name the series as well, right after the character",
    "quality_at_end": "{model} expects the quality tags at the end; move it there",
    "quality_at_one_end": (
        "{model} expects all quality tags at the start or all at the end; move this one"
    ),
    "rating_already": "the rating is already {other}",
    # length
    "captions_shorter": (
        "{model} was trained on captions of up to {most} tokens; shorten the prompt"
    ),
    "chunk_ends": (
        "the first {most} tokens end here, and only they set the overall look; shorten the "
        "prompt so that {last} is among them"
    ),
    # the composer
    "caption_separator": (
        "a separator in training captions, removed before training; it means nothing in a prompt"
    ),
    "artist_unmarked": "this input takes the name only; now {replacement}",
    "from_widgets": "from the widgets",
    "moved_to": "moved to {slot}",
    "not_added": "not added: the prompt already has {other}",
    "replaced_by": "replaced by {other} from another input",
    "no_people": "usually an image without people, but count adds {count}",
    "write_no_humans": "write no humans, or leave count empty",
    # the reader
    "read_code": "program code; only its prompt is used",
    "read_comment": "a comment, not a tag",
    "read_copy": "tags copied without commas",
    "read_escapes": "escaped for HTML, JSON or an address",
    "read_flags": "options of another program, not tags",
    "read_full_width": "full-width characters, which are not prompt syntax",
    "read_head": "a heading, not a tag",
    "read_json": "JSON; only its prompt is used",
    "read_line_ends": "a line break without a comma, read as a comma",
    "read_marks": "list marks, not tags",
    "read_part": "not part of the positive prompt",
    "read_side_bar": "tags copied with headings or post counts",
    "read_stop": "a full stop at the end, not part of the tag",
    "read_wrap": "a tag that was wrapped onto a second line",
    "read_wrapper": "quotation or code marks around the prompt, not tags",
    # the negative
    "brackets_rewritten": (
        "written as {replacement}, because ComfyUI reads brackets as plain text"
    ),
    "contradicts_positive": "contradicts {other} in the positive prompt",
    "in_positive": "also in the positive prompt",
    "kept_in_group": "it shares a weight group, so it was kept",
    "listed": "listed in remove",
    "listed_in_group": "{tag} cannot be removed: it shares a weight group with other tags",
    "not_negative": "of a pasted document, only the negative prompt belongs here",
    "not_listed": "listed in remove, but not in the negative prompt",
    # the converter
    "becomes": "now {replacement}",
    "block_at_end": "{model} expects the quality block at the end",
    "block_at_start": "{model} expects the quality block at the start",
    "brackets_kept": "kept as in the model card; ComfyUI reads the brackets as plain text",
    "closest_in_meaning": "no documented equivalent; closest in meaning",
    "no_similar_tag": "{model} has no similar tag",
    "rating_form": "how {model} writes this rating",
    "rating_part": '{model} writes "{form}" as just "{whole}"',
    "recommended": "recommended by {model}",
    "renamed": "the authors renamed it",
    "tag_becomes": "{tag} is now {replacement}",
    "tag_removed": "{tag} was removed",
    "year_closest": "closest to {year}, for which {model} has no tag",
    "year_middle": "the middle of {first} to {last}",
    "year_same": "the tag of {year}",
    # the words and the syntax of other families of models
    "alias": "Danbooru's name for it",
    "beside_best": "it says nothing beside the best quality tags",
    "lettering": "NovelAI draws this text; the models cannot",
    "may_be_words": "its prompts have {tags}",
    "has_words": "has its words {tags}",
    "no_era_in_negative": "the negative prompt of {model} has no years",
    "nothing_here": "no Animagine XL version has anything like it",
    "parts_characters": "NovelAI parts characters with |; here all tags are one list",
    "rating_last": "its prompts end with the rating",
    "takes_out": "NovelAI takes {tags} out of the image; write it into the negative prompt",
    "who_acts": "the models do not read who acts",
    # the version of a prompt
    "assumed": "no tag in this prompt identifies its version; assuming {models}",
    "has_block": "contains its recommended block",
    "has_negative": "contains its recommended negative",
    "has_own_tags": "tags only it has: {tags}",
    "only_with_all": "only version with all of {tags}",
    "closest_negative": "closest to its recommended negative",
    # the sweep
    "no_y_axis": "y_axis is none",
    "same_prompt": "same prompt as {other}",
}
