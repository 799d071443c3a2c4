"""The sampler settings that the authors recommend."""

from ..animagine import choices
from ..animagine.models import presets
from .host import io
from .shared_inputs import model_input


class AnimagineSamplerSettings(io.ComfyNode):
    @classmethod
    def define_schema(cls) -> io.Schema:
        return io.Schema(
            node_id="AnimagineSamplerSettings",
            display_name="Animagine Sampler Settings",
            category="Animagine XL/Settings",
            description=(
                "Steps, CFG, sampler and scheduler that the authors recommend for your model, and "
                "those of their second pass (hires fix). Link them straight into KSampler."
            ),
            search_aliases=["animagine", "ksampler settings", "cfg", "euler a", "hires fix"],
            inputs=[model_input()],
            outputs=[
                io.Int.Output("steps", display_name="steps", tooltip="Steps, for KSampler."),
                io.Float.Output("cfg", display_name="cfg", tooltip="CFG, for KSampler."),
                # KSampler's combos are V1 lists, which refuse a V3 COMBO but take "*".
                io.AnyType.Output(
                    "sampler_name", display_name="sampler_name", tooltip="For KSampler."
                ),
                io.AnyType.Output("scheduler", display_name="scheduler", tooltip="For KSampler."),
                io.Float.Output(
                    "hires_scale",
                    display_name="hires_scale",
                    tooltip="Upscale factor, for Upscale Latent By (nearest-exact).",
                ),
                io.Int.Output(
                    "hires_steps",
                    display_name="hires_steps",
                    tooltip="Steps of the second KSampler.",
                ),
                io.Float.Output(
                    "hires_denoise",
                    display_name="hires_denoise",
                    tooltip="Denoise of the second KSampler.",
                ),
            ],
        )

    @classmethod
    def validate_inputs(cls, model=None) -> bool:
        choices.check_known({"model": presets.names()}, model=model)
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
