// Sends the bench's letter to a roster through nodemailer's pool, as its documentation does it: templates compiled once,
// rows streamed from the CSV, as many connections as asked for, never more letters under way than keep them busy.
//
// usage: node nodemailer.mjs WORKSPACE TEMPLATES PORT CONNECTIONS LETTERS

import { createReadStream, readFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "csv-parse";
import nodemailer from "nodemailer";
import nunjucks from "nunjucks";

const [workspace, templates, port, connections, letters] = process.argv.slice(2);
const rows = (table) => createReadStream(join(workspace, "contacts", table)).pipe(parse({ columns: true, bom: true }));

const accounts = new Map();
for await (const row of rows("accounts.csv")) accounts.set(row.id, row);
const team = new Map();
for await (const row of rows("team.csv")) team.set(row.id, row);

const html = new nunjucks.Environment(null, { autoescape: true });
const plain = new nunjucks.Environment(null, { autoescape: false });
const letter = new Map();
for (const language of ["en", "zh-CN"]) {
  const part = (environment, kind) =>
    nunjucks.compile(readFileSync(join(templates, `${language}.${kind}`), "utf8"), environment);
  letter.set(language, { subject: part(plain, "subject"), text: part(plain, "txt"), html: part(html, "html") });
}

const pool = nodemailer.createTransport({
  pool: true,
  host: "127.0.0.1",
  port: Number(port),
  ignoreTLS: true,
  maxConnections: Number(connections),
  maxMessages: Infinity,
});

const most = 4 * Number(connections);
const underWay = new Set();
let left = Number(letters);
for await (const contact of rows("contacts.csv")) {
  if (left-- <= 0) break;
  const account = accounts.get(contact.account);
  const chinese = contact.language === "zh-CN";
  const values = {
    contact,
    greeting: (chinese ? "尊敬的" : "Dear Mr ") + contact.family_name,
    name: chinese ? contact.family_name + contact.given_name : `${contact.given_name} ${contact.family_name}`,
    account: chinese ? account.name_zh_cn : account.name_en,
    owner: team.get(contact.owner),
  };
  const template = letter.get(contact.language);
  const sent = pool
    .sendMail({
      from: { name: chinese ? "沈若岚" : "Shen Ruolan", address: "shen.ruolan@lingchuan.example" },
      replyTo: "office.shen@lingchuan.example",
      to: { name: values.name, address: contact.email },
      subject: template.subject.render(values),
      text: template.text.render(values),
      html: template.html.render(values),
    })
    .finally(() => underWay.delete(sent));
  underWay.add(sent);
  if (underWay.size >= most) await Promise.race(underWay);
}
await Promise.all(underWay);
pool.close();
