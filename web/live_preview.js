// Asks the Python rules what the visible nodes would give, whenever their values have changed.
import { api } from "../../scripts/api.js";
import { app } from "../../scripts/app.js";
import { followSubgraphs, liveGraph } from "./live_graph.js";
import { settingsView } from "./settings_view.js";
import { sizeView } from "./size_view.js";
import { sweepView } from "./sweep_view.js";
import { checkView, textView } from "./text_view.js";
import { word } from "./words.js";

const VIEWS = {
  AnimaginePromptComposer: textView,
  AnimagineNegative: textView,
  AnimaginePromptConverter: textView,
  AnimaginePromptCheck: checkView,
  AnimagineResolution: sizeView,
  AnimagineSamplerSettings: settingsView,
  AnimagineSweep: sweepView,
};
const WIDGET = "ANIMAGINE_PREVIEW"; // a type of our own: the front end draws its own for known ones
const ENABLED = "AnimagineXL.Preview.Enabled";
const EVENTS = ["input", "change", "keyup", "pointerup"]; // by which people change a value
const POLL = 250; // ms: undo, scripts and other packs change values without an event
const LATE = 500; // ms without an answer, after which the text on show counts as old
const TIMEOUT = 10_000; // ms

const previews = new WeakMap(); // node -> its Preview

class Preview {
  asked = ""; // the request that the view shows, or will when it is answered
  busy = false;

  constructor(node, view) {
    this.node = node;
    this.view = view;
  }

  /** Ask if a value has changed. */
  look() {
    const { titles, ...request } = liveGraph(this.node);
    const body = JSON.stringify(request);
    if (body === this.asked) return;
    this.asked = body;
    this.titles = titles;
    this.lacking = unlinked(this.node, request);
    if (!this.busy) this.ask();
  }

  /** An input's name, as the node shows it. */
  label(input) {
    const slot = this.node.inputs.find(({ name }) => name === input);
    return slot?.label ?? slot?.localized_name ?? input;
  }

  /** One request at a time; when values changed meanwhile, another with the latest. */
  async ask() {
    this.busy = true;
    const late = setTimeout(() => this.view.markStale(word("noAnswer")), LATE);
    for (let body = null; body !== this.asked; ) {
      body = this.asked;
      if (this.lacking) {
        this.view.show({ elsewhere: {} }, [word("unlinked", this.label(this.lacking))]);
        continue;
      }
      try {
        const answer = await post(body);
        if (answer.error) this.view.markStale(answer.error);
        else this.view.show(answer, this.missing(answer.elsewhere));
      } catch (error) {
        this.view.markStale(`${word("noAnswer")} (${error.message})`);
      }
    }
    clearTimeout(late);
    this.busy = false;
  }

  /** For each input whose text is known after a run, a sentence with the node it comes from. */
  missing(elsewhere) {
    return Object.entries(elsewhere).map(([input, origins]) => {
      const title = origins.map((key) => this.titles[key] ?? key).join(", ");
      return word("elsewhere", this.label(input), title);
    });
  }
}

/** The input without which there is nothing to show. */
function unlinked(node, { graph, node: key }) {
  const required = Object.keys(node.constructor.nodeData.input.required ?? {});
  return required.find((input) => !(input in graph[key].inputs));
}

async function post(body) {
  const answer = await api.fetchApi("/animagine/preview", {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body,
    signal: AbortSignal.timeout(TIMEOUT),
  });
  if (!answer.headers.get("Content-Type")?.includes("json")) throw new Error(answer.status);
  return answer.json();
}

/** Put the view of a node of ours at its end. */
export function addPreview(node) {
  const makeView = VIEWS[node.comfyClass];
  if (!makeView) return;
  const view = makeView(node);
  const widget = node.addDOMWidget("preview", WIDGET, view.element, {
    serialize: false, // not in the prompt
    hideInPanel: true,
    hideOnZoom: false,
    getMinHeight: () => view.height + 12, // with the margins, the height of the element
  });
  widget.serialize = false; // nor in the workflow; values are saved by position, so it stays last
  hide(widget, !isEnabled() && !view.alwaysShown);
  previews.set(node, new Preview(node, view));
  grow(node, view.width, view.extraHeight);
  const before = node.onExecuted;
  node.onExecuted = function (output) {
    before?.apply(this, arguments);
    if (output?.text) view.onExecuted?.(output.text.join("\n"));
  };
}

function hide(widget, hidden) {
  widget.hidden = hidden;
  widget.options.hidden = hidden;
}

/** Make room for the view, and `extraHeight` px more, which it shares with text fields. */
function grow(node, leastWidth = 0, extraHeight = 0) {
  const [width, height] = node.computeSize();
  const tall = Math.max(node.size[1], height + extraHeight);
  node.setSize([Math.max(node.size[0], width, leastWidth), tall]);
}

function isEnabled() {
  return app.extensionManager?.setting.get(ENABLED) ?? true;
}

/** Keep all visible previews up to date. */
export function watch() {
  for (const event of EVENTS) window.addEventListener(event, lookAtAll); // after the widgets
  setInterval(lookAtAll, POLL);
  followSubgraphs();
}

function lookAtAll() {
  if (!isEnabled() || document.hidden) return;
  for (const node of app.canvas.graph?.nodes ?? []) {
    if (!node.flags.collapsed) previews.get(node)?.look();
  }
}

/** Ask again, as after a server that was away. */
export function lookAgain() {
  for (const node of app.canvas.graph?.nodes ?? []) {
    const preview = previews.get(node);
    if (preview) preview.asked = "";
  }
}

/** Show or hide the previews of all nodes. */
export function switchPreviews(enabled) {
  const graphs = app.canvas?.graph ? [app.rootGraph, ...app.rootGraph.subgraphs.values()] : [];
  for (const node of graphs.flatMap(({ nodes }) => nodes)) {
    const preview = previews.get(node);
    if (!preview) continue;
    const at = node.widgets.findIndex(({ type }) => type === WIDGET);
    if (at < 0) continue; // another pack took it off the node
    hide(node.widgets[at], !enabled && !preview.view.alwaysShown);
    node.widgets.splice(at, 0, ...node.widgets.splice(at, 1)); // so that Nodes 2.0 sees `hidden`
    preview.asked = "";
    if (!enabled) preview.view.clear?.();
    grow(node);
  }
  app.canvas?.setDirty(true, true); // the classic renderer, when it draws
}
