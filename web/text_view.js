// A prompt: its tags in the colours of their slots, its tokens in chunks, and the report.
import { make } from "./element.js";
import { decisionLines, isWarning, scrollingView } from "./view.js";
import { word } from "./words.js";

const SLOTS =
  "count character series artist rating general year quality score aesthetic meta syntax";

/** A node that makes a text. @returns {import("./view.js").View} */
export const textView = () => ({
  ...promptView(["tokens", "state", "text", "report"]),
  height: 130,
  extraHeight: 100,
});

/** The check: its report is what people look for. @returns {import("./view.js").View} */
export const checkView = () => ({
  ...promptView(["tokens", "state", "report", "text"], word("runToSee"), word("nothing")),
  height: 200,
  alwaysShown: true, // without the preview, it shows the report of the last run
});

function promptView(order, before = "", nothing = "") {
  const view = scrollingView("animagine-prompt", order, "text", before);
  const { tokens, text, report } = view.parts;
  return {
    ...view,
    width: 400,
    show(answer, missing) {
      view.fresh(missing);
      if (!answer.parts) {
        [tokens, text, report].forEach((part) => part.replaceChildren());
        return;
      }
      const lines = decisionLines(answer);
      if (!lines.length && nothing) lines.push(make("div", "animagine-line", nothing));
      tokens.replaceChildren(...tokenBar(answer), ...warningCount(answer));
      text.replaceChildren(...tags(answer));
      text.title = legend();
      report.replaceChildren(...lines);
    },
  };
}

function* tokenBar({ tokens, chunks, chunk_size: size }) {
  for (let chunk = 0; chunk < chunks; chunk++) {
    const bar = make("span", "animagine-chunk");
    const filled = Math.min(Math.max(tokens - chunk * size, 0), size) / size;
    bar.style.setProperty("--filled", `${filled * 100}%`);
    yield bar;
  }
  yield make("span", "animagine-length", word("tokens", tokens, chunks * size));
}

function* tags({ parts, crossing, guessed, chunk_size: size }) {
  for (const [index, [said, slot]] of parts.entries()) {
    if (!said) continue;
    if (!slot) {
      yield document.createTextNode(said);
      continue;
    }
    const tag = make("span", "animagine-tag", said);
    tag.dataset.slot = slot;
    tag.title = word(`slots.${slot}`);
    if (guessed.includes(index)) tag.title += `\n${word("guessed")}`;
    if (crossing.includes(index)) {
      tag.classList.add("animagine-crossing");
      tag.title += `\n${word("chunkEnds", size)}`;
    }
    yield tag;
  }
}

function legend() {
  return [word("legend"), ...SLOTS.split(" ").map((slot) => word(`slots.${slot}`))].join("\n");
}

function warningCount({ decisions }) {
  const count = decisions.filter(isWarning).length;
  return count ? [make("span", "animagine-warnings", `⚠ ${count}`)] : [];
}
