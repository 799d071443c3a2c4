// Shows each node's output on the node, before it runs. The nodes work without this folder.
import { api } from "../../scripts/api.js";
import { app } from "../../scripts/app.js";
import { addPreview, lookAgain, switchPreviews, watch } from "./live_preview.js";
import { labelModels } from "./option_labels.js";
import { loadWords } from "./words.js";

const FONT_SIZE = "--animagine-font-size";

const style = document.createElement("link");
style.rel = "stylesheet";
style.href = new URL("./animagine.css", import.meta.url).href;
document.head.append(style);

const NAME = "AnimagineXL";
const extension = {
  name: NAME,
  settings: [
    {
      id: "AnimagineXL.Preview.Enabled",
      name: "Show the preview",
      tooltip: "Show each node's output on the node while you type.",
      category: ["Animagine XL", "Preview", "Enabled"],
      type: "boolean",
      defaultValue: true,
      sortOrder: 1, // above the size
      onChange: switchPreviews,
    },
    {
      id: "AnimagineXL.Preview.FontSize",
      name: "Font size of the preview",
      tooltip: "In pixels.",
      category: ["Animagine XL", "Preview", "FontSize"],
      type: "slider",
      attrs: { min: 8, max: 24, step: 1 },
      defaultValue: 12,
      onChange: (size) => document.documentElement.style.setProperty(FONT_SIZE, `${size}px`),
    },
  ],
  async setup() {
    api.addEventListener("reconnected", lookAgain);
    watch();
    await loadWords();
    lookAgain();
  },
  nodeCreated(node) {
    labelModels(node);
    addPreview(node);
  },
};

// A second copy of the pack has the same nodes and settings.
if (!app.extensions?.some(({ name }) => name === NAME)) app.registerExtension(extension);
