import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { PROJECT, projectFiles } from '../support/project.js';

const KINDS =
  'invalid|not-found|conflict|forbidden|unprocessable|unauthenticated|stale|unconditional|too-large|throttled';
const RAISED = new RegExp(`\\b(?:DomainError|super)\\(\\s*'(?:${KINDS})',\\s*'([a-z-]+)'`, 'g');
const EVERY_ERROR = /\bnew DomainError\(|\bextends DomainError\b/g;

const sources = projectFiles('src', /(?<!\.spec)\.ts$/).map((file) => readFileSync(join(PROJECT, file), 'utf8'));
const problems = readFileSync(join(PROJECT, 'docs', 'problems.md'), 'utf8');
const raised = sources.flatMap((text) => [...text.matchAll(RAISED)].map(([, code]) => code!));

describe('docs/problems.md', () => {
  it('has a section for each code that the program raises, and no other', () => {
    const sections = [...problems.matchAll(/^### (\S+)$/gm)].map(([, code]) => code!);
    expect(sections.sort()).toEqual([...new Set(raised)].sort());
  });

  it('is compared with every error that the program raises', () => {
    const errors = sources.flatMap((text) => [...text.matchAll(EVERY_ERROR)]);
    expect(raised).toHaveLength(errors.length);
  });

  it('says of each what it means and what to do', () => {
    for (const section of problems.split(/^### /m).slice(1)) {
      expect(section.split(/^## /m)[0]).toMatch(new RegExp(`^\\S+\\n\\n_(${KINDS})[^]{60,}`));
    }
  });
});
