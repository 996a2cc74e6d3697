// The page of the plan in headless Chromium: choosing, ticking, phone, dark, paper, and that it stays silent and offline.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { PHONE, expectAccessible, launch, quietly } from './browser.mjs';
import { planOf, planPage } from './plan.mjs';

const phone = { viewport: PHONE, hasTouch: true, isMobile: true };

let browser;
before(async () => { browser = await launch(); });
after(async () => { await browser.close(); });

const on = (path, options, steps) => quietly(browser, path, options, steps);

describe('the page of a plan', () => {
  const path = planPage();
  const plan = planOf(path);
  const checkIns = plan.check_ins;
  const owners = [...new Set(checkIns.map((one) => one.owner_id ?? 'nobody'))];
  const cards = (page) => page.locator('.card:visible').count();
  const said = async (page) => Number((await page.locator('#count').textContent()).match(/\d+/)[0]);
  const withId = (list) => list.map((one) => one.id).sort();
  const shownIds = async (page) => (await page.locator('.card:visible').evaluateAll((nodes) => nodes.map((node) => node.id))).sort();

  it('shows every check-in on the sheet of its owner, and every wave', () => on(path, {}, async (page) => {
    assert.deepEqual(await shownIds(page), withId(checkIns));
    assert.equal(await said(page), checkIns.length);
    for (const owner of owners) {
      const ids = await page.locator(`.sheet[data-owner="${owner}"] .card`).evaluateAll((nodes) => nodes.map((node) => node.id));
      assert.deepEqual(ids.sort(), withId(checkIns.filter((one) => (one.owner_id ?? 'nobody') === owner)));
    }
    assert.equal(await page.locator('#overview table').first().locator('tbody tr').count(), plan.waves.length);
    assert.equal(await page.locator('.findings li').count(), plan.findings.filter((one) => one.rule.startsWith('P-')).length);
    assert.equal(await page.locator('#left-out + .scroll tbody tr').count(), plan.contacts.filter((one) => one.left_out).length);
    assert.match(await page.locator('.inside').textContent(), /our own people only/);
  }));

  it('chooses by owner, day, company and text, and all of them together', () => on(path, {}, async (page) => {
    const one = checkIns.find((check) => check.account_id && check.owner_id);
    await page.selectOption('#owner', one.owner_id);
    assert.deepEqual(await shownIds(page), withId(checkIns.filter((check) => check.owner_id === one.owner_id)));
    assert.equal(await page.locator('.sheet:visible').count(), 1);
    await page.selectOption('#day', one.day);
    assert.deepEqual(await shownIds(page), withId(checkIns.filter((check) => check.owner_id === one.owner_id && check.day === one.day)));
    await page.selectOption('#account', one.account_id);
    await page.fill('#find', one.whom);
    assert.ok((await shownIds(page)).includes(one.id));
    assert.equal(await said(page), await cards(page));
    await page.fill('#find', 'nobody has this name');
    assert.equal(await cards(page), 0);
    assert.equal(await page.locator('#nothing').isVisible(), true);
    await page.click('#clear');
    assert.equal(await cards(page), checkIns.length);
    assert.equal(await page.locator('#clear').isDisabled(), true);
    await page.selectOption('#account', one.account_id);
    assert.deepEqual(await shownIds(page), withId(checkIns.filter((check) => check.account_id === one.account_id)));
  }));

  it('finds names without accents and in any case', () => on(path, {}, async (page) => {
    const accented = checkIns.find((one) => /[À-ž]/.test(one.whom));
    if (!accented) return;
    const plain = accented.whom.normalize('NFKD').replace(/\p{M}/gu, '').toUpperCase();
    await page.fill('#find', plain);
    assert.ok((await shownIds(page)).includes(accented.id), plain);
    await page.keyboard.press('Escape');
    assert.equal(await cards(page), checkIns.length);
  }));

  it('is used with the keyboard alone', () => on(path, {}, async (page) => {
    const active = () => page.evaluate(() => document.activeElement.id || document.activeElement.className);
    await page.keyboard.press('Tab');
    assert.equal(await active(), 'skip');
    await page.keyboard.press('Enter');
    await page.keyboard.press('Tab');
    assert.equal(await active(), 'tick');
    await page.keyboard.press('Space');
    const card = page.locator('.card').first();
    assert.match(await card.locator('.record').textContent(), /hearten log \S+ --action \S+/);
    assert.equal(await card.locator('.record').isVisible(), true);
    await page.locator('#find').focus();
    await page.keyboard.type(checkIns.at(-1).whom);
    assert.ok((await shownIds(page)).includes(checkIns.at(-1).id));
    const order = [];
    for (let step = 0; step < 5; step += 1) { await page.keyboard.press('Tab'); order.push(await active()); }
    assert.deepEqual(order, ['owner', 'day', 'account', 'clear', 'print']);
    const ring = await page.evaluate(() => getComputedStyle(document.activeElement).outlineStyle);
    assert.equal(ring, 'solid');
  }));

  it('keeps a tick in this browser', () => on(path, {}, async (page) => {
    await page.locator('.tick').nth(2).check();
    await page.reload();
    assert.equal(await page.locator('.tick').nth(2).isChecked(), true);
    assert.equal(await page.locator('.tick:checked').count(), 1);
  }));

  it('shows what a link names even when the choice hides it', () => on(path, {}, async (page) => {
    await page.fill('#find', 'nobody has this name');
    await page.click(`a[href="#sheet-${owners.find((id) => id !== 'nobody')}"]`);
    assert.equal(await cards(page), checkIns.length);
  }));

  it('works without its script', () => on(path, { javaScriptEnabled: false }, async (page) => {
    assert.equal(await page.locator('.card').count(), checkIns.length);
    assert.equal(await page.locator('#filters').isVisible(), false);
    assert.equal(await page.locator('.card').first().isVisible(), true);
    await page.locator('.tick').first().check();
    assert.equal(await page.locator('.record').first().isVisible(), true);
  }));

  it('dials and writes from the sheet', () => on(path, {}, async (page) => {
    const numbers = await page.locator('a[href^="tel:"]').evaluateAll((nodes) => nodes.map((node) => node.getAttribute('href')));
    assert.ok(numbers.length > 0);
    for (const number of numbers) assert.match(number, /^tel:\+?\d+(;ext=\d+)?$/);
    for (const address of await page.locator('a[href^="mailto:"]').evaluateAll((nodes) => nodes.map((node) => node.getAttribute('href'))))
      assert.match(address, /^mailto:[^?&\s]+@[^?&\s]+$/);
  }));

  it('fits a phone without a sideways scroll', () => on(path, phone, async (page) => {
    const fits = () => page.evaluate((width) => document.documentElement.scrollWidth <= width, PHONE.width);
    assert.ok(await fits(), 'whole');
    await page.selectOption('#owner', owners[0]);
    assert.ok(await fits(), 'chosen');
    const small = await page.locator('#filters select, #filters input, #filters button').evaluateAll((nodes) => nodes.filter((node) => node.offsetParent && node.getBoundingClientRect().height < 40).length);
    assert.equal(small, 0, 'fields are large enough for a thumb');
  }));

  for (const colorScheme of ['light', 'dark']) {
    it(`has no accessibility fault in ${colorScheme}`, () => on(path, { colorScheme }, async (page) => {
      for (const summary of await page.locator('summary').all()) await summary.click();
      await page.locator('.tick').first().check();
      await expectAccessible(page, colorScheme);
      await page.fill('#find', 'nobody has this name');
      await expectAccessible(page, `${colorScheme}, nothing found`);
    }));
    it(`has no accessibility fault on a phone in ${colorScheme}`, () => on(path, { ...phone, colorScheme }, async (page) => {
      await expectAccessible(page, `${colorScheme}, phone`);
    }));
  }

  it('prints on A4: each owner begins a page, the head comes on each, and no card is torn', () => on(path, {}, async (page) => {
    const folder = mkdtempSync(join(tmpdir(), 'hearten-print-'));
    try {
      const titles = await page.locator('.sheet h2').allTextContents();
      const pdf = await page.pdf({ preferCSSPageSize: true });
      assert.deepEqual(new Set(pdf.toString('latin1').match(/\/MediaBox \[[^\]]*\]/g).map((box) => box.match(/[\d.]+/g).slice(2).map((size) => Math.round(size)).join())), new Set(['595,842']));
      writeFileSync(join(folder, 'plan.pdf'), pdf);
      const text = execFileSync('pdftotext', ['-layout', join(folder, 'plan.pdf'), '-'], { encoding: 'utf8' });
      const squeezed = (words) => words.normalize('NFKC').replace(/\s+/g, '');
      const sheets = text.split('\f').map(squeezed).filter(Boolean);
      // Of each page, whose sheet it is: none for the overview, which comes first.
      const whose = sheets.map((sheet) => titles.filter((title) => sheet.startsWith(squeezed(title))));
      const overview = whose.findIndex((found) => found.length > 0);
      assert.ok(overview > 0 && whose.length >= titles.length + overview, `${whose.length} pages for ${titles.length} owners`);
      for (const [at, found] of whose.slice(overview).entries()) assert.equal(found.length, 1, `page ${overview + at + 1} has no head: ${sheets[overview + at].slice(0, 80)}`);
      assert.deepEqual([...new Set(whose.flat())], titles);
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
    await page.emulateMedia({ media: 'print' });
    assert.equal(await page.locator('#filters').isVisible(), false);
    assert.equal(await page.locator('.notes').first().isVisible(), true);
    const whole = await page.locator('.card').evaluateAll((nodes) => nodes.every((node) => getComputedStyle(node).breakInside === 'avoid'));
    assert.ok(whole);
  }));

  it('prints what was chosen, and then no overview', () => on(path, {}, async (page) => {
    await page.selectOption('#owner', owners[0]);
    await page.emulateMedia({ media: 'print' });
    assert.equal(await page.locator('#overview').isVisible(), false);
    assert.equal(await page.locator('.sheet:visible').count(), 1);
  }));
});
