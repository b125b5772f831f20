import { refuse } from '@ketik/protocol'
import { type Answer, refusalAnswer, SECURITY_HEADERS } from './answer.ts'
import type { Asked } from './asked.ts'
import { contentSecurityPolicy } from './content-security-policy.ts'
import type { HttpDeps } from './http-deps.ts'
import { isNoneMatch, negotiate } from './negotiate.ts'
import { loadWebFiles, type WebFile } from './web-files.ts'

const ASSETS = '/assets/'
const PAGE = '/index.html'

/**
 * Answers with the files of the built web client, and with its page wherever a browser asks for a page: which one it is
 * the client finds out itself. A path only ever names a key of what was loaded at the start.
 */
export const serveWeb = ({ webFolder }: HttpDeps): ((asked: Asked) => Answer) => {
  const files = loadWebFiles(webFolder)
  return asked => {
    if (asked.method !== 'GET' && asked.method !== 'HEAD') {
      return refusalAnswer(refuse('method_not_allowed'), 405, { allow: 'GET, HEAD' })
    }
    const path = asked.path === '/' ? PAGE : decoded(asked.path)
    const file = files.get(path)
    if (file !== undefined) return fileAnswer(path, file, asked)
    if (path !== PAGE && !wantsPage(asked)) return refusalAnswer(refuse('not_found'))
    const page = files.get(PAGE)
    return page === undefined ? NOT_BUILT : fileAnswer(PAGE, page, asked)
  }
}

const wantsPage = ({ path, headers }: Asked): boolean =>
  !path.startsWith(ASSETS) && headers.accept.includes('text/html')

const decoded = (path: string): string => {
  try {
    return decodeURIComponent(path)
  } catch {
    // No file has such a name.
    return path
  }
}

const fileAnswer = (path: string, file: WebFile, { headers }: Asked): Answer => {
  const encoding = negotiate(headers['accept-encoding'], file.representations)
  const representation = file.representations.get(encoding)
  if (representation === undefined) throw new Error(`bug: ${path} has no ${encoding} form`)
  const { body, etag } = representation
  const common = {
    etag,
    'cache-control': cacheControl(path),
    vary: 'accept-encoding',
    ...SECURITY_HEADERS,
    ...(path.endsWith('.html') ? { 'content-security-policy': contentSecurityPolicy(headers.host) } : {}),
  }
  if (isNoneMatch(headers['if-none-match'], etag)) return { status: 304, headers: common, body: undefined }
  return {
    status: 200,
    headers: {
      ...common,
      'content-type': file.contentType,
      ...(encoding === 'identity' ? {} : { 'content-encoding': encoding }),
    },
    body,
  }
}

/** Browsers restore a tab from a copy that they need not ask for again: a page names assets that an upgrade removes. */
const cacheControl = (path: string): string => {
  if (path.startsWith(ASSETS)) return 'public, max-age=31536000, immutable'
  return path.endsWith('.html') ? 'no-cache, no-store' : 'no-cache'
}

const NOT_BUILT: Answer = {
  status: 503,
  headers: {
    'content-type': 'text/html; charset=utf-8',
    'cache-control': 'no-store',
    ...SECURITY_HEADERS,
    'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
  },
  body: `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<title>Ketik: the web client is not built</title>
<h1>The web client is not built</h1>
<p>The server runs, but it has no page to show. Run <code>npm start</code> in the project's folder, which builds it,
or <code>npx vite build</code> in <code>apps/web</code>, and start this gateway again.</p>
</html>
`,
}
