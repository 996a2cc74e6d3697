// Pictures of the plan's page for people to look at: `node plan-screenshots.mjs FOLDER`.
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { PHONE, launch, openPage } from './browser.mjs';
import { planPage } from './plan.mjs';

const folder = process.argv[2];
if (!folder) throw new Error('name a folder for the pictures');
mkdirSync(folder, { recursive: true });

const path = planPage();
const browser = await launch();

async function picture(name, options, steps = async () => {}) {
  const page = await openPage(browser, path, options);
  await steps(page);
  await page.waitForTimeout(250);
  await page.screenshot({ path: join(folder, `${name}.png`) });
  await page.context().close();
}

const to = (selector) => (page) => page.evaluate((it) => document.querySelector(it).scrollIntoView(), selector);
const dark = { colorScheme: 'dark' };
const phone = { viewport: PHONE, deviceScaleFactor: 2, hasTouch: true, isMobile: true };
for (const [mode, options] of [['light', {}], ['dark', dark]]) {
  await picture(`overview-${mode}`, options);
  await picture(`findings-${mode}`, options, to('#findings'));
  for (const language of ['en', 'zh-CN', 'zh-TW']) await picture(`sheet-${language}-${mode}`, options, to(`.sheet[lang=${language}]`));
  await picture(`phone-overview-${mode}`, { ...phone, ...options });
  await picture(`phone-choices-${mode}`, { ...phone, ...options }, to('#filters'));
  await picture(`phone-sheet-${mode}`, { ...phone, ...options }, to('.sheet[lang=en]'));
}
await picture('chosen', {}, async (page) => {
  await page.selectOption('#owner', { index: 1 });
  await page.locator('.tick:visible').first().check();
  await to('#filters')(page);
});
await picture('nothing', {}, async (page) => { await page.fill('#find', 'no such words'); await to('#filters')(page); });

const page = await openPage(browser, path);
await page.pdf({ path: join(folder, 'print-all.pdf'), preferCSSPageSize: true });
await page.selectOption('#owner', { index: 1 });
await page.pdf({ path: join(folder, 'print-one.pdf'), preferCSSPageSize: true });
await browser.close();
