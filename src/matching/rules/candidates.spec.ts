import { Candidates, type KnownTitle } from './candidates.js';

const known = (workId: string, titleKey: string, year: number | null = null): KnownTitle => ({
  workId,
  year,
  titleKey,
});

describe('Candidates for an unidentified title', () => {
  it('are the works whose titles are like it, the likeliest first', () => {
    const candidates = new Candidates([
      known('bridge', 'the bridge season 3'),
      known('bridgerton-1', 'bridgerton season 1'),
      known('ginny-3', 'ginny and georgia season 3'),
      known('lupin', 'lupin'),
    ]);
    expect(candidates.find('bridgerton season 3', '')).toEqual(['bridgerton-1', 'bridge']);
    expect(candidates.find('lupn', '')).toEqual(['lupin']);
  });

  it('are none where no title is like it', () => {
    const candidates = new Candidates([known('lupin', 'lupin'), known('alive', '活着')]);
    expect(candidates.find('zorro', '')).toEqual([]);
    expect(candidates.find('', '1994')).toEqual([]);
    expect(new Candidates([]).find('lupin', '')).toEqual([]);
  });

  it('are the works that share its title, before any that is only like it', () => {
    const candidates = new Candidates([
      known('carmen-1915', 'carmen', 1915),
      known('carmen-1983', 'carmen', 1983),
      known('carmen-jones', 'carmen jones', 1954),
    ]);
    expect(candidates.find('carmen', '')).toEqual(['carmen-1915', 'carmen-1983', 'carmen-jones']);
    expect(candidates.find('carmen', '1954')).toEqual(['carmen-1915', 'carmen-1983', 'carmen-jones']);
  });

  it('are likelier if the work is of the year given, or of the one beside it', () => {
    const candidates = new Candidates([
      known('a', 'carmen', 1915),
      known('b', 'carmen'),
      known('c', 'carmen', 1984),
      known('d', 'carmen', 1983),
    ]);
    expect(candidates.find('carmen', '')).toEqual(['a', 'b', 'c', 'd']);
    expect(candidates.find('carmen', '1983')).toEqual(['d', 'c', 'a', 'b']);
    expect(candidates.find('carmenn', '1982')).toEqual(['d', 'a', 'b', 'c']);
    expect(candidates.find('carmen', 'about 1983')).toEqual(['a', 'b', 'c', 'd']);
  });

  it('are at most five, each once however many of its titles are like', () => {
    const candidates = new Candidates(
      ['a', 'b', 'c', 'd', 'e', 'f'].flatMap((id) => [known(id, 'carmen'), known(id, 'carmen suite')]),
    );
    expect(candidates.find('carmen', '')).toEqual(['a', 'b', 'c', 'd', 'e']);
  });

  it.each([
    ['活着', '活着 纪念版', 'alive'],
    ['霸王别姬', '霸王別姬', 'concubine'],
    ['오징어 게임 시즌 1', '오징어게임', 'squid'],
    ['千と千尋の神隠し', '千と千尋', 'chihiro'],
    ['霍元甲', '霍元甲传', 'huo'],
  ])('of a work called %s include it for %s', (title, asked, workId) => {
    const titles = [
      known('alive', '活着'),
      known('concubine', '霸王别姬'),
      known('squid', '오징어 게임 시즌 1'),
      known('chihiro', '千と千尋の神隠し'),
      known('huo', '霍元甲'),
      known('kiki', '魔女の宅急便'),
      known('ju-dou', '菊豆'),
      known('lovers', '연인'),
    ];
    expect(titles.find(({ workId: id }) => id === workId)!.titleKey).toBe(title);
    expect(new Candidates(titles).find(asked, '')[0]).toBe(workId);
  });
});
