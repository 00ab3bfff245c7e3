import { once } from 'node:events';
import { createServer, type Socket } from 'node:net';

export type SmtpListener = {
  readonly port: number;
  /** The connection from that port of this machine, while it lasts. */
  socketFrom(remotePort: number): Socket | undefined;
  /** Nothing listens any more, and who is connected is cut off. */
  close(): Promise<void>;
  /** Listens again, on the same port. */
  open(): Promise<void>;
  cutAll(): void;
};

/** A loopback port that can be closed and opened again. */
export async function startListener(onSocket: (socket: Socket) => void): Promise<SmtpListener> {
  const sockets = new Map<number, Socket>();
  const server = createServer((socket) => {
    const port = socket.remotePort ?? 0;
    sockets.set(port, socket);
    socket.on('error', () => socket.destroy());
    socket.once('close', () => sockets.delete(port));
    onSocket(socket);
  });
  const listen = async (port: number) => {
    server.listen({ port, host: '127.0.0.1' });
    await once(server, 'listening');
  };
  await listen(0);
  const address = server.address();
  if (address === null || typeof address === 'string') {
    throw new TypeError('a TCP server has a port');
  }
  const cutAll = () => {
    for (const socket of sockets.values()) {
      socket.destroy();
    }
  };
  return {
    port: address.port,
    socketFrom: (remotePort) => sockets.get(remotePort),
    cutAll,
    async open() {
      if (!server.listening) {
        await listen(address.port);
      }
    },
    async close() {
      if (server.listening) {
        const closed = once(server, 'close');
        server.close();
        cutAll();
        await closed;
      }
    },
  };
}
