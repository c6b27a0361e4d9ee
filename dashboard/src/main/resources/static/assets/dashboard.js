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
    [...logs.keys()].filter(log => !log.isConnected).forEach(unfollow);
    $$('[data-requests]', root).forEach(follow);
  };

  // A page has the clipboard over HTTPS and on localhost only. Elsewhere most browsers still copy what a page puts into the event;
  // where one does not, the text is selected, and stands for all of what the button would have copied.
  let taken = null;
  document.addEventListener('copy', event => {
    if (!taken || (taken.shown && getSelection().toString().trim() !== taken.shown)) return;
    event.clipboardData.setData('text/plain', taken.text);
    event.preventDefault();
  });
  const copy = async text => {
    try { await navigator.clipboard.writeText(text); return true; } catch { /* not there, or not allowed */ }
    taken = { text };
    try { return document.execCommand('copy'); } catch { return false; } finally { taken = null; }
  };
  document.addEventListener('click', async event => {
    const button = event.target.closest('[data-copy]');
    if (!button) return;
    const copied = await copy(button.dataset.copy);
    const text = $('.url, code, pre', button.parentElement);
    if (!copied && text) {
      taken = { text: button.dataset.copy, shown: text.textContent.trim() };
      getSelection().selectAllChildren(text);
    }
    const label = $('span', button);
    button.dataset.label ||= label.textContent;
    label.textContent = copied ? 'Copied' : 'Selected: copy it';
    say(copied ? 'Copied' : 'This browser lets no page copy here. The text is selected: copy it yourself.');
    setTimeout(() => { label.textContent = button.dataset.label; }, copied ? 1500 : 6000);
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

  // A row that is replaced stays open and keeps the focus; what it had fetched stands there until it has come anew.
  let open = [], focused = null, lefts = [];
  const scrolled = details => $$('.scroll, .history ol', details);
  document.addEventListener('htmx:beforeSwap', () => {
    lefts = $$('.scroll[id]').map(part => [part.id, part.scrollLeft]);
    open = $$('article[id] details[open]').map(details => ({
      id: details.closest('article').id,
      more: $('.more:not([hx-get])', details),
      tops: scrolled(details).map(part => part.scrollTop),
    }));
    const active = document.activeElement;
    const row = active && active.closest('article[id]');
    focused = row && active.dataset.focus ? [row.id, active.dataset.focus] : null;
  });
  document.addEventListener('htmx:afterSettle', () => {
    for (const { id, more, tops } of open) {
      const details = $('#' + CSS.escape(id) + ' details');
      if (!details) continue;
      details.open = true;
      if (more && !more.isConnected) $('.more[hx-get]', details)?.replaceChildren(...more.childNodes);
      scrolled(details).forEach((part, index) => { part.scrollTop = tops[index] || 0; });
    }
    for (const [id, left] of lefts) { const part = document.getElementById(id); if (part) part.scrollLeft = left; }
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

  // A stream of events that is found again, whatever ended it: a browser tries again by itself after a broken connection, with
  // the old address, but never after an answer that is no stream, such as that of a load balancer whose service restarts.
  function stream(address, on, { lost = () => {}, found = () => {} } = {}) {
    let events, again, pause = 2000;
    const ended = new AbortController();
    const open = () => {
      events = new EventSource(address());
      for (const [name, act] of Object.entries(on)) events.addEventListener(name, act);
      events.onopen = () => { pause = 2000; found(); };
      events.onerror = () => { close(); lost(); again = setTimeout(open, pause); pause = Math.min(pause * 1.5, 15000); };
    };
    const close = () => { clearTimeout(again); events.close(); };
    addEventListener('pagehide', close, { signal: ended.signal });
    addEventListener('pageshow', event => { if (event.persisted) open(); }, { signal: ended.signal });
    open();
    return () => { ended.abort(); close(); };
  }

  // Live: a part of the page is fetched again when something in it has changed, at most twice a second. A form that somebody is
  // filling in stays as it is.
  document.addEventListener('input', event => { event.target.closest('form[data-keep]')?.classList.add('edited'); });
  const main = $('main[data-events]');
  if (main) {
    const due = new Set();
    const refresh = name => {
      due.delete(name);
      for (const part of $$('[data-live="' + name + '"]')) {
        if ($('form.edited', part)) show('#stale', true); else htmx.trigger(part, 'refresh');
      }
    };
    const all = () => new Set($$('[data-live]').map(part => part.dataset.live)).forEach(refresh);
    const later = name => { if (!due.has(name)) { due.add(name); setTimeout(refresh, 500, name); } };
    stream(() => main.dataset.events, { changed: event => event.data.split(' ').forEach(later) }, {
      lost: () => show('#lost', true),
      found: () => { if (!$('#lost').hidden) { show('#lost', false); say('Connected again'); all(); } },
    });
    // What grows older by itself.
    if ('ages' in main.dataset) setInterval(() => { if (!document.hidden) all(); }, 15000);
    setInterval(() => {
      const ids = $$('.traffic').map(drawing => drawing.id.slice(8));
      if (ids.length && !document.hidden) htmx.ajax('GET', '/traffic?ids=' + ids.join(','), { target: 'body', swap: 'none' });
    }, 10000);
  }

  // The request logs of rows that are open. A browser has six connections to a host that speaks HTTP/1.1: each log takes one, so
  // that the row that was opened first is closed again where a fourth is opened.
  const lines = 50, logs = new Map();
  function follow(log) {
    const details = log.closest('details');
    const address = new URL(log.dataset.requests, location);
    log.removeAttribute('data-requests');
    const body = $('tbody', log);
    const cell = (row, text, name) => { const td = row.insertCell(); td.textContent = text; if (name) td.className = name; return td; };
    const requests = event => {
      const news = JSON.parse(event.data);
      address.searchParams.set('after', news[0].number);
      for (const line of news.reverse()) {
        const row = body.insertRow(0);
        cell(row, clock.format(new Date(line.at))).title = line.at;
        cell(row, line.method);
        cell(row, line.path, 'path');
        cell(row, line.status, line.tone);
        cell(row, line.took, 'number');
        cell(row, line.by);
      }
      while (body.rows.length > lines) body.deleteRow(-1);
      $$('.gone', log).forEach(part => part.classList.remove('gone'));
      $('.nothing', log)?.classList.add('gone');
    };
    const listen = () => {
      if (!details.open) { unfollow(log); return; }
      if (logs.has(log) || !log.isConnected) return;
      logs.set(log, stream(() => address, { requests }));
      const [first] = logs.keys();
      if (logs.size > 3) first.closest('details').open = false;
    };
    details.addEventListener('toggle', listen);
    listen();
  }
  function unfollow(log) { logs.get(log)?.(); logs.delete(log); }

  prepare(document);
})();
