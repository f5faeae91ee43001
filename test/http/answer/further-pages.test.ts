import { expect, test } from '@jest/globals';
import { furtherPages } from '../../../http/answer/further-pages';

const TOLD_BY_HYDRA = 'hydra:totalItems says 3 rows, hydra:view.hydra:next names a further page';

const NO_HEADERS = (): undefined => undefined;

/** What is said of an answer with two rows. */
function ofEnvelope(envelope: unknown, received = 2): string | null {
  return furtherPages(NO_HEADERS, envelope, received);
}

function ofHeader(name: string, value: string, received = 2): string | null {
  return furtherPages((asked) => (asked === name ? value : undefined), [], received);
}

test.each<[envelope: unknown, words: string]>([
  [{ count: 1500 }, 'count says 1,500 rows'],
  [{ total: '1500' }, 'total says 1,500 rows'],
  [{ total_count: 3 }, 'total_count says 3 rows'],
  [{ metadata: { count: 1500, page: 1, per_page: 2 } }, 'metadata.count says 1,500 rows'],
  [{ meta: { pagination: { total: 3, links: {} } } }, 'meta.pagination.total says 3 rows'],
  [{ paging: { totalCount: 3 } }, 'paging.totalCount says 3 rows'],
  [{ page: { totalElements: 3, size: 2 } }, 'page.totalElements says 3 rows'],
  [{ '@odata.count': 3 }, '@odata.count says 3 rows'],
  [{ total: { value: 3, relation: 'eq' } }, 'total.value says 3 rows'],
  [{ next: '/api/v1/cewl?page=2' }, 'next names a further page'],
  [{ links: { next: 'https://api.example.com/?page=2', last: null } }, 'links.next names a further page'],
  [{ _links: { self: { href: '/1' }, next: { href: '/2' } } }, '_links.next names a further page'],
  [
    {
      links: [
        { rel: 'self', href: '/1' },
        { rel: 'Next', href: '/2' },
      ],
    },
    'links names a further page',
  ],
  [{ pagination: { next: { page: 2, url: null } } }, 'pagination.next names a further page'],
  [{ has_more: 'true', next: 'False' }, 'has_more names a further page'],
  [{ pagination: { next_page: 2 } }, 'pagination.next_page names a further page'],
  [{ paging: { nextPageToken: 'x' } }, 'paging.nextPageToken names a further page'],
  [{ meta: { next_cursor: 'x' } }, 'meta.next_cursor names a further page'],
  [{ has_more: true }, 'has_more names a further page'],
  [{ pageInfo: { hasNextPage: true } }, 'pageInfo.hasNextPage names a further page'],
  [{ meta: { current_page: 1, last_page: 75 } }, 'meta.last_page says 75 pages'],
  [{ total_pages: 2, page: 1 }, 'total_pages says 2 pages'],
  [{ pagination: { pages: 2 } }, 'pagination.pages says 2 pages'],
  [{ total: '1,500' }, 'total says 1,500 rows'],
  [{ total: ' 1500.0 ' }, 'total says 1,500 rows'],
  [{ info: { count: 3, pages: 2 } }, 'info.count says 3 rows, info.pages says 2 pages'],
  [{ truncated: true }, 'truncated says that there is more'],
  [{ meta: { more: 'Yes' } }, 'meta.more says that there is more'],
  [{ last: false }, 'last says that this is not the last page'],
  [{ page: { is_last_page: 'false' } }, 'page.is_last_page says that this is not the last page'],
  [{ links: [{ rel: ['prev', 'NEXT'], href: '/2' }] }, 'links names a further page'],
  [{ metadata: { count: 1500 }, next: '/2' }, 'metadata.count says 1,500 rows, next names a further page'],
  [{ page: 1, pages: 75, per_page: 20 }, 'pages says 75 pages'],
  [{ pages: { current: 1, total: 75 } }, 'pages.total says 75 pages'],
  [{ meta: { max_page: 75 } }, 'meta.max_page says 75 pages'],
  [{ last_page_number: 75 }, 'last_page_number says 75 pages'],
  [{ totalDocs: 1500 }, 'totalDocs says 1,500 rows'],
  [{ number_of_results: 1500 }, 'number_of_results says 1,500 rows'],
  [{ results_total: 1500 }, 'results_total says 1,500 rows'],
  [{ full_count: '1 500' }, 'full_count says 1,500 rows'],
  [{ total: '1.500' }, 'total says 1,500 rows'],
  [{ 'hydra:totalItems': 3, 'hydra:view': { 'hydra:next': '/2' } }, TOLD_BY_HYDRA],
  [{ metadata: { resultset: { count: 3 } } }, 'metadata.resultset.count says 3 rows'],
  [{ nextPageNumber: 2 }, 'nextPageNumber names a further page'],
  [{ NextContinuationToken: 'x' }, 'NextContinuationToken names a further page'],
  [
    { nextRecordsUrl: '/2', done: false },
    'nextRecordsUrl names a further page, done says that this is not the last page',
  ],
  [{ metadata: { continue: 'x' } }, 'metadata.continue names a further page'],
  [{ LastEvaluatedKey: { cve: 'CVE-1' } }, 'LastEvaluatedKey names a further page'],
  [{ list_info: { has_more_rows: true } }, 'list_info.has_more_rows names a further page'],
  [{ hasMoreResults: 1 }, 'hasMoreResults names a further page'],
  [{ exceededTransferLimit: true }, 'exceededTransferLimit names a further page'],
  [{ meta: { cursors: { next: 'x' } } }, 'meta.cursors.next names a further page'],
  [{ pager: { next: '/2' } }, 'pager.next names a further page'],
  [{ links: [{ next: '/2' }] }, 'links names a further page'],
  [{ links: { next: [{ href: '/2' }] } }, 'links.next names a further page'],
  [{ is_complete: 'false' }, 'is_complete says that this is not the last page'],
])('%j tells of more', (envelope, words) => {
  expect(ofEnvelope(envelope)).toBe(words);
});

test.each<[envelope: unknown]>([
  [{}],
  [[]],
  [null],
  ['text'],
  [7],
  [{ count: 2, total: 2, metadata: { count: 2, total_pages: 1 } }],
  [{ count: 1 }],
  [{ count: null, total: -1, total_count: 'many' }],
  [{ next: null, links: { next: null }, pagination: { next: '', next_page: 0, has_more: false } }],
  [{ links: [{ rel: 'self', href: '/1' }], _links: { next: {} } }],
  [{ next: { href: null } }],
  [{ next: 'null', has_more: 'false', links: { next: 'None' } }],
  [{ next_page: '0' }],
  [{ status: 200, title: 'OK', detail: 'CEWL', instance: '/api/v1/cewl', id: 5000 }],
  [{ has_more: 'no', next: 'undefined' }],
  [{ next: { rel: 'next', href: null, templated: true } }],
  [{ links: [{ rel: 'next', href: null }] }],
  [
    {
      more: 'see https://docs.example.com',
      partial: false,
      truncated: 'never',
      last: true,
      last_page: 1,
      is_last: null,
    },
  ],
  [{ total: '1,50' }],
  [{ statistics: { total: 200_000, count: 9 } }],
  [{ page: 1, per_page: 2, limit: 2, offset: 0 }],
  [{ meta: { page: { number: 1, totalPages: 1 } } }],
  [{ page: 1, pages: 1, page_number: 7, page_size: 500, number: 3, size: 1_000_000 }],
  [{ pages: [1, 2, 3], records: 2, complete: true, done: true, links: [{ next: null }] }],
  [{ next_update: '2026-12-01', next_run: 60, nextCve: 'CVE-2', has_more: 0, has_more_rows: 'no' }],
  [{ error_count: 9, retry_count: 9, total_bytes: 90_000, total_time_ms: 90, max_results: 5_000, account: 12_345 }],
  [{ total: '1.5', count: '1 5' }],
  [{ links: { next: [] }, metadata: { continue: '' }, LastEvaluatedKey: {} }],
])('%j tells of nothing more', (envelope) => {
  expect(ofEnvelope(envelope)).toBeNull();
});

test('deep and wide envelopes are looked through in no time', () => {
  let deep: unknown = { next: '/2' };
  for (let level = 0; level < 10_000; level += 1) deep = { meta: deep };
  expect(ofEnvelope(deep)).toBeNull();
});

test.each<[name: string, value: string, words: string]>([
  ['link', '</api/v1/cewl?page=2>; rel="next"', 'the header Link names a further page'],
  ['link', '</1>; rel="first", </2>; title="a, b"; REL=Next', 'the header Link names a further page'],
  ['link', '</2>;rel="last next"', 'the header Link names a further page'],
  ['x-total-count', '1500', 'the header X-Total-Count says 1,500 rows'],
  ['content-range', 'items 0-1/1500', 'the header Content-Range says 1,500 rows'],
  ['x-total', '1500', 'the header X-Total says 1,500 rows'],
  ['x-total-pages', '2', 'the header X-Total-Pages says 2 pages'],
  [
    'x-pagination',
    '{"TotalCount":3,"HasNext":true}',
    'the header X-Pagination: TotalCount says 3 rows, the header X-Pagination: HasNext names a further page',
  ],
  ['x-next-page', '2', 'the header X-Next-Page names a further page'],
  ['x-next-cursor', 'x', 'the header X-Next-Cursor names a further page'],
  ['x-ms-continuation', 'x', 'the header X-MS-Continuation names a further page'],
  ['x-has-more', 'true', 'the header X-Has-More names a further page'],
  ['x-wp-total', '1500', 'the header X-WP-Total says 1,500 rows'],
  ['x-total-results', '1500', 'the header X-Total-Results says 1,500 rows'],
  ['x-pagination-total-count', '1500', 'the header X-Pagination-Total-Count says 1,500 rows'],
  ['x-page-count', '75', 'the header X-Page-Count says 75 pages'],
  ['x-wp-totalpages', '75', 'the header X-WP-TotalPages says 75 pages'],
  ['x-pagination-page-count', '75', 'the header X-Pagination-Page-Count says 75 pages'],
  ['link', "</2>; rel='next'", 'the header Link names a further page'],
])('the header %s: %s tells of more', (name, value, words) => {
  expect(ofHeader(name, value)).toBe(words);
});

test.each([
  ['link', '</1>; rel="self"'],
  ['link', '</?rel=next>; rel="prev"'],
  ['link', 'nonsense'],
  ['link', '</style.css>; rel=preload; title="next"'],
  ['x-total-count', '2'],
  ['content-range', 'items 0-1/*'],
  ['x-next-page', ''],
  ['x-next-page', 'null'],
  ['x-has-more', 'false'],
  ['x-page-count', '1'],
  ['x-total', '2'],
  ['x-total-pages', '1'],
  ['x-pagination', '{"TotalCount":2'],
  ['x-pagination', '7'],
])('the header %s: %s tells of nothing more', (name, value) => {
  expect(ofHeader(name, value)).toBeNull();
});
