// The preview page in headless Chromium. With HEARTEN_PROOF=/path/index.html the tests of the first part run on
// a page that the program made; those of the second part need the fixture's own proofs.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { after, before, describe, it } from 'node:test';
import { PHONE, launch, openPage, writePage } from './browser.mjs';
import { MARKUP, makeProof, makeRemarks } from './fixture.mjs';

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const real = process.env.HEARTEN_PROOF;

let browser;
before(async () => { browser = await launch(); });
after(async () => { await browser.close(); });

/** Runs `steps` on a fresh page and expects it to stay silent and offline. */
async function on(path, options, steps) {
  const page = await openPage(browser, path, options);
  try {
    const result = await steps(page);
    assert.deepEqual(page.faults, []);
    return result;
  } finally {
    await page.context().close();
  }
}

const shown = (page) => page.locator('.reader h2').textContent();
const count = (page) => page.locator('#count').textContent();
const number = (n) => n.toLocaleString('en');
const dataOf = (path) => JSON.parse(/<script type="application\/json" id="proof">(.*?)<\/script>/s.exec(readFileSync(path, 'utf8'))[1]);
async function letterText(page) {
  await page.locator('#frame[data-ready]').waitFor();
  return page.frameLocator('#frame').locator('body').textContent();
}

async function expectAccessible(page, where) {
  await page.evaluate(AXE);
  const { violations } = await page.evaluate(() => window.axe.run(document, { iframes: false }));
  const grave = violations.filter(({ impact }) => ['serious', 'critical'].includes(impact));
  assert.deepEqual(grave.map(({ id, nodes }) => `${where}: ${id}: ${nodes[0].html} ${nodes[0].failureSummary}`), []);
}

describe('the page of a proof', () => {
  const path = real || writePage('whole', makeProof());
  const proof = dataOf(path);
  const { letters, wordings, totals } = proof;
  const byId = new Map(letters.map((letter) => [letter.id, letter]));

  it('opens from disk, says that nothing was sent, and shows one letter per wording', () => on(path, {}, async (page) => {
    assert.match(await page.locator('.unsent').textContent(), /Preview\. Nothing has been sent\./);
    assert.equal(await page.title(), proof.title);
    assert.equal(await page.locator('#title').textContent(), proof.title);
    assert.match(await page.locator('#totals').textContent(), new RegExp(`^${number(totals.letters)} letters? in ${number(totals.wordings)} `));
    assert.match(await count(page), new RegExp(`^${number(wordings.length)} wording`));
    assert.equal(await shown(page), byId.get(wordings[0].first).name);
    assert.ok((await letterText(page)).length > 100);
  }));

  it('shows a letter whole: its frame is as tall as its content and runs no script', () => on(path, {}, async (page) => {
    await page.locator('#frame[data-ready]').waitFor();
    const frame = await page.locator('#frame').evaluate((node) => ({ sandbox: node.getAttribute('sandbox'), height: node.clientHeight, inside: node.contentDocument.documentElement.scrollHeight }));
    assert.equal(frame.sandbox, 'allow-same-origin');
    assert.equal(frame.height, frame.inside);
    assert.ok(frame.height > 200);
    await page.keyboard.press('w');
    await page.waitForTimeout(400);
    const narrow = await page.locator('#frame').evaluate((node) => ({ width: node.clientWidth, height: node.clientHeight, inside: node.contentDocument.documentElement.scrollHeight }));
    assert.ok(narrow.width <= 390 && narrow.height > frame.height, 'a phone is narrower, so that the letter grows');
    assert.equal(narrow.height, narrow.inside);
  }));

  it('finds people by name, account, id, address and subject', () => on(path, {}, async (page) => {
    await page.click('[data-view=everyone]');
    const letter = letters.at(-1);
    for (const text of [letter.name, letter.account, letter.id, letter.to, letter.subject, `${letter.name} ${letter.id}`]) {
      await page.fill('#search', text.toUpperCase());
      assert.match(await count(page), /recipient/);
      const ids = await page.evaluate(() => state.rows.map((row) => row.letter.id));
      assert.ok(ids.includes(letter.id), `${text} finds ${letter.id}`);
    }
    await page.fill('#search', 'no such person anywhere');
    assert.equal(await page.locator('#nothing').isVisible(), true);
    await page.click('#clear');
    assert.match(await count(page), new RegExp(`^${number(letters.length)} recipient`));
  }));

  const filters = { language: (letter) => [letter.language], tier: (letter) => letter.tiers, partner: (letter) => [letter.partner], wave: (letter) => [letter.wave], account: (letter) => [letter.account_id] };
  for (const [filter, of] of Object.entries(filters)) {
    it(`filters by ${filter}, in both views`, () => on(path, {}, async (page) => {
      const value = of(letters[0])[0];
      if (value == null) return;
      const expected = letters.filter((letter) => of(letter).includes(value));
      await page.click('#filters-open');
      await page.selectOption(`#filter-${filter}`, String(value));
      assert.equal(await page.evaluate(() => state.rows.length), new Set(expected.map((letter) => letter.wording)).size);
      await page.click('[data-view=everyone]');
      assert.deepEqual(await page.evaluate(() => state.rows.map((row) => row.letter.id)), expected.map((letter) => letter.id));
      await page.click('#chips button');
      assert.match(await count(page), new RegExp(`^${number(letters.length)} recipient`));
    }));
  }

  it('shows who reads a wording', () => on(path, {}, async (page) => {
    const wording = wordings.find((each) => letters.filter((letter) => letter.wording === each.id).length > 1);
    if (!wording) return;
    await page.locator('.row').nth(wordings.indexOf(wording)).click();
    await page.click('.readers');
    const ids = await page.evaluate(() => state.rows.map((row) => row.letter.id));
    assert.deepEqual(ids, letters.filter((letter) => letter.wording === wording.id).map((letter) => letter.id));
  }));

  it('has a view of the extremes and one of people without a letter', () => on(path, {}, async (page) => {
    await page.click('[data-view=extremes]');
    assert.match(await count(page), new RegExp(`^${proof.extremes.length} extreme`));
    await page.click('[data-view=out]');
    const absent = [...proof.failed, ...proof.left_out];
    assert.equal(await page.evaluate(() => state.rows.length), absent.length);
    if (!absent.length) return;
    await page.locator('.row').first().click();
    assert.equal(await shown(page), absent[0].name);
    assert.equal((await page.locator('.reason').textContent()).replaceAll('`', ''), absent[0].reason.replaceAll('`', ''));
  }));

  it('shows plain text, envelope and facts of the chosen letter', () => on(path, {}, async (page) => {
    const letter = byId.get(wordings[0].first);
    await page.click('#tab-text');
    assert.equal(await page.locator('.plain pre').textContent(), letter.text);
    await page.click('#tab-envelope');
    const envelope = await page.locator('#panel').textContent();
    for (const value of [letter.from, letter.to, letter.reply_to, letter.subject, letter.message_id]) if (value) assert.ok(envelope.includes(value), value);
    assert.ok(envelope.includes(`${number(letter.bytes)} bytes`));
    await page.click('#tab-facts');
    const facts = await page.locator('#panel').textContent();
    for (const fact of letter.facts) assert.ok(facts.includes(fact.name) && facts.includes(fact.value), fact.name);
    for (const fact of proof.facts) assert.ok(facts.includes(fact.name) && facts.includes(fact.values[letter.language] ?? fact.values.en), fact.name);
  }));

  it('gives every wide character two columns', () => on(path, {}, async (page) => {
    const index = wordings.findIndex((wording) => wording.language.startsWith('zh'));
    if (index < 0) return;
    await page.locator('.row').nth(index).click();
    await page.click('#tab-text');
    const { wide, columns } = await page.evaluate(() => {
      const column = parseFloat(getComputedStyle(document.querySelector('.plain pre')).getPropertyValue('--column'));
      const run = [...document.querySelectorAll('.plain .wide')].find((node) => node.getClientRects().length === 1 && node.textContent.length > 3);
      return { wide: run.getBoundingClientRect().width / column, columns: 2 * run.textContent.length };
    });
    assert.ok(Math.abs(wide - columns) < 0.1, `${wide} for ${columns} columns`);
  }));

  it('is used with the keyboard alone', () => on(path, {}, async (page) => {
    const names = wordings.map((wording) => byId.get(wording.first).name);
    if (names.length < 3) return;
    await page.keyboard.press('j');
    await page.keyboard.press('ArrowDown');
    assert.equal(await shown(page), names[2]);
    assert.equal(await page.locator('.row[aria-selected=true]').count(), 1);
    await page.keyboard.press('k');
    assert.equal(await shown(page), names[1]);
    await page.keyboard.press('Enter');
    assert.equal(await page.evaluate(() => document.activeElement.id), 'reader');
    for (const [key, tab] of [['2', 'text'], ['3', 'envelope'], ['4', 'facts'], ['1', 'letter']]) {
      await page.keyboard.press(key);
      assert.equal(await page.getAttribute(`#tab-${tab}`, 'aria-selected'), 'true');
    }
    await page.locator('#tab-letter').focus();
    await page.keyboard.press('ArrowRight');
    assert.equal(await page.evaluate(() => document.activeElement.id), 'tab-text');
    await page.keyboard.press('Escape');
    assert.equal(await page.evaluate(() => document.activeElement.id), 'list');
    await page.keyboard.press('v');
    assert.equal(await page.getAttribute('[data-view=everyone]', 'aria-pressed'), 'true');
    await page.keyboard.press('/');
    await page.keyboard.type(letters.at(-1).id);
    await page.keyboard.press('Enter');
    assert.equal(await shown(page), letters.at(-1).name);
    await page.keyboard.press('?');
    assert.equal(await page.locator('#help').isVisible(), true);
    await page.keyboard.press('Escape');
    assert.equal(await page.locator('#help').isVisible(), false);
    await page.keyboard.press('/');
    await page.keyboard.press('Escape');
    assert.equal(await page.inputValue('#search'), '');
    await page.keyboard.press('Tab');
    assert.equal(await page.evaluate(() => document.activeElement.id), 'filters-open', 'the search stays in place when it is cleared');
  }));

  it('keeps its single-letter keys working inside the letter, and can turn them off', () => on(path, {}, async (page) => {
    await page.locator('#frame[data-ready]').waitFor();
    await page.frameLocator('#frame').locator('body').click();
    await page.keyboard.press('3');
    assert.equal(await page.getAttribute('#tab-envelope', 'aria-selected'), 'true');
    await page.click('#help-open');
    await page.uncheck('#keys-on');
    await page.keyboard.press('Escape');
    await page.keyboard.press('1');
    assert.equal(await page.getAttribute('#tab-envelope', 'aria-selected'), 'true');
  }));

  it('opens the letter that the address names', () => on(path, { hash: `#${encodeURIComponent(letters.at(-1).id)}` }, async (page) => {
    assert.equal(await shown(page), letters.at(-1).name);
  }));

  it('is two screens on a phone, without a sideways scroll', () => on(path, { viewport: PHONE, hasTouch: true, isMobile: true }, async (page) => {
    const fits = () => page.evaluate((width) => document.documentElement.scrollWidth <= width, PHONE.width);
    assert.equal(await page.locator('.reader').isVisible(), false);
    assert.ok(await fits(), 'list');
    await page.locator('.row').first().tap();
    assert.equal(await page.locator('.index').isVisible(), false);
    assert.equal(await shown(page), byId.get(wordings[0].first).name);
    for (const tab of ['letter', 'text', 'envelope', 'facts']) {
      await page.tap(`#tab-${tab}`);
      assert.ok(await fits(), tab);
    }
    await page.tap('.back');
    assert.equal(await page.locator('.index').isVisible(), true);
    await page.locator('.row').first().tap();
    await page.goBack();
    assert.equal(await page.locator('.index').isVisible(), true);
    await page.tap('[data-view=everyone]');
    await page.evaluate(() => scrollTo(0, document.body.scrollHeight));
    await page.locator(`#row-${letters.length - 1}`).waitFor();
  }));

  it('prints the chosen letter, or every wording on a page of its own', () => on(path, {}, async (page) => {
    const pages = (pdf) => pdf.toString('latin1').match(/\/Type\s*\/Page\b/g).length;
    const letter = await letterText(page);
    await page.evaluate(() => dispatchEvent(new Event('beforeprint')));
    await page.emulateMedia({ media: 'print' });
    assert.equal(await page.locator('#print section').count(), 1);
    assert.equal(await page.locator('.masthead').isVisible(), false);
    const same = (text) => text.replace(/\s+/g, '');
    const copy = await page.evaluate(() => document.querySelector('#print section > div').shadowRoot.querySelector('div').textContent);
    assert.equal(same(copy), same(letter), 'the printed copy has every word');
    await page.evaluate(() => dispatchEvent(new Event('afterprint')));
    await page.emulateMedia({ media: null });
    const one = pages(await page.pdf({ format: 'A4' }));
    await page.evaluate(() => { printAll = true; });
    const all = pages(await page.pdf({ format: 'A4' }));
    assert.ok(one >= 1 && all >= wordings.length, `${one} and ${all} pages for ${wordings.length} wordings`);
    assert.equal(await page.locator('#print').textContent(), '');
  }));

  for (const colorScheme of ['light', 'dark']) {
    it(`has no grave accessibility fault in ${colorScheme}`, () => on(path, { colorScheme }, async (page) => {
      for (const tab of ['letter', 'text', 'envelope', 'facts']) {
        await page.click(`#tab-${tab}`);
        await expectAccessible(page, `${colorScheme}, ${tab}`);
      }
      await page.click('#filters-open');
      for (const view of ['everyone', 'extremes', 'out']) {
        await page.click(`[data-view=${view}]`);
        await expectAccessible(page, `${colorScheme}, ${view}`);
      }
      await page.keyboard.press('?');
      await expectAccessible(page, `${colorScheme}, help`);
    }));
    it(`has no grave accessibility fault on a phone in ${colorScheme}`, () => on(path, { colorScheme, viewport: PHONE, hasTouch: true, isMobile: true }, async (page) => {
      await expectAccessible(page, `${colorScheme}, phone list`);
      await page.locator('.row').first().tap();
      await expectAccessible(page, `${colorScheme}, phone letter`);
    }));
  }

  it('moves nothing when less motion is asked for', () => on(path, { reducedMotion: 'reduce' }, async (page) => {
    assert.equal(await page.locator('.sheet').evaluate((node) => getComputedStyle(node).transitionDuration), '0s');
  }));
});

describe('the template', () => {
  it('has three places and nothing else that Tera would read', () => {
    const template = readFileSync(new URL('../../templates/pages/proof.html', import.meta.url), 'utf8');
    assert.deepEqual(template.match(/\{\{.*?(\}\}|$)|\{%|\{#/gm), ['{{ lang }}', '{{ title }}', '{{ data | safe }}']);
    assert.doesNotMatch(template, /innerHTML|outerHTML|insertAdjacentHTML|document\.write|\beval\b/);
  });
});

describe('special proofs', () => {
  it('shows markup in any field as text, runs none of it and asks for nothing', async () => {
    const page = await openPage(browser, writePage('hostile', makeProof({ hostile: true, failed: 1 })));
    await page.click('[data-view=everyone]');
    await page.locator('.row').first().click();
    assert.ok((await shown(page)).startsWith(MARKUP));
    for (const tab of ['text', 'envelope', 'facts', 'letter']) await page.click(`#tab-${tab}`);
    assert.match(await letterText(page), /styled/);
    await page.frameLocator('#frame').locator('#away').click();
    assert.match(await page.locator('#toast').textContent(), /https:\/\/evil\.example\/away/);
    await page.evaluate(() => dispatchEvent(new Event('beforeprint')));
    assert.deepEqual(await page.evaluate(() => [...document.querySelector('#print section > div').shadowRoot.querySelectorAll('script, iframe, svg, [onclick], [href], img[src]')].length), 0);
    await page.waitForTimeout(200);
    assert.equal(await page.evaluate(() => window.broken), undefined);
    assert.equal(await page.locator('main img, main script, header img').count(), 0);
    // The browser reports what the page's policy stopped on its way; nothing may have gone out or failed otherwise.
    const stopped = /Content Security Policy|sandboxed|^request: https:\/\/evil\.example\/[xy]\.png$/;
    await page.context().close();
    assert.deepEqual(page.sent, []);
    assert.deepEqual(page.faults.filter((fault) => !stopped.test(fault)), []);
  });

  it('marks remarks in the letter, with the reason on hover and by keyboard, and lists them beside it', () => {
    const proof = makeProof();
    proof.remarks = makeRemarks(proof);
    const alone = proof.letters.find((letter) => letter.language === 'en');
    return on(writePage('remarks', proof), {}, async (page) => {
      await page.evaluate((id) => { location.hash = id; }, alone.id);
      await letterText(page);
      const items = page.locator('.remarks li');
      assert.deepEqual(await items.locator('.weight').allTextContents(), ['ErrorL-31', 'WarningL-21', 'WarningL-18', 'InfoL-34']);
      assert.equal(await page.locator('.remarks h3').textContent(), '1 error, 2 warnings');
      const inside = page.frameLocator('#frame').locator('mark');
      assert.deepEqual((await inside.allTextContents()).sort(), ['Nobody was hurt', 'worry']);
      assert.equal(await page.locator('.subject mark').textContent(), 'works');
      const worry = inside.filter({ hasText: 'worry' });
      assert.match(await worry.getAttribute('title'), /^Warning L-21: “worry” tells the reader what to feel\. Facts calm/);
      assert.match(await worry.getAttribute('aria-label'), /^worry\. Warning L-21/);
      await items.nth(1).locator('button').focus();
      await page.keyboard.press('Enter');
      assert.equal(await page.locator('.remarks li.current .weight').textContent(), 'WarningL-21');
      assert.equal(await page.evaluate(() => document.querySelector('#frame').contentDocument.activeElement.textContent), 'worry');
      // A real pointer over a sandboxed frame makes this browser complain of scripts that nobody wrote.
      await page.evaluate(() => [...document.querySelector('#frame').contentDocument.querySelectorAll('mark')]
        .find((mark) => mark.textContent.startsWith('Nobody')).dispatchEvent(new MouseEvent('mouseover')));
      assert.equal(await page.locator('.remarks li.current .weight').textContent(), 'ErrorL-31');
      assert.match(await page.locator('#told').textContent(), /^Error L-31: /);
      await page.evaluate(() => [...document.querySelector('#frame').contentDocument.querySelectorAll('mark')]
        .find((mark) => mark.textContent.startsWith('Nobody')).dispatchEvent(new MouseEvent('mouseout')));
      assert.equal(await page.locator('#told').isVisible(), false);
      assert.match(await page.locator('#totals').textContent(), /1 error, 2 warnings found\.$/);
      await items.nth(2).locator('button').click();
      assert.match(await page.locator('#toast').textContent(), /not in one place/);
      assert.equal(await page.locator('.remarks b').count(), 0, 'a remark is never markup');
      await page.evaluate(() => dispatchEvent(new Event('beforeprint')));
      assert.equal(await page.evaluate(() => document.querySelector('#print section > div').shadowRoot.querySelectorAll('mark').length), 0);
      await page.evaluate(() => dispatchEvent(new Event('afterprint')));
      const other = proof.letters.find((letter) => letter.language === 'zh-CN');
      await page.evaluate((id) => { location.hash = id; }, other.id);
      await letterText(page);
      assert.equal(await page.locator('.remarks').count(), 0);
      await page.evaluate((id) => { location.hash = id; }, alone.id);
      for (const colorScheme of ['light', 'dark']) { await page.emulateMedia({ colorScheme }); await expectAccessible(page, `remarks, ${colorScheme}`); }
    });
  });

  it('says in a banner what failed and why', () => on(writePage('failed', makeProof({ failed: 5 })), {}, async (page) => {
    const banner = await page.locator('#banner').textContent();
    assert.match(banner, /Not complete: 5 letters could not be made/);
    assert.match(banner, /王建国 \(c-101\), .* and 2 more: the brief has no wording for zh-CN/);
    await page.click('#banner-all');
    assert.equal(await page.getAttribute('[data-view=out]', 'aria-pressed'), 'true');
    assert.equal(await shown(page), '王建国');
    for (const colorScheme of ['light', 'dark']) { await page.emulateMedia({ colorScheme }); await expectAccessible(page, `banner, ${colorScheme}`); }
  }));

  it('says when only a part of the letters is in the page, and how to see another', () => on(writePage('part', makeProof({ count: 60, of: 100000 })), {}, async (page) => {
    const note = await page.locator('#note').textContent();
    assert.match(note, /60 of 100,000 letters/);
    assert.match(note, /hearten preview --contact ID/);
    assert.match(await page.locator('[data-view=everyone]').textContent(), /In this page/);
  }));

  it('opens without a single letter', () => on(writePage('empty', { ...makeProof({ count: 1 }), letters: [], wordings: [], extremes: [], facts: [],
    totals: { contacts: 4, letters: 0, wordings: 0, left_out: 4, failed: 0, embedded: 0 } }), {}, async (page) => {
    assert.match(await page.locator('.reader').textContent(), /No letter was made/);
    for (const key of ['j', '4', 'w', 'v', 'v', 'v', 'j', 'Enter', 'Escape']) await page.keyboard.press(key);
    assert.match(await page.locator('.reader').textContent(), /no e-mail address/);
  }));

  it('answers a key in the search box within 100 ms among 2,000 letters', () => on(writePage('large', makeProof({ count: 2000 })), {}, async (page) => {
    await page.click('[data-view=everyone]');
    const times = [];
    for (const text of ['c', 'c-1', 'c-19', 'c-199', '王', '', 'a', 'an', 'anna']) {
      times.push(await page.evaluate((value) => new Promise((done) => {
        const box = document.querySelector('#search');
        const start = performance.now();
        box.value = value;
        box.dispatchEvent(new Event('input'));
        requestAnimationFrame(() => setTimeout(() => done(performance.now() - start)));
      }), text));
    }
    assert.ok(await page.locator('.row').count() < 40, 'only the rows in sight are drawn');
    assert.ok(Math.max(...times) < 100, `slowest of ${times.map((time) => time.toFixed(0))} ms`);
    await page.fill('#search', '');
    await page.locator('#list').focus();
    await page.keyboard.press('End');
    assert.equal(await page.evaluate(() => state.cursor), 1999);
  }));
});
