// The pages of charts in headless Chromium: with the fonts of this machine no text leaves its box, nothing serious for
// those who cannot see, a phone, the dark, and paper; silent and offline.
import assert from 'node:assert/strict';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { PHONE, expectAccessible, launch, quietly } from './browser.mjs';

const folder = process.env.HEARTEN_CHARTS;
const pages = readdirSync(folder).filter((name) => name.endsWith('.html'));

let browser;
before(async () => { browser = await launch(); });
after(async () => { await browser.close(); });

const on = (name, options, steps) => quietly(browser, join(folder, name), options, steps);

/** Texts that leave the box they stand in, or the drawing. */
const strays = (page) => page.evaluate(() => {
  const found = [];
  for (const svg of document.querySelectorAll('svg.chart')) {
    const { width, height } = svg.viewBox.baseVal;
    for (const text of svg.querySelectorAll('text')) {
      const at = text.getBBox();
      const group = text.closest('g.person');
      const box = group?.querySelector(':scope > rect').getBBox();
      const within = (left, right) => at.x >= left - 1 && at.x + at.width <= right + 1;
      if (!within(0, width) || at.y + at.height > height + 1) found.push(`${text.textContent} leaves the drawing`);
      if (box && !within(box.x, box.x + box.width)) found.push(`${text.textContent} leaves its box`);
    }
  }
  return found;
});

describe('the pages of charts', () => {
  it('has a page over all accounts and one for each, joined by links that lead somewhere', () => on('index.html', {}, async (page) => {
    const links = await page.locator('.accounts a').evaluateAll((nodes) => nodes.map((node) => node.getAttribute('href')));
    assert.equal(links.length, pages.length - 1);
    assert.ok(links.every((link) => pages.includes(link)));
    assert.deepEqual(await page.locator('figure').evaluateAll((nodes) => nodes.map((node) => node.id)), ['house', 'portfolio', 'waves']);
  }));

  it('shows of each account its map, its ladder, its events and its house, with the way back', () => on('a-01.html', {}, async (page) => {
    assert.deepEqual(await page.locator('figure').evaluateAll((nodes) => nodes.map((node) => node.id)), ['power-map', 'ladder', 'fishbone-e-01', 'house']);
    assert.equal(await page.locator('header a').getAttribute('href'), 'index.html');
    assert.equal(await page.locator('svg.chart > title').first().textContent(), 'Power map of 玄河机器人');
  }));

  it('keeps every text in its box, with the fonts that are here', async () => {
    for (const name of pages) await on(name, {}, async (page) => assert.deepEqual(await strays(page), [], name));
  });

  it('holds nothing serious for those who cannot see, in the light and in the dark', async () => {
    for (const name of ['index.html', 'a-01.html', 'a-03.html']) {
      for (const colorScheme of ['light', 'dark']) {
        await on(name, { colorScheme }, async (page) => {
          await expectAccessible(page, `${name}, ${colorScheme}`);
        });
      }
    }
  });

  it('scrolls within the drawing and not sideways on a telephone', () => on('a-03.html', { viewport: PHONE, isMobile: true }, async (page) => {
    assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth));
  }));

  it('fits on paper of A4, one drawing never wider than the sheet', () => on('a-01.html', {}, async (page) => {
    await page.emulateMedia({ media: 'print' });
    await page.setViewportSize({ width: 703, height: 1000 });
    const wide = await page.locator('svg.chart').evaluateAll((nodes) => nodes.map((node) => node.getBoundingClientRect().right));
    assert.ok(wide.every((right) => right <= 704), String(wide));
  }));
});
