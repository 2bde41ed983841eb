import { titleGrams } from './title-grams.js';

const gramsOf = (titleKey: string): string[] => [...titleGrams(titleKey)].sort();

describe('The grams of a title', () => {
  it.each([
    ['', []],
    ['m', ['  m', ' m ']],
    ['léon', ['  l', ' lé', 'léo', 'on ', 'éon'].sort()],
    ['up up', ['  u', ' up', 'up ']],
  ])('of %j are the trigrams of its words, their beginnings weighing twice', (titleKey, grams) => {
    expect(gramsOf(titleKey)).toEqual(grams);
  });

  it.each([
    ['活着', ['活', '活着', '着']],
    ['活着 2', ['  2', ' 2 ', '活', '活着', '着']],
    ['活着2', ['  2', ' 2 ', '活', '活着', '着']],
    ['오징어', ['오', '오징', '징', '징어', '어'].sort()],
    ['ルパン', ['ル', 'ルパ', 'パ', 'パン', 'ン'].sort()],
  ])('of %j are the characters and the pairs of neighbours', (titleKey, grams) => {
    expect(gramsOf(titleKey)).toEqual([...grams].sort());
  });

  it('take a character beyond the basic plane as one', () => {
    expect(gramsOf('𠮷野')).toEqual(['𠮷', '𠮷野', '野'].sort());
    expect(gramsOf('𝔞𝔟')).toEqual(['  𝔞', ' 𝔞𝔟', '𝔞𝔟 '].sort());
  });

  it('keep the prolonged sound mark of kana among the kana', () => {
    expect(gramsOf('ロー')).toEqual(['ロ', 'ロー', 'ー'].sort());
  });
});
