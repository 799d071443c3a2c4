// The preview's own words, in the language of the front end.
import { api } from "../../scripts/api.js";
import { app } from "../../scripts/app.js";

let locales = {};

/** Read the words of all languages; until then, and without an answer, keys stand for them. */
export async function loadWords() {
  const answer = await api.fetchApi("/i18n");
  if (answer.ok) locales = await answer.json();
}

/** The word for `key`, such as "slots.count", with `$1`, `$2` ... filled in. */
export function word(key, ...given) {
  const language = app.extensionManager.setting.get("Comfy.Locale");
  const text = find(language, key) ?? find("en", key) ?? key.split(".").at(-1);
  return text.replace(/\$(\d)/g, (_, place) => given[place - 1]);
}

function find(language, key) {
  return key.split(".").reduce((found, part) => found?.[part], locales[language]?.animagineXL);
}
