// One headless Chromium for all tests, and a page that remembers everything it should not have done.
import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { chromium } from 'playwright-core';
import { renderPage } from './fixture.mjs';

const FLAGS = ['--no-sandbox', '--disable-gpu', '--disable-background-networking', '--disable-component-update', '--disable-sync',
  '--disable-default-apps', '--no-first-run', '--no-default-browser-check'];

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

export const DESKTOP = { width: 1440, height: 900 };
export const PHONE = { width: 360, height: 740 };

const folder = mkdtempSync(join(tmpdir(), 'hearten-page-'));
process.on('exit', () => rmSync(folder, { recursive: true, force: true }));

export function launch() {
  return chromium.launch({ executablePath: process.env.CHROMIUM || '/usr/bin/chromium', args: FLAGS });
}

/** Writes the page of a proof to disk and returns its path. */
export function writePage(name, proof) {
  const path = join(folder, `${name}.html`);
  writeFileSync(path, renderPage(proof));
  return path;
}

/** Opens a page from disk. `page.faults` lists console errors, exceptions and every request but the file itself, even
 * those that the page's own policy stops; `page.sent` lists what would have reached the network. */
export async function openPage(browser, path, { viewport = DESKTOP, hash = '', ...options } = {}) {
  const context = await browser.newContext({ viewport, ...options });
  const page = await context.newPage();
  const url = pathToFileURL(path).href;
  page.faults = [];
  page.sent = [];
  await context.route(/^(https?|wss?|ftp):/, (route) => { page.sent.push(route.request().url()); return route.abort(); });
  page.on('console', (message) => { if (['error', 'warning'].includes(message.type())) page.faults.push(`console: ${message.text()}`); });
  page.on('pageerror', (error) => page.faults.push(`exception: ${error.message}`));
  page.on('request', (request) => { if (!request.url().startsWith(url) && !/^(data:|about:)/.test(request.url())) page.faults.push(`request: ${request.url()}`); });
  await page.goto(url + hash);
  return page;
}

/** Runs `steps` on a fresh page and expects it to stay silent and offline. */
export async function quietly(browser, path, options, steps) {
  const page = await openPage(browser, path, options);
  try {
    await steps(page);
    assert.deepEqual(page.faults, []);
    assert.deepEqual(page.sent, []);
  } finally {
    await page.context().close();
  }
}

/** Expects a whole page to hold nothing that keeps anybody from reading it. */
export async function expectAccessible(page, where) {
  await page.evaluate(AXE);
  const { violations } = await page.evaluate(() => window.axe.run(document));
  assert.deepEqual(violations.map(({ id, nodes }) => `${where}: ${id}: ${nodes[0].html} ${nodes[0].failureSummary}`), []);
}
