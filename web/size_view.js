// The image sizes as small frames of their true proportion; a click chooses one.
import { make } from "./element.js";
import { markFresh, markStale } from "./view.js";
import { word } from "./words.js";

const SIZE = /^(\d+)x(\d+) /;
const LONGEST = { choice: 26, result: 34 }; // px of a frame's longer side

function frame(width, height, longest) {
  const element = make("span", "animagine-frame");
  const scale = longest / Math.max(width, height);
  element.style.width = `${Math.max(width * scale, 3)}px`;
  element.style.height = `${Math.max(height * scale, 3)}px`;
  return element;
}

/** @returns {import("./view.js").View} */
export function sizeView(node) {
  const element = make("div", "animagine-view animagine-sizes");
  const combo = node.widgets.find(({ name }) => name === "resolution");
  const choices = make("div", "animagine-choices");
  choices.title = word("sizes");
  const result = make("div", "animagine-result");
  element.append(choices, result);
  for (const value of combo.options.values) {
    const [, width, height] = value.match(SIZE) ?? [];
    if (!width) continue;
    const button = make("button", "animagine-choice");
    button.type = "button";
    button.title = value;
    button.dataset.value = value;
    button.append(frame(width, height, LONGEST.choice));
    button.addEventListener("click", () => {
      combo.value = value;
      combo.callback?.(value);
      node.graph.setDirtyCanvas(true, true);
    });
    choices.append(button);
  }

  return {
    element,
    height: 92,
    width: 360,
    show({ width, height }, missing) {
      markFresh(element);
      for (const button of choices.children) {
        button.ariaPressed = String(button.dataset.value === combo.value);
      }
      if (!width) {
        result.replaceChildren(...missing);
        return;
      }
      const megapixels = (width * height) / 1_000_000;
      const size = make("span", "animagine-size", `${width} × ${height}`);
      const area = make("span", "animagine-area", `${megapixels.toFixed(2)} MP`);
      result.replaceChildren(frame(width, height, LONGEST.result), size, area);
    },
    markStale(reason) {
      result.replaceChildren(reason);
      markStale(element);
    },
  };
}
