// A proof as the program would hand it over, and the page made of it. Everything here is fictional.
import { readFileSync } from 'node:fs';

const TEMPLATE = new URL('../../templates/pages/proof.html', import.meta.url);

/** The template with its three places filled, by plain replacement: what the program does with Tera. */
export function renderPage(proof, language = 'en') {
  const data = JSON.stringify(proof).replaceAll('<', '\\u003c');
  return readFileSync(TEMPLATE, 'utf8')
    .replace('{{ lang }}', () => language)
    .replace('{{ title }}', () => escapeHtml(proof.title))
    .replace('{{ data | safe }}', () => data);
}

const escapeHtml = (text) => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');

const ACCOUNTS = [
  { en: 'Suzhou Huatai Machinery', zh: '苏州华泰机械有限公司', partner: 'strategic', language: 'zh-CN' },
  { en: 'Nordhafen Antriebstechnik GmbH', partner: 'strategic', language: 'en' },
  { en: 'Taichung Precision Drives', zh: '台中精密傳動股份有限公司', partner: 'strategic', language: 'zh-TW' },
  { en: 'Wuxi Ruifeng Hydraulics', zh: '无锡瑞丰液压股份有限公司', partner: 'strategic', language: 'zh-CN' },
  { en: 'Albright & Moor Ltd', partner: 'general', language: 'en' },
  { en: 'Ningbo Kaiyuan Bearings', zh: '宁波凯源轴承厂', partner: 'general', language: 'zh-CN' },
  { en: 'Great Lakes Conveyor', partner: 'general', language: 'en' },
  { en: 'Hsinchu Automation', zh: '新竹自動化工業', partner: 'general', language: 'zh-TW' },
  { en: 'Chengdu Xinda Pumps', zh: '成都新达泵业', partner: 'general', language: 'zh-CN' },
  { en: 'Mersey Pump & Valve', partner: 'general', language: 'en' },
];
const PEOPLE = {
  'en': ['Anna Schmidt', 'Thomas Albright', 'Grace Okafor', 'Peter Lindqvist', 'Maria Santos', 'Helen Moor', 'James Whitfield', 'Ingrid Vogel', 'Daniel Reyes', 'Ruth Adeyemi'],
  'zh-CN': ['王建国', '李秀兰', '张伟明', '刘芳', '陈志强', '赵敏', '周国华', '吴海燕', '孙立军', '马丽'],
  'zh-TW': ['林俊傑', '黃淑芬', '張志豪', '吳美惠', '蔡宗翰', '許雅婷', '鄭文雄', '謝佩珊', '郭明哲', '洪靜宜'],
};
const LONGEST = 'Maximiliane-Charlotte Freifrau von Hohenfels-Brandenstein zu Altenburg';
const LONGEST_AT = 10, SHORTEST_AT = 16; // rows of the right language
const SPOKEN = { 'en': 'English', 'zh-CN': 'simplified Chinese', 'zh-TW': 'traditional Chinese' };

export const FACTS = [
  { name: 'started_at', values: { 'en': 'Wednesday 18 November 2026, 22:40 (China time, UTC+8)', 'zh-CN': '2026年11月18日（星期三）22:40（北京时间，UTC+8）', 'zh-TW': '2026年11月18日（星期三）22:40（台北時間，UTC+8）' }, source: 'brief.toml:6' },
  { name: 'next_update', values: { 'en': 'Friday 20 November 2026, 18:00 (China time, UTC+8)', 'zh-CN': '2026年11月20日（星期五）18:00（北京时间，UTC+8）', 'zh-TW': '2026年11月20日（星期五）18:00（台北時間，UTC+8）' }, source: 'brief.toml:7' },
  { name: 'site', values: { 'en': 'Suzhou, hall 2', 'zh-CN': '苏州二号厂房', 'zh-TW': '蘇州二號廠房' }, source: 'brief.toml:12' },
  { name: 'stock_days', values: { 'en': '19', 'zh-CN': '19', 'zh-TW': '19' }, source: 'brief.toml:13' },
  { name: 'second_line', values: { 'en': '24 November 2026', 'zh-CN': '2026年11月24日', 'zh-TW': '2026年11月24日' }, source: 'brief.toml:14' },
];

const BODY = {
  'en': {
    subject: 'Fire at our Suzhou works: what it means for your orders',
    dear: (name) => `Dear ${name},`,
    paragraphs: (order) => [
      `On Wednesday 18 November 2026, 22:40 (China time, UTC+8) a fire broke out in our heat-treatment line at Suzhou, hall 2. It was out after 50 minutes. Nobody was hurt. The line stands still; the other two halls work as usual. What lit the fire we do not know yet. ${order ? 'Your order of 2,400 drive shafts due on 2 December is affected: 900 pieces were waiting for heat treatment in that hall.' : 'None of your open orders passed through that hall.'} I know what an uncertain delivery does to a week like this one, and I am sorry for the worry.`,
      'This is what we do now:',
      'From today on I appeal to you for two things: tell us which delivery matters most to you, and give us until Friday evening before you re-plan. You will hear from me again on Friday 20 November 2026, 18:00 (China time, UTC+8), whatever we know by then. Thank you for the eleven years in which we have solved harder things together.',
    ],
    measures: ['Stock for 19 days of deliveries is released from the Kunshan warehouse. Done. Chen Yulan, logistics.', 'Heat treatment moves to our second line, from 24 November 2026. Under way. Gao Feng, production.', 'An independent engineer examines the cause and reports on 27 November 2026. Planned.'],
    close: ['Yours sincerely,', 'Shen Wenbo', 'Chief Executive, Lingchuan Precision Components'],
  },
  'zh-CN': {
    subject: '苏州厂房火情说明：对贵公司订单的影响与我们的安排',
    dear: (name) => `尊敬的${name}先生：`,
    paragraphs: (order) => [
      `2026年11月18日（星期三）22:40（北京时间，UTC+8），我公司苏州二号厂房的热处理生产线发生火情，50分钟后扑灭，没有人员受伤。该生产线目前停产，其余两个厂房照常生产。起火原因尚未查明。${order ? '贵公司12月2日到期的2,400件传动轴订单受到影响，其中900件当时正在该厂房等待热处理。' : '贵公司目前的订单均未经过该厂房。'}我们深知“交期不明”给您带来的压力，对此我深表歉意。`,
      '我们正在采取以下措施：',
      '在此恳请您：告诉我们哪一批交货对您最为要紧，并在周五傍晚之前给我们一点时间。无论届时掌握多少情况，我都会在2026年11月20日（星期五）18:00（北京时间，UTC+8）再次向您说明。感谢您多年来的信任与支持。',
    ],
    measures: ['昆山仓库已释放可供19天交货的库存。已完成。负责人：物流部陈玉兰。', '热处理工序转至第二条生产线，2026年11月24日起生产。进行中。负责人：生产部高峰。', '由独立工程师调查起火原因，2026年11月27日提交报告。计划中。'],
    close: ['此致', '敬礼！', '凌川精密零部件有限公司 董事长 沈文博'],
  },
  'zh-TW': {
    subject: '蘇州廠房火災說明：對貴公司訂單的影響與我們的安排',
    dear: (name) => `${name}鈞鑒：`,
    paragraphs: (order) => [
      `2026年11月18日（星期三）22:40（台北時間，UTC+8），本公司蘇州二號廠房的熱處理生產線發生火災，50分鐘後撲滅，無人受傷。該生產線目前停產，其餘兩座廠房照常生產。起火原因尚未查明。${order ? '貴公司12月2日到期的2,400件傳動軸訂單受到影響，其中900件當時正在該廠房等候熱處理。' : '貴公司目前的訂單均未經過該廠房。'}我們深知「交期不明」帶給您的壓力，謹此致歉。`,
      '我們正在採取下列措施：',
      '懇請您告訴我們哪一批交貨最為要緊，並於週五傍晚前給我們一些時間。無論屆時掌握多少情況，我都會在2026年11月20日（星期五）18:00（台北時間，UTC+8）再次向您說明。感謝您多年來的信任與支持。',
    ],
    measures: ['崑山倉庫已釋出可供19天交貨的庫存。已完成。負責人：物流部陳玉蘭。', '熱處理工序移至第二條生產線，2026年11月24日起生產。進行中。負責人：生產部高峰。', '由獨立工程師調查起火原因，2026年11月27日提出報告。計畫中。'],
    close: ['順頌 商祺', '凌川精密零部件有限公司 董事長 沈文博 敬上'],
  },
};

/** The letter in the two forms that leave: mail HTML and plain text of 72 columns. */
function letterBodies(language, name, order) {
  const words = BODY[language];
  const [situation, lead, appeal] = words.paragraphs(order);
  const chinese = language !== 'en';
  const font = chinese ? "'PingFang SC','Microsoft YaHei','Noto Sans CJK SC',sans-serif" : "Georgia,'Times New Roman',serif";
  const indent = chinese ? 'text-indent:2em;' : '';
  const paragraph = (text, style = indent) => `<p style="margin:0 0 16px 0;${style}">${escapeHtml(text)}</p>`;
  const html = `<!doctype html><html lang="${language}" dir="ltr"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>${escapeHtml(words.subject)}</title></head>`
    + '<body style="margin:0;padding:0;background:#ffffff"><table role="presentation" width="100%" cellpadding="0" cellspacing="0" style="border-collapse:collapse"><tr><td align="center" style="padding:32px 24px">'
    + `<table role="presentation" width="100%" cellpadding="0" cellspacing="0" style="max-width:600px;border-collapse:collapse"><tr><td style="font-family:${font};font-size:16px;line-height:1.65;color:#222222;text-align:left">`
    + paragraph(words.dear(name), '') + paragraph(situation) + paragraph(lead)
    + `<ol style="margin:0 0 16px 0;padding:0 0 0 24px">${words.measures.map((measure) => `<li style="margin:0 0 8px 0">${escapeHtml(measure)}</li>`).join('')}</ol>`
    + paragraph(appeal) + `<p style="margin:24px 0 0 0;${chinese ? 'text-align:right;' : ''}">${words.close.map(escapeHtml).join('<br>')}</p>`
    + '<p style="margin:24px 0 0 0;font-size:13px;color:#666666">lingchuan.example · +86 512 5550 0100 · <a href="https://lingchuan.example/letters" style="color:#17505f">lingchuan.example/letters</a></p>'
    + '</td></tr></table></td></tr></table></body></html>';
  const text = [words.dear(name), situation, lead, ...words.measures.map((measure, index) => `${index + 1}. ${measure}`), appeal, words.close.join('\n')]
    .map((part) => part.split('\n').map(wrap).join('\n')).join('\n\n') + '\n';
  return { html, text };
}

const WIDE = /[\u1100-\u115f\u2e80-\u303e\u3041-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6]/;
const columns = (text) => [...text].reduce((sum, char) => sum + (WIDE.test(char) ? 2 : 1), 0);
function wrap(text) {
  const lines = [''];
  for (const piece of text.match(/[\u2e80-\uffef][\uff0c\u3002\uff1a\uff1b\uff01\u3001\uff09\u300d\u201d]?|[^\s\u2e80-\uffef]+\s?|\s/g) || []) {
    if (columns(lines.at(-1) + piece.trimEnd()) > 72) lines.push('');
    lines[lines.length - 1] += piece;
  }
  return lines.map((line) => line.trimEnd()).join('\n');
}

/** A proof of `count` letters. `hostile` puts markup into every text that a roster could carry. */
/** Remarks on the English letters: on words of the body that bold type cuts in two, on the subject, on one letter alone. */
export function makeRemarks({ letters, wordings }) {
  const english = wordings.filter((wording) => wording.language === 'en').map((wording) => wording.id);
  const alone = letters.find((letter) => letter.language === 'en');
  const remark = (own) => ({ why: 'Facts calm, orders do not.', hint: 'say what is safe', source: 'brief.toml:67:84', contacts: [], letters: 1, ...own });
  return [
    remark({ rule: 'L-21', severity: 'warning', title: '`worry` tells the reader what to feel', part: 'situation', wordings: english,
      passage: { before: 'and I am sorry for the ', words: 'worry', behind: '.' } }),
    remark({ rule: 'L-34', severity: 'info', title: 'the subject says `works`', part: '', wordings: english, passage: { before: 'Fire at our Suzhou ', words: 'works', behind: '' } }),
    remark({ rule: 'L-31', severity: 'error', title: '`<b>Nobody</b>` is not for this reader', part: 'situation', wordings: [], contacts: [alone.id],
      passage: { before: '', words: 'Nobody was hurt', behind: '' } }),
    remark({ rule: 'L-18', severity: 'warning', title: 'words that are nowhere', part: 'appeal', wordings: english, passage: { before: '', words: 'not in the letter', behind: '' } }),
  ];
}

export function makeProof({ count = 86, failed = 0, hostile = false, of = count } = {}) {
  const letters = Array.from({ length: count }, (_, index) => makeLetter(index));
  if (hostile) makeHostile(letters[0]);
  const wordings = findWordings(letters);
  const leftOut = [
    { id: 'c-087', name: '何晓东', account: '成都新达泵业', reason: 'no e-mail address' },
    { id: 'c-088', name: 'Robert Hale', account: 'Great Lakes Conveyor', reason: 'do not contact: asked on 3 March 2026 to be reached by phone only' },
    { id: 'c-089', name: '葉佳玲', account: '新竹自動化工業', reason: 'no e-mail address' },
    { id: 'c-090', name: 'Olivia Brand', account: 'Mersey Pump & Valve', reason: 'do not contact: left the company' },
  ];
  const failures = Array.from({ length: failed }, (_, index) => ({
    id: `c-${String(101 + index)}`, name: PEOPLE['zh-CN'][index % 10], account: '无锡瑞丰液压股份有限公司',
    reason: 'the brief has no wording for `zh-CN` in `measures[2].text`\ncrises/2026-11-suzhou-fire/brief.toml:58\nadd text."zh-CN", or name a fallback language',
  }));
  return {
    title: 'Letters about the fire at our Suzhou works', organisation: 'Lingchuan Precision Components',
    crisis: { name: '2026-11-suzhou-fire', kind: 'supply-disruption', phase: 'letter', responsibility: 'accidental', started_at: '2026-11-18T22:40:00+08:00', next_update: '2026-11-20T18:00:00+08:00[Asia/Shanghai]' },
    made_at: '2026-11-20T07:05:00+08:00', mode: 'preview', complete: failed === 0,
    totals: { contacts: of + leftOut.length + failed, letters: of, wordings: wordings.length, left_out: leftOut.length, failed, embedded: count },
    failed: failures, left_out: leftOut, wordings,
    extremes: [
      { label: 'longest name', id: letters[Math.min(LONGEST_AT, count - 1)].id }, { label: 'shortest name', id: letters[Math.min(SHORTEST_AT, count - 1)].id },
      { label: 'most empty fields', id: letters[Math.min(7, count - 1)].id }, { label: 'longest letter', id: letters[Math.min(1, count - 1)].id },
      { label: 'shortest letter', id: letters[Math.min(12, count - 1)].id },
    ],
    letters, facts: FACTS,
  };
}

function makeLetter(index) {
  const accountIndex = (index * 7 + Math.floor(index / 10)) % ACCOUNTS.length;
  const account = ACCOUNTS[accountIndex];
  const { language } = account;
  const usual = PEOPLE[language][(index * 3 + Math.floor(index / 7)) % 10];
  const name = { [LONGEST_AT]: LONGEST, [SHORTEST_AT]: '李' }[index] ?? (index < 400 ? usual : `${usual} ${index}`);
  const order = index % 3 !== 0;
  const id = `c-${String(index + 1).padStart(3, '0')}`;
  const { html, text } = letterBodies(language, name, order);
  return {
    id, name, account: language === 'en' ? account.en : account.zh, account_id: `a-${String(accountIndex + 1).padStart(3, '0')}`,
    partner: account.partner, tiers: [['organization', 'key'], ['key'], ['general'], ['general']][index % 4], language, wave: account.partner === 'strategic' ? 2 : 3 + (index % 2),
    wording: `${language}/${account.partner}/${order ? 'order' : 'none'}`, salutation_source: ['title', 'gender', 'full-name', 'override'][index % 4],
    from: '"Shen Wenbo, Lingchuan Precision Components" <ceo@lingchuan.example>', to: `${name} <contact${index + 1}@${language === 'en' ? 'partner' : 'huoban'}.example>`,
    reply_to: 'Zhou Lin <partners@lingchuan.example>', subject: BODY[language].subject, message_id: `<2026-11-suzhou-fire.${id}.1@lingchuan.example>`,
    bytes: 2 * html.length + text.length, html, text,
    facts: [
      { name: 'impact', value: order ? { 'en': 'Your order of 2,400 drive shafts due on 2 December is affected', 'zh-CN': '2,400件传动轴订单受到影响', 'zh-TW': '2,400件傳動軸訂單受到影響' }[language] : { 'en': 'None of your open orders passed through that hall', 'zh-CN': '贵公司目前的订单均未经过该厂房', 'zh-TW': '貴公司目前的訂單均未經過該廠房' }[language], source: `brief.toml:${30 + accountIndex}` },
      { name: 'owner', value: 'Zhou Lin, key account manager, +86 512 5550 0117', source: 'team.csv:4' },
      { name: 'letter_order', value: order ? 'PO 4711-26' : 'none open', source: `contacts.csv:${index + 2}` },
    ],
    open_fields: index % 5 === 2 ? ['department'] : index % 7 === 0 ? ['position', 'academic_title'] : [],
  };
}

function findWordings(letters) {
  const groups = new Map();
  for (const letter of letters) groups.set(letter.wording, [...(groups.get(letter.wording) || []), letter]);
  return [...groups.values()].sort((a, b) => b.length - a.length).map((group, index) => {
    const [language, partner, order] = group[0].wording.split('/');
    for (const letter of group) letter.wording = `w${index + 1}`;
    return { id: `w${index + 1}`, language, count: group.length, first: group[0].id, summary: `${SPOKEN[language]} · ${partner} · ${order === 'order' ? 'with an affected order' : 'no order affected'}` };
  });
}

/** Anything here that became markup would set `window.broken`, add an element or ask the network. */
export const MARKUP = '<img src="https://evil.example/x.png" onerror="window.broken=1">';
function makeHostile(letter) {
  const evil = `${MARKUP}</script><script>window.broken=2</script><!-- \u2028`;
  Object.assign(letter, {
    name: evil, account: evil, subject: evil, to: evil, text: `${evil}\n${letter.text}`, facts: [{ name: evil, value: evil, source: evil }], open_fields: [evil],
    html: letter.html.replace('</body>', `<script>parent.broken=3</script>${MARKUP}<p onclick="parent.broken=4" style="background:url(https://evil.example/y.png)">styled</p>`
      + '<svg><script>parent.broken=5</script></svg><iframe src="https://evil.example/"></iframe><a id="away" href="https://evil.example/away">a link</a></body>'),
  });
}
