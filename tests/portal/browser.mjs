// The portal as people use it: with a mouse, a keyboard, a phone, a printer, and no scripts.

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { after, before, test } from 'node:test';

const base = process.env.PORTAL_BASE;
const packages = process.env.PORTAL_PACKAGES;
const require = createRequire(`${packages}/package.json`);
const { chromium } = require('playwright-core');
const axe = readFileSync(require.resolve('axe-core/axe.min.js'), 'utf8');

const DAY = 'on=2026-10-31';
const PAGES = {
  alerts: `/?${DAY}`,
  places: `/places?${DAY}`,
  station: `/station?place=tyt-0001&${DAY}`,
  line: `/line?place=tyt-0001&item=bcs&${DAY}`,
  orders: `/orders?${DAY}`,
  harm: `/station?place=10234&${DAY}`,
};
const DESK = { width: 1280, height: 900 };
const PHONE = { width: 375, height: 812 };

let browser;
before(async () => {
  browser = await chromium.launch({
    executablePath: process.env.CHROMIUM,
    args: ['--no-sandbox', '--disable-gpu', '--disable-dev-shm-usage'],
  });
});
after(() => browser?.close());

/** Use a page; whatever the console or the network complains of fails the test. */
async function use(path, options, act) {
  const context = await browser.newContext({ baseURL: base, viewport: DESK, ...options });
  const page = await context.newPage();
  const complaints = [];
  page.on('console', (message) => complaints.push(message.text()));
  page.on('pageerror', (error) => complaints.push(String(error)));
  page.on('dialog', (dialog) => { complaints.push(`dialog ${dialog.message()}`); dialog.dismiss(); });
  // What a page still asks for when it is left or loaded anew is given up: no complaint.
  page.on('requestfailed', (request) => {
    const why = request.failure()?.errorText ?? 'failed';
    if (why !== 'net::ERR_ABORTED') complaints.push(`${why} ${request.url()}`);
  });
  page.on('request', (request) => {
    if (!request.url().startsWith(`${base}/`)) complaints.push(`elsewhere: ${request.url()}`);
  });
  try {
    await page.goto(path);
    await act(page);
    assert.deepEqual(complaints, []);
  } finally {
    await context.close();
  }
}

async function accessible(page) {
  // Filters are shown on a desk though they are folded; axe passes over what is folded.
  await page.evaluate(() => document.querySelectorAll('.filter-box').forEach((box) => { box.open = true; }));
  await page.evaluate(axe);
  const found = await page.evaluate(async () => (await globalThis.axe.run()).violations.map(
    (one) => `${one.impact} ${one.id}: ${one.nodes.map((node) => node.html).slice(0, 3)}`,
  ));
  assert.deepEqual(found, []);
}

const over = (page) => page.evaluate(
  () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
);
const shot = (page, name) => page.screenshot({
  path: `${packages}/shots/${name}.png`,
  fullPage: true,
  clip: { x: 0, y: 0, ...page.viewportSize(), height: 1600 },
});

for (const [name, path] of Object.entries(PAGES)) {
  test(`${name}: no complaint, nothing for axe, in Vietnamese on a desk`, () =>
    use(`${path}&lang=vi`, {}, async (page) => {
      assert.equal(await over(page), 0);
      await accessible(page);
      await shot(page, `${name}-vi-desk`);
    }));
  test(`${name}: fits on a phone, in English`, () =>
    use(`${path}&lang=en`, { viewport: PHONE, isMobile: true, hasTouch: true }, async (page) => {
      assert.equal(await over(page), 0);
      await accessible(page);
      await shot(page, `${name}-en-phone`);
      await page.setViewportSize({ width: 320, height: 600 });
      assert.equal(await over(page), 0);
    }));
}

test('what is folded out is accessible, too', () =>
  use(PAGES.line, {}, async (page) => {
    for (const summary of await page.locator('summary').all()) await summary.click();
    await accessible(page);
    assert.equal(await over(page), 0);
    await page.setViewportSize(PHONE);
    assert.equal(await over(page), 0);
    await shot(page, 'line-vi-phone-open');
  }));

test('an error is a page like the others', () =>
  use('/?on=2026-10-31', {}, async (page) => {
    const answer = await page.request.get(`${base}/station?place=nowhere`);
    await page.setContent(await answer.text());
    await accessible(page);
    assert.match(await page.locator('h1').innerText(), /Không có nơi nào mang mã/);
  }));

for (const javaScriptEnabled of [true, false]) {
  test(`filters narrow the list down${javaScriptEnabled ? '' : ', without scripts, too'}`, () =>
    use(PAGES.alerts, { javaScriptEnabled }, async (page) => {
      await page.getByLabel('Mặt hàng').selectOption({ label: 'Bao cao su nam' });
      await page.getByLabel('Mức độ').selectOption('2');
      await page.getByRole('button', { name: 'Xem' }).click();
      assert.match(page.url(), /item=bcs/);
      const marks = await page.locator('.alerts .mark').allInnerTexts();
      assert.ok(marks.length > 0);
      assert.ok(marks.every((mark) => mark.includes('Khẩn cấp')), String(marks));
      const items = await page.locator('.alerts .full > a').allInnerTexts();
      assert.ok(items.every((item) => item === 'Bao cao su nam'));
      await page.getByRole('link', { name: 'Bỏ lọc' }).click();
      assert.ok(await page.locator('.alerts .mark').count() > marks.length);
    }));
}

test('a tile shows its severity alone, and the language is kept through it', () =>
  use(`${PAGES.alerts}&lang=en`, {}, async (page) => {
    await page.locator('.tile a').nth(2).click();
    assert.match(page.url(), /severity=3.*lang=en|lang=en.*severity=3/);
    assert.equal(await page.locator('.group').count(), 1);
    await page.getByRole('link', { name: 'Tiếng Việt' }).click();
    assert.match(await page.locator('h1').innerText(), /Cảnh báo/);
    assert.match(page.url(), /severity=3/);
  }));

test('from an alert to its station, its line and a month of its card', () =>
  use(PAGES.alerts, {}, async (page) => {
    await page.locator('.alerts a', { hasText: 'Trạm Y tế' }).first().click();
    assert.match(await page.locator('h1').innerText(), /Trạm Y tế/);
    await page.getByRole('rowheader', { name: 'Bao cao su nam' }).getByRole('link').first().click();
    assert.match(await page.locator('h1').innerText(), /Bao cao su nam/);
    await page.getByText('Số liệu của biểu đồ').first().click();
    await page.getByRole('link', { name: '03/2026' }).first().click();
    assert.match(await page.locator('#card-title').innerText(), /03\/2026/);
    assert.match(page.url(), /#card$/);
  }));

test('Vietnamese letters are drawn with their marks', () =>
  use(PAGES.alerts, {}, async (page) => {
    const text = await page.locator('body').innerText();
    assert.equal(text, text.normalize('NFC'));
    for (const word of ['Trạm Y tế', 'Nghiêm trọng', 'Đề nghị cấp', 'Hết hàng']) assert.ok(text.includes(word));
    const widths = await page.evaluate(() => {
      const canvas = document.createElement('canvas').getContext('2d', { willReadFrequently: true });
      canvas.font = `40px ${getComputedStyle(document.body).fontFamily}`;
      const ink = (letter) => {
        canvas.clearRect(0, 0, 80, 80);
        canvas.fillText(letter, 5, 60);
        return canvas.getImageData(0, 0, 80, 80).data.filter((_, i) => i % 4 === 3 && _ > 0).length;
      };
      return ['e', 'ê', 'ế', 'ệ', 'ư', 'ữ', 'đ', '\u{10FFFF}'].map(ink);
    });
    assert.equal(new Set(widths).size, widths.length, String(widths));
    assert.ok(widths[0] < widths[1] && widths[1] < widths[2], String(widths));
  }));

test('the keyboard reaches everything, and shows where it is', () =>
  use(PAGES.alerts, {}, async (page) => {
    const at = () => page.evaluate(() => {
      const element = document.activeElement;
      const style = getComputedStyle(element);
      return {
        name: element.name || element.innerText || element.tagName,
        outlined: style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) > 0,
      };
    });
    await page.keyboard.press('Tab');
    assert.equal((await at()).name, 'Đến nội dung');
    await shot(page, 'alerts-vi-keyboard');
    const seen = [];
    for (let i = 0; i < 20; i++) {
      await page.keyboard.press('Tab');
      const now = await at();
      assert.ok(now.outlined, now.name);
      seen.push(now.name);
    }
    for (const name of ['Cảnh báo', 'English', 'place', 'severity', 'on', 'Xem']) {
      assert.ok(seen.some((one) => one.startsWith(name)), `${name} in ${seen}`);
    }
    await page.locator('select[name=severity]').focus();
    await page.keyboard.press('ArrowDown');
    await page.locator('button').focus();
    await page.keyboard.press('Enter');
    await page.waitForURL(/severity=1/);
  }));

test('the way past the navigation leads to the content', () =>
  use(PAGES.station, {}, async (page) => {
    await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    assert.equal(await page.evaluate(() => document.activeElement.id), 'content');
  }));

test('on paper there is what matters, and no navigation', () =>
  use(PAGES.station, {}, async (page) => {
    await page.emulateMedia({ media: 'print' });
    for (const hidden of ['.top nav', '.language', '.skip']) {
      assert.equal(await page.locator(hidden).isVisible(), false, hidden);
    }
    for (const shown of ['h1', '.lines', '.lots', '.tiles']) {
      assert.ok(await page.locator(shown).isVisible(), shown);
    }
    const paper = await page.pdf({ format: 'A4', path: `${packages}/shots/station-vi-paper.pdf` });
    assert.equal(paper.subarray(0, 5).toString(), '%PDF-');
    await page.goto(PAGES.alerts);
    assert.equal(await page.locator('.filters').isVisible(), false);
    await page.pdf({ format: 'A4', path: `${packages}/shots/alerts-vi-paper.pdf` });
  }));

test('what was seen and has not changed is not sent again', () =>
  use(PAGES.alerts, {}, async (page) => {
    const [answer] = await Promise.all([
      page.waitForResponse((one) => one.url().includes('on=2026-10-31')),
      page.reload(),
    ]);
    assert.ok([200, 304].includes(answer.status()));
    assert.match(answer.headers().etag, /^W\/"[0-9a-f]{32}"$/);
    assert.ok(await page.locator('.alerts').isVisible());
  }));
