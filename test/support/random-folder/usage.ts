import type { Random } from '../random.js';
import type { Record } from './dialect.js';
import { dayIn, oddIdentifiers, PLACES, type MasterRecords } from './masters.js';
import { eidr, isan, oddImdb, oddTitle, title } from './names.js';

/** Usage lines for the masters; one in eight or so breaks a rule. */
export function usageRecords(random: Random, masters: MasterRecords, count: number): Record[] {
  const lines: Record[] = [];
  while (lines.length < count) {
    const line = { ...goodLine(random, masters), ...naming(random, masters) };
    if (random.percent(12)) Object.assign(line, defect(random));
    lines.push(line);
    if (random.percent(3)) lines.push(line);
  }
  return lines;
}

function goodLine(random: Random, masters: MasterRecords): Record {
  const licence = random.pick(masters.licences);
  const collections = masters.collections.filter(({ licence_id }) => licence_id === licence.licence_id);
  const collection = collections.length > 0 && random.percent(65) ? random.pick(collections) : undefined;
  return {
    licence_id: licence.licence_id!,
    use_type: random.pick(licence.use_types!.split(' ').filter((part) => part !== '')),
    territory: random.pick(PLACES),
    used_on: collection ? random.pick([collection.period_start!, collection.period_end!]) : dayIn(random),
    views: random.pick(['0', '7', '007', String(random.below(5_000))]),
    seconds: random.pick(['0', String(random.below(20_000_000)), random.percent(2) ? '9'.repeat(18) : '60']),
    revenue: random.pick(['0', '0.0', `${random.below(10_000)}.${random.digits(random.between(1, 12))}`, '1.10', '5']),
    extra: random.pick(['', 'x', 'ignored, too']),
  };
}

/** How the line names its work: in one or several ways that may contradict each other, or in none. */
function naming(random: Random, masters: MasterRecords): Record {
  const index = random.below(masters.works.length);
  const work = masters.works[index]!;
  const titles = [work.title!, ...work.alternative_titles!.split('|')];
  const plain: Record[] = [
    { title: oddTitle(random, work.title!), year: work.year! },
    { title: work.title!, year: '' },
    { eidr: work.eidr!, isan: work.isan! },
    { imdb_id: work.imdb_id! },
    { resource_id: `r${index}` },
  ];
  const ways: Record[] = [
    {
      title: oddTitle(random, random.pick(titles)),
      year: random.pick([work.year!, '', '1990', '01991', 'ca. 1990', '-1']),
    },
    { title: oddTitle(random, random.pick(titles)), year: random.pick([work.year!, '']) },
    { title: title(random, random.below(60)), year: '' },
    { resource_id: `r${index}` },
    { resource_id: random.pick([`R${index}`, `r${random.below(60)}`, '=1+1', 'x\ty', 'a\\b']) },
    oddIdentifiers(random, work),
    { eidr: random.pick([eidr(random), 'not an EIDR', '10.5240/']), isan: random.pick(['', isan(random), 'ISAN']) },
    { imdb_id: work.imdb_id ? oddImdb(random, work.imdb_id) : 'tt999' },
  ];
  if (random.percent(55)) return random.pick(plain);
  return Object.assign({}, ...random.some(ways, random.pick([0, 1, 1, 1, 2, 3])));
}

function defect(random: Random): Record {
  return random.pick<Record>([
    { licence_id: random.pick(['', 'nobody', 'l000', "L000'; --"]) },
    {
      used_on: random.pick([
        '2026-02-30',
        '2026-13-01',
        '26-01-01',
        '2026/01/01',
        '0000-01-01',
        '',
        '2026-01-01T00:00',
      ]),
    },
    { territory: random.pick(['UK', 'cn', 'EU', '', '*', 'CHN', 'ＣＮ']) },
    { views: '1.5', seconds: '-1', revenue: '1,257.75' },
    { views: '', seconds: '', revenue: '' },
    { views: '1e3', seconds: '٣', revenue: '.5' },
    { views: '9'.repeat(19), seconds: '9'.repeat(19), revenue: '0.' + '0'.repeat(13) },
    { use_type: random.pick(['education', 'SVOD', '', 'svod avod']) },
    { territory: random.pick(['KP', 'AQ']) },
    { used_on: random.pick(['2025-12-31', '2027-01-01', '2024-02-29']) },
    { licence_id: '', used_on: '', territory: '', use_type: '' },
  ]);
}
