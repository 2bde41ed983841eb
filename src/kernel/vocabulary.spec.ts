import { RIGHTS, rightOf, USE_TYPES } from './vocabulary.js';

describe('a use type', () => {
  it('exercises exactly the right that the table of the contract gives it', () => {
    expect(USE_TYPES.map((useType) => `${useType} → ${rightOf(useType)}`)).toEqual([
      'svod → making_available',
      'avod → making_available',
      'tvod → making_available',
      'fast → making_available',
      'short_video → clip_use',
      'broadcast → broadcasting',
      'cable_retransmission → retransmission',
      'public_screening → public_screening',
      'education → educational_use',
      'rental → rental',
      'private_copy → private_copying',
    ]);
  });

  it('leaves no right that nothing exercises', () => {
    expect(new Set(USE_TYPES.map(rightOf))).toEqual(new Set(RIGHTS));
  });
});
