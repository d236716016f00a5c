// Sends where a slider is while it is held. Streamlit's own slider speaks on release only; everything else about it
// (look, keys, what a screen reader hears, the value that counts in the end) stays its own.

// A run that was lost must not end the drag: after this many milliseconds the value is sent again.
const PATIENCE = 1000;
const hands = new WeakMap();
// Streamlit sends what changes within one tick as one message, for the fragment that changed first, and the others are
// never drawn. So whatever follows the hand on this page speaks one at a time.
const line = (window.fifteenHands ??= { busy: false, ahead: {} });
// What was written ahead of the page is drawn by the page when the hand rests: after this many milliseconds.
const REST = 300;

export default function follow({ data, parentElement, setTriggerValue }) {
  const hand = hands.get(parentElement) ?? listen(parentElement);
  hand.send = (moved) => setTriggerValue("moved", moved);
  Object.assign(hand, data);
  // What takes long here must not hold up what is quick.
  hand.wait = Math.max(data.pause, (performance.now() - hand.since) / data.share);
  if (hand.held) look(hand, hand.held); // the next value goes out before this one is painted
  else if (hand.let_go && data.rest[hand.let_go.slider] === hand.let_go.at) restore(hand);
  return hand.stop;
}

function listen(place) {
  const hand = { turn: 0, sent: 0, answered: 0, since: 0 };
  const take = (event) => grasp(hand, event);
  const leave = () => release(hand);
  const events = [["pointerdown", take], ["pointerup", leave], ["pointercancel", leave]];
  for (const [name, does] of events) window.addEventListener(name, does, true);
  hand.stop = () => {
    for (const [name, does] of events) window.removeEventListener(name, does, true);
    hands.delete(place);
    hand.held = null;
    restore(hand);
  };
  hands.set(place, hand);
  return hand;
}

function grasp(hand, event) {
  const box = event.target.closest?.('[class*="__slider"]');
  const name = box && [...box.classList].find((one) => /^st-key-.+__slider$/.test(one));
  const input = name && box.querySelector("input[type=range]");
  if (hand.held || !input || input.disabled || event.button > 0) return;
  const field = document.querySelector(`.${CSS.escape(name.replace(/__slider$/, ""))} input`);
  hand.held = { input, field, slider: name.slice("st-key-".length), start: input.value, last: input.value };
  hand.sent = hand.answered; // what was sent before belongs to another drag
  hand.wait = hand.pause;
  hand.since = performance.now();
  hand.held.from = hand.rest[hand.held.slider];
  hand.held.typed = field?.value;
  hand.held.given = new Map();
  watch(hand, hand.held);
}

// Frame by frame, since the slider moves its knob after the event that moves it.
function watch(hand, held) {
  if (hand.held !== held) return;
  if (held.input.value !== held.seen) {
    held.seen = held.input.value;
    held.moved = performance.now();
  }
  if (hand.live && !held.asking && !held.deaf && held.input.value !== held.asked) ask(hand, held);
  look(hand, held);
  // The field is Streamlit's to draw: each run puts back what counts until the release.
  const shown = held.input.getAttribute("aria-valuetext");
  if (held.field && (held.told || held.said)) held.field.value = held.input.value === held.start ? held.typed : shown;
  if (held.said) write(hand, held.said);
  requestAnimationFrame(() => watch(hand, held));
}

function look(hand, held) {
  const waits = hand.answered !== hand.sent;
  const passed = performance.now() - hand.since;
  const lost = waits && passed > PATIENCE;
  const rested = line.ahead[hand.part] ? performance.now() - held.moved >= REST : passed >= hand.wait;
  const further = !waits && rested && held.input.value !== held.last;
  if ((lost || further) && !line.busy) tell(hand, held, place(hand, held));
}

// Where it was taken, a slider stands at the very number that it follows, which its steps may pass by.
function place(hand, held) {
  return held.input.value === held.start ? hand.rest[held.slider] : Number(held.input.value);
}

function tell(hand, held, value) {
  held.last = held.input.value;
  held.told = true;
  hand.since = performance.now();
  hand.sent = ++hand.turn;
  line.busy = true;
  hand.send({ slider: held.slider, from: held.from, value, turn: hand.sent });
  setTimeout(() => (line.busy = false)); // in line behind Streamlit's own, which sends
}

function release(hand) {
  const held = hand.held;
  hand.held = null;
  // Where it was let go elsewhere, the slider itself says so; back where it was taken, it says nothing.
  if (held?.told || held?.said) setTimeout(() => held.input.value === held.start && settle(hand, held));
  if (!held?.said) return;
  hand.let_go = { slider: held.slider, at: Number(held.input.value) };
  // The page draws a chart anew only where its rows are others than those that it drew last.
  if (held.input.value !== held.asked) ask(hand, held);
  setTimeout(() => hand.held || restore(hand), PATIENCE);
}

function settle(hand, held) {
  restore(hand);
  if (!held.told) return;
  if (line.busy) setTimeout(() => settle(hand, held));
  else tell(hand, held, null);
}
