// ---- what the server tells without a run of the page: value, interval, formula, and the rows of charts ------------

const RESULT = ".st-key-calculation_result";
const AHEAD = "fifteen-ahead";

async function ask(hand, held) {
  const asked = held.input.value;
  held.asking = true;
  held.asked = asked;
  const seen = inView(hand.live.slug);
  const moved = { name: hand.names[held.slider], at: place(hand, held), charts: [...seen.keys()] };
  const body = JSON.stringify({ ...hand.live, ...moved });
  const headers = { "Content-Type": "application/json" };
  try {
    hand.typesetter ??= hand.katex ? (await import(new URL(hand.katex, document.baseURI))).default : null;
    const answer = await fetch(new URL("live", document.baseURI), { method: "POST", headers, body });
    const said = await answer.json();
    // Let go of in between: what was asked for last counts, whatever comes last.
    if (asked === held.asked && (!hand.held || hand.held === held)) await follows(hand, held, said, seen);
  } catch {
    held.deaf = true; // a server or a proxy without that address: the runs of the page remain
    line.ahead = {};
  }
  held.asking = false;
}

async function follows(hand, held, said, seen) {
  held.said = said.value ? said : null;
  if (!held.said) {
    restore(hand); // no value there: the page says why
    line.ahead = {};
    return;
  }
  // What has been let go of may stand there by the page's own hand already, but for rows that it believes to be there.
  if (hand.held || hand.let_go) hand.drawn ??= notice(hand);
  const written = write(hand, said);
  const redrawn = await redraw(hand, held, seen, said.charts ?? {});
  // The page itself need not hurry where all that is in view has followed.
  line.ahead = { value: written, charts: redrawn };
}

// ---- texts -------------------------------------------------------------------------------------------------------

// React believes that its own texts are still there, so the last that it wrote are noted and put back in the end.
function notice(hand) {
  const drawn = new Map();
  hand.others = new MutationObserver((changes) => noted(drawn, changes));
  const page = document.querySelector("[data-testid=stMain]");
  hand.others.observe(page, { characterData: true, subtree: true });
  return drawn;
}

function noted(drawn, changes) {
  for (const { target } of changes) if (drawn.has(target)) drawn.set(target, target.nodeValue);
}

// Whether all that was told stands on screen.
function write(hand, said) {
  if (!hand.drawn) return false;
  const metric = document.querySelector(`${RESULT} [data-testid=stMetric]`);
  put(hand, metric?.querySelector("[data-testid=stMetricValue] p"), [said.value]);
  const beside = below(metric);
  const interval = beside?.querySelector("[data-testid=stMarkdown] p:only-child:has(strong)");
  if (interval && said.limits?.length) put(hand, interval, said.limits);
  hush(hand, interval && said.limits?.length === 0 ? beside : null);
  return typeset(hand, said.formula) && !document.querySelector(`${RESULT} details[open]`);
}

// An interval of other numbers must not stand under a value that has none; the page says why when the hand rests.
function hush(hand, place) {
  if (hand.hushed === place) return;
  if (hand.hushed) hand.hushed.style.visibility = "";
  if (place) place.style.visibility = "hidden";
  hand.hushed = place;
}

function put(hand, place, parts) {
  const nodes = place ? textsIn(place) : [];
  if (nodes.length !== parts.length) return;
  noted(hand.drawn, hand.others.takeRecords());
  nodes.forEach((node, at) => {
    if (node.nodeValue === parts[at]) return;
    if (!hand.drawn.has(node)) hand.drawn.set(node, node.nodeValue);
    node.nodeValue = parts[at];
  });
  hand.others.takeRecords(); // those were none of the others
}

function below(place) {
  return place?.closest("[data-testid=stElementContainer]")?.nextElementSibling;
}

function textsIn(place) {
  const walker = document.createTreeWalker(place, NodeFilter.SHOW_TEXT);
  const nodes = [];
  while (walker.nextNode()) nodes.push(walker.currentNode);
  return nodes;
}

function restore(hand) {
  if (!hand.drawn) return;
  noted(hand.drawn, hand.others.takeRecords());
  hand.others.disconnect();
  for (const [node, text] of hand.drawn) if (node.nodeValue !== text) node.nodeValue = text;
  hand.drawn = null;
  hand.let_go = null;
  hush(hand, null);
  uncover(hand);
  line.ahead = {};
}

// ---- the formula, set beside the page's own, which is hidden as long -----------------------------------------------

function typeset(hand, [general, filled]) {
  const [first, node] = document.querySelectorAll(`${RESULT} .katex-display:not(.${AHEAD})`);
  if (!node || texOf(first) !== general) return false;
  if (hand.cover?.node !== node) uncover(hand);
  if (texOf(node) === filled) {
    uncover(hand);
    return true;
  }
  if (!hand.typesetter) return false;
  if (!hand.cover) {
    hand.cover = { node, at: document.createElement("span") };
    hand.cover.at.className = AHEAD;
    node.after(hand.cover.at);
    node.style.display = "none";
  }
  if (hand.cover.tex !== filled) {
    hand.cover.tex = filled;
    hand.cover.at.innerHTML = hand.typesetter.renderToString(filled, { displayMode: true, throwOnError: false });
    hand.cover.at.firstElementChild.classList.add(AHEAD);
  }
  return true;
}

function texOf(node) {
  return node.querySelector("annotation")?.textContent.trim();
}

function uncover(hand) {
  if (!hand.cover) return;
  hand.cover.at.remove();
  hand.cover.node.style.display = "";
  hand.cover = null;
}

// ---- charts: the page's own pictures with other rows ---------------------------------------------------------------

// The pictures on screen by name, each with what it is like and what draws it.
function inView(slug) {
  const found = new Map();
  for (const place of document.querySelectorAll("[data-testid=stVegaLiteChart]")) {
    const { top, bottom } = place.getBoundingClientRect();
    const view = bottom > 0 && top < innerHeight ? viewOf(place) : null;
    const [key, like] = view ? likenessOf(view).split(" ") : [""];
    if (key.startsWith(`${slug}__`)) found.set(key.slice(slug.length + 2), { like, view, place });
  }
  return found;
}

// Vega keeps with every mark that it draws what it was drawn from.
function viewOf(place) {
  for (const mark of place.querySelectorAll("svg g")) {
    const item = mark.__data__;
    const context = item?.context ?? item?.group?.context ?? item?.mark?.group?.context;
    if (context?.dataflow) return context.dataflow;
  }
  return null;
}

function likenessOf(view) {
  try {
    return view.signal("like");
  } catch {
    return ""; // a picture that does not say what it is
  }
}

// Whether all pictures in view could be given their rows.
async function redraw(hand, held, seen, told) {
  let all = true;
  for (const [name, { like, view, place }] of seen) {
    const now = told[name];
    if (now?.like !== like) {
      all &&= !place.closest(".st-key-calculation_picture"); // other charts are drawn on release only
      continue;
    }
    const given = JSON.stringify([now.params, now.rows]);
    if (held.given.get(view) === given) continue;
    held.given.set(view, given);
    for (const [signal, value] of Object.entries(now.params)) view.signal(signal, value);
    for (const [rows, values] of Object.entries(now.rows)) view.data(rows, values);
    await view.runAsync();
    if (hand.drawn) put(hand, below(place)?.querySelector("[data-testid=stCaptionContainer] p"), [now.alt]);
  }
  return all;
}
