// A prompt: its tags in the colours of their slots, its tokens in chunks of 75, and the report.
import { make } from "./element.js";
import { word } from "./words.js";

const CHUNK = 75; // tokens
const SLOTS =
  "count character series artist rating general year quality score aesthetic meta syntax";

/** The view of a node that makes a text. */
export const textView = () => promptView({ height: 130, spare: 100, before: "" });

/** The view of the check: its report is what people look for. */
export const checkView = () => ({
  ...promptView({ height: 200, before: word("runToSee"), reportFirst: true }),
  staysOn: true, // without the preview, it shows the report of the last run
});

function promptView({ height, spare = 0, before, reportFirst = false }) {
  const element = make("div", "animagine-view animagine-prompt");
  element.tabIndex = 0; // with the focus, the wheel scrolls it instead of the canvas
  element.dataset.captureWheel = "true";
  const state = make("div", "animagine-state", before);
  const tokens = make("div", "animagine-tokens");
  const text = make("div", "animagine-text");
  const report = make("div", "animagine-report");
  element.append(tokens, state, ...(reportFirst ? [report, text] : [text, report]));
  const empty = () => [tokens, text, report].forEach((part) => part.replaceChildren());

  return {
    element,
    height,
    width: 400,
    spare,
    show(answer, missing) {
      element.classList.remove("animagine-old");
      state.textContent = missing.join("\n");
      if (!answer.parts) {
        empty();
        return;
      }
      const said = lines(answer.report, reportFirst);
      tokens.replaceChildren(...tokenBar(answer), ...warningCount(said));
      text.replaceChildren(...tags(answer));
      text.title = legend();
      report.replaceChildren(...said);
    },
    old(reason) {
      element.classList.add("animagine-old");
      state.textContent = reason;
    },
    clear() {
      element.classList.remove("animagine-old");
      empty();
      state.textContent = before;
    },
    ran(shown) {
      if (!text.childNodes.length) state.textContent = shown;
    },
  };
}

function* tokenBar({ tokens, chunks }) {
  for (let chunk = 0; chunk < chunks; chunk++) {
    const bar = make("span", "animagine-chunk");
    const filled = Math.min(Math.max(tokens - chunk * CHUNK, 0), CHUNK) / CHUNK;
    bar.style.setProperty("--filled", `${filled * 100}%`);
    yield bar;
  }
  yield make("span", "animagine-length", word("tokens", tokens, chunks * CHUNK));
}

function* tags({ parts, crossing }) {
  for (const [index, [said, slot]] of parts.entries()) {
    if (!said) continue;
    if (!slot) {
      yield document.createTextNode(said);
      continue;
    }
    const tag = make("span", "animagine-tag", said);
    tag.dataset.slot = slot;
    tag.title = word(`slots.${slot}`);
    if (crossing.includes(index)) {
      tag.classList.add("animagine-crossing");
      tag.title += `\n${word("chunkEnds")}`;
    }
    yield tag;
  }
}

function legend() {
  return [word("legend"), ...SLOTS.split(" ").map((slot) => word(`slots.${slot}`))].join("\n");
}

function warningCount(said) {
  const count = said.filter(isWarning).length;
  return count ? [make("span", "animagine-warnings", `⚠ ${count}`)] : [];
}

/** The report's lines, warnings first. */
function lines(report, saysNothing) {
  if (!report && saysNothing) return [make("div", "animagine-line", word("nothing"))];
  const found = report.split("\n").filter(Boolean).map(line);
  return [...found.filter(isWarning), ...found.filter((said) => !isWarning(said))];
}

function line(said) {
  const [, kind, rest] = said.match(/^(\w+): (.*)$/s) ?? [, "", said];
  const element = make("div", "animagine-line");
  element.dataset.kind = kind;
  element.append(make("b", "", kind), kind && ": ", rest);
  return element;
}

function isWarning({ dataset }) {
  return dataset.kind === "warning";
}
