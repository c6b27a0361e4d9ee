// Copying, keys, what is live, and what keeps an open row open while it is replaced. The pages work without it.
(() => {
  'use strict';
  const $ = (selector, root = document) => root.querySelector(selector);
  const $$ = (selector, root = document) => [...root.querySelectorAll(selector)];
  const say = text => { const live = $('#live'); if (live) live.textContent = text; };
  const show = (id, shown) => { const notice = $(id); if (notice) notice.hidden = !shown; };

  document.documentElement.classList.add('js');

  // Times come in UTC; whoever reads them has a zone of their own.
  const clock = new Intl.DateTimeFormat(undefined, { timeStyle: 'medium' });
  const local = new Intl.DateTimeFormat(undefined, { dateStyle: 'medium', timeStyle: 'medium' });
  const prepare = root => {
    $$('[data-needs-script]', root).forEach(element => { element.hidden = false; });
    const times = (name, format) => $$('time[data-' + name + ']', root).forEach(time => {
      time.title = time.textContent;
      time.textContent = format.format(new Date(time.dateTime));
      delete time.dataset[name];
    });
    times('clock', clock);
    times('local', local);
    $$('[data-requests]', root).forEach(follow);
  };

  document.addEventListener('click', async event => {
    const button = event.target.closest('[data-copy]');
    if (!button) return;
    await navigator.clipboard.writeText(button.dataset.copy);
    const label = $('span', button) || button;
    const before = label.textContent;
    label.textContent = 'Copied';
    say('Copied');
    setTimeout(() => { label.textContent = before; }, 1500);
  });

  document.addEventListener('submit', event => {
    const question = event.target.dataset.confirm;
    if (question && !confirm(question)) event.preventDefault();
  });

  // Keys
  const pages = { i: '/', c: '/clusters', a: '/audit', k: '/api-keys', s: '/settings' };
  let going = 0;
  document.addEventListener('keydown', event => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const target = event.target;
    if (event.key === 'Escape' && target.id === 'filter') {
      target.value = '';
      target.dispatchEvent(new Event('input', { bubbles: true }));
      target.blur();
      return;
    }
    if (/^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName)) return;
    if (event.timeStamp - going < 1500 && pages[event.key]) { location.href = pages[event.key]; return; }
    going = 0;
    const rows = $$('main article');
    const at = rows.findIndex(row => row.contains(document.activeElement));
    const focus = index => { const row = rows[index]; if (row) ($('h3 a, summary', row) || row).focus(); };
    switch (event.key) {
      case '/': event.preventDefault(); $('#filter')?.focus(); break;
      case '?': $('#keys')?.showModal(); break;
      case 'g': going = event.timeStamp; break;
      case 'j': focus(Math.min(at + 1, rows.length - 1)); break;
      case 'k': focus(Math.max(at - 1, 0)); break;
      case 'c': $('[data-copy]', rows[at] || document)?.click(); break;
      case 'o': { const details = $('details', rows[Math.max(at, 0)] || document); if (details) details.open = !details.open; break; }
    }
  });

  // A row that is replaced stays open, and keeps the focus where it was.
  let open = [], focused = null;
  document.addEventListener('htmx:beforeSwap', () => {
    open = $$('.intercept details[open]').map(details => details.closest('.intercept').id);
    const active = document.activeElement;
    const row = active && active.closest('.intercept');
    focused = row && active.dataset.focus ? [row.id, active.dataset.focus] : null;
  });
  document.addEventListener('htmx:afterSettle', () => {
    open.forEach(id => { const details = $('#' + CSS.escape(id) + ' details'); if (details) details.open = true; });
    if (focused) $('#' + CSS.escape(focused[0]) + ' [data-focus="' + focused[1] + '"]')?.focus();
    prepare(document);
    show('#problem', false);
  });
  document.addEventListener('htmx:responseError', event => {
    const page = new DOMParser().parseFromString(event.detail.xhr.responseText, 'text/html');
    const said = $('main p', page)?.textContent;
    const problem = $('#problem');
    if (problem) problem.textContent = said || 'That did not work. Load the page again.';
    show('#problem', true);
  });

  // A browser tries again by itself after a broken connection, but never after an answer that is no stream, such as that
  // of a load balancer whose service restarts.
  function stream(address, { on, lost = () => {}, found = () => {} }) {
    let events, again = 0;
    const open = () => {
      events = new EventSource(address);
      for (const [name, act] of Object.entries(on)) events.addEventListener(name, act);
      events.onopen = found;
      events.onerror = () => { lost(); if (events.readyState === EventSource.CLOSED) again = setTimeout(open, 2000); };
    };
    addEventListener('pagehide', () => { clearTimeout(again); events.close(); });
    open();
  }

  // Live: the list is fetched again when something has changed, at most twice a second.
  const main = $('main[data-events]');
  if (main) {
    let due = 0;
    const refresh = () => { due = 0; htmx.trigger(main.dataset.refresh, 'refresh'); };
    stream(main.dataset.events, {
      on: { intercepts: () => { due = due || setTimeout(refresh, 500); } },
      lost: () => show('#lost', true),
      found: () => { if (!$('#lost').hidden) { show('#lost', false); say('Connected again'); refresh(); } },
    });
    setInterval(() => {
      const ids = $$('.traffic').map(drawing => drawing.id.slice(8));
      if (ids.length && !document.hidden) htmx.ajax('GET', '/traffic?ids=' + ids.join(','), { target: 'body', swap: 'none' });
    }, 10000);
  }

  // The request log of a row that is open.
  const kept = 50;
  function follow(log) {
    const details = log.closest('details');
    const events = new EventSource(log.dataset.requests);
    log.removeAttribute('data-requests');
    const body = $('tbody', log);
    const cell = (row, text, name) => { const td = row.insertCell(); td.textContent = text; if (name) td.className = name; return td; };
    events.addEventListener('requests', event => {
      if (!log.isConnected || (details && !details.open)) { events.close(); return; }
      for (const line of JSON.parse(event.data).reverse()) {
        const row = body.insertRow(0);
        cell(row, clock.format(new Date(line.at))).title = line.at;
        cell(row, line.method);
        cell(row, line.path, 'path');
        cell(row, line.status, line.tone);
        cell(row, line.took, 'number');
        cell(row, line.by);
      }
      while (body.rows.length > kept) body.deleteRow(-1);
      $$('.gone', log).forEach(part => part.classList.remove('gone'));
      $('.nothing', log)?.classList.add('gone');
    });
    details?.addEventListener('toggle', () => { if (!details.open) events.close(); });
    addEventListener('pagehide', () => events.close());
  }

  prepare(document);
})();
