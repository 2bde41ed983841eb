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

/** Of a file before it is compressed: some hundred million lines. What grows beyond is no report but a bomb. */
const MOST_BYTES = 16 * 1024 ** 3;
const LINE_FEED = 10;

export const TAKES_UPLOAD = 'takes-upload';

/**
 * For an operation whose body is a CSV file of any size, plain or as gzip. It is taken in before the transaction is
 * opened, so that a slow sender keeps nothing of the database busy.
 */
export function TakesUpload(example: string) {
  return applyDecorators(
    SetMetadata(TAKES_UPLOAD, true),
    ApiConsumes('text/csv', 'application/gzip'),
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
export async function withUpload<T>(request: HouseRequest, work: (upload: Upload) => Promise<T>): Promise<T> {
  const source = plainBytes(request);
  return inTemporaryDirectory('upload', async (directory) => {
    const path = join(directory, 'file.gz');
    return work({ path, ...(await spool(source, path)) });
  });
}

function plainBytes(request: HouseRequest): Readable[] {
  const type = request.is(['text/csv', 'application/gzip']);
  const encoding = request.get('Content-Encoding') ?? 'identity';
  if (type === false || type === null || !['identity', 'gzip'].includes(encoding)) throw uploadNotTaken();
  const gzip = type === 'application/gzip' || encoding === 'gzip';
  return gzip ? [request, createGunzip() as unknown as Readable] : [request];
}

async function spool(source: Readable[], path: string): Promise<Omit<Upload, 'path'>> {
  const hash = createHash('sha256');
  let bytes = 0;
  let lines = 0;
  const measure = new Transform({
    transform(chunk: Buffer, _encoding, done) {
      bytes += chunk.length;
      if (bytes > MOST_BYTES) return done(uploadTooLarge());
      hash.update(chunk);
      for (let at = chunk.indexOf(LINE_FEED); at >= 0; at = chunk.indexOf(LINE_FEED, at + 1)) lines++;
      done(null, chunk);
    },
  });
  try {
    await pipeline([...source, measure, createGzip({ level: 1 }), createWriteStream(path)]);
  } catch (error) {
    throw isBrokenGzip(error) ? uploadMalformed(error) : error;
  }
  return { sha256: hash.digest('hex'), bytes, lines };
}

/** zlib's own errors, among them that of a file which ends too early. */
function isBrokenGzip(error: unknown): boolean {
  return /^Z_/.test((error as NodeJS.ErrnoException).code ?? '');
}
