import type { Random } from './random.js';

/**
 * Film titles in the scripts a society meets. Only characters whose normal form DuckDB can compute as well (accents,
 * case, punctuation, ligatures, Han, Hangul, unvoiced kana), so that the SQL reference can be held to the same bytes.
 */
const ADJECTIVES =
  'Silent Broken Golden Hidden Last First Burning Distant Crimson Forgotten Endless Savage Gentle Secret Wild Frozen Hollow Restless Sacred Painted Lonely Electric Paper Velvet Iron Bitter Bright Drowned Early Faithful Glass Hungry Invisible Lost Midnight Northern Patient Quiet Rising Scarlet'.split(
    ' ',
  );
const NOUNS =
  'River Garden Letter House Winter Mirror Harbour Station Orchard Shadow Bridge Ocean Mountain Summer Stranger Daughter Soldier Lantern Castle Train Island Promise Desert Window Thief Dancer Painter Voyage Forest Market Piano Carnival Storm Heart Border Empire Secretary Widow Fisherman Clockmaker Astronomer Gardener Teacher Doctor Detective Singer Pilot Miner Lighthouse Cathedral Tower Circus Balcony Staircase Notebook Umbrella Telegram Photograph Carousel Meadow Valley Prairie Volcano Glacier Comet Planet Satellite Machine Robot Engine Factory Archive Library Museum Theatre Opera Cinema Ballet Orchestra Parade'.split(
    ' ',
  );
const PLACES =
  'Lisbon Kraków Montréal Québec Bogotá Málaga Zürich Tromsø Århus Łódź Beograd Praha Tallinn Malmö Reykjavík Napoli Genève Besançon Orléans Nîmes Bâle Liège Angoulême Córdoba Cádiz Medellín Düsseldorf Köln Göteborg Besiktas'.split(
    ' ',
  );
const FRENCH =
  'été éclipse hiver forêt étoile île reine frère mémoire rivière château fenêtre tempête cinéma poète élève âme ombre œuvre cœur sœur maître fête aînée hôtel pêcheur théâtre ruelle gare plage voyageuse boulangère'.split(
    ' ',
  );
const GERMAN =
  'Straße Mädchen Brücke Schlüssel König Grüße Fluß Wälder Jäger Köchin Bücher Türen Himmel Nächte Träume Gärten Spieße Füße Blüten Hörner'.split(
    ' ',
  );
const NORDIC = 'Sjøen Bjørnen Fjæren Brødre Håpet Grønland Ærlighet Øyene Skjærgård Vårnatt Kjærlighet Løven'.split(
  ' ',
);
const POLISH = 'Żółty Łąka Miłość Chłopiec Głos Wyspa Śnieg Dziewczyna Kościół Słońce Mały Władca'.split(' ');
const HAN =
  '长江 黄河 故乡 明月 少年 英雄 红楼 白蛇 青春 花木 归来 天山 往事 大地 春天 秋夜 孤岛 北京 上海 江湖 流浪 星空 時光 海角 夜雨 山河 雪國 風塵 茶館 城南'.split(
    ' ',
  );
const KANA = ['の秋', 'の森', 'と私', 'ノート', 'の手紙', 'の海', 'と猫', 'の家', 'の夏', 'トンネル'];
const HANGUL = '겨울 바다 소년 기억 편지 봄날 여름 하늘 도시 사랑 그림자 여행 친구 학교 마을 노래'.split(' ');
const ROMAN = ['II', 'III', 'IV', 'V', 'VI', 'VII', 'VIII', 'IX', 'X'];

const PATTERNS: readonly ((random: Random) => string)[] = [
  (r) => `The ${r.pick(ADJECTIVES)} ${r.pick(NOUNS)}`,
  (r) => `${r.pick(NOUNS)} of ${r.pick(PLACES)}`,
  (r) => `${r.pick(ADJECTIVES)} ${r.pick(NOUNS)}, ${r.pick(ADJECTIVES)} ${r.pick(NOUNS)}`,
  (r) => `A ${r.pick(NOUNS)} in ${r.pick(PLACES)}`,
  (r) => `${r.pick(ADJECTIVES)} ${r.pick(NOUNS)} ${r.pick(ROMAN)}`,
  (r) => `${r.pick(NOUNS)} & ${r.pick(NOUNS)}`,
  (r) => `${r.pick(NOUNS)}: The ${r.pick(ADJECTIVES)} ${r.pick(NOUNS)}`,
  (r) => `La ${r.pick(FRENCH)} de ${r.pick(PLACES)}`,
  (r) => `Une ${r.pick(FRENCH)}, une ${r.pick(FRENCH)}`,
  (r) => `L'${r.pick(FRENCH)} et la ${r.pick(FRENCH)}`,
  (r) => `Die ${r.pick(GERMAN)} von ${r.pick(PLACES)}`,
  (r) => `${r.pick(NORDIC)} ${r.below(1900) + 100}`,
  (r) => `${r.pick(POLISH)} i ${r.pick(POLISH)} ${r.pick(ROMAN)}`,
  (r) => `${r.pick(HAN)}${r.pick(HAN)}`,
  (r) => `${r.pick(HAN)}${r.pick(HAN)}${r.below(9) + 2}`,
  (r) => `${r.pick(HAN)}${r.pick(KANA)} ${r.below(30) + 1}`,
  (r) => `${r.pick(HANGUL)} ${r.pick(HANGUL)} ${r.below(20) + 1}`,
  (r) => `"${r.pick(ADJECTIVES)}" ${r.pick(NOUNS)}s, ${r.pick(PLACES)}`,
];

export function makeTitle(random: Random): string {
  return random.pick(PATTERNS)(random);
}

/** Titles that no other title equals, even without case, accents and punctuation; a repeat becomes a sequel. */
export class DistinctTitles {
  private readonly taken = new Set<string>();

  make(random: Random): string {
    const title = makeTitle(random);
    for (let part = 1; ; part += 1) {
      const candidate = part === 1 ? title : `${title}: Part ${part}`;
      const key = candidate
        .normalize('NFKD')
        .replace(/[^\p{L}\p{N}]/gu, '')
        .toLowerCase();
      if (this.taken.has(key)) continue;
      this.taken.add(key);
      return candidate;
    }
  }
}

/** The same title as a platform may spell it: the article at the end, upper case, or without accents. */
export function spelledOtherwise(title: string, random: Random): string {
  const article = /^(The|A|La|Une|Die) (.+)$/.exec(title);
  if (article && random.chance(50)) return `${article[2]}, ${article[1]}`;
  if (random.chance(60)) return title.toUpperCase();
  return title
    .normalize('NFD')
    .replace(/[\u0300-\u036f]/g, '')
    .normalize('NFC');
}

/** A spelling that no rule may match: letters swapped, or a season added. */
export function misspelled(title: string, random: Random): string {
  if (random.chance(40)) return `${title} - Season ${random.below(8) + 2}`;
  const letters = [...title];
  const place = random.below(Math.max(1, letters.length - 1));
  const swapped = [...letters.slice(0, place), letters[place + 1] ?? '', letters[place], ...letters.slice(place + 2)];
  return `${swapped.join('').trim()} ${random.pick(['HD', 'VO', 'VF', '(uncut)'])}`;
}
