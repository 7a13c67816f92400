/* Where the panels of a matrix are not all zeros. */
#ifndef CPU_PACK_RUNS_H
#define CPU_PACK_RUNS_H

#include "../engine/panel.h"

/* Runs no further apart than this are one: a run more costs as much as some zeros. */
enum { PANEL_GAP = 2 };

/* Runs begin with even columns and end with odd ones or the last: sums of even and odd columns do not depend on them.
 */
FN void find_panel_runs(int h, int q, const real *M, panel_runs *runs)
{
    runs->count = 0;
    for (int k = 0; k < q; k += 2) {
        int end = k + 2 < q ? k + 2 : q;
        real size = zero();
        for (int j = k; j < end; j++) UNROLL for (int i = 0; i < h; i++) size += magnitude(M[j * h + i]);
        if (every(at_most(size, zero()))) continue;
        int last = runs->count - 1;
        if (last >= 0 && (last == PANEL_RUNS - 1 || k <= runs->end[last] + PANEL_GAP)) {
            runs->end[last] = end;
        } else {
            runs->first[last + 1] = k;
            runs->end[last + 1] = end;
            runs->count++;
        }
    }
}

/* The runs of each panel of M (p x q); to be done when its numbers have changed. */
FNBIG void find_runs(team *tm, int p, int q, const real *M, panel_runs *runs)
{
    each (I, panel_count(p)) WITH_HEIGHT(panel_height(I, p), find_panel_runs(H, q, M + (int64_t)TILE * I * q, &runs[I]))
    sync(tm);
}

/* The runs of a panel among some rows, which are counted from the first of them. */
FN void runs_among(const panel_runs *runs, int first, int count, panel_runs *own)
{
    own->count = 0;
    for (int r = 0; r < runs->count; r++) {
        int begin = runs->first[r] - first > 0 ? runs->first[r] - first : 0;
        int end = runs->end[r] - first < count ? runs->end[r] - first : count;
        if (begin >= end) continue;
        own->first[own->count] = begin;
        own->end[own->count] = end;
        own->count++;
    }
}

/* One run of all `count` rows? */
FN int is_whole(const panel_runs *runs, int count)
{
    return runs->count == 1 && runs->end[0] - runs->first[0] == count;
}

#endif
