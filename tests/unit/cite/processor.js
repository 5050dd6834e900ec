// Formats items with citeproc-js. Argument: a JSON file {"module", "locales": {name: xml}, "jobs": [{"style", "item",
// "locator"}]}. Prints [{"note", "entry"}] as plain text.
"use strict";
const fs = require("fs");

const asked = JSON.parse(fs.readFileSync(process.argv[2], "utf8"));
const CSL = require(asked.module);

const engines = new Map();
let current;

const system = {
  retrieveLocale: (name) => asked.locales[name] ?? asked.locales["en-US"],
  retrieveItem: () => current,
};

/** An engine takes long to make, so there is one for each style, emptied between jobs. */
function engineOf(style) {
  if (!engines.has(style)) engines.set(style, new CSL.Engine(system, style));
  const engine = engines.get(style);
  engine.restoreProcessorState();
  engine.setOutputFormat("text");
  return engine;
}

function formatted({ style, item, locator }) {
  current = item;
  const engine = engineOf(style);
  engine.updateItems([item.id]);
  const cited = { id: item.id, ...(locator ? { label: "page", locator } : {}) };
  const made = engine.processCitationCluster({ citationItems: [cited], properties: { noteIndex: 1 } }, [], []);
  const bibliography = engine.makeBibliography();
  return { note: made[1][0][1], entry: bibliography ? bibliography[1][0] : "" };
}

process.stdout.write(JSON.stringify(asked.jobs.map(formatted)));
