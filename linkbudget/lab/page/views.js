// The views: each asks for its data and draws it. `ask` runs a request; the latest answer is drawn.

import { bars, curves, decibels, histogram, make, sky, stairs } from "./charts.js";
import { get, getJson, latest } from "./api.js";
import { query, state, writeAddress } from "./state.js";
import { say, words } from "./words.js";

const view = document.querySelector("#view");
const isNarrow = () => view.clientWidth < 620;
const own = { picture: null, address: "", sound: "" };
let open = "", start = new Map(), latestContext = null;

export const views = { budget: drawBudget, distance: drawDistance, picture: drawPicture, pass: drawPass, tolerance: drawTolerance, listen: drawListen };

export function setStart(rows) {
  start = new Map(rows.map((one) => [one.key, one]));
}

function element(name, properties = {}, ...children) {
  const made = Object.assign(document.createElement(name), properties);
  made.append(...children);
  return made;
}

function choice(label, options, chosen, pick) {
  const list = element("select", {}, ...options.map(([value, text]) => element("option", { value, textContent: text, selected: value === chosen })));
  list.addEventListener("change", () => pick(list.value));
  return element("label", {}, `${label} `, list);
}

// A part of the view that stays while its content changes, so that focus and scrolling are kept.
function part(name) {
  let found = view.querySelector(`[data-part="${name}"]`);
  if (!found) {
    found = element("div");
    found.dataset.part = name;
    view.append(found);
  }
  return found;
}

function drawBudget(context) {
  latestContext = context;
  const { answer } = context, narrow = isNarrow();
  const drawing = answer.levels.length ? stairs(answer.levels, say(words.budget.stairs, { verdict: answer.verdict_text }), words.budget.level, narrow) : element("p", { textContent: words.budget.noStairs });
  part("figure").replaceChildren(drawing);
  drawPins(answer);
  const table = part("table");
  if (!isSameTable(table, answer)) drawTable(table, context);
  for (const one of answer.rows) fillRow(table.querySelector(`tr[data-key="${one.key}"]`), one);
  part("notes").replaceChildren(...answer.notes.map((note) => element("p", { textContent: note })));
  if (open) explain(open);
}

// While numbers move, the lines stay: then their texts alone are written.
const isSameTable = (table, { rows }) => table.dataset.shown === JSON.stringify([open, state.pins, rows.map((one) => one.key)]);

function drawTable(table, context) {
  const { rows } = context.answer, had = document.activeElement?.dataset?.line ?? "", pinned = document.activeElement?.dataset?.pin ?? "";
  const heads = [words.budget.line, words.budget.sign, words.budget.value, words.budget.unit, words.budget.status, words.budget.pin];
  const lines = rows.flatMap((one) => [row(one, context), ...(one.key === open ? [element("tr", { className: "details" }, element("td", { colSpan: 6, id: "details" }))] : [])]);
  Object.assign(table, { className: "wide", tabIndex: 0, role: "region", ariaLabel: words.tabs.budget });
  table.dataset.shown = JSON.stringify([open, state.pins, rows.map((one) => one.key)]);
  table.replaceChildren(element("table", {}, element("caption", { textContent: words.budget.caption }),
    element("thead", {}, element("tr", {}, ...heads.map((head, place) => element("th", { scope: "col", textContent: head, className: place === 2 ? "value" : "" })))), element("tbody", {}, ...lines)));
  if (had) table.querySelector(`[data-line="${had}"]`)?.focus({ preventScroll: true });
  if (pinned) table.querySelector(`[data-pin="${pinned}"]`)?.focus({ preventScroll: true });
}

function fillRow(line, one) {
  [one.value.replace("-", "−"), one.unit, one.status].forEach((text, place) => {
    const cell = line.children[place + 2];
    if (cell.textContent !== text) cell.textContent = text;
  });
}

function row(one, context) {
  const button = element("button", { type: "button", textContent: one.name }), pin = element("input", { type: "checkbox", checked: state.pins.includes(one.key) });
  button.dataset.line = one.key;
  button.setAttribute("aria-expanded", String(one.key === open));
  button.addEventListener("click", () => {
    open = one.key === open ? "" : one.key;
    drawBudget(latestContext);
  });
  pin.dataset.pin = one.key;
  pin.setAttribute("aria-label", say(words.budget.pinLine, { name: one.name }));
  pin.addEventListener("change", () => {
    state.pins = pin.checked ? [...state.pins, one.key].slice(-2) : state.pins.filter((key) => key !== one.key);
    writeAddress();
    drawBudget(latestContext);
  });
  const line = element("tr", { className: one.stands_out ? "total" : "" }, element("td", {}, button), element("td", { textContent: one.sign.replace("-", "−") }),
    element("td", { className: "value" }), element("td"), element("td"), element("td", {}, pin));
  line.dataset.key = one.key;
  return line;
}

function explain(key) {
  latest("explain", () => getJson(`explain?${query({ line: key })}`), (found) => {
    const cell = document.querySelector("#details");
    cell?.replaceChildren(...found.details.map((text, place) => element("p", { textContent: text.replaceAll(" -", " −"), className: place ? "" : "equation" })));
  });
}

function drawPins(answer) {
  const box = part("pins"), found = state.pins.map((key) => answer.rows.find((one) => one.key === key)).filter(Boolean);
  if (!found.length) return box.replaceChildren();
  const number = (text) => parseFloat(String(text).replaceAll(" ", ""));
  const lines = found.map((one) => {
    const before = start.get(one.key), isSame = before && before.unit === one.unit;
    return element("tr", {}, element("th", { scope: "row", textContent: one.name }), ...[one.value, before?.value ?? "", isSame ? decibels(number(one.value) - number(before.value)) : ""].map((text) => element("td", { className: "value", textContent: String(text).replace("-", "−") })), element("td", { textContent: one.unit }));
  });
  if (found.length === 2 && found[0].unit === found[1].unit) lines.push(element("tr", {}, element("th", { scope: "row", textContent: words.budget.difference }), element("td", { className: "value", textContent: decibels(number(found[0].value) - number(found[1].value)) }), element("td"), element("td"), element("td", { textContent: found[0].unit.startsWith("dB") ? "dB" : found[0].unit })));
  const heads = [words.budget.compare, words.budget.now, words.budget.start, words.budget.change, words.budget.unit];
  box.replaceChildren(element("table", {}, element("thead", {}, element("tr", {}, ...heads.map((text, place) => element("th", { scope: "col", textContent: text, className: place % 4 ? "value" : "" })))), element("tbody", {}, ...lines)));
}

function drawDistance({ refresh, moveTo, range }) {
  const quantity = state.quantity || "snr", links = state.links || "one";
  const options = part("options");
  if (!options.children.length) {
    options.className = "options";
    const pick = (name) => (value) => {
      state[name] = value;
      writeAddress();
      refresh();
    };
    options.append(choice(words.curve.quantity, ["snr", "margin", "rate"].map((one) => [one, words.curve[one]]), quantity, pick("quantity")), choice(words.curve.links, [["one", words.curve.one], ["all", words.curve.all]], links, pick("links")));
  }
  latest("view", () => getJson(`curve?${query({ links })}`), (found) => {
    if (state.view !== "distance") return;
    const field = { snr: "snr_db", margin: "margin_db", rate: "rate_bps" }[quantity], drawn = found.links.filter((one) => one[field]);
    const first = drawn[0];
    if (!first) return part("figure").replaceChildren(element("p", { textContent: words.noFigure }));
    const rows = quantity === "margin" ? [{ y: 0, label: "0 dB" }] : quantity === "snr" && drawn.length === 1 && first.required_db !== null ? [{ y: first.required_db, label: words.curve.required }] : [];
    const km = found.range_m.map((one) => one / 1e3), isLogUp = quantity === "rate";
    const drawing = curves({
      x: km, isLog: true, isLogUp, rows, narrow: isNarrow(), cursor: range() / 1e3,
      series: drawn.map((one, place) => ({ y: one[field], isStrong: one.margin_db.map((margin) => margin !== null && margin >= 0), colour: place })),
      marks: found.events.map((one) => ({ x: one.range_m / 1e3, label: one.title })),
      across: words.curve.distance, up: `${quantity === "snr" && drawn.length === 1 ? first.ratio : words.curve[quantity]} [${words.curve.units[quantity]}]`,
      title: say(words.curve.described, { quantity: words.curve[quantity], link: first.title, reach: first.reach }),
      onPick: (value) => moveTo(value * 1e3),
    });
    part("figure").replaceChildren(drawing);
    const key = drawn.map((one, place) => element("li", {}, make("svg", { viewBox: "0 0 26 8", "aria-hidden": "true" }, make("path", { d: "M2 4h22", class: `line thick c${place}` })), say(words.curve.closes, one)));
    part("key").replaceChildren(element("ul", { className: "key" }, ...key), element("p", { textContent: words.curve.note }));
  });
}

function drawPicture({ link, scenario }) {
  if (!link.has_pictures) {
    const others = scenario.links.filter((one) => one.has_pictures).map((one) => one.name);
    return view.replaceChildren(element("p", { textContent: say(words.picture.none, { links: others.join(", ") || "–" }) }));
  }
  const box = part("pictures");
  if (!box.children.length) {
    const file = element("input", { type: "file", accept: "image/*" }), chart = element("button", { type: "button", textContent: words.picture.chart });
    file.addEventListener("change", () => {
      own.picture = file.files[0] ?? null;
      drawPicture({ link, scenario });
    });
    chart.addEventListener("click", () => {
      own.picture = null;
      file.value = "";
      drawPicture({ link, scenario });
    });
    const one = element("img", { id: "received", alt: words.picture.received, width: 256, height: 256 });
    box.className = "pictures";
    box.append(element("figure", {}, one, element("figcaption", { textContent: words.picture.received })), element("figure", {}, element("p", { id: "flaws", role: "status" }), element("label", {}, `${words.picture.own} `, file), " ", chart));
  }
  const options = own.picture ? { method: "POST", body: own.picture, headers: { "Content-Type": "application/octet-stream" } } : {};
  latest("view", async () => {
    const answer = await get(`picture?${query({ side: 256 })}`, options);
    return { blob: await answer.blob(), share: Number(answer.headers.get("X-Wrong-Share")), snr: answer.headers.get("X-Picture-SNR-dB") };
  }, ({ blob, share, snr }) => {
    const image = document.querySelector("#received");
    if (!image) return;
    URL.revokeObjectURL(own.address);
    own.address = URL.createObjectURL(blob);
    image.src = own.address;
    const percent = `${Number((100 * share).toPrecision(3))} %`;
    document.querySelector("#flaws").textContent = say(link.kind === "analog-video" ? words.picture.noResult : words.picture.result, { share: percent, snr: snr.replace("-", "−") });
    image.alt = `${words.picture.received}: ${document.querySelector("#flaws").textContent}`;
  });
}

function drawPass({ refresh }) {
  latest("view", () => getJson(`pass?${query({ number: state.number || -1 })}`), (found) => {
    if (state.view !== "pass") return;
    const where = { station: found.station, rise: found.rise.slice(0, 16).replace("T", " ") };
    const options = found.passes.map((one, place) => [String(place), say(words.pass.item, { rise: one.rise.slice(11, 16), elevation: Math.round(one.maximum_elevation_deg) })]);
    const pick = choice(words.pass.choose, options, String(found.chosen), (value) => {
      state.number = value;
      writeAddress();
      refresh();
    });
    const minutes = found.time_s.map((one) => one / 60), isStrong = found.margin_db.map((one) => one !== null && one >= 0);
    const rows = [["elevation", found.elevation_deg], ["margin", found.margin_db], ["doppler", found.doppler_hz.map((one) => one / 1e3)]];
    const drawings = rows.filter(([, y]) => y.some((one) => one !== null)).map(([name, y]) => curves({ x: minutes, series: [{ y, isStrong }], rows: name === "margin" ? [{ y: 0, label: "0 dB" }] : [], across: words.pass.time, up: words.pass[name], title: `${words.pass[name]}, ${say(words.pass.over, where)}`, narrow: isNarrow(), height: 230 }));
    view.replaceChildren(element("div", { className: "options" }, pick, element("span", { textContent: say(words.pass.over, where) })), element("div", { className: "sky" }, sky(found.azimuth_deg, found.elevation_deg, isStrong, say(words.pass.sky, found))), ...drawings);
  });
}

function drawTolerance({ verdict }) {
  latest("view", () => getJson(`table?${query()}`), (found) => {
    if (state.view !== "tolerance") return;
    const narrow = isNarrow(), share = `${Number((100 * found.probability).toPrecision(4))} %`;
    const sentence = say(words.tolerance.probability, { share, samples: found.samples });
    const rows = found.influences.filter((one) => one.at_low_db !== null && one.at_high_db !== null).slice(0, 10).map((one) => ({ name: one.name, low: one.at_low_db, high: one.at_high_db }));
    const heads = ["margin", "nominal", "adverse", "favourable", "mean", "sigma", "accepted"];
    const cell = (value) => (value === null ? "–" : decibels(value));
    const lines = found.margins.map((one) => element("tr", {}, element("th", { scope: "row", textContent: one.name }), ...[one.nominal, one.adverse, one.favourable, one.mean, one.mean_minus_3_sigma].map((value) => element("td", { className: "value", textContent: cell(value) })), element("td", { textContent: one.accepted ? words.tolerance.yes : words.tolerance.no })));
    view.replaceChildren(
      element("p", { textContent: sentence }),
      histogram(found.histogram.edges_db, found.histogram.counts, say(words.tolerance.described, { sentence }), words.tolerance.histogram, words.tolerance.count, narrow),
      element("h3", { textContent: words.tolerance.influences }), element("p", { textContent: words.tolerance.influencesNote }),
      bars(rows, verdict.closing_margin_db ?? 0, words.tolerance.influences, words.tolerance.histogram, narrow),
      element("h3", { textContent: words.tolerance.table }),
      element("div", { className: "wide", tabIndex: 0, role: "region", ariaLabel: words.tolerance.table }, element("table", {}, element("thead", {}, element("tr", {}, ...heads.map((name, place) => element("th", { scope: "col", textContent: words.tolerance[name], className: place && place < 6 ? "value" : "" })))), element("tbody", {}, ...lines))));
  });
}

function drawListen() {
  if (view.querySelector("audio")) return;
  const play = element("button", { type: "button", textContent: words.listen.play }), sound = element("audio", { controls: true });
  play.addEventListener("click", () => latest("sound", async () => (await get(`sound?${query()}`)).blob(), (blob) => {
    URL.revokeObjectURL(own.sound);
    own.sound = URL.createObjectURL(blob);
    sound.src = own.sound;
    sound.play().catch(() => {});
  }));
  view.replaceChildren(element("p", { textContent: words.listen.note }), play, element("p", {}, sound));
}
