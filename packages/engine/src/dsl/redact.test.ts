import assert from 'node:assert/strict';
import { test } from 'node:test';
import { isSecretName, mask, redactContext, redactDocument } from './redact.ts';

test('declared secrets are masked, placeholders stay', () => {
  const config = (secret: string) => ({
    base_url: 'https://x.test',
    credentials: { oauth2: { format: 'oauth2', config: { client_id: 'id-1', client_secret: secret } } },
  });
  assert.deepEqual(redactDocument('integration', config('s3cr3t')), config(mask));
  assert.deepEqual(redactDocument('integration', config('{{env.CLIENT_SECRET}}')), config('{{env.CLIENT_SECRET}}'));
});

test('the credential of an authorization scheme is masked', () => {
  const given = {
    authorization: [
      { format: 'header', config: { header_name: 'X-Any', header_value: 'abc123' } },
      { format: 'query', config: { name: 'key', value: 'abc123' } },
      { format: 'basic', config: { username: 'me', password: 'abc123' } },
      { format: 'bearer', config: { token: 'abc123', prefix: 'Bearer' } },
      { format: 'header', config: { header_name: 'Authorization', header_value: 'Token {{api_key}}' } },
    ],
  };
  assert.deepEqual(redactDocument('integration_override', given), {
    authorization: [
      { format: 'header', config: { header_name: 'X-Any', header_value: mask } },
      { format: 'query', config: { name: 'key', value: mask } },
      { format: 'basic', config: { username: 'me', password: mask } },
      { format: 'bearer', config: { token: mask, prefix: 'Bearer' } },
      { format: 'header', config: { header_name: 'Authorization', header_value: 'Token {{api_key}}' } },
    ],
  });
});

test('credential-like headers, parameters and body keys are masked; others are not', () => {
  const given = {
    headers: { Authorization: 'Bearer abc', 'X-Api-Key': 'abc', Accept: 'application/json' },
    query: { access_token: 'abc', page: 1 },
    resources: {
      a: { list: { path: '/a', headers: { Cookie: 'x=1' }, body: { login: { password: 'abc', user: 'me' } } } },
    },
  };
  assert.deepEqual(redactDocument('integration_override', given), {
    headers: { Authorization: mask, 'X-Api-Key': mask, Accept: 'application/json' },
    query: { access_token: mask, page: 1 },
    resources: {
      a: { list: { path: '/a', headers: { Cookie: mask }, body: { login: { password: mask, user: 'me' } } } },
    },
  });
});

test('a value with a secret beside a placeholder is masked', () => {
  assert.deepEqual(
    redactDocument('integration_override', { headers: { Authorization: 'Basic {{u}}:hunter2hunter2' } }),
    { headers: { Authorization: mask } },
  );
});

test('settings of formats that are not declared yet are masked by name', () => {
  const given = {
    credentials: { jwt: { format: 'jwt', config: { settings: { private_key: '-----BEGIN', algorithm: 'RS256' } } } },
  };
  assert.deepEqual(redactDocument('integration_override', given), {
    credentials: { jwt: { format: 'jwt', config: { settings: { private_key: mask, algorithm: 'RS256' } } } },
  });
});

test('mapping overrides are masked by name', () => {
  const given = { crm: { contacts: { list: { response_mapping: 'response', default_query: { api_key: 'abc' } } } } };
  assert.deepEqual(redactDocument('mapping_override', given), {
    crm: { contacts: { list: { response_mapping: 'response', default_query: { api_key: mask } } } },
  });
});

test('contexts: the published protected paths, at any depth', () => {
  const given = {
    subdomain: 'blue',
    oauth: {
      token: {
        access_token: 'a',
        refresh_token: 'b',
        access_token_secret: 'c',
        expires_in: 3600,
        token_type: 'bearer',
      },
    },
    api_key: 'a',
    api_token: 'a',
    token: 'a',
    password: 'a',
    secret: 'a',
    client_secret: 'a',
    list: [{ access_token: 'a' }],
  };
  assert.deepEqual(redactContext(given), {
    subdomain: 'blue',
    oauth: {
      token: {
        access_token: mask,
        refresh_token: mask,
        access_token_secret: mask,
        expires_in: 3600,
        token_type: 'bearer',
      },
    },
    api_key: mask,
    api_token: mask,
    token: mask,
    password: mask,
    secret: mask,
    client_secret: mask,
    list: [{ access_token: mask }],
  });
});

test('nothing is written into the document given', () => {
  const given = Object.freeze({ headers: Object.freeze({ Authorization: 'abc' }) });
  redactDocument('integration_override', given);
  assert.equal(given.headers.Authorization, 'abc');
});

test('names of secrets, and names that only sound like them', () => {
  for (const name of ['accessToken', 'x-acme-api-key', 'SMTP_PASSWORD', 'Set-Cookie', 'webhook_secret'])
    assert.equal(isSecretName(name), true, name);
  for (const name of ['token_type', 'token_url', 'next_page_token', 'key', 'subdomain', 'secretary'])
    assert.equal(isSecretName(name), false, name);
});
