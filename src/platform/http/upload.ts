import { createHash } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { join } from 'node:path';
import { type Readable, Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGunzip, createGzip } from 'node:zlib';
import { applyDecorators, createParamDecorator, type ExecutionContext, SetMetadata } from '@nestjs/common';
import { ApiBody, ApiConsumes } from '@nestjs/swagger';
import { inTemporaryDirectory } from '../files/temporary-directory.js';
import { type HouseRequest, requestOf, type Upload } from './caller.js';
import { uploadMalformed, uploadNotTaken, uploadTooLarge } from './http.errors.js';

const LINE_FEED = 10;

/** Each piece of output costs a way to zlib's thread and back: with large ones the same bytes take a fifth less time. */
const SPOOL = { level: 1, chunkSize: 1 << 18 };

const GZIP = 'application/gzip';

export const TAKES_UPLOAD = 'takes-upload';

/** What an operation takes as a file. */
export interface Takes {
  mediaTypes: readonly string[];
  /** Before it is compressed. What grows beyond is a bomb. */
  mostBytes: number;
  /** What to do with a file that is larger. */
  remedy: string;
}

const CSV: Takes = {
  mediaTypes: ['text/csv', GZIP],
  // Some hundred million lines.
  mostBytes: 16 * 1024 ** 3,
  remedy: 'Split it: a report of each month, or of fewer licences.',
};

/**
 * For an operation whose body is a file, plain or as gzip: a CSV file of any size, or what is said. It is taken in before
 * the transaction is opened, so that a slow sender keeps nothing of the database busy.
 */
export function TakesUpload(example: string, takes = CSV) {
  return applyDecorators(
    SetMetadata(TAKES_UPLOAD, takes),
    ApiConsumes(...takes.mediaTypes),
    ApiBody({ required: true, schema: { type: 'string', format: 'binary', example } }),
  );
}

/** The file that the request brought. */
export const Uploaded = createParamDecorator((_: unknown, context: ExecutionContext): Upload => {
  const { upload } = requestOf(context);
  if (upload === undefined) throw new Error('the operation asks for a file and does not say that it takes one');
  return upload;
});

/**
 * Takes the body in, in bounded memory, and has the work done with it; afterwards the file is gone.
 * @throws upload-not-taken, upload-malformed, upload-too-large
 */
export async function withUpload<T>(
  request: HouseRequest,
  takes: Takes,
  work: (upload: Upload) => Promise<T>,
): Promise<T> {
  const { source, mediaType } = plainBytes(request, takes);
  return inTemporaryDirectory('upload', async (directory) => {
    const path = join(directory, 'file.gz');
    return work({ path, mediaType, ...(await spool(source, path, takes)) });
  });
}

function plainBytes(request: HouseRequest, { mediaTypes }: Takes): { source: Readable[]; mediaType: string } {
  const mediaType = request.is([...mediaTypes]);
  const encoding = request.get('Content-Encoding') ?? 'identity';
  if (mediaType === false || mediaType === null || !['identity', 'gzip'].includes(encoding)) {
    throw uploadNotTaken(mediaTypes);
  }
  const gzip = mediaType === GZIP || encoding === 'gzip';
  return { source: gzip ? [request, createGunzip() as unknown as Readable] : [request], mediaType };
}

async function spool(
  source: Readable[],
  path: string,
  { mostBytes, remedy }: Takes,
): Promise<Omit<Upload, 'path' | 'mediaType'>> {
  const hash = createHash('sha256');
  let bytes = 0;
  let lines = 0;
  const measure = new Transform({
    transform(chunk: Buffer, _encoding, done) {
      bytes += chunk.length;
      if (bytes > mostBytes) return done(uploadTooLarge(mostBytes, remedy));
      hash.update(chunk);
      for (let at = chunk.indexOf(LINE_FEED); at >= 0; at = chunk.indexOf(LINE_FEED, at + 1)) lines++;
      done(null, chunk);
    },
  });
  try {
    await pipeline([...source, measure, createGzip(SPOOL), createWriteStream(path)]);
  } catch (error) {
    throw isBrokenGzip(error) ? uploadMalformed(error) : error;
  }
  return { sha256: hash.digest('hex'), bytes, lines };
}

/** zlib's own errors, among them that of a file which ends too early. */
function isBrokenGzip(error: unknown): boolean {
  return /^Z_/.test((error as NodeJS.ErrnoException).code ?? '');
}
