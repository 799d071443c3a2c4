// The prompts of a sweep, each with its label; what they all have steps back.
import { make } from "./element.js";
import { word } from "./words.js";

const LONG = 6; // tags in a row

export function sweepView() {
  const element = make("div", "animagine-view animagine-sweep");
  element.tabIndex = 0; // with the focus, the wheel scrolls it instead of the canvas
  element.dataset.captureWheel = "true";
  const state = make("div", "animagine-state");
  const count = make("div", "animagine-count");
  const cells = make("div", "animagine-cells");
  const report = make("div", "animagine-report");
  element.append(state, count, report, cells);

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
  for (const [index, [label, prompt]] of swept.entries()) {
    const row = make("div", "animagine-cell");
    row.title = prompt;
    row.append(make("b", "", label.replace("\n", " · ")), " ", ...shortened(prompts[index], everywhere));
    yield row;
  }
}

/** The tags, of many in a row that all prompts have the ends alone. */
function* shortened(tags, everywhere) {
  const runs = [];
  for (const tag of tags) {
    const common = everywhere.has(tag);
    if (runs.at(-1)?.common !== common) runs.push({ common, tags: [] });
    runs.at(-1).tags.push(tag);
  }
  for (const [place, { common, tags: run }] of runs.entries()) {
    if (place) yield ", ";
    const few = common && run.length > LONG ? [...run.slice(0, 2), "…", ...run.slice(-2)] : run;
    yield make("span", common ? "" : "animagine-own", few.join(", "));
  }
}

function intersection(common, tags) {
  return common ? new Set([...common].filter((tag) => tags.has(tag))) : tags;
}
