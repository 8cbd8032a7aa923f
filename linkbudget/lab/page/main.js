// The page: reads the address, asks the server, and draws what is chosen.

import { getJson, latest, onProblem } from "./api.js";
import { drawSliders, showValue, showValues, textOf } from "./sliders.js";
import { address, forget, query, readAddress, remember, state, undo, writeAddress } from "./state.js";
import { setStart, views } from "./views.js";
import { say, words } from "./words.js";

const find = (name) => document.querySelector(name);
const page = { scenario: null, numbers: [], challenges: [], answer: null, spoken: 0, problems: new Map(), stamp: "" };

function fill(list, options, chosen) {
  list.replaceChildren(...options.map(([value, text]) => new Option(text, value, false, value === chosen)));
}

function writeWords() {
  for (const one of document.querySelectorAll("[data-words]")) one.textContent = words[one.dataset.words];
  for (const one of document.querySelectorAll("[data-copy]")) one.textContent = words[`copy${one.dataset.copy[0].toUpperCase()}${one.dataset.copy.slice(1)}`];
  for (const one of document.querySelectorAll("[data-save]")) one.textContent = words[`save${one.dataset.save[0].toUpperCase()}${one.dataset.save.slice(1)}`];
}

// ---------------------------------------------------------------- loading a scenario and a link

async function load({ keep = false } = {}) {
  const scenario = await getJson(`scenario?${query()}`);
  Object.assign(state, { scenario: scenario.name, link: scenario.link });
  if (!state.range && !state.at) state.range = scenario.is_earth_bound || scenario.range_km === null ? "" : `${scenario.range_km} km`;
  page.scenario = scenario;
  page.numbers = await getJson(`inputs?${query()}`);
  bringToUnits();
  const begin = await getJson(`budget?${query().split("&").filter((one) => !one.startsWith("set=")).join("&")}&brief=true`);
  setStart(begin.rows);
  fill(find("#link"), scenario.links.map((one) => [one.name, one.title]), state.link);
  find("#scenario").value = scenario.name;
  drawSliders(page.numbers, task()?.free ?? [], move);
  if (!keep) forget();
  showAll();
  remember();
  chooseView(state.view && available(state.view) ? state.view : "budget");
}

const task = () => page.challenges.find((one) => one.name === state.challenge);
const link = () => page.scenario.links.find((one) => one.name === state.link);
const available = (name) => name in views && (name !== "pass" || link().has_passes);

// An address may have any unit, which the server reads; from here on all texts have the units of the sliders.
function bringToUnits() {
  const isPlain = (text, unit) => new RegExp(`^[-+.\\de]+ ?${unit.replace(/[^\w]/g, "\\$&")}$`).test(text);
  for (const { key, now, unit } of page.numbers) {
    const text = `${now} ${unit}`.trim();
    if (key === "range" && state.range && !isPlain(state.range, unit)) state.range = text;
    if (state.set.has(key) && !isPlain(state.set.get(key), unit)) state.set.set(key, text);
  }
}

function showAll() {
  const texts = new Map(state.set);
  if (state.range) texts.set("range", state.range);
  showValues(texts);
}

// ---------------------------------------------------------------- moving

function move(number, value, isDone) {
  if (number.key === "range") Object.assign(state, { range: textOf(number, value), at: "" });
  else state.set.set(number.key, textOf(number, value));
  if (isDone) remember();
  refresh();
}

function moveTo(range_m) {
  const number = page.numbers.find((one) => one.key === "range");
  if (!number || (task() && !task().free.includes("range"))) return;
  const value = number.unit === "km" ? range_m / 1e3 : range_m;
  showValue("range", value);
  move(number, value, true);
}

const range = () => (state.range ? parseFloat(state.range) * (page.numbers.find((one) => one.key === "range")?.unit === "km" ? 1e3 : 1) : page.scenario.range_km * 1e3);

function refresh() {
  writeAddress();
  latest("budget", () => getJson(`budget?${query({ brief: true })}`), showBudget);
  if (state.view !== "budget") views[state.view](context());
  if (task()) latest("check", () => getJson(`check?${query({ name: state.challenge })}`), ({ is_met }) => {
    const said = is_met ? words.reached : words.notYet;
    if (find("#task-result").textContent !== said) find("#task-result").textContent = said;
  });
}

const context = () => ({ answer: page.answer, scenario: page.scenario, link: link(), verdict: page.answer?.verdict ?? {}, refresh, moveTo, range });

function showBudget(answer) {
  page.answer = answer;
  const verdict = find("#verdict");
  verdict.textContent = answer.verdict_text.replaceAll("-", (sign, place, text) => (/\d/.test(text[place + 1] ?? "") && !/\w/.test(text[place - 1] ?? " ") ? "−" : sign));
  verdict.className = answer.verdict.closes ? "closes" : "fails";
  clearTimeout(page.spoken);
  page.spoken = setTimeout(() => (find("#spoken").textContent = verdict.textContent), 900);
  if (state.view === "budget") views.budget(context());
}

function chooseView(name) {
  state.view = name;
  for (const tab of find("#tabs").children) {
    const isChosen = tab.dataset.view === name;
    tab.setAttribute("aria-selected", String(isChosen));
    tab.tabIndex = isChosen ? 0 : -1;
    tab.hidden = !available(tab.dataset.view);
  }
  find("#view").replaceChildren();
  problem("", "view");
  find("#view").setAttribute("aria-labelledby", `tab-${name}`);
  refresh();
}

function drawTabs() {
  const tabs = Object.entries(words.tabs).map(([name, text]) => {
    const tab = Object.assign(document.createElement("button"), { type: "button", id: `tab-${name}`, textContent: text });
    tab.setAttribute("role", "tab");
    tab.setAttribute("aria-controls", "view");
    tab.dataset.view = name;
    tab.addEventListener("click", () => chooseView(name));
    return tab;
  });
  find("#tabs").replaceChildren(...tabs);
  find("#tabs").addEventListener("keydown", (event) => {
    const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key], seen = tabs.filter((one) => !one.hidden);
    if (!step) return;
    const next = seen[(seen.indexOf(document.activeElement) + step + seen.length) % seen.length];
    next.focus();
    chooseView(next.dataset.view);
  });
}

// ---------------------------------------------------------------- challenges

function showTask() {
  const chosen = task();
  find("#task").hidden = !chosen;
  find("#challenge").value = state.challenge;
  if (!chosen) return;
  find("#task-title").textContent = say(words.lesson, { number: chosen.lesson, title: chosen.title });
  find("#task-text").textContent = chosen.text;
  find("#task-result").textContent = "";
}

function begin(name) {
  state.challenge = name;
  const chosen = task();
  if (chosen) Object.assign(state, { at: "", set: new Map(), view: name.includes("picture") ? "picture" : "budget", ...chosen.start });
  showTask();
  return load();
}

// ---------------------------------------------------------------- sharing

function save(name, content, kind) {
  const address = URL.createObjectURL(content instanceof Blob ? content : new Blob([content], { type: kind }));
  Object.assign(document.createElement("a"), { href: address, download: name }).click();
  setTimeout(() => URL.revokeObjectURL(address), 5000);
}

async function copy(what) {
  const text = { address: () => location.origin + address(), command: () => page.answer.command, python: () => page.answer.python, toml: () => page.answer.toml }[what]();
  await navigator.clipboard.writeText(text).then(() => tell(words.copied), () => tell(`${words.notCopied} ${text}`));
}

function tell(text) {
  find("#spoken").textContent = text;
  find(".menu").open = false;
}

function csv() {
  const quoted = (text) => (/[",\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);
  const rows = page.answer.rows.map((one) => [one.key, one.name, one.sign, one.value.replaceAll(" ", ""), one.unit, one.status]);
  return [["key", "name", "sign", "value", "unit", "status"], ...rows].map((row) => row.map(quoted).join(",")).join("\r\n");
}

// The figure with the look that it has on the page written into it.
function figure() {
  const drawing = find("#view svg");
  if (!drawing) return null;
  const copied = drawing.cloneNode(true), parts = [drawing, ...drawing.querySelectorAll("*")], copies = [copied, ...copied.querySelectorAll("*")];
  parts.forEach((one, place) => {
    const look = getComputedStyle(one);
    for (const name of ["fill", "stroke", "stroke-width", "stroke-dasharray", "font-family", "font-size", "font-weight", "text-anchor"]) copies[place].setAttribute(name, look.getPropertyValue(name));
  });
  const [, , width, height] = drawing.getAttribute("viewBox").split(" ");
  const ground = document.createElementNS("http://www.w3.org/2000/svg", "rect");
  ground.setAttribute("width", width);
  ground.setAttribute("height", height);
  ground.setAttribute("fill", getComputedStyle(document.body).backgroundColor);
  copied.prepend(ground);
  for (const [name, value] of [["width", width], ["height", height], ["xmlns", "http://www.w3.org/2000/svg"]]) copied.setAttribute(name, value);
  return { text: new XMLSerializer().serializeToString(copied), width: Number(width), height: Number(height) };
}

async function download(what) {
  const name = `${state.scenario}-${state.link}-${state.view}`, drawn = what === "csv" ? null : figure();
  if (what === "csv") return save(`${state.scenario}-${state.link}.csv`, csv(), "text/csv");
  if (!drawn) return tell(words.noFigure);
  if (what === "svg") return save(`${name}.svg`, drawn.text, "image/svg+xml");
  const image = new Image(), canvas = Object.assign(document.createElement("canvas"), { width: 2 * drawn.width, height: 2 * drawn.height });
  image.src = URL.createObjectURL(new Blob([drawn.text], { type: "image/svg+xml" }));
  await image.decode();
  canvas.getContext("2d").drawImage(image, 0, 0, canvas.width, canvas.height);
  URL.revokeObjectURL(image.src);
  canvas.toBlob((blob) => save(`${name}.png`, blob));
}

// ---------------------------------------------------------------- beginning

function problem(text, purpose) {
  if (text) page.problems.set(purpose, text);
  else page.problems.delete(purpose);
  const said = [...new Set(page.problems.values())].join(" ");
  find("#problem").hidden = !said;
  if (find("#problem").textContent !== said) find("#problem").textContent = said;
}

const attempt = (work) => work().then(() => problem("", "load"), (error) => problem(error.message, "load"));

// A file that is worked on is read again when it has changed.
async function watch() {
  const found = await getJson("scenarios").catch(() => null);
  if (found && found.stamp !== page.stamp) {
    page.stamp = found.stamp;
    if (state.scenario === found.own) attempt(() => load({ keep: true }));
  }
  setTimeout(watch, 1500);
}

async function startPage() {
  writeWords();
  drawTabs();
  onProblem(problem);
  readAddress();
  const [{ scenarios, stamp, own }, challenges] = await Promise.all([getJson("scenarios"), getJson("challenges")]);
  Object.assign(page, { stamp, challenges });
  fill(find("#scenario"), scenarios.map((one) => [one, one]), state.scenario);
  fill(find("#challenge"), [["", words.noChallenge], ...challenges.map((one) => [one.name, say(words.lesson, { number: one.lesson, title: one.title })])], state.challenge);
  if (!task()) state.challenge = "";
  showTask();
  await load();
  if (own) setTimeout(watch, 1500);
}

find("#scenario").addEventListener("change", (event) => {
  Object.assign(state, { scenario: event.target.value, link: "", range: "", at: "", set: new Map(), number: "", challenge: "", pins: [] });
  showTask();
  attempt(load);
});
find("#link").addEventListener("change", (event) => {
  Object.assign(state, { link: event.target.value, set: new Map(), number: "", challenge: "", pins: [] });
  showTask();
  attempt(load);
});
find("#challenge").addEventListener("change", (event) => attempt(() => begin(event.target.value)));
find("#task-end").addEventListener("click", () => attempt(() => begin("")));
find("#task-hint").addEventListener("click", () => (find("#task-result").textContent = task().hint));
find("#undo").addEventListener("click", () => undo() && (showAll(), refresh()));
find("#reset").addEventListener("click", () => {
  const chosen = task();
  Object.assign(state, { set: new Map(), at: "", range: chosen?.start.range ?? "" });
  attempt(() => load({ keep: true }));
});
for (const one of document.querySelectorAll("[data-copy]")) one.addEventListener("click", () => copy(one.dataset.copy));
for (const one of document.querySelectorAll("[data-save]")) one.addEventListener("click", () => download(one.dataset.save));
window.addEventListener("popstate", () => (readAddress(), attempt(load)));
attempt(startPage);
