/** The margin a scanner needs, in modules (ISO/IEC 18004 section 6.3.8). */
const QUIET_ZONE = 4;

/** A QR code as a standalone SVG document: dark on white with its margin, whatever the page's theme. Loaded by the first who sets up. */
export async function qrSvg(text: string): Promise<string> {
  const [{ generate }, { toSvgSource }] = await Promise.all([
    import('lean-qr'),
    import('lean-qr/extras/svg'),
  ]);
  return toSvgSource(generate(text), { on: '#000', off: '#fff', pad: QUIET_ZONE });
}
