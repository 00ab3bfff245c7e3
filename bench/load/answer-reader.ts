const HEAD_END = '\r\n\r\n';
const LAST_CHUNK = '0\r\n\r\n';

/**
 * Calls back with the status of each answer when its last byte has arrived. It reads what workerd sends: a length,
 * chunks, or no body. Only one request is open at a time, so nothing follows an answer.
 */
export function answerReader(onAnswer: (status: number) => void): (data: Buffer) => void {
  let text = '';
  return (data) => {
    text += data.toString('latin1');
    const headEnd = text.indexOf(HEAD_END);
    if (headEnd === -1) {
      return;
    }
    const head = text.slice(0, headEnd).toLowerCase();
    if (isWhole(head, text.slice(headEnd + HEAD_END.length))) {
      text = '';
      onAnswer(Number(head.slice('http/1.1 '.length, 'http/1.1 '.length + 3)));
    }
  };
}

function isWhole(head: string, body: string): boolean {
  if (head.includes('transfer-encoding: chunked')) {
    return body.endsWith(LAST_CHUNK);
  }
  const length = /content-length: (\d+)/.exec(head);
  return body.length >= Number(length?.[1] ?? 0);
}
