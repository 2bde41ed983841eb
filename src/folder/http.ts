// The second front door: for what answers over HTTP. A command does not load what stands behind it.
export { FolderHttpModule } from './folder-http.module.js';
