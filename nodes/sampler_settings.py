"""The sampler settings that the authors recommend."""

from typing import Any

from ..animagine import choices
from ..animagine.models import presets
from .host import io
from .inputs import model_input, output
from .preview import answers


class AnimagineSamplerSettings(io.ComfyNode):
    runs_in_preview = True

    @classmethod
    def define_schema(cls) -> io.Schema:
        return io.Schema(
            node_id="AnimagineSamplerSettings",
            display_name="Animagine Sampler Settings",
            category="Animagine XL/Settings",
            description=(
                "The steps, CFG, sampler and scheduler that the authors recommend for your model, "
                "and those for a second pass (hires fix). Link them straight to KSampler."
            ),
            search_aliases=["animagine", "ksampler settings", "cfg", "euler a", "hires fix"],
            inputs=[model_input()],
            outputs=[
                output(io.Int, "steps", "Steps, for KSampler."),
                output(io.Float, "cfg", "CFG, for KSampler."),
                # KSampler's combos are V1 lists, which refuse a V3 COMBO but take "*".
                output(io.AnyType, "sampler_name", "For KSampler."),
                output(io.AnyType, "scheduler", "For KSampler."),
                output(
                    io.Float,
                    "hires_scale",
                    "Upscale factor, for Upscale Latent By (nearest-exact).",
                ),
                output(io.Int, "hires_steps", "Steps of the second KSampler."),
                output(io.Float, "hires_denoise", "Denoise of the second KSampler."),
            ],
        )

    @classmethod
    def validate_inputs(cls, model: str | None = None) -> bool:
        choices.require_known({"model": presets.model_ids()}, model=model)
        return True

    @classmethod
    def execute(cls, model: str) -> io.NodeOutput:
        preset = presets.load(model)
        sampling, hires = preset.sampling, preset.hires
        return io.NodeOutput(
            int(sampling.steps.recommended),
            float(sampling.cfg.recommended),
            sampling.sampler_name,
            sampling.scheduler,
            float(hires.scale),
            hires.steps,
            float(hires.denoise),
        )

    @classmethod
    def preview(cls, given: dict[str, Any], elsewhere: answers.Elsewhere) -> answers.Answer:
        """`settings`: pairs of output id and value."""
        outputs, values = cls.GET_SCHEMA().outputs, cls.execute(**given).result
        return {"settings": [[out.id, value] for out, value in zip(outputs, values, strict=True)]}
