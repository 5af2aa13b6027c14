import { connect } from 'node:net';

/** Paths that try to leave a video's folder; sent as they are, which no HTTP client would do. */
export function tricks(videoId) {
  const folder = `/media/v/${videoId}/1`;
  return [
    `${folder}/../../../../uploads/x.mp4`,
    `${folder}/%2e%2e/%2e%2e/x.mp4`,
    `${folder}/..%2f..%2fx.mp4`,
    `${folder}/%252e%252e/x.mp4`,
    `${folder}/%252f/x.mp4`,
    `${folder}/..\\..\\x.mp4`,
    `${folder}/%5c..%5cx.mp4`,
    `${folder}/poster.jpg%00.mp4`,
    '/media/../internal/catalog/media-access?content_id=x&epoch=',
    '/internal/catalog/media-access?content_id=x&epoch=',
    '/observe/metrics',
  ];
}

/** The status of a GET whose target is not touched on its way out; 0 when the connection just ends. */
export function rawStatus(base, target) {
  const { hostname, port } = new URL(base);
  return new Promise((resolve, reject) => {
    const socket = connect(Number(port || 80), hostname, () => {
      socket.write(`GET ${target} HTTP/1.1\r\nHost: ${hostname}${port === '' ? '' : `:${port}`}\r\nConnection: close\r\n\r\n`);
    });
    let text = '';
    socket.setTimeout(10_000, () => socket.destroy(new Error(`no answer to ${target}`)));
    socket.on('data', (bytes) => (text += bytes.toString('latin1')));
    socket.on('end', () => resolve(Number(/^HTTP\/1\.1 (\d+)/.exec(text)?.[1] ?? 0)));
    socket.on('error', reject);
  });
}
