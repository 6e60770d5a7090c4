// A newcomer's year from an empty installation: set-up, table from Excel, people, targets, sheets, verification,
// answers, settlement, ranking, a correction, the announcement. Everything through pages, links and buttons.

import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { after, before, test } from 'node:test';
import { real } from '../addresses.mjs';
import { violations } from '../lib/axe.mjs';
import { launch, open } from '../lib/browser.mjs';
import { startEmpty } from '../lib/server.mjs';
import { settled } from '../lib/sheet.mjs';
import { withCells } from '../lib/xlsx.mjs';

const PASSWORD = 'con đường dài qua bến';
const XLSX = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';
const UNITS = ['Hà Giang', 'Lào Cai', 'Yên Bái', 'Tuyên Quang'];
const SHEETS = { 'Lào Cai': ['150', '100', 'd', '20', '4', '0'], 'Yên Bái': ['240', '95,5', 'd', '18,5', '3', '2'], 'Tuyên Quang': ['200', '90', 'k', '15', '1', '1'] };
const LATE = ['15', 'Kế hoạch ban hành chậm so với hướng dẫn.'];
const NOT_KNOWN = ['2', 'Mô hình thứ ba chưa được công nhận.'];

let browser;
let server;
before(async () => {
  browser = await launch();
  if (real) server = await startEmpty();
});
after(async () => {
  await browser.close();
  await server?.stop();
});

const faults = [];
const people = {};
const main = (page) => page.locator('main');
const text = async (page, pattern) => assert.match(await main(page).innerText(), pattern);
const link = (page, name) => main(page).getByRole('link', { name }).first();
const button = (page, name) => main(page).getByRole('button', { name }).first();
const workbook = (name, buffer) => ({ name, mimeType: XLSX, buffer });
const pdf = (name) => ({ name: `${name}.pdf`, mimeType: 'application/pdf', buffer: Buffer.from(`%PDF-1.4\n% ${name}\n%%EOF\n`) });

/** Presses what leads to another page. */
const go = (page, what) => Promise.all([page.waitForNavigation({ waitUntil: 'load' }), what.click()]);

/** Fills fields by name; a select takes the words it shows. */
async function fill(page, values) {
  for (const [name, value] of Object.entries(values)) {
    const field = main(page).locator(`[name="${name}"]`);
    if (await field.evaluate((element) => element.tagName === 'SELECT')) await field.selectOption({ label: value });
    else await field.fill(value);
  }
}

/** One of the year's pages, by a link of the head or of the year's own page. */
async function toPage(page, name) {
  await go(page, page.locator('header nav').getByRole('link', { name: 'Cụm', exact: true }));
  if (name) await go(page, page.getByRole('link', { name, exact: true }).first());
}

async function accept(address) {
  const page = await open(browser);
  page.setDefaultTimeout(Number(process.env.PATIENCE ?? 15000));
  await page.goto(address);
  await fill(page, { new: PASSWORD, again: PASSWORD });
  await go(page, button(page, 'Đặt mật khẩu'));
  return page;
}

/** The page of a role of a unit, at home. */
async function as(role, unit) {
  const page = people[`${role} ${unit}`];
  await go(page, page.locator('header').getByRole('link', { name: 'Việc của tôi' }));
  return page;
}

/** No task is left before the year moves on, and the head is told so. */
async function moveTo(phase, act) {
  const head = await as('lãnh đạo đơn vị', 'Hà Giang');
  await go(head, link(head, `${act}: mọi điều kiện đã đủ`));
  await go(head, button(head, act));
  await text(head, new RegExp(`${phase} Hiện tại`));
  return head;
}

async function download(page, what) {
  const [file] = await Promise.all([page.waitForEvent('download'), what.click()]);
  return readFile(await file.path());
}

/** The viewer of a PDF takes the focus when it has loaded; the keys of the page work all the same. */
async function keysReach(page) {
  await page.waitForTimeout(1500);
  await page.keyboard.press('Alt+2');
  assert.ok(await page.locator('[name=verdict][value=other]').isChecked(), 'Alt+2 did not reach the page');
}

async function looksRight(page) {
  faults.push(...(await violations(page)).map((line) => `${new URL(page.url()).pathname} ${line}`));
}

test('a newcomer runs the heart of a year', { skip: !real && 'needs the real server', timeout: 240000 }, async (t) => {
  const admin = await accept(server.link);
  let yearAt;
  let stopped = false;
  /** What follows a step that failed is passed over. */
  const step = (name, walk) => t.test(name, { skip: stopped && 'an earlier step failed' }, async () => {
    stopped = true;
    await walk();
    stopped = false;
  });

  await step('six-step set-up with four pasted units', async () => {
    await go(admin, link(admin, 'Lập cụm mới'));
    await fill(admin, { name: 'Cụm thi đua số 3', year: '2026', decision: '45/QĐ-BCT', founded_on: '5/3/2026', host: 'Bộ Công Thương' });
    await go(admin, button(admin, 'Lưu và tiếp tục'));
    const rows = UNITS.map((unit, i) => `Sở Công Thương tỉnh ${unit}\t${unit}\t${['Cụm trưởng', 'Cụm phó'][i] ?? ''}`);
    await fill(admin, { paste: rows.join('\n') });
    await go(admin, button(admin, 'Lưu và tiếp tục'));
    await looksRight(admin);
    await go(admin, button(admin, 'Lưu và tiếp tục'));
    yearAt = admin.url().replace(/\/setup.*/, '');
  });

  await step('the scoring table comes from Excel', async () => {
    await go(admin, link(admin, 'Tải lên tệp Excel'));
    const form = await download(admin, link(admin, 'Tệp mẫu'));
    const table = withCells(form, { B5: 'Giá trị sản xuất công nghiệp', C5: 50, C4: 80, C12: 110 });
    await main(admin).locator('input[type=file]').setInputFiles(workbook('bang-diem.xlsx', table));
    await go(admin, button(admin, 'Đọc tệp'));
    await text(admin, /Tổng 110,00 điểm, 6 tiêu chí, 2 nhóm\s+0 lỗi/);
    await go(admin, button(admin, 'Lập dự thảo'));
    await go(admin, link(admin, 'Áp dụng'));
    await go(admin, button(admin, 'Áp dụng và niêm phong'));
    await text(admin, /Đã áp dụng và niêm phong/);
  });

  await step('dates, people, seats, and the end of the set-up', async () => {
    await admin.goto(`${yearAt}/setup/3`);
    await go(admin, button(admin, 'Sang bước tiếp theo'));
    const in_ = (days) => new Date(Date.now() + (days * 24 + 7) * 3600000).toISOString().slice(0, 10).split('-').reverse().join('/');
    const steps = ['table', 'targets', 'self_scoring', 'verifying', 'explaining', 'second_reading', 'conference', 'announcing'];
    await fill(admin, Object.fromEntries(steps.map((step, i) => [`due.${step}`, in_(i + 1)])));
    await go(admin, button(admin, 'Lưu và tiếp tục'));
    await go(admin, button(admin, 'Thêm dòng'));
    for (const [i, unit] of [...UNITS, ...UNITS].entries()) {
      const [kind, login] = i < 4 ? ['lãnh đạo đơn vị', 'lanhdao'] : ['tổ thẩm định', 'thamdinh'];
      await fill(admin, { [`name.${i}`]: `Người ${i + 1}`, [`login.${i}`]: `${login}.${i % 4}`, [`kind.${i}`]: kind, [`unit.${i}`]: `Sở Công Thương tỉnh ${unit}` });
    }
    await go(admin, button(admin, 'Mời và giao vai'));
    const links = (await main(admin).innerText()).match(/http\S+\/invitation\S+/g);
    assert.equal(links.length, 8);
    await go(admin, link(admin, 'Tiếp tục'));
    await go(admin, button(admin, 'Hoàn tất thiết lập'));
    for (const [i, address] of links.entries()) people[`${i < 4 ? 'lãnh đạo đơn vị' : 'tổ thẩm định'} ${UNITS[i % 4]}`] = await accept(address);
  });

  await step('running: targets', async () => {
    const head = await moveTo('Thực hiện', 'Bắt đầu thực hiện');
    await toPage(head, 'Chỉ tiêu');
    await go(head, link(head, 'Sửa chỉ tiêu'));
    for (const i of UNITS.keys()) await main(head).locator('input[name^="t.unit"]').nth(i).fill(String(100 + i * 50));
    await fill(head, { decision: '12/QĐ', decided_on: '1/4/2026' });
    await go(head, button(head, 'Lưu chỉ tiêu'));
    await text(head, /100\s+150\s+200\s+250/);
    await moveTo('Tự chấm', 'Bắt đầu tự chấm');
  });

  await step('self-scoring by keyboard and by the Excel form, evidence, sending', async () => {
    for (const unit of UNITS) {
      const page = await as('lãnh đạo đơn vị', unit);
      await go(page, link(page, /^Điền bảng tự chấm/));
      if (SHEETS[unit]) {
        await page.locator('[data-row] [data-field]:not([data-field=note])').first().focus();
        for (const figure of SHEETS[unit]) {
          await page.keyboard.type(figure);
          await page.keyboard.press('Enter');
        }
        await settled(page);
      } else {
        const form = await download(page, link(page, 'Tải mẫu Excel'));
        await go(page, link(page, 'Tải lên mẫu Excel'));
        const filled = withCells(form, { E7: 90, E8: 98, G9: 'Đạt', G11: 19, E12: 4, G13: 1 });
        await main(page).locator('input[type=file]').setInputFiles(workbook('tu-cham.xlsx', filled));
        await go(page, button(page, 'Xem trước thay đổi'));
        await go(page, button(page, 'Lưu 6 ô'));
      }
      await go(page, link(page, 'Gửi thẩm định'));
      const lacking = await page.locator('.summary a').evaluateAll((links) => links.map(({ href }) => href));
      assert.equal(lacking.length, 2, unit);
      for (const [i, line] of lacking.entries()) {
        await page.goto(line);
        await page.locator('evidence-drop input[type=file]').setInputFiles(pdf(`minh-chung-${UNITS.indexOf(unit)}-${i}`));
        await page.locator('[data-files] li a').first().waitFor();
      }
      await go(page, link(page, /^Bảng tự chấm điểm|^Về bảng/));
      await go(page, link(page, 'Gửi thẩm định'));
      await go(page, button(page, 'Gửi thẩm định'));
      await text(page, /Đã gửi thẩm định/);
    }
  });

  await step('verifying: readers by rotation, agreeing and proposing, a difference decided', async () => {
    const head = await as('lãnh đạo đơn vị', 'Hà Giang');
    await go(head, link(head, /^Phân công thẩm định/));
    await go(head, link(head, 'Phân công thẩm định'));
    await go(head, button(head, 'Phân công thẩm định'));
    await moveTo('Thẩm định', 'Bắt đầu thẩm định');
    for (const reader of UNITS) {
      for (;;) {
        const page = await as('tổ thẩm định', reader);
        const task = link(page, /^(Thẩm định bảng tự chấm|Gửi kết quả)/);
        if (!(await task.count())) break;
        const unit = (await task.innerText()).match(/– (.*?)\s*(hạn|còn|$)/m)[1].trim();
        await go(page, task);
        await go(page, link(page, 'Thẩm định tiếp'));
        while (/\/line\//.test(page.url())) {
          const path = decodeURIComponent(page.url().split('/line/')[1]);
          const other = { 'Yên Bái II/1': LATE, 'Yên Bái II/2': NOT_KNOWN, 'Tuyên Quang II/1': reader === 'Hà Giang' && ['12', 'Chưa có hình ảnh kèm theo.'] }[`${unit} ${path}`];
          if (reader === 'Hà Giang' && path === 'I/1') await keysReach(page);
          await main(page).locator(`[name=verdict][value=${other ? 'other' : 'agree'}]`).check();
          if (other) {
            await main(page).locator('[data-for=other] input[inputmode=decimal]').first().fill(other[0]);
            await fill(page, { reason: other[1] });
          }
          await go(page, page.locator('[data-next-button]'));
        }
        await go(page, link(page, 'Gửi kết quả'));
        await go(page, button(page, 'Gửi kết quả'));
      }
    }
    await as('lãnh đạo đơn vị', 'Hà Giang');
    await go(head, link(head, /^Xử lý chênh lệch/));
    await go(head, link(head, /^Tuyên Quang: /));
    await main(head).getByLabel('Giữ mức đơn vị tự chấm').check();
    await fill(head, { reason: 'Hồ sơ đủ theo hướng dẫn.' });
    await go(head, button(head, 'Lưu quyết định'));
  });

  await step('the unit explains one line and accepts one; the explained one is settled', async () => {
    await moveTo('Giải trình', 'Bắt đầu giải trình');
    const page = await as('lãnh đạo đơn vị', 'Yên Bái');
    await go(page, link(page, /^Trả lời kết quả thẩm định/));
    await go(page, link(page, /Chất lượng tổ chức/));
    await looksRight(page);
    await fill(page, { words: 'Kế hoạch ban hành đúng hạn, có báo cáo sơ kết kèm theo.' });
    await go(page, button(page, 'Gửi giải trình'));
    await go(page, link(page, /Số mô hình mới/));
    await go(page, button(page, 'Chấp nhận'));
    const head = await moveTo('Thẩm định lần hai', 'Bắt đầu thẩm định lần hai');
    await as('lãnh đạo đơn vị', 'Hà Giang');
    await go(head, link(head, /^Chốt điểm/));
    await go(head, link(head, /Chất lượng tổ chức/));
    await main(head).getByLabel('Giữ mức đơn vị tự chấm').check();
    await fill(head, { reason: 'Báo cáo sơ kết đã kèm trong hồ sơ.' });
    await go(head, button(head, 'Chốt điểm tiêu chí này'));
  });

  await step('ranking, why, a correction old and new, the announcement', async () => {
    const head = await moveTo('Đã chốt điểm', 'Chốt điểm');
    await go(head, head.locator('header nav').getByRole('link', { name: 'Xếp hạng' }));
    await looksRight(head);
    await text(head, /Yên Bái\s+104,60[^]*Lào Cai\s+85,00[^]*Hà Giang\s+82,10[^]*Tuyên Quang\s+56,50/);
    await go(head, link(head, /^104,60/));
    await go(head, link(head, /^18,50/));
    await text(head, /Kết luận[^]*Báo cáo sơ kết đã kèm trong hồ sơ/);
    await go(head, link(head, 'Đề nghị đính chính'));
    await fill(head, { points: '16', reason: 'Kiểm tra lại hồ sơ gốc theo biên bản.' });
    await go(head, button(head, 'Tính thử và so sánh'));
    await text(head, /104,60\s+102,10/);
    await looksRight(head);
    await go(head, button(head, 'Áp dụng đính chính'));
    await text(head, /Đã áp dụng đính chính/);
    await moveTo('Đã công bố', 'Công bố kết quả');
    const member = await as('lãnh đạo đơn vị', 'Tuyên Quang');
    await go(member, member.locator('header nav').getByRole('link', { name: 'Xếp hạng' }));
    await text(member, /Yên Bái\s+102,10/);
  });

  assert.deepEqual([...faults, ...Object.values(people).flatMap((page) => page.faults)], []);
});
