// A plan to test: the one that HEARTEN_PLAN names, else that of the sample, made by the program as it was built last.
import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const PROGRAM = process.env.HEARTEN || fileURLToPath(new URL('../../target/debug/hearten', import.meta.url));

/** The path of a `plan.html`. */
export function planPage() {
  if (process.env.HEARTEN_PLAN) return process.env.HEARTEN_PLAN;
  if (!existsSync(PROGRAM)) throw new Error(`build the program first, or name a page with HEARTEN_PLAN: there is no ${PROGRAM}`);
  const folder = mkdtempSync(join(tmpdir(), 'hearten-plan-'));
  process.on('exit', () => rmSync(folder, { recursive: true, force: true }));
  const workspace = join(folder, 'demo');
  execFileSync(PROGRAM, ['demo', workspace, '--quiet'], { stdio: 'pipe' });
  // A plan with something that does not fit ends with 1 and is written all the same.
  const { status, stderr } = spawnSync(PROGRAM, ['plan', '--quiet'], { cwd: workspace, encoding: 'utf8' });
  if (status > 1) throw new Error(stderr);
  const [crisis] = readdirSync(join(workspace, 'crises'));
  return join(workspace, 'crises', crisis, 'out', 'plan', 'plan.html');
}

/** The document for programs beside the page. */
export const planOf = (page) => JSON.parse(readFileSync(join(dirname(page), 'plan.json'), 'utf8'));
