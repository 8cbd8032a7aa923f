// Sliders: one for each number that may be moved, with its exact value, unit, status and source.

import { say, words } from "./words.js";

const STEPS = 1000;
const MAIN = ["range", "transmitter.power", "transmitter.antenna.diameter", "transmitter.antenna.gain", "receiver.antenna.diameter",
  "receiver.noise_temperature", "modulation.bit_rate", "modulation.pixel_rate", "modulation.symbol_rate"];
const shown = new Map();

export const tidy = (value) => String(Number(value.toPrecision(5)));
const spaced = (value) => (Math.abs(value) >= 1e4 && Math.abs(value) < 1e15 ? tidy(value).replace(/\B(?=(\d{3})+$)/g, " ") : tidy(value));

function valueAt(number, place) {
  const share = place / STEPS;
  const value = number.is_in_ratios ? number.low * (number.high / number.low) ** share : number.low + share * (number.high - number.low);
  return Number(value.toPrecision(4));
}

function placeOf(number, value) {
  const share = number.is_in_ratios ? Math.log(value / number.low) / Math.log(number.high / number.low) : (value - number.low) / (number.high - number.low);
  return Math.round(Math.min(Math.max(share, 0), 1) * STEPS) || 0;
}

export const textOf = (number, value) => `${tidy(value)} ${number.unit}`.trim();

// Draw all sliders. `values`: key -> moved value; `move(number, value, isDone)` is called as a slider moves.
export function drawSliders(numbers, free, move) {
  const first = document.querySelector("#main-numbers"), others = document.querySelector("#other-numbers");
  shown.clear();
  const allowed = numbers.filter((one) => !free.length || free.includes(one.key));
  const order = MAIN.filter((key) => allowed.some((one) => one.key === key));
  const isMain = (one) => free.length > 0 || order.includes(one.key);
  const sorted = allowed.filter(isMain).sort((a, b) => order.indexOf(a.key) - order.indexOf(b.key));
  first.replaceChildren(...sorted.map((one) => slider(one, move)));
  others.replaceChildren(...allowed.filter((one) => !isMain(one)).map((one) => slider(one, move)));
  document.querySelector("#more").hidden = !others.children.length;
}

function slider(number, move) {
  const box = document.createElement("div"), id = `number-${number.key}`;
  box.className = "number";
  const name = number.key === "range" ? words.distance : number.name;
  const range = Object.assign(document.createElement("input"), { type: "range", min: 0, max: STEPS, step: 1, id });
  const exact = Object.assign(document.createElement("input"), { type: "text", inputMode: "decimal", autocomplete: "off" });
  exact.setAttribute("aria-label", say(number.unit ? words.exact : words.exactBare, { name, unit: number.unit }));
  const label = Object.assign(document.createElement("label"), { htmlFor: id, textContent: name[0].toUpperCase() + name.slice(1) });
  const unit = Object.assign(document.createElement("span"), { className: "unit", textContent: number.unit });
  const about = document.createElement("small");
  about.textContent = `${say(words.statusAndSource, { status: number.status, source: number.source }).replace(/^\. /, "")} (${number.is_stated ? words.stated : words.wide})`.trim();
  const top = document.createElement("div"), value = document.createElement("span");
  top.className = "top";
  value.className = "exact";
  value.append(exact, unit);
  top.append(label, value);
  box.append(top, range, about);
  const put = (now) => {
    range.value = placeOf(number, now);
    range.setAttribute("aria-valuetext", textOf(number, now));
    if (document.activeElement !== exact) exact.value = spaced(now);
    box.classList.toggle("moved", Math.abs(now - number.value) > 1e-4 * Math.abs(number.value));
  };
  shown.set(number.key, { number, put });
  range.addEventListener("input", () => {
    const now = valueAt(number, Number(range.value));
    put(now);
    exact.value = spaced(now);
    move(number, now, false);
  });
  range.addEventListener("change", () => move(number, valueAt(number, Number(range.value)), true));
  exact.addEventListener("change", () => {
    const now = Number(exact.value.replace(/\s/g, "").replace(",", ".").replace("−", "-"));
    if (exact.value.trim() === "" || Number.isNaN(now)) exact.value = spaced(number.value);
    else {
      exact.blur();
      put(now);
      move(number, now, true);
    }
  });
  put(number.value);
  return box;
}

// Show moved values: `texts` has those of moved numbers, all others stand as the scenario has them.
export function showValues(texts) {
  for (const [key, { number, put }] of shown) put(texts.has(key) ? parseFloat(texts.get(key)) : number.value);
}

export function showValue(key, value) {
  shown.get(key)?.put(value);
}
