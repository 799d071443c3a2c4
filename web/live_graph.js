// The part of the graph that a node takes its texts from, in the format of an API prompt.
// The front end's own `graphToPrompt` would not do: it runs each widget's `serializeValue`, which
// picks from dynamic prompts by chance and may write into the graph.
import { app } from "../../scripts/app.js";

const NEVER = 2; // a muted node: the front end queues as if its links were not there
const BYPASS = 4;
// All nodes of these two are sent. Python follows only the classes that it lists, and reports the
// others as `elsewhere`: nodes that have to run first.
const TEXT_MODULES = ["comfy_extras.nodes_primitive", "comfy_extras.nodes_string"];
const COMMENTS = /\/\*[\s\S]*?\*\/|\/\/.*/g; // taken out where dynamic prompts are resolved
const CHOICE_OF_ONE = /\\.|\{((?:\\.|[^{}|\\])*)(?:\}|$)/gs; // one of several is left to chance
const ESCAPED = /\\([{}|])/g;
const MOST_STEPS = 100; // through reroutes, subgraphs and nested braces

const opened = new WeakMap(); // subgraph -> the node through which it was entered

/** Remember through which node the user enters a subgraph that several nodes share. */
export function followSubgraphs() {
  app.canvas.canvas.addEventListener("subgraph-opened", ({ detail }) => {
    if (detail.fromNode) opened.set(detail.subgraph, detail.fromNode);
  });
}

/**
 * `graph`: `node` and the text nodes above it, by keys of our own; `node`: its key. Values that
 * other nodes will give are links to a key without a node, whose title is in `titles`.
 */
export function liveGraph(node) {
  const found = { graph: {}, titles: {} };
  return { node: add(node, hostsOf(node.graph), found), ...found };
}

function add(node, hosts, found) {
  const key = [...hosts, node].map(({ id }) => id).join(":");
  if (key in found.titles) return key;
  found.titles[key] = node.title;
  if (isTextNode(node)) {
    found.graph[key] = { class_type: node.comfyClass, inputs: {} };
    found.graph[key].inputs = inputsOf(node, hosts, found);
  }
  return key;
}

function isTextNode(node) {
  const module = node.constructor.nodeData?.python_module;
  return node.comfyClass?.startsWith("Animagine") || TEXT_MODULES.includes(module);
}

function inputsOf(node, hosts, found) {
  const inputs = {};
  for (const widget of node.widgets ?? []) {
    if (widget.serialize === false || widget.options?.serialize === false) continue;
    inputs[widget.name] = queued(widget, widget.value);
  }
  node.inputs?.forEach((input, slot) => {
    const link = linkOf(node, slot);
    const origin = link && source(link, node.graph, hosts);
    if (!origin) return;
    const name = input.widget?.name ?? input.name;
    const widget = node.widgets?.find((candidate) => candidate.name === name);
    if ("typed" in origin) inputs[name] = queued(widget, origin.typed);
    else if ("value" in origin) inputs[name] = origin.value;
    else if (origin.title) inputs[name] = [elsewhere(origin.title, found), 0];
    else inputs[name] = [add(origin.node, origin.hosts, found), origin.slot];
  });
  return inputs;
}

/** What the front end queues for `value` in a widget. */
function queued(widget, value) {
  if (!widget?.dynamicPrompts || typeof value !== "string") return value;
  let text = value.replace(COMMENTS, "");
  for (let before = "", step = 0; text !== before && step < MOST_STEPS; step++) {
    before = text;
    text = before.replace(CHOICE_OF_ONE, (found, only) => only ?? found);
  }
  return text.replace(ESCAPED, "$1");
}

function elsewhere(title, found) {
  const key = `elsewhere:${title}`;
  found.titles[key] = title;
  return key;
}

/**
 * What a link brings; nothing where the front end queues none. One of:
 * - `typed`: a value as if typed into the linked widget, from a primitive;
 * - `value`: a value that is queued as it is, from a widget on the subgraph node around;
 * - `node`, `slot`, `hosts`: an output of a node, and the subgraph nodes around that;
 * - `title`: the name of what cannot be followed.
 */
function source(link, graph, hosts, steps = 0) {
  if (!link || steps > MOST_STEPS) return undefined;
  const next = (...place) => source(...place, steps + 1);
  const slot = link.origin_slot;
  if (Number(link.origin_id) < 0) {
    const host = hosts.at(-1);
    if (!host) return { title: graph.name };
    const outer = linkOf(host, slot);
    if (outer) return next(outer, host.graph, hosts.slice(0, -1));
    const promoted = host.widgets?.find(({ name }) => name === host.inputs[slot]?.widget?.name);
    return promoted && { value: promoted.value };
  }
  const node = graph.getNodeById(link.origin_id);
  if (!node || node.mode === NEVER) return undefined;
  if (node.mode === BYPASS) return next(linkOf(node, bypassed(node, slot)), graph, hosts);
  if (node.isSubgraphNode?.()) {
    const inner = node.resolveSubgraphOutputLink(slot)?.link;
    return next(inner, node.subgraph, [...hosts, node]);
  }
  if (node.type === "PrimitiveNode") {
    return steps ? undefined : { typed: node.widgets?.[0]?.value };
  }
  if (node.isVirtualNode) {
    return findsItsLink(node) ? { title: node.title } : next(linkOf(node, slot), graph, hosts);
  }
  return { node, slot, hosts };
}

/** Get nodes of other packs do, and show an alert each time they find none. */
function findsItsLink(node) {
  const { getInputLink } = LiteGraph.LGraphNode.prototype;
  return node.getInputLink !== getInputLink || Boolean(node.resolveVirtualOutput);
}

/** The input that a bypassed node hands on at an output: one of the same type. */
function bypassed(node, slot) {
  const type = node.outputs[slot]?.type;
  const inputs = node.inputs ?? [];
  return inputs[slot]?.type === type ? slot : inputs.findIndex((input) => input.type === type);
}

/** The subgraph nodes around a graph, outermost first; none where it is not known which. */
function hostsOf(graph) {
  const hosts = [];
  for (let inner = graph; inner !== app.rootGraph; inner = hosts[0].graph) {
    const host = hostOf(inner);
    if (!host || hosts.length > MOST_STEPS) return [];
    hosts.unshift(host);
  }
  return hosts;
}

function hostOf(subgraph) {
  const graphs = [app.rootGraph, ...app.rootGraph.subgraphs.values()];
  const hosts = graphs.flatMap(({ nodes }) => nodes).filter((n) => n.subgraph === subgraph);
  const entered = opened.get(subgraph);
  return hosts.includes(entered) ? entered : hosts.length === 1 ? hosts[0] : undefined;
}

/** The link at an input. A subgraph node's own method takes an output instead. */
function linkOf(node, slot) {
  return slot < 0 ? null : LiteGraph.LGraphNode.prototype.getInputLink.call(node, slot);
}
