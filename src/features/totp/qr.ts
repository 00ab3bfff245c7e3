/** The margin a scanner needs, in modules (ISO/IEC 18004 section 6.3.8). */
const QUIET_ZONE = 4;

/** A QR code as a standalone SVG document: dark on white with its margin, whatever the page's theme. Loaded by the first who sets up. */
export async function qrSvg(text: string): Promise<string> {
  const { generate } = await import('lean-qr');
  const code = generate(text);
  const side = code.size + 2 * QUIET_ZONE;
  let path = '';
  for (let y = 0; y < code.size; y++) {
    for (let x = 0; x < code.size; x++) {
      let run = 0;
      while (x + run < code.size && code.get(x + run, y)) {
        run += 1;
      }
      if (run > 0) {
        path += `M${x + QUIET_ZONE} ${y + QUIET_ZONE}h${run}v1h-${run}z`;
        x += run;
      }
    }
  }
  return (
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${side} ${side}" shape-rendering="crispEdges">` +
    `<path fill="#fff" d="M0 0h${side}v${side}h-${side}z"/><path d="${path}"/></svg>`
  );
}
