import { Controller, Get, Param, Post, Query } from '@nestjs/common';
import { ApiOkResponse, ApiTags } from '@nestjs/swagger';
import { By, MayCall } from '../../identity/http.js';
import { type Actor, OFFICERS } from '../../identity/index.js';
import type { Tx } from '../../platform/database/database.js';
import { InTx, type Upload } from '../../platform/http/caller.js';
import type { CsvAnswer } from '../../platform/http/csv-answer.js';
import type { FileAnswer } from '../../platform/http/file-answer.js';
import { WantsCsv } from '../../platform/http/list.js';
import { ListAnswer } from '../../platform/http/list-answer.js';
import { TakesUpload, Uploaded } from '../../platform/http/upload.js';
import { EvidenceFilePage, EvidenceFileQuery, EvidenceFileView } from './evidence.dto.js';
import { EvidenceStore } from './evidence-store.js';
import { MEDIA_TYPES } from './rules/media-type.js';

const MOST_BYTES = 32 * 1024 ** 2;
const TAKES = {
  mediaTypes: MEDIA_TYPES,
  mostBytes: MOST_BYTES,
  remedy: 'Send the part of the recording or of the document that matters.',
};

@ApiTags('evidence')
@Controller('v1/evidence')
export class EvidenceController {
  constructor(private readonly evidence: EvidenceStore) {}

  /** Lists evidence. A platform and a holder see what they brought. */
  @Get()
  @MayCall(...OFFICERS, 'L', 'H')
  @ListAnswer(EvidenceFilePage)
  list(
    @InTx() tx: Tx,
    @Query() query: EvidenceFileQuery,
    @WantsCsv() csv: boolean,
  ): Promise<EvidenceFilePage | CsvAnswer> {
    return this.evidence.list(tx, query, csv);
  }

  /** Says what a file is, and who brought it when. */
  @Get(':id')
  @MayCall(...OFFICERS, 'L', 'H')
  get(@InTx() tx: Tx, @Param('id') id: string): Promise<EvidenceFileView> {
    return this.evidence.get(tx, id);
  }

  /** Gives a file as it was brought. */
  @Get(':id/file')
  @MayCall(...OFFICERS, 'L', 'H')
  @ApiOkResponse({
    description: 'The file.',
    content: Object.fromEntries(MEDIA_TYPES.map((type) => [type, { schema: { type: 'string', format: 'binary' } }])),
  })
  file(@InTx() tx: Tx, @Param('id') id: string): Promise<FileAnswer> {
    return this.evidence.file(tx, id);
  }

  /**
   * Keeps a file as evidence: a PDF, a PNG, JPEG or WebP picture, an MP4 recording, of 32 MiB at most. It is named by its
   * hash from then on; the same file brought again is the one that it was.
   */
  @Post()
  @MayCall('PO', 'L', 'H')
  @TakesUpload('%PDF-1.4\n%%EOF\n', TAKES)
  keep(@InTx() tx: Tx, @By() actor: Actor, @Uploaded() upload: Upload): Promise<EvidenceFileView> {
    return this.evidence.keep(tx, actor, upload);
  }
}
