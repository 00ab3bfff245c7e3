/**
 * The script of the Turnstile simulator, as a page loads it: `turnstile.render`, `reset`, `remove`, `getResponse`,
 * `isExpired`, `ready`, and `?render=explicit&onload=name`. It sets no style in markup and loads nothing, so it runs
 * under a policy that allows this origin for scripts and connections. Only the documented test keys work.
 */
(() => {
  const script = new URL(document.currentScript.src);
  const tokenUrl = new URL('token', script).href;
  const widgets = new Map();
  const SOLVED_AFTER_MS = 100;
  const LIFETIME_MS = 300_000;
  const COLORS = {
    light: { color: '#1d1f20', background: '#fafafa' },
    dark: { color: '#f2f2f2', background: '#232323' },
  };
  const SIZES = {
    normal: { width: '300px', minHeight: '65px' },
    flexible: { width: '100%', minWidth: '300px', minHeight: '65px' },
    compact: { width: '150px', minHeight: '140px' },
  };
  let lastId = 0;

  function schemeOf(theme = 'auto') {
    const prefersDark = globalThis.matchMedia('(prefers-color-scheme: dark)').matches;
    return COLORS[theme === 'dark' || (theme === 'auto' && prefersDark) ? 'dark' : 'light'];
  }

  function element(name, text, style = {}) {
    const made = document.createElement(name);
    made.textContent = text;
    Object.assign(made.style, style);
    return made;
  }

  /** The box stands in a shadow, so that the page's own rules do not change it. */
  function draw(widget) {
    const { options } = widget;
    const box = element('div', '', {
      boxSizing: 'border-box',
      padding: '10px',
      border: '1px dashed currentColor',
      font: '14px/1.4 sans-serif',
      ...schemeOf(options.theme),
      ...(SIZES[options.size] ?? SIZES.normal),
    });
    widget.state = element('div', '');
    widget.state.setAttribute('role', 'status');
    widget.button = element('button', 'I am human', { font: 'inherit', marginTop: '4px' });
    widget.button.type = 'button';
    widget.button.hidden = true;
    widget.button.addEventListener('click', () => void solve(widget));
    box.append(element('strong', 'Turnstile simulator'), widget.state, widget.button);
    widget.host = document.createElement('div');
    widget.host.attachShadow({ mode: 'open' }).append(box);
    widget.container.append(widget.host);
    if (options['response-field'] !== false) {
      widget.field = document.createElement('input');
      widget.field.type = 'hidden';
      widget.field.name = options['response-field-name'] ?? 'cf-turnstile-response';
      widget.container.append(widget.field);
    }
  }

  function show(widget, text, token = '') {
    widget.state.textContent = text;
    widget.token = token;
    if (widget.field) {
      widget.field.value = token;
    }
  }

  function later(widget, ms, work) {
    widget.timers.push(setTimeout(() => work(), ms));
  }

  function begin(widget) {
    widget.round += 1;
    widget.expired = false;
    widget.timers.splice(0).forEach(clearTimeout);
    widget.button.hidden = true;
    show(widget, 'Checking…');
    switch (widget.options.sitekey.slice(0, 2)) {
      case '2x':
        later(widget, SOLVED_AFTER_MS, () => fail(widget, '300030'));
        break;
      case '3x':
        show(widget, 'Please confirm.');
        widget.button.hidden = false;
        widget.options['before-interactive-callback']?.();
        break;
      default:
        later(widget, SOLVED_AFTER_MS, () => void solve(widget));
    }
  }

  async function solve(widget) {
    const { round, options } = widget;
    widget.button.hidden = true;
    let token = '';
    let code = '';
    try {
      const { sitekey, action = '' } = options;
      const answer = await fetch(tokenUrl, {
        method: 'POST',
        credentials: 'omit',
        body: JSON.stringify({ sitekey, action, hostname: location.hostname }),
      });
      token = answer.ok ? (await answer.json()).token : '';
      code = answer.status === 400 ? '110100' : '300030';
    } catch {
      code = '200500';
    }
    if (widget.round !== round || !widgets.has(widget.id)) {
      return; // it was reset or removed meanwhile
    }
    if (!token) {
      fail(widget, code);
      return;
    }
    show(widget, 'Passed.', token);
    later(widget, LIFETIME_MS, () => expire(widget));
    options.callback?.(token, true);
  }

  function fail(widget, code) {
    show(widget, `Failed (${code}).`);
    widget.options['error-callback']?.(code);
  }

  function expire(widget) {
    widget.expired = true;
    show(widget, 'Expired.');
    widget.options['expired-callback']?.();
    if ((widget.options['refresh-expired'] ?? 'auto') === 'auto') {
      begin(widget);
    }
  }

  /** By its id, its container, or the first there is. */
  function find(which) {
    if (which === undefined) {
      return widgets.values().next().value;
    }
    const container = typeof which === 'string' ? null : which;
    return widgets.get(which) ?? [...widgets.values()].find((one) => one.container === container);
  }

  function containerOf(given) {
    const container = typeof given === 'string' ? document.querySelector(given) : given;
    if (!(container instanceof HTMLElement)) {
      throw new TypeError(`[Turnstile simulator] There is no container ${String(given)}.`);
    }
    return container;
  }

  const turnstile = {
    render(given, options) {
      const container = containerOf(given);
      if (typeof options?.sitekey !== 'string') {
        throw new TypeError('[Turnstile simulator] The parameter sitekey is missing.');
      }
      if (find(container) !== undefined) {
        return undefined;
      }
      lastId += 1;
      const id = `cf-chl-widget-simulator-${lastId}`;
      const widget = { id, container, options, timers: [], round: 0, token: '', expired: false };
      widgets.set(id, widget);
      draw(widget);
      begin(widget);
      return id;
    },
    reset(which) {
      const widget = find(which);
      if (widget !== undefined) {
        begin(widget);
      }
    },
    remove(which) {
      const widget = find(which);
      if (widget !== undefined) {
        widget.timers.splice(0).forEach(clearTimeout);
        widgets.delete(widget.id);
        widget.host.remove();
        widget.field?.remove();
      }
    },
    getResponse: (which) => find(which)?.token || undefined,
    isExpired: (which) => find(which)?.expired ?? false,
    ready(work) {
      if (document.readyState === 'loading') {
        document.addEventListener('DOMContentLoaded', () => work(), { once: true });
      } else {
        work();
      }
    },
  };
  globalThis.turnstile = turnstile;
  const onload = script.searchParams.get('onload');
  if (onload !== null) {
    setTimeout(() => globalThis[onload]?.(), 0);
  }
})();
