// The page of the API, written from its own OpenAPI document.

const element = (name, properties = {}, ...children) => {
  const made = Object.assign(document.createElement(name), properties);
  made.append(...children);
  return made;
};

const kind = (schema) => schema.type ?? (schema.anyOf ?? []).map((one) => one.type).filter((one) => one !== "null").join(" or ");
const usual = ({ default: value }) => (value === undefined || value === "" ? "" : JSON.stringify(value));

const found = await (await fetch("/api/openapi.json")).json();
for (const [path, methods] of Object.entries(found.paths)) {
  for (const [method, about] of Object.entries(methods)) {
    const rows = (about.parameters ?? []).map((one) => element("tr", {}, ...[one.name, kind(one.schema), usual(one.schema), one.description ?? ""].map((textContent) => element("td", { textContent }))));
    const heads = ["Parameter", "Type", "Usual", "Meaning"].map((textContent) => element("th", { scope: "col", textContent }));
    const parts = [element("h2", { textContent: `${method.toUpperCase()} ${path}` }), element("p", { textContent: about.description ?? about.summary })];
    if (rows.length) parts.push(element("div", { className: "wide", tabIndex: 0, role: "region", ariaLabel: `${method.toUpperCase()} ${path}` }, element("table", {}, element("thead", {}, element("tr", {}, ...heads)), element("tbody", {}, ...rows))));
    if (method === "get") parts.push(element("p", {}, element("a", { href: path, textContent: `Try ${path}` })));
    document.querySelector("#paths").append(element("section", {}, ...parts));
  }
}
