// Drawings as SVG: staircase, curves, histogram, bars and sky. Each takes data and gives an element.

const SPACE = "http://www.w3.org/2000/svg";

export function make(name, attributes = {}, ...children) {
  const element = document.createElementNS(SPACE, name);
  for (const [key, value] of Object.entries(attributes)) if (value !== null) element.setAttribute(key, value);
  for (const child of children) element.append(child);
  return element;
}

const text = (x, y, words, attributes = {}) => make("text", { x, y, ...attributes }, words);
const line = (x1, y1, x2, y2, name) => make("line", { x1, y1, x2, y2, class: name });

function figure(width, height, title) {
  const drawing = make("svg", { viewBox: `0 0 ${width} ${height}`, role: "img", "aria-label": title });
  drawing.append(make("title", {}, title));
  return drawing;
}

// Round values between two ends, about `most` of them.
export function ticks(low, high, most) {
  const rough = (high - low) / most || 1;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = [1, 2, 5, 10].map((one) => one * power).find((one) => one >= rough);
  const found = [];
  for (let value = Math.ceil(low / step) * step; value <= high + step * 1e-6; value += step) found.push(Number(value.toPrecision(12)));
  return found;
}

export function short(value) {
  const size = Math.abs(value);
  if (size >= 1e9) return `${Number((value / 1e9).toPrecision(4))} bn`;
  if (size >= 1e6) return `${Number((value / 1e6).toPrecision(4))} million`;
  return Number(value.toPrecision(4)).toLocaleString("en").replaceAll(",", " ").replace("-", "−");
}

export const decibels = (value) => value.toFixed(2).replace("-", "−");

export function stairs(levels, title, axis, narrow) {
  const names = narrow ? 138 : 230, width = narrow ? 420 : 900, row = 26, top = 8;
  const height = top + row * levels.length + 44, right = width - 84;
  const values = levels.flatMap((one) => [one.before_dbw, one.after_dbw]);
  const low = Math.min(...values), high = Math.max(...values);
  const at = (value) => names + 12 + ((value - low) / (high - low || 1)) * (right - names - 12);
  const drawing = figure(width, height, title), bottom = top + row * levels.length;
  for (const value of ticks(low, high, narrow ? 4 : 7)) {
    drawing.append(line(at(value), top, at(value), bottom, "grid"), text(at(value), bottom + 17, short(value), { "text-anchor": "middle", class: "quiet" }));
  }
  drawing.append(text((names + right) / 2, bottom + 36, axis, { "text-anchor": "middle", class: "quiet" }));
  levels.forEach((one, place) => {
    const y = top + row * place, from = at(one.before_dbw), to = at(one.after_dbw), middle = y + row / 2;
    const isLevel = one.kind === "level", isStrong = isLevel || one.kind === "margin";
    drawing.append(text(names, middle + 4, one.name.length > 22 && narrow ? `${one.name.slice(0, 20)}…` : one.name, { "text-anchor": "end", class: isStrong ? "strong" : "" }));
    if (isLevel) drawing.append(make("path", { d: `M${to - 6} ${middle}l6 -6l6 6l-6 6z`, class: "bar" }));
    else {
      const kind = one.kind === "margin" && one.change_db < 0 ? "margin short" : one.kind;
      drawing.append(make("rect", { x: Math.min(from, to), y: y + 5, width: Math.max(Math.abs(to - from), 1.5), height: row - 10, class: kind }));
    }
    if (place + 1 < levels.length && Math.abs(levels[place + 1].before_dbw - one.after_dbw) < 1e-6) drawing.append(line(to, middle, to, middle + row, "link"));
    const said = isLevel ? `${decibels(one.after_dbw)} dBW` : `${one.change_db > 0 ? "+" : ""}${decibels(one.change_db)} dB`;
    const isRight = Math.max(from, to) + 90 > width, isShort = Math.abs(to - from) < 110;
    const place_x = isRight ? Math.min(from, to) - 9 : Math.max(from, to) + 9;
    drawing.append(text(isRight && !isShort ? Math.max(from, to) + 9 : place_x, middle + 4, said, { class: isStrong ? "strong" : "", "text-anchor": isRight && isShort ? "end" : "start" }));
  });
  return drawing;
}

function scale(low, high, from, to, isLog) {
  const turn = isLog ? Math.log10 : (value) => value;
  return (value) => from + ((turn(value) - turn(low)) / (turn(high) - turn(low) || 1)) * (to - from);
}

function path(xs, ys) {
  let said = "", pen = "M";
  xs.forEach((x, place) => {
    if (ys[place] === null || Number.isNaN(ys[place])) pen = "M";
    else {
      said += `${pen}${x.toFixed(1)} ${ys[place].toFixed(1)}`;
      pen = "L";
    }
  });
  return said;
}

// Curves over one axis. `series`: {y, isStrong (of each point), colour (a number)}; `marks`: {x, label}; `rows`: {y, label}.
export function curves({ x, series, marks = [], rows = [], isLog = false, isLogUp = false, across, up, title, cursor = null, narrow, height = 430, onPick = null }) {
  const width = narrow ? 420 : 900, left = narrow ? 50 : 66, right = width - 14, top = 34, bottom = height - 46;
  const all = series.flatMap((one) => one.y).concat(rows.map((one) => one.y)).filter((value) => value !== null && (!isLogUp || value > 0));
  let low = Math.min(...all), high = Math.max(...all);
  if (!isLogUp) [low, high] = [low - 0.04 * (high - low || 1), high + 0.04 * (high - low || 1)];
  const atX = scale(x[0], x.at(-1), left, right, isLog), atY = scale(low, high, bottom, top, isLogUp);
  const drawing = figure(width, height, title);
  const decades = (from, to) => ticks(Math.ceil(Math.log10(from) - 1e-9), Math.floor(Math.log10(to) + 1e-9), 8).filter(Number.isInteger).map((one) => 10 ** one);
  for (const value of isLog ? decades(x[0], x.at(-1)) : ticks(x[0], x.at(-1), narrow ? 4 : 8)) {
    drawing.append(line(atX(value), top, atX(value), bottom, "grid"), text(atX(value), bottom + 17, short(value), { "text-anchor": "middle", class: "quiet" }));
  }
  for (const value of isLogUp ? decades(low, high) : ticks(low, high, 6)) {
    drawing.append(line(left, atY(value), right, atY(value), "grid"), text(left - 6, atY(value) + 4, short(value), { "text-anchor": "end", class: "quiet" }));
  }
  drawing.append(line(left, bottom, right, bottom, "axis"), text((left + right) / 2, height - 8, across, { "text-anchor": "middle", class: "quiet" }));
  drawing.append(text(4, 14, up, { class: "quiet" }));
  for (const one of rows) drawing.append(line(left, atY(one.y), right, atY(one.y), "zero"), text(right - 4, atY(one.y) - 5, one.label, { "text-anchor": "end", class: "quiet" }));
  marks.filter((one) => one.x >= x[0] && one.x <= x.at(-1)).forEach((one, place) => {
    drawing.append(line(atX(one.x), top, atX(one.x), bottom, "mark"));
    const isLeft = atX(one.x) - left > 8 * one.label.length;
    if (!narrow) drawing.append(text(atX(one.x) + (isLeft ? -4 : 4), bottom - 6 - 15 * (place % 4), one.label, { "text-anchor": isLeft ? "end" : "start", class: "quiet" }));
  });
  const xs = x.map(atX);
  for (const one of series) {
    const ys = one.y.map((value) => (value === null || (isLogUp && value <= 0) ? null : atY(value)));
    const kind = `line c${one.colour ?? 0}`;
    drawing.append(make("path", { d: path(xs, ys), class: kind }));
    if (one.isStrong) drawing.append(make("path", { d: path(xs, ys.map((y, place) => (one.isStrong[place] ? y : null))), class: `${kind} thick` }));
  }
  if (cursor !== null && cursor >= x[0] && cursor <= x.at(-1)) {
    drawing.append(line(atX(cursor), top, atX(cursor), bottom, "cursor"));
    const place = x.findIndex((value) => value >= cursor), y = series[0]?.y[place];
    if (y !== null && y !== undefined && (!isLogUp || y > 0)) drawing.append(make("circle", { cx: atX(cursor), cy: atY(y), r: 6, class: "dot" }), text(atX(cursor) + (atX(cursor) > right - 90 ? -10 : 10), Math.max(atY(y) - 9, top + 10), short(y), { class: "strong", "text-anchor": atX(cursor) > right - 90 ? "end" : "start" }));
  }
  if (onPick) {
    drawing.addEventListener("pointerdown", (event) => {
      const box = drawing.getBoundingClientRect(), share = (((event.clientX - box.left) / box.width) * width - left) / (right - left);
      if (share >= 0 && share <= 1) onPick(isLog ? x[0] * (x.at(-1) / x[0]) ** share : x[0] + share * (x.at(-1) - x[0]));
    });
  }
  return drawing;
}

export function histogram(edges, counts, title, across, up, narrow) {
  const width = narrow ? 420 : 900, height = 300, left = 56, right = width - 14, top = 26, bottom = height - 44;
  const low = Math.min(edges[0], 0), high = Math.max(edges.at(-1), 0), most = Math.max(...counts);
  const atX = scale(low, high, left, right, false), atY = scale(0, most, bottom, top, false), drawing = figure(width, height, title);
  counts.forEach((count, place) => drawing.append(make("rect", { x: atX(edges[place]), y: atY(count), width: Math.max(atX(edges[place + 1]) - atX(edges[place]) - 1, 1), height: bottom - atY(count), class: edges[place + 1] <= 0 ? "loss" : "bar" })));
  for (const value of ticks(low, high, narrow ? 5 : 9)) drawing.append(text(atX(value), bottom + 17, short(value), { "text-anchor": "middle", class: "quiet" }));
  for (const value of ticks(0, most, 3)) drawing.append(text(left - 6, atY(value) + 4, short(value), { "text-anchor": "end", class: "quiet" }));
  drawing.append(line(atX(0), top, atX(0), bottom, "zero"), line(left, bottom, right, bottom, "axis"));
  drawing.append(text((left + right) / 2, height - 8, across, { "text-anchor": "middle", class: "quiet" }), text(4, 14, up, { class: "quiet" }));
  return drawing;
}

// Bars between the margins at both ends of a number's range. `rows`: {name, low, high}.
export function bars(rows, middle, title, across, narrow) {
  const names = narrow ? 150 : 290, width = narrow ? 420 : 900, row = 26, bottom = 8 + row * rows.length, right = width - 60;
  const values = rows.flatMap((one) => [one.low, one.high]).concat([middle, 0]), low = Math.min(...values), high = Math.max(...values);
  const at = scale(low, high, names + 55, right, false), drawing = figure(width, bottom + 44, title);
  for (const value of ticks(low, high, narrow ? 4 : 7)) drawing.append(line(at(value), 8, at(value), bottom, "grid"), text(at(value), bottom + 17, short(value), { "text-anchor": "middle", class: "quiet" }));
  rows.forEach((one, place) => {
    const y = 8 + row * place, from = at(Math.min(one.low, one.high)), to = at(Math.max(one.low, one.high));
    drawing.append(text(names, y + row / 2 + 4, one.name.slice(0, narrow ? 22 : 44), { "text-anchor": "end" }), make("rect", { x: from, y: y + 5, width: Math.max(to - from, 1.5), height: row - 10, class: "bar" }));
    drawing.append(text(from - 5, y + row / 2 + 4, decibels(Math.min(one.low, one.high)), { "text-anchor": "end", class: "quiet" }), text(to + 5, y + row / 2 + 4, decibels(Math.max(one.low, one.high)), { class: "quiet" }));
  });
  drawing.append(line(at(middle), 4, at(middle), bottom, "cursor"), line(at(0), 4, at(0), bottom, "zero"), text((names + right) / 2, bottom + 36, across, { "text-anchor": "middle", class: "quiet" }));
  return drawing;
}

export function sky(azimuth, elevation, isStrong, title) {
  const size = 340, middle = size / 2, radius = middle - 24, drawing = figure(size, size, title);
  for (const ring of [0, 30, 60]) drawing.append(make("circle", { cx: middle, cy: middle, r: (radius * (90 - ring)) / 90, class: "link" }), text(middle + 3, middle - (radius * (90 - ring)) / 90 + 13, `${ring}°`, { class: "quiet" }));
  [["N", 0, -1], ["E", 1, 0], ["S", 0, 1], ["W", -1, 0]].forEach(([name, x, y]) => drawing.append(text(middle + x * (radius + 13), middle + y * (radius + 13) + 5, name, { "text-anchor": "middle", class: "strong" })));
  const turn = Math.PI / 180, far = elevation.map((one) => (radius * (90 - Math.max(one, 0))) / 90);
  const xs = azimuth.map((one, place) => middle + far[place] * Math.sin(one * turn)), ys = azimuth.map((one, place) => middle - far[place] * Math.cos(one * turn));
  drawing.append(make("path", { d: path(xs, ys), class: "line" }), make("path", { d: path(xs, ys.map((y, place) => (isStrong[place] ? y : null))), class: "line thick" }), make("circle", { cx: xs[0], cy: ys[0], r: 5, class: "dot" }));
  return drawing;
}
