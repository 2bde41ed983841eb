import { createReadStream } from 'node:fs';
import { pipeline } from 'node:stream';
import { createGunzip } from 'node:zlib';
import { Injectable } from '@nestjs/common';
import { type Actor, AuditService } from '../../identity/index.js';
import type { Tx } from '../../platform/database/database.js';
import { PART_BYTES, partsOf, storeParts } from '../../platform/database/file-parts.js';
import type { Upload } from '../../platform/http/caller.js';
import type { CsvAnswer } from '../../platform/http/csv-answer.js';
import { FileAnswer } from '../../platform/http/file-answer.js';
import { answerList } from '../../platform/http/list.js';
import { evidenceNotFound, evidenceOfOtherType } from '../protection.errors.js';
import { type EvidenceFilePage, type EvidenceFileQuery, type EvidenceRow, EvidenceFileView } from './evidence.dto.js';
import { HEAD_BYTES, mediaTypeOf } from './rules/media-type.js';

const PARTS = { table: 'protection.evidence_part', number: 'evidence_id' };
const SUFFIX = {
  ...{ 'application/pdf': 'pdf', 'image/png': 'png', 'image/jpeg': 'jpg', 'image/webp': 'webp', 'video/mp4': 'mp4' },
} as const satisfies Record<string, string>;

const EVIDENCE = `
  select evidence_id as "evidenceId", evidence_id as by_id, encode(sha256, 'hex') as sha256, media_type as "mediaType", bytes,
    brought_by as "broughtBy", brought_at as "broughtAt"
  from protection.evidence`;

/**
 * Files that prove something: of listings, and of whatever else is to be proven later. Each is kept once for each side that
 * brought it, named by the hash of its bytes, which the database checks; and never changed (ADR 0081).
 */
@Injectable()
export class EvidenceStore {
  constructor(private readonly audit: AuditService) {}

  list(tx: Tx, { mediaType, ...query }: EvidenceFileQuery, csv: boolean): Promise<EvidenceFilePage | CsvAnswer> {
    const plan = {
      select: `${EVIDENCE} where ($1::text is null or media_type = $1)`,
      parameters: [mediaType ?? null],
      sorts: { broughtAt: { column: 'by_id', type: 'integer' } },
      id: { column: 'by_id', type: 'integer' },
      csv: {
        name: 'evidence.csv',
        columns: ['id', 'mediaType', 'bytes', 'broughtBy', 'broughtAt'],
        cells: (row: EvidenceRow) => [
          ...[row.sha256, row.mediaType, row.bytes, row.broughtBy, row.broughtAt.toISOString()],
        ],
      },
    } as const;
    return answerList(tx, plan, query as EvidenceFileQuery, csv, (row) => EvidenceFileView.from(row));
  }

  /** @throws evidence-not-found */
  async get(tx: Tx, sha256: string): Promise<EvidenceFileView> {
    return EvidenceFileView.from(await find(tx, sha256));
  }

  /** Its bytes, part by part. @throws evidence-not-found */
  async file(tx: Tx, sha256: string): Promise<FileAnswer> {
    const { evidenceId, mediaType } = await find(tx, sha256);
    const name = `${sha256}.${SUFFIX[mediaType as keyof typeof SUFFIX]}`;
    return new FileAnswer(name, mediaType, partsOf(tx, PARTS, evidenceId), true);
  }

  /** Keeps a file, unless the same side has brought it before. @throws evidence-of-other-type */
  async keep(tx: Tx, actor: Actor, { path, sha256, bytes, mediaType }: Upload): Promise<EvidenceFileView> {
    if (mediaTypeOf(await headOf(path)) !== mediaType) throw evidenceOfOtherType(mediaType);
    const [row] = await tx.query<{ id: number }[]>(
      `insert into protection.evidence (sha256, media_type, bytes, brought_by) values (decode($1, 'hex'), $2, $3, $4)
       on conflict on constraint evidence_kept_once do nothing returning evidence_id as id`,
      [sha256, mediaType, bytes, actor.id],
    );
    if (row !== undefined) {
      await storeParts(tx, PARTS, row.id, plain(path));
      const after = { sha256, mediaType, bytes };
      await this.audit.record(tx, actor.id, { action: 'evidence.brought', subject: sha256, after });
    }
    return this.get(tx, sha256);
  }

  /** The numbers of files, each of which the transaction sees. @throws evidence-not-found */
  async numbers(tx: Tx, hashes: readonly string[]): Promise<number[]> {
    const rows = await tx.query<{ sha256: string; id: number }[]>(
      `select encode(sha256, 'hex') as sha256, min(evidence_id) as id from protection.evidence
       where sha256 in (select decode(h, 'hex') from unnest($1::text[]) h) group by sha256`,
      [hashes],
    );
    const known = new Map(rows.map(({ sha256, id }) => [sha256, id]));
    const missing = hashes.find((sha256) => !known.has(sha256));
    if (missing !== undefined) throw evidenceNotFound(missing);
    return [...known.values()];
  }
}

async function find(tx: Tx, sha256: string): Promise<EvidenceRow> {
  // Compared as text, so that what is no hash is not found.
  const [row] = await tx.query<EvidenceRow[]>(`${EVIDENCE} where encode(sha256, 'hex') = $1 order by 1 limit 1`, [
    sha256,
  ]);
  if (row === undefined) throw evidenceNotFound(sha256);
  return row;
}

/** @param path of the gzip that the upload left */
function plain(path: string): AsyncIterable<Buffer> {
  const unpacked = createGunzip({ chunkSize: PART_BYTES });
  // Whoever reads hears of an error; who reads no further closes the file.
  pipeline(createReadStream(path, { highWaterMark: PART_BYTES }), unpacked, () => undefined);
  return unpacked as AsyncIterable<Buffer>;
}

async function headOf(path: string): Promise<Buffer> {
  for await (const head of plain(path)) return head.subarray(0, HEAD_BYTES);
  return Buffer.alloc(0);
}
