(() => {
  const owner = "%OWNER%", organization = "%ORGANIZATION%", dashboard = "%DASHBOARD%";
  const key = "intercepts-banner-closed", root = document.documentElement;
  if (window !== window.top || document.querySelector("intercepts-banner")) return;
  try {
    if (localStorage.getItem(key)) return;
  } catch { /* storage is switched off: the banner just comes back */ }

  const make = (name, text, attributes = {}) => {
    const element = document.createElement(name);
    element.textContent = text;
    for (const [k, v] of Object.entries(attributes)) element.setAttribute(k, v);
    return element;
  };
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(`
    :host { all: initial; display: block; height: 36px; color-scheme: light dark }
    div { position: fixed; inset: auto 0 0 0; z-index: 2147483647; box-sizing: border-box; height: 36px;
      display: flex; align-items: center; gap: 8px; padding: 0 8px 0 16px; font: 14px/20px system-ui, sans-serif;
      color: light-dark(#1b1f24, #f0f3f6); background: light-dark(#f6f8fa, #161b22);
      border-top: 1px solid light-dark(#d0d7de, #30363d) }
    b { padding: 0 8px; border-radius: 4px; color: #fff; background: #3b5bdb; font-weight: 600 }
    span { flex: 1; min-width: 0; overflow: hidden; text-overflow: ellipsis; white-space: nowrap }
    a { color: light-dark(#2f49b0, #a5b8ff) }
    button { font: inherit; width: 28px; height: 28px; border: 0; border-radius: 4px; color: inherit; background: none;
      cursor: pointer }
    button:hover { background: light-dark(#e1e6eb, #30363d) }
    :focus-visible { outline: 2px solid #3b5bdb; outline-offset: 1px }
    @media print { :host { display: none } }`);

  const host = document.createElement("intercepts-banner");
  const shadow = host.attachShadow({ mode: "closed" });
  shadow.adoptedStyleSheets = [sheet];
  const bar = make("div", "", { role: "region", "aria-label": "Preview" });
  const close = make("button", "\u00d7", { type: "button", "aria-label": "Close the preview banner", title: "Close (Esc)" });
  bar.append(
    make("b", "preview"),
    make("span", `${owner} \u00b7 ${organization}`),
    make("a", "Dashboard", { href: dashboard, target: "_blank", rel: "noopener noreferrer" }),
    close);
  shadow.append(bar);

  const end = () => {
    host.remove();
    removeEventListener("keydown", onKey);
    try { localStorage.setItem(key, "1"); } catch { /* closed for this page only */ }
  };
  const onKey = event => {
    if (event.key === "Escape" && !event.defaultPrevented) end();
  };
  close.addEventListener("click", end);
  addEventListener("keydown", onKey);
  root.append(host);
  document.currentScript?.remove();
})();
