/** The wire against real local servers: what comes back, what is refused, and how failures are told. */
import assert from 'node:assert/strict';
import { createServer, type IncomingMessage, type RequestListener, type ServerResponse } from 'node:http';
import { createServer as createTcpServer, type AddressInfo, type Server, type Socket } from 'node:net';
import { after, test } from 'node:test';
import { brotliCompressSync, deflateRawSync, deflateSync, gzipSync } from 'node:zlib';
import type { HttpRequest } from '@sluice/engine/terms';
import { createWire, type Wire } from './wire.ts';
import type { Resolve } from './address-guard.ts';

const servers: Server[] = [];
const wires: Wire[] = [];

after(async () => {
  await Promise.all(wires.map((wire) => wire.close()));
  for (const server of servers) server.close();
});

async function listen(server: Server): Promise<number> {
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return (server.address() as AddressInfo).port;
}

const serve = (listener: RequestListener): Promise<number> => listen(createServer(listener));

/** Names of example.test lead to this machine: the first two are allowed by name, the others are not. */
const resolve: Resolve = (host, _options, done) => {
  const address =
    host === 'mixed.test'
      ? ['93.184.216.34', '127.0.0.1']
      : host === 'mapped.test'
        ? ['::ffff:10.0.0.1']
        : ['127.0.0.1'];
  if (host === 'gone.test') return done(Object.assign(new Error('no such name'), { code: 'ENOTFOUND' }), []);
  return done(
    null,
    address.map((text) => ({ address: text, family: text.includes(':') ? 6 : 4 })),
  );
};

function wireFor(...allow: string[]): Wire {
  const wire = createWire({ userAgent: 'sluice/test', allow, resolve });
  wires.push(wire);
  return wire;
}
const wire = wireFor('127.0.0.1', 'one.test', 'two.test', 'gone.test');

const request = (url: string, fields: Partial<HttpRequest> = {}): HttpRequest => ({
  method: 'GET',
  url,
  headers: {},
  body: null,
  timeoutMs: 5_000,
  maxResponseBytes: 1_000_000,
  ...fields,
});

async function readAll(message: IncomingMessage): Promise<string> {
  let text = '';
  for await (const piece of message.setEncoding('utf8')) text += piece;
  return text;
}

const echo = async (message: IncomingMessage, response: ServerResponse): Promise<void> => {
  const body = await readAll(message);
  response.setHeader('x-twice', ['a', 'b']);
  response.end(JSON.stringify({ method: message.method, url: message.url, headers: message.headers, body }));
};

test('sends method, path, query, headers and body, and reads the answer', async () => {
  const port = await serve(echo);
  const url = `http://127.0.0.1:${port}/a%20b/c?x=1&y=%C3%A9#not-sent`;
  const response = await wire.send(request(url, { method: 'POST', headers: { 'x-key': 'v' }, body: 'grüße' }));
  assert.equal(response.status, 200);
  assert.equal(response.headers['x-twice'], 'a, b');
  const seen = JSON.parse(await response.body.text());
  assert.deepEqual([seen.method, seen.url, seen.body], ['POST', '/a%20b/c?x=1&y=%C3%A9', 'grüße']);
  assert.equal(seen.headers['x-key'], 'v');
  assert.equal(seen.headers['user-agent'], 'sluice/test');
  assert.equal(seen.headers['accept-encoding'], 'gzip, deflate, br');
});

test('sends bytes and pieces as they come', async () => {
  const port = await serve(echo);
  const pieces = async function* (): AsyncGenerator<Uint8Array> {
    yield Buffer.from('one ');
    yield Buffer.from('two');
  };
  for (const [body, expected] of [
    [Buffer.from('bytes'), 'bytes'],
    [pieces(), 'one two'],
  ] as const) {
    const response = await wire.send(request(`http://127.0.0.1:${port}/`, { method: 'PUT', body }));
    assert.equal(JSON.parse(await response.body.text()).body, expected);
  }
});

const long = 'Ünïcode line\n'.repeat(20_000);
const encodings: Record<string, Buffer> = {
  identity: Buffer.from(long),
  gzip: gzipSync(long),
  deflate: deflateSync(long),
  'raw deflate': deflateRawSync(long),
  br: brotliCompressSync(long),
};

for (const [name, bytes] of Object.entries(encodings)) {
  test(`reads ${name} as text, as bytes and as a stream`, async () => {
    const port = await serve((_message, response) => {
      if (name !== 'identity') response.setHeader('content-encoding', name.replace('raw ', ''));
      response.setHeader('content-length', bytes.length);
      response.end(bytes);
    });
    const get = () => wire.send(request(`http://127.0.0.1:${port}/`));
    const first = await get();
    assert.equal(await first.body.text(), long);
    assert.equal(first.headers['content-length'], name === 'identity' ? String(bytes.length) : undefined);
    assert.equal(first.headers['content-encoding'], undefined);
    assert.equal(Buffer.from(await (await get()).body.bytes()).toString(), long);
    const pieces: Uint8Array[] = [];
    for await (const piece of (await get()).body.stream()) pieces.push(piece);
    assert.equal(Buffer.concat(pieces).toString(), long);
  });

  test(`counts the limit of ${name} after decompression`, async () => {
    const port = await serve((_message, response) => {
      if (name !== 'identity') response.setHeader('content-encoding', name.replace('raw ', ''));
      response.end(bytes);
    });
    const get = (maxResponseBytes: number) => wire.send(request(`http://127.0.0.1:${port}/`, { maxResponseBytes }));
    const size = Buffer.byteLength(long);
    assert.equal((await (await get(size)).body.text()).length, long.length);
    await assert.rejects((await get(size - 1)).body.text(), { code: 'provider.response_too_large' });
    const { body } = await get(size - 1);
    await assert.rejects(
      async () => {
        for await (const _piece of body.stream());
      },
      { code: 'provider.response_too_large' },
    );
  });
}

test('drops a byte order mark, and tells a body that is not so encoded', async () => {
  const port = await serve((message, response) => {
    if (message.url === '/bom') return response.end('\uFEFF{}');
    return response
      .setHeader('content-encoding', 'gzip')
      .end(message.url === '/cut' ? gzipSync(long).subarray(0, 200) : 'not gzip');
  });
  const get = (path: string) => wire.send(request(`http://127.0.0.1:${port}${path}`));
  assert.equal(await (await get('/bom')).body.text(), '{}');
  await assert.rejects((await get('/wrong')).body.text(), { code: 'provider.invalid_response' });
  await assert.rejects((await get('/cut')).body.text(), { code: 'provider.invalid_response' });
});

test('holds the provider back while nobody reads, and lets go of what nobody wants', async () => {
  let sent = 0;
  const closed = Promise.withResolvers<void>();
  const port = await serve((_message, response) => {
    const piece = Buffer.alloc(64 * 1024);
    const more = (): void => {
      while (sent < 200 * piece.length && !response.destroyed) {
        sent += piece.length;
        if (!response.write(piece)) return void response.once('drain', more);
      }
    };
    response.once('close', () => closed.resolve());
    more();
  });
  const response = await wire.send(request(`http://127.0.0.1:${port}/`, { maxResponseBytes: 1e9 }));
  let read = 0;
  for await (const piece of response.body.stream()) {
    read += piece.length;
    if (read > 1_000_000) break;
  }
  await closed.promise;
  assert.ok(sent < 200 * 64 * 1024);
});

test('uses a connection again after its answer was discarded', async () => {
  const sockets = new Set<Socket>();
  const port = await serve((message, response) => {
    sockets.add(message.socket);
    response.end('x'.repeat(1000));
  });
  for (let count = 0; count < 3; count += 1) {
    const { body } = await wire.send(request(`http://127.0.0.1:${port}/`));
    body.discard();
    await new Promise((resolve) => setImmediate(resolve));
  }
  assert.equal(sockets.size, 1);
});

test('a body is read once', async () => {
  const port = await serve((_message, response) => response.end('x'));
  const { body } = await wire.send(request(`http://127.0.0.1:${port}/`));
  await body.text();
  await assert.rejects(body.text(), { code: 'system.bug' });
});

test('ends a call that takes too long, before the head and in the middle of the body', async () => {
  const port = await serve((message, response) => {
    if (message.url === '/body') response.write('{"begun":');
  });
  const get = (path: string) => wire.send(request(`http://127.0.0.1:${port}${path}`, { timeoutMs: 60 }));
  await assert.rejects(get('/head'), { code: 'provider.timeout' });
  const { body } = await get('/body');
  await assert.rejects(body.text(), { code: 'provider.timeout' });
  const unread = await get('/body');
  await assert.rejects(
    async () => {
      for await (const _piece of unread.body.stream());
    },
    { code: 'provider.timeout' },
  );
});

test('the time of a call counts over its redirects', async () => {
  const port = await serve((message, response) => {
    if (message.url === '/slow') return;
    response.writeHead(302, { location: '/slow' }).end();
  });
  await assert.rejects(wire.send(request(`http://127.0.0.1:${port}/`, { timeoutMs: 60 })), {
    code: 'provider.timeout',
  });
});

test('says which host failed and why, without path or query', async () => {
  const free = await serve((_message, response) => response.end());
  servers.pop()!.close();
  const cut = await listen(
    createTcpServer((socket) =>
      socket.once('data', () => socket.end('HTTP/1.1 200 OK\r\ncontent-length: 50\r\n\r\nshort')),
    ),
  );
  const closing = await listen(createTcpServer((socket) => socket.once('data', () => socket.destroy())));
  const strange = await listen(createTcpServer((socket) => socket.once('data', () => socket.end('SSH-2.0-hello\r\n'))));
  const rejection = async (call: Promise<unknown>, words: RegExp): Promise<void> => {
    await assert.rejects(call, (error: { code: string; message: string }) => {
      assert.equal(error.code, 'provider.unreachable');
      assert.match(error.message, words);
      assert.equal(error.message.includes('secret'), false);
      return true;
    });
  };
  const get = (host: string) => wire.send(request(`http://${host}/secret?key=secret`));
  await rejection(get(`127.0.0.1:${free}`), /127\.0\.0\.1:\d+ .*refused/);
  await rejection(get('gone.test'), /gone\.test.*DNS/);
  await rejection(get(`127.0.0.1:${closing}`), /closed/);
  await rejection(get(`127.0.0.1:${strange}`), /not HTTP/);
  await rejection((await get(`127.0.0.1:${cut}`)).body.text(), /before the answer was complete/);
});

test('follows up to five redirects of reads, keeping credentials on the same origin', async () => {
  const port = await serve((message, response) => {
    const left = Number(message.url!.slice(1));
    if (left > 0) return response.writeHead(302, { location: `/${left - 1}` }).end('moved');
    return void echo(message, response);
  });
  const get = (left: number) =>
    wire.send(request(`http://127.0.0.1:${port}/${left}`, { headers: { authorization: 'Bearer t' } }));
  const response = await get(5);
  assert.equal(JSON.parse(await response.body.text()).headers.authorization, 'Bearer t');
  await assert.rejects(get(6), { code: 'provider.unreachable' });
});

test('gives no credential, of whatever name, and no body to another origin', async () => {
  const port = await serve(echo);
  const from = await serve((message, response) =>
    response.writeHead(message.method === 'GET' ? 302 : 307, { location: `http://two.test:${port}/there?a=1` }).end(),
  );
  const headers = {
    authorization: 'Bearer t',
    cookie: 'c=1',
    'x-api-key': 'k',
    'x-custom-access': 's',
    accept: 'application/json',
  };
  const response = await wire.send(request(`http://one.test:${from}/`, { headers }));
  const seen = JSON.parse(await response.body.text());
  assert.equal(seen.url, '/there?a=1');
  assert.deepEqual(Object.keys(seen.headers).sort(), ['accept', 'accept-encoding', 'connection', 'host', 'user-agent']);
  const posted = await wire.send(
    request(`http://one.test:${from}/`, { method: 'POST', headers, body: 'client_secret=s' }),
  );
  assert.equal(posted.status, 307);
  posted.body.discard();
});

test('keeps method and body for 307 and 308 on the same origin, and hands other redirects of writes to the caller', async () => {
  const port = await serve((message, response) => {
    const status = Number(message.url!.slice(1));
    if (status > 0) return response.writeHead(status, { location: '/0' }).end();
    return void echo(message, response);
  });
  const post = (status: number) =>
    wire.send(request(`http://127.0.0.1:${port}/${status}`, { method: 'POST', body: 'kept' }));
  for (const status of [307, 308]) {
    const seen = JSON.parse(await (await post(status)).body.text());
    assert.deepEqual([seen.method, seen.body], ['POST', 'kept']);
  }
  for (const status of [301, 302, 303, 304]) assert.equal((await post(status)).status, status);
});

const refused = (url: string, by: Wire = wireFor()) =>
  assert.rejects(by.send(request(url)), { code: 'egress.refused' }, url);

test('refuses addresses that are not public, in every spelling', async () => {
  const hosts = [
    '127.0.0.1',
    '127.1',
    '2130706433',
    '0x7f.1',
    '0177.0.0.1',
    '0.0.0.0',
    '10.1.2.3',
    '172.16.0.1',
    '192.168.1.1',
    '169.254.169.254',
    '100.64.0.1',
    '224.0.0.1',
    '255.255.255.255',
    '198.18.0.1',
    '①②⑦.0.0.1',
    '[::1]',
    '[::]',
    '[::ffff:127.0.0.1]',
    '[::ffff:a9fe:a9fe]',
    '[fd00:ec2::254]',
    '[fe80::1]',
    '[ff02::1]',
    '[fec0::1]',
    '[::127.0.0.1]',
    '[64:ff9b::10.0.0.1]',
    '[2002:7f00:1::]',
    '[100::1]',
    'localhost',
    'anything.test',
    'mixed.test',
    'mapped.test',
  ];
  const by = wireFor();
  for (const host of hosts) await refused(`http://${host}:9/`, by);
  await refused('ftp://example.com/', by);
  await refused('/relative', by);
});

test('refuses a redirect to an address that is not public', async () => {
  const port = await serve((_message, response) =>
    response.writeHead(302, { location: 'http://169.254.169.254/latest/meta-data' }).end(),
  );
  await refused(`http://127.0.0.1:${port}/`, wireFor(`127.0.0.1:${port}`));
});

test('allows exactly what the operator lists: host, port, range', async () => {
  const port = await serve((_message, response) => response.end('ok'));
  for (const allowed of [`127.0.0.1:${port}`, '127.0.0.0/8', `three.test:${port}`, 'three.test']) {
    const response = await wireFor(allowed).send(request(`http://three.test:${port}/`));
    assert.equal(await response.body.text(), 'ok');
  }
  for (const other of ['127.0.0.1:1', '10.0.0.0/8', `three.test:1`, 'test', 'ee.test']) {
    await refused(`http://three.test:${port}/`, wireFor(other));
  }
});

test('connects to the address it checked, though the name changes its mind', async () => {
  const port = await serve((_message, response) => response.end('reached'));
  let asked = 0;
  const changing: Resolve = (_host, _options, done) => {
    asked += 1;
    done(null, [{ address: asked === 1 ? '127.0.0.1' : '127.0.0.2', family: 4 }]);
  };
  const by = createWire({ userAgent: 'sluice/test', allow: ['127.0.0.1'], resolve: changing });
  wires.push(by);
  const response = await by.send(request(`http://changing.test:${port}/`));
  assert.equal(await response.body.text(), 'reached');
  assert.equal(asked, 1);
});

test('refuses entries of the allow list that are none', () => {
  for (const entry of [
    '',
    'http://host',
    'host:0',
    'host:99999',
    '10.0.0.0/99',
    '300.1.1.1',
    '1.2',
    '0x7f.0.0.1',
    'a b',
    '*',
    '[::1',
    ':80',
  ]) {
    assert.throws(() => wireFor(entry), { code: 'settings.invalid' }, entry);
  }
});

test('sends nothing any more once it is closed', async () => {
  const by = wireFor();
  await by.close();
  await assert.rejects(by.send(request('http://one.test/')), { code: 'system.shutting_down' });
});
