// Copying, filtering, keys, and what keeps an open row open while it is replaced. The pages work without it.
(() => {
  'use strict';
  const $ = (selector, root = document) => root.querySelector(selector);
  const $$ = (selector, root = document) => [...root.querySelectorAll(selector)];
  const say = text => { const live = $('#live'); if (live) live.textContent = text; };

  document.documentElement.classList.add('js');
  const reveal = root => $$('[data-needs-script]', root).forEach(element => { element.hidden = false; });

  document.addEventListener('click', async event => {
    const button = event.target.closest('[data-copy]');
    if (!button) return;
    await navigator.clipboard.writeText(button.dataset.copy);
    const label = $('span', button) || button;
    const before = label.textContent;
    label.textContent = 'Copied';
    say('Copied ' + button.dataset.copy);
    setTimeout(() => { label.textContent = before; }, 1500);
  });

  // Filter: by the words of the row.
  const filter = () => {
    const input = $('#filter');
    if (!input) return;
    const words = input.value.toLowerCase().split(/\s+/).filter(Boolean);
    $$('.intercept').forEach(row => {
      const text = row.dataset.words || '';
      row.hidden = !words.every(word => text.includes(word));
    });
  };
  document.addEventListener('input', event => { if (event.target.id === 'filter') filter(); });

  document.addEventListener('keydown', event => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === 'Escape' && event.target.id === 'filter') { event.target.value = ''; filter(); event.target.blur(); return; }
    if (/^(INPUT|TEXTAREA|SELECT)$/.test(event.target.tagName)) return;
    const rows = $$('.intercept:not([hidden])');
    const at = rows.findIndex(row => row.contains(document.activeElement));
    const focus = index => { const row = rows[index]; if (row) ($('h3 a, .url, summary', row) || row).focus(); };
    switch (event.key) {
      case '/': event.preventDefault(); $('#filter')?.focus(); break;
      case '?': $('#keys')?.showModal(); break;
      case 'j': focus(Math.min(at + 1, rows.length - 1)); break;
      case 'k': focus(Math.max(at - 1, 0)); break;
      case 'c': $('[data-copy]', rows[at] || document)?.click(); break;
      case 'o': { const details = rows[at] && $('details', rows[at]); if (details) details.open = !details.open; break; }
    }
  });

  // A row that is replaced stays open, and keeps the focus where it was.
  let open = new Set(), focused = null;
  document.addEventListener('htmx:beforeSwap', () => {
    open = new Set($$('.intercept details[open]').map(details => details.closest('.intercept').id));
    const active = document.activeElement;
    focused = active && active.closest('.intercept') && active.dataset.focus
      ? [active.closest('.intercept').id, active.dataset.focus] : null;
  });
  document.addEventListener('htmx:afterSettle', () => {
    open.forEach(id => { const details = $('#' + CSS.escape(id) + ' details'); if (details) details.open = true; });
    if (focused) $('#' + CSS.escape(focused[0]) + ' [data-focus="' + focused[1] + '"]')?.focus();
    reveal(document);
    filter();
  });

  document.addEventListener('htmx:sseError', () => { const lost = $('#lost'); if (lost) lost.hidden = false; });
  document.addEventListener('htmx:sseOpen', () => {
    const lost = $('#lost');
    if (lost && !lost.hidden) { lost.hidden = true; say('Connected again'); htmx.trigger('#intercepts', 'refresh'); }
  });
  document.addEventListener('submit', event => {
    const question = event.target.dataset.confirm;
    if (question && !confirm(question)) event.preventDefault();
  });
  reveal(document);
})();
