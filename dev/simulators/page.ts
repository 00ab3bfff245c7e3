const STYLE = 'body{font:16px/1.5 sans-serif;max-width:60rem;margin:2rem auto;padding:0 1rem}';

/** The page of a simulator: what it is, and what reached it, newest first. */
export function simulatorPage(title: string, received: readonly string[]): string {
  const list =
    received.length === 0
      ? '<p>Nothing was received so far.</p>'
      : `<ol>${received.map((line) => `<li>${escapeHtml(line)}</li>`).join('')}</ol>`;
  return `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<title>${escapeHtml(title)} simulator</title>
<style>${STYLE}</style>
<h1>Simulator: no message is sent, no money is spent</h1>
<p>This stands in for ${escapeHtml(title)} on this machine alone.</p>
<h2>Received</h2>
${list}
</html>
`;
}

/** Safe in a text and between double quotes. */
export function escapeHtml(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;');
}
