import { type Machine, serverSettings } from './settings.js';

const laptop: Machine = { cores: 8, memoryBytes: 16 * 2 ** 30, sharedMemoryBytes: 8 * 2 ** 30 };

describe('settings of the embedded server', () => {
  it('never trade durability for speed', () => {
    const settings = serverSettings(laptop);
    expect(settings['fsync']).toBe('on');
    expect(settings['synchronous_commit']).toBe('on');
    expect(settings).not.toHaveProperty('full_page_writes');
  });

  it('let nobody in from outside the machine', () => {
    expect(serverSettings(laptop)['listen_addresses']).toBe('127.0.0.1');
  });

  it.each([
    [1, '1'],
    [2, '1'],
    [4, '3'],
    [64, '4'],
  ])('give a query on %i cores %s helpers', (cores, workers) => {
    expect(serverSettings({ ...laptop, cores })['max_parallel_workers_per_gather']).toBe(workers);
  });

  it('keep parallel queries off a /dev/shm as small as that of a container', () => {
    const container = { ...laptop, sharedMemoryBytes: 64 * 2 ** 20 };
    expect(serverSettings(container)['dynamic_shared_memory_type']).toBe('mmap');
    expect(serverSettings(laptop)).not.toHaveProperty('dynamic_shared_memory_type');
    expect(serverSettings({ ...laptop, sharedMemoryBytes: undefined })).not.toHaveProperty(
      'dynamic_shared_memory_type',
    );
  });

  it('take less memory from a small machine', () => {
    expect(serverSettings({ ...laptop, memoryBytes: 2 ** 30 })['shared_buffers']).toBe('128MB');
  });
});
