// What all views have in common: the part of a node in which its preview appears.
import { make } from "./element.js";
import { word } from "./words.js";

/**
 * @typedef {object} View
 * @property {HTMLElement} element
 * @property {number} height the least height, in px
 * @property {number} width the least width of the node, in px
 * @property {number} [extraHeight] px that a new node gets above the least, shared with text fields
 * @property {boolean} [alwaysShown] shown with the preview switched off, too
 * @property {(answer: object, missing: string[]) => void} show an answer of the route, and a line
 *   for each input whose text comes from a node that has to run first
 * @property {(reason: string) => void} markStale keep what is shown, dimmed, and say why
 * @property {() => void} [clear] empty it, as the preview is switched off
 * @property {(text: string) => void} [onExecuted] the text that the node gave when it ran
 */

const STALE = "animagine-old";

export function markFresh(element) {
  element.classList.remove(STALE);
}

export function markStale(element) {
  element.classList.add(STALE);
}

/**
 * What views that scroll share: all members of a View except its sizes and `show`; and for `show`,
 * `parts` (the elements by name) and `fresh` (no longer stale, with the `missing` inputs named).
 * There is one element for each of `names`, in that order, among them `state` (a message, `before`
 * the first answer) and `main` (the one that an answer fills).
 */
export function scrollingView(className, names, main, before = "") {
  const element = make("div", `animagine-view ${className}`);
  element.tabIndex = 0; // with the focus, the wheel scrolls it instead of the canvas
  element.dataset.captureWheel = "true";
  const parts = Object.fromEntries(names.map((name) => [name, make("div", `animagine-${name}`)]));
  const say = (text) => {
    parts.state.textContent = text;
  };
  say(before);
  element.append(...Object.values(parts));
  return {
    element,
    parts,
    fresh(missing) {
      markFresh(element);
      say(missing.join("\n"));
    },
    markStale(reason) {
      markStale(element);
      say(reason);
    },
    clear() {
      markFresh(element);
      for (const part of Object.values(parts)) part.replaceChildren();
      say(before);
    },
    onExecuted(text) {
      if (!parts[main].childNodes.length) say(text);
    },
  };
}

export function isWarning({ kind }) {
  return kind === "warning";
}

/** A line for each decision of an answer, warnings first. */
export function decisionLines({ decisions = [], more }) {
  const ordered = [...decisions.filter(isWarning), ...decisions.filter((d) => !isWarning(d))];
  const lines = ordered.map(({ kind, subject, reason }) => {
    const line = make("div", "animagine-line");
    line.dataset.kind = kind;
    line.append(make("b", "", kind), `: ${subject} - ${reason}`);
    return line;
  });
  return more ? [...lines, make("div", "animagine-line", word("more", more))] : lines;
}
