/** Settings: defaults, what is taken, and how what is wrong is told, without showing a secret. */
import assert from 'node:assert/strict';
import { resolve } from 'node:path';
import { test } from 'node:test';
import { readSettings, settingSpecs } from './settings.ts';

const key = Buffer.alloc(32, 7).toString('base64');

function findingsOf(environment: Record<string, string>): string[] {
  try {
    readSettings(environment);
  } catch (error) {
    const { code, details } = error as { code: string; details: { findings: string[] } };
    assert.equal(code, 'settings.invalid');
    return details.findings;
  }
  return [];
}

test('works with nothing given, and is frozen', () => {
  const settings = readSettings({ PATH: '/bin', HOME: '/' });
  assert.ok(Object.isFrozen(settings));
  assert.equal(settings.port, 4400);
  assert.equal(settings.simulatorPort, 4401);
  assert.equal(settings.host, '127.0.0.1');
  assert.equal(settings.dataDirectory, resolve('data'));
  assert.equal(settings.isDemo, true);
  assert.equal(settings.masterKeys, null);
  assert.deepEqual(settings.corsOrigins, []);
});

test('defaults follow the settings they are about', () => {
  const settings = readSettings({ PORT: '5000', DATABASE_URL: 'postgres://u:p@db/sluice' });
  assert.equal(settings.simulatorPort, 5001);
  assert.equal(settings.isDemo, false);
  assert.equal(readSettings({ DATABASE_URL: 'postgres://u:p@db/sluice', SLUICE_DEMO: 'on' }).isDemo, true);
});

test('takes an empty variable as not given', () => {
  assert.equal(readSettings({ PORT: '', SLUICE_DEMO: ' ' }).port, 4400);
});

test('reads lists, and several master keys in order', () => {
  const settings = readSettings({
    SLUICE_MASTER_KEY: `k2:${key}, k1:${key}`,
    SLUICE_CATALOG_DIRS: './a, /b',
    SLUICE_EGRESS_ALLOW: 'intranet, 10.0.0.0/8,[::1]:8080',
    SLUICE_CORS_ORIGINS: 'https://app.example.com',
  });
  assert.deepEqual(
    settings.masterKeys?.map(({ id }) => id),
    ['k2', 'k1'],
  );
  assert.deepEqual(settings.catalogDirectories, [resolve('a'), '/b']);
  assert.deepEqual(settings.egressAllow, ['intranet', '10.0.0.0/8', '[::1]:8080']);
});

test('names an unknown setting and the nearest known one', () => {
  const [finding] = findingsOf({ SLUICE_EGRES_ALLOW: 'x' });
  assert.ok(finding!.startsWith('SLUICE_EGRES_ALLOW') && finding!.includes('SLUICE_EGRESS_ALLOW'));
});

test('tells every wrong value at once: place, value found, values allowed', () => {
  const findings = findingsOf({
    PORT: 'eighty',
    SLUICE_SIMULATOR_PORT: '70000',
    SLUICE_LOG_LEVEL: 'loud',
    SLUICE_EGRESS_ALLOW: 'ok.example.com,http://no',
    SLUICE_CORS_ORIGINS: 'https://a.example.com/path',
    SLUICE_DEMO: 'maybe',
    SLUICE_LOG_RETENTION_DAYS: '0',
    SLUICE_HOST: 'a b',
  });
  assert.equal(findings.length, 8);
  assert.ok(findings[0]!.includes('PORT') && findings[0]!.includes('"eighty"') && findings[0]!.includes('65535'));
});

test('never shows a secret that is wrong', () => {
  const wrong = {
    SLUICE_MASTER_KEY: 'k1:hunter2',
    SLUICE_ADMIN_TOKEN: 'hunter2',
    SLUICE_DEMO_TOKEN: 'hunter2 hunter2 hunter2',
    DATABASE_URL: 'mysql://user:hunter2@db/x',
  };
  const findings = findingsOf(wrong);
  assert.equal(findings.length, 4);
  assert.equal(JSON.stringify(findings).includes('hunter2'), false);
});

test('refuses master keys that are too short or share an id', () => {
  for (const text of [key, `k1:${key},k1:${key}`, `k1:${key.slice(4)}`, ':x', `k 1:${key}`]) {
    assert.equal(findingsOf({ SLUICE_MASTER_KEY: text }).length, 1);
  }
});

test('every setting is documented, and only PORT and DATABASE_URL lack the prefix', () => {
  for (const spec of settingSpecs) {
    assert.ok(spec.reason.length > 20 && spec.default !== '' && spec.allowed !== '', spec.name);
    assert.ok(/^SLUICE_[A-Z_]+$/.test(spec.name) || spec.name === 'PORT' || spec.name === 'DATABASE_URL', spec.name);
  }
  assert.equal(new Set(settingSpecs.map(({ name }) => name)).size, settingSpecs.length);
});
