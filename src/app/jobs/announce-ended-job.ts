import { Injectable } from '@nestjs/common';
import type { Tx } from '../../platform/database/database.js';
import { type Job, JOB_COLUMNS } from '../../platform/jobs/job.js';
import { JobView } from '../../platform/jobs/job.dto.js';
import { AnnouncementsService, type Audience } from '../../webhooks/index.js';

/** Tells the side that asked for a job that it has ended. */
@Injectable()
export class AnnounceEndedJob {
  constructor(private readonly announcements: AnnouncementsService) {}

  async announce(tx: Tx, id: string): Promise<void> {
    const [{ licensee, party, ...job }] = await tx.query<[Job & { licensee: number | null; party: number | null }]>(
      `select ${JOB_COLUMNS}, licensee_id as licensee, party_id as party from platform.job where job_id = $1`,
      [id],
    );
    const type = job.state === 'failed' ? 'job.failed' : 'job.done';
    const audience = audienceOf(licensee, party);
    await this.announcements.announce(tx, { type, audience, subject: id, data: JobView.from(job) });
  }
}

function audienceOf(licensee: number | null, party: number | null): Audience {
  if (licensee !== null) return { licensee };
  return party === null ? 'society' : { party };
}
