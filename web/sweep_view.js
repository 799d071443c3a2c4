// The prompts of a sweep, each with its label; what all prompts share is dimmed.
import { make } from "./element.js";
import { decisionLines, scrollingView } from "./view.js";
import { word } from "./words.js";

const LONG = 6; // tags of a run that is shown whole

/** @returns {import("./view.js").View} */
export function sweepView() {
  const view = scrollingView("animagine-sweep", ["state", "count", "report", "cells"], "cells");
  const { count, report, cells } = view.parts;
  return {
    ...view,
    height: 160,
    width: 400,
    extraHeight: 60,
    show(answer, missing) {
      view.fresh(missing);
      const swept = answer.cells ?? [];
      count.textContent = swept.length ? word("cells", swept.length, answer.columns) : "";
      report.replaceChildren(...decisionLines(answer));
      cells.replaceChildren(...swept.map(row));
    },
  };
}

function row([label, prompt, parts]) {
  const element = make("div", "animagine-cell");
  element.title = prompt;
  element.append(make("b", "", label.replace("\n", " · ")), " ", ...runs(parts));
  return element;
}

/** The tags run by run; of a long run that all prompts share, only its ends. */
function* runs(parts) {
  for (const [place, { tags, shared }] of parts.entries()) {
    if (place) yield ", ";
    const long = shared && tags.length > LONG;
    const said = long ? [...tags.slice(0, 2), "…", ...tags.slice(-2)] : tags;
    yield make("span", shared ? "" : "animagine-own", said.join(", "));
  }
}
