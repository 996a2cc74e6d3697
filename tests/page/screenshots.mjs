// Pictures of the page for people to look at: `node screenshots.mjs FOLDER`.
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { DESKTOP, PHONE, launch, openPage, writePage } from './browser.mjs';
import { makeProof } from './fixture.mjs';

const folder = process.argv[2];
if (!folder) throw new Error('name a folder for the pictures');
mkdirSync(folder, { recursive: true });

const whole = process.env.HEARTEN_PROOF || writePage('whole', makeProof());
const broken = writePage('broken', makeProof({ failed: 5 }));
const browser = await launch();

async function picture(name, path, options, steps = async () => {}) {
  const page = await openPage(browser, path, options);
  await steps(page);
  await page.waitForTimeout(250);
  await page.screenshot({ path: join(folder, `${name}.png`) });
  await page.context().close();
}

const dark = { colorScheme: 'dark' };
const phone = { viewport: PHONE, deviceScaleFactor: 2, hasTouch: true, isMobile: true };
await picture('desktop-light', whole, {});
await picture('desktop-dark', whole, dark);
await picture('desktop-chinese', whole, {}, async (page) => { await page.keyboard.press('j'); await page.keyboard.press('j'); });
await picture('desktop-everyone-filter', whole, {}, async (page) => { await page.keyboard.press('v'); await page.click('#filters-open'); await page.selectOption('#filter-language', 'zh-CN'); });
for (const [key, name] of [['2', 'text'], ['3', 'envelope'], ['4', 'facts']])
  await picture(`desktop-${name}`, whole, {}, async (page) => { await page.keyboard.press('j'); await page.keyboard.press(key); });
await picture('desktop-text-english', whole, {}, async (page) => { await page.keyboard.press('2'); });
await picture('desktop-facts-dark', whole, dark, async (page) => { await page.keyboard.press('4'); });
await picture('desktop-phone-width', whole, {}, async (page) => { await page.keyboard.press('w'); });
await picture('desktop-extremes', whole, {}, async (page) => { await page.click('[data-view=extremes]'); await page.click('.row'); });
await picture('desktop-out', broken, {}, async (page) => { await page.click('[data-view=out]'); await page.click('.row'); });
await picture('desktop-banner-dark', broken, dark);
await picture('desktop-help', whole, {}, async (page) => { await page.keyboard.press('?'); });
await picture('desktop-small', whole, { viewport: { width: 1024, height: 700 } });
await picture('desktop-wide', whole, { viewport: { width: 1920, height: 1080 } });
await picture('desktop-partly', writePage('partly', makeProof({ count: 120, of: 100000 })), { viewport: DESKTOP }, async (page) => { await page.fill('#search', 'nobody at all'); });
await picture('phone-list', whole, phone);
await picture('phone-list-dark', whole, { ...phone, ...dark });
await picture('phone-list-scrolled', whole, phone, async (page) => { await page.click('[data-view=everyone]'); await page.evaluate(() => scrollTo(0, 900)); });
await picture('phone-filters', broken, phone, async (page) => { await page.click('#filters-open'); });
await picture('phone-letter', whole, phone, async (page) => { await page.click('.row >> nth=1'); });
await picture('phone-text', whole, phone, async (page) => { await page.click('.row >> nth=1'); await page.click('#tab-text'); });
await picture('phone-facts', whole, phone, async (page) => { await page.click('.row >> nth=0'); await page.click('#tab-facts'); });
await picture('phone-letter-dark', whole, { ...phone, ...dark }, async (page) => { await page.click('.row >> nth=0'); });

const page = await openPage(browser, whole);
await page.keyboard.press('j');
await page.pdf({ path: join(folder, 'print-letter.pdf'), format: 'A4' });
await page.evaluate(() => { printAll = true; });
await page.pdf({ path: join(folder, 'print-all.pdf'), format: 'A4' });
await browser.close();
