// The prompts of a sweep, each with its label; what they all have steps back.
import { make } from "./element.js";
import { word } from "./words.js";

export function sweepView() {
  const element = make("div", "animagine-view animagine-sweep");
  element.tabIndex = 0; // with the focus, the wheel scrolls it instead of the canvas
  element.dataset.captureWheel = "true";
  const state = make("div", "animagine-state");
  const count = make("div", "animagine-count");
  const cells = make("div", "animagine-cells");
  const report = make("div", "animagine-report");
  element.append(count, state, report, cells);

  return {
    element,
    height: 160,
    width: 400,
    spare: 60,
    show(answer, missing) {
      element.classList.remove("animagine-old");
      state.textContent = missing.join("\n");
      const swept = answer.cells ?? [];
      count.textContent = swept.length ? word("cells", swept.length, answer.columns) : "";
      report.textContent = answer.report ?? "";
      cells.replaceChildren(...rows(swept));
    },
    old(reason) {
      element.classList.add("animagine-old");
      state.textContent = reason;
    },
    clear() {
      element.classList.remove("animagine-old");
      [state, count, cells, report].forEach((part) => part.replaceChildren());
    },
    ran(shown) {
      if (!cells.childNodes.length) state.textContent = shown;
    },
  };
}

function* rows(swept) {
  const prompts = swept.map(([, prompt]) => prompt.split(", "));
  const everywhere = prompts.map((tags) => new Set(tags)).reduce(intersection, null);
  for (const [index, [label]] of swept.entries()) {
    const row = make("div", "animagine-cell");
    row.append(make("b", "", label.replace("\n", " · ")), " ");
    for (const [place, tag] of prompts[index].entries()) {
      if (place) row.append(", ");
      row.append(make("span", everywhere.has(tag) ? "animagine-common" : "", tag));
    }
    yield row;
  }
}

function intersection(common, tags) {
  return common ? new Set([...common].filter((tag) => tags.has(tag))) : tags;
}
