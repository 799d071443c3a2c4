// The values that Sampler Settings gives.
import { make } from "./element.js";
import { markFresh, markStale } from "./view.js";

/** @returns {import("./view.js").View} */
export function settingsView(node) {
  const element = make("div", "animagine-view animagine-settings");
  return {
    element,
    height: 98,
    width: 360,
    show({ settings }, missing) {
      markFresh(element);
      const pairs = settings?.map(([name, value], index) => {
        const output = node.outputs[index];
        const said = output.label ?? output.localized_name ?? name;
        const pair = make("span", "animagine-setting", said);
        pair.append(" ", make("b", "", String(value)));
        return pair;
      });
      element.replaceChildren(...(pairs ?? missing));
    },
    markStale(reason) {
      markStale(element);
      element.replaceChildren(reason);
    },
  };
}
