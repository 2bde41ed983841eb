import { DomainError } from './domain-error.js';

describe('a refusal', () => {
  it('carries its code, kind, sentence and every fault found', () => {
    const error = new DomainError('invalid', 'folder-faults', 'The folder has 2 faults; correct them and run again.', {
      details: ['works.csv:3: year: "MMX" is not a year', 'claims.csv:9: share: 0 is not above 0'],
    });
    expect(error).toBeInstanceOf(Error);
    expect(error).toMatchObject({ name: 'DomainError', kind: 'invalid', code: 'folder-faults' });
    expect(error.details).toHaveLength(2);
  });

  it('keeps what caused it', () => {
    const cause = new Error('23514');
    expect(new DomainError('conflict', 'period-overlap', 'Choose another period.', { cause }).cause).toBe(cause);
    expect('cause' in new DomainError('conflict', 'period-overlap', 'Choose another period.')).toBe(false);
  });

  it('bears the name of the class that a module made of it', () => {
    class FolderFaults extends DomainError {}
    expect(new FolderFaults('invalid', 'folder-faults', 'Correct it.').name).toBe('FolderFaults');
  });
});
