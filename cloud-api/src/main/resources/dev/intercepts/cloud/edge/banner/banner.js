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
    :host { all: initial !important; display: block !important; height: 36px !important; color-scheme: light dark !important }
    div { position: fixed; inset: auto 0 0 0; z-index: 2147483647; box-sizing: border-box; height: 36px;
      display: flex; align-items: center; gap: 8px; padding: 0 8px 0 16px; font: 14px/20px system-ui, sans-serif;
      color: light-dark(#1b1f24, #f0f3f6); background: light-dark(#f6f8fa, #161b22);
      border-top: 1px solid light-dark(#d0d7de, #30363d) }
    b { padding: 0 8px; border-radius: 4px; color: #fff; background: #2f49b0; font-weight: 600 }
    span { flex: 1; min-width: 0; overflow: hidden; text-overflow: ellipsis; white-space: nowrap }
    a { color: light-dark(#2f49b0, #a5b8ff) }
    button { font: inherit; width: 28px; height: 28px; border: 0; border-radius: 4px; color: inherit; background: none;
      cursor: pointer }
    button:hover { background: light-dark(#e1e6eb, #30363d) }
    :focus-visible { outline: 2px solid light-dark(#2f49b0, #a5b8ff); outline-offset: 1px }
    @media print { :host { display: none !important } }`);

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

  // Content that flows out of a body of fixed height ends below the body's end: the banner's place has to be behind it.
  const place = sheet.cssRules[0].style;
  const fit = () => {
    const body = document.body;
    const flows = body && document.compatMode !== "BackCompat" &&
      [root, body].some(element => getComputedStyle(element).overflowY === "visible");
    const over = flows ? Math.max(0, body.scrollHeight - body.offsetHeight) : 0;
    place.setProperty("margin-top", over + "px", "important");
  };
  const sizes = new ResizeObserver(fit);

  const end = () => {
    host.remove();
    sizes.disconnect();
    for (const event of ["load", "resize", "scroll"]) removeEventListener(event, fit);
    removeEventListener("keydown", onKey);
    try { localStorage.setItem(key, "1"); } catch { /* closed for this page only */ }
  };
  const onKey = event => {
    if (event.key === "Escape" && !event.defaultPrevented) end();
  };
  close.addEventListener("click", end);
  addEventListener("keydown", onKey);
  root.append(host);
  if (document.body) sizes.observe(document.body);
  for (const event of ["load", "resize", "scroll"]) addEventListener(event, fit, { passive: true });
  fit();
  document.currentScript?.remove();
})();
