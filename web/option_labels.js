// Names of the models as people write them; the stored value stays the file's stem. A test on the
// real host compares them with the titles of the presets. Other names, such as `noob-1.0`, stay.
const STEM = /^animagine-xl-(\d+(?:\.\d+)*)((?:-\w+)*)$/;

/** `animagine-xl-4.0-opt` as "Animagine XL 4.0 Opt"; any other value as it is. */
export function modelLabel(value) {
  return String(value ?? "").replace(STEM, (stem, version, rest) => {
    const name = rest.replace(/-(\w)/g, (part, letter) => ` ${letter.toUpperCase()}`);
    return `Animagine XL ${version}${name}`;
  });
}

/** Give the combos of models on one of our nodes readable labels. */
export function labelModels(node) {
  if (!node.comfyClass?.startsWith("Animagine")) return;
  for (const widget of node.widgets ?? []) {
    if (STEM.test(widget.value) || STEM.test(widget.options?.values?.at?.(-1))) {
      widget.options.getOptionLabel = modelLabel;
    }
  }
}
