// Shows on a node the text that it gave when it ran. The nodes work without this file.
import { app } from "../../scripts/app.js";

const SHOWS_TEXT = ["AnimaginePromptCheck"];
const WIDGET = "ANIMAGINE_TEXT"; // a type of our own: the front end draws its own for known ones

function addText(node) {
  const element = document.createElement("div");
  Object.assign(element.style, {
    minHeight: "100px",
    overflow: "auto",
    padding: "6px 8px",
    boxSizing: "border-box",
    whiteSpace: "pre-wrap",
    overflowWrap: "anywhere",
    userSelect: "text",
    fontSize: "12px",
    color: "var(--input-text)",
    background: "var(--comfy-input-bg)",
    borderRadius: "4px",
  });
  element.textContent = "Run to see the report.";
  const widget = node.addDOMWidget("shown", WIDGET, element, {
    serialize: false,
    hideOnZoom: false,
    getMinHeight: () => 120,
  });
  widget.serialize = false; // must stay the last widget: values are saved by position
  const before = node.onExecuted;
  node.onExecuted = function (output) {
    before?.apply(this, arguments);
    if (output?.text) element.textContent = output.text.join("\n");
  };
}

app.registerExtension({
  name: "animagine.text",
  nodeCreated(node) {
    if (SHOWS_TEXT.includes(node.comfyClass)) addText(node);
  },
});
