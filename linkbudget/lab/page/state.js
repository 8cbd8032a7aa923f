// The state of the page: what is asked for. All of it is in the address, so that an address can be shared.

const SINGLE = ["scenario", "link", "range", "at", "view", "quantity", "links", "number", "challenge"];
const WAIT_MS = 250;

export const state = { set: new Map(), pins: [] };
const past = [];
let timer = 0;

export function readAddress() {
  const said = new URLSearchParams(location.search);
  for (const name of SINGLE) state[name] = said.get(name) ?? "";
  state.set = new Map(said.getAll("set").map((text) => [text.slice(0, text.indexOf("=")), text.slice(text.indexOf("=") + 1)]));
  state.pins = said.getAll("pin").slice(0, 2);
}

export function query(extra = {}) {
  const said = new URLSearchParams();
  for (const name of ["scenario", "link", "range", "at"]) if (state[name]) said.set(name, state[name]);
  for (const [key, text] of state.set) said.append("set", `${key}=${text}`);
  for (const [name, value] of Object.entries(extra)) said.set(name, value);
  return said.toString();
}

export function address() {
  const said = new URLSearchParams(query());
  for (const name of SINGLE.slice(4)) if (state[name]) said.set(name, state[name]);
  for (const pin of state.pins) said.append("pin", pin);
  return `${location.pathname}?${said}`;
}

// Browsers allow few changes of the address a second: the last one counts.
export function writeAddress() {
  clearTimeout(timer);
  timer = setTimeout(() => history.replaceState(null, "", address()), WAIT_MS);
}

export function remember() {
  const now = JSON.stringify([state.link, state.range, state.at, [...state.set]]);
  if (past.at(-1) !== now) past.push(now);
  if (past.length > 100) past.shift();
}

export function undo() {
  if (past.length > 1) past.pop();
  if (!past.length) return false;
  const [link, range, at, set] = JSON.parse(past.at(-1));
  Object.assign(state, { link, range, at, set: new Map(set) });
  return true;
}

export function forget() {
  past.length = 0;
}
