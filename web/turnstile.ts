/** The part of Cloudflare's script that the pages use: https://developers.cloudflare.com/turnstile/ */
export interface Turnstile {
  render(box: HTMLElement, options: TurnstileOptions): string;
  reset(id: string): void;
  remove(id: string): void;
}

interface TurnstileOptions {
  readonly sitekey: string;
  readonly action: string;
  readonly theme: 'auto' | 'light' | 'dark';
  readonly language: string;
  readonly size: 'flexible' | 'compact';
  readonly callback: (token: string) => void;
  readonly 'expired-callback': () => void;
  readonly 'error-callback': () => boolean;
}

declare global {
  interface Window {
    turnstile?: Turnstile;
  }
}

const DEADLINE_MILLISECONDS = 15_000;

/** Asks for the script unless it is there; null when it does not come, and then it may be tried again. */
export async function loadTurnstile(url: string): Promise<Turnstile | null> {
  if (window.turnstile) {
    return window.turnstile;
  }
  const known = [...document.scripts].find(({ src }) => src === url);
  const script =
    known ?? Object.assign(document.createElement('script'), { src: url, async: true });
  await new Promise<void>((resolve) => {
    const done = () => resolve();
    script.addEventListener('load', done, { once: true });
    script.addEventListener('error', done, { once: true });
    setTimeout(done, DEADLINE_MILLISECONDS);
    if (!known) {
      document.head.appendChild(script);
    }
  });
  if (!window.turnstile) {
    script.remove();
  }
  return window.turnstile ?? null;
}
