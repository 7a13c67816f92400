/* Symmetric products: G = V V', and K = P + A' D A. */
#ifndef CPU_PACK_GRAM_H
#define CPU_PACK_GRAM_H

#include "../engine/gram.h"
#include "../engine/tile.h"

/* A panel's product with a panel. If `next` is given, as many numbers there are asked for meanwhile, one per column. */
FN void gram_sum(int h, int w, int count, const real *a, const real *b, const real *next, tile c)
{
    tile_zero(h, w, c);
    if (next == NULL) {
        tile_add(h, w, count, a, b, c);
        return;
    }
    for (int k = 0; k < count; k++) {
        __builtin_prefetch(next + k, 0, 2);
        tile_add(h, w, 1, a + k * h, b + k * w, c);
    }
}

FN void gram_tile(int h, int w, int count, const real *a, const real *b, const real *next, real *G)
{
    tile c;
    gram_sum(h, w, count, a, b, next, c);
    tile_store(h, w, G, c);
}

FN void gram_diagonal_tile(int w, int count, const real *a, const real *next, real *G)
{
    tile c;
    gram_sum(w, w, count, a, a, next, c);
    tile_store_lower(w, G, c);
}

/* Where tile (I, J) asks. */
FN const real *gram_asks(const real *next, int n, int I, int J)
{
    return next ? next + (int64_t)n * (I * (I + 1) / 2 + J) : NULL;
}

FN void gram_all(team *tm, int m, int n, const real *V, const real *next, real *G)
{
    each (I, panel_count(m)) {
        const real *VI = V + (int64_t)TILE * I * n;
        real *GI = G + triangle_start(I);
        WITH_HEIGHT(panel_height(I, m), {
            for (int J = 0; J < I; J++)
                gram_tile(H, TILE, n, VI, V + (int64_t)TILE * J * n, gram_asks(next, n, I, J), GI + TILE * J * H);
            gram_diagonal_tile(H, n, VI, gram_asks(next, n, I, I), GI + TILE * I * H);
        })
    }
    sync(tm);
}

/* G = V V', lower triangle; V has m rows in panels, n columns. */
FNBIG void gram(team *tm, int m, int n, const real *V, real *G) { gram_all(tm, m, n, V, NULL, G); }

/* The same before `next` is read, which is in no cache yet: it comes while the sums are made (n = 50: 4 % of a vjp). */
FNBIG void gram_before(team *tm, int m, int n, const real *V, const real *next, real *G)
{
    gram_all(tm, m, n, V, next, G);
}

/* Rows of A taken together, and scaled panels kept beside each other, so that both stay in the first-level cache. */
enum { GRAM_ROWS = 32, GRAM_PANELS = 2, GRAM_BUFFER = GRAM_ROWS * GRAM_PANELS * TILE };

/* c += a b' over the columns that are in the runs of both. */
FN void tile_add_runs(int h, int w, const panel_runs *left, const panel_runs *right, const real *a, const real *b,
                      tile c)
{
    for (int l = 0, r = 0; l < left->count && r < right->count;) {
        int first = left->first[l] > right->first[r] ? left->first[l] : right->first[r];
        int left_ends = left->end[l] <= right->end[r];
        int end = left_ends ? left->end[l] : right->end[r];
        if (first < end) tile_add(h, w, end - first, a + (int64_t)first * h, b + (int64_t)first * w, c);
        l += left_ends;
        r += !left_ends;
    }
}

/* c += the terms at these rows and columns; C is their triangle from there on. */
FN void tile_add_terms(int h, int w, const gram_terms *terms, int row, int column, const real *C, tile c)
{
    real left_u[TILE];
    real left_w[TILE];
    UNROLL for (int i = 0; i < h; i++) left_u[i] = terms->plus * terms->u[row + i];
    UNROLL for (int i = 0; i < h; i++) left_w[i] = terms->minus * terms->w[row + i];
    real by = terms->by;
    UNROLL for (int j = 0; j < w; j++)
    {
        real right_u = terms->u[column + j];
        real right_w = terms->w[column + j];
        UNROLL for (int i = 0; i < h; i++) c[i][j] = muladd(by, C[j * h + i], c[i][j]);
        UNROLL for (int i = 0; i < h; i++) c[i][j] = muladd(left_u[i], right_u, c[i][j]);
        UNROLL for (int i = 0; i < h; i++) c[i][j] = muladd(left_w[i], right_w, c[i][j]);
    }
}

/* A tile of the Gram matrix: its rows and columns, its place in a triangle; panel I and a scaled panel J, with their
   runs (NULL: both whole), outside of which the scaled one is not there. */
typedef struct weighted_panels {
    int row, column, count;
    int64_t at;
    const panel_runs *left, *right;
    const real *a, *b;
} weighted_panels;

/* c = from + terms + a b'; terms: NULL for none, and with runs `from` too. */
FN void weighted_tile(int h, int w, const weighted_panels *of, const real *from, const gram_terms *terms, tile c)
{
    if (of->left && !from)
        tile_zero(h, w, c);
    else
        tile_load(h, w, from + of->at, c);
    if (!of->left || (is_whole(of->left, of->count) && is_whole(of->right, of->count)))
        tile_add(h, w, of->count, of->a, of->b, c);
    else
        tile_add_runs(h, w, of->left, of->right, of->a, of->b, c);
    if (terms) tile_add_terms(h, w, terms, of->row, of->column, terms->C + of->at, c);
}

FN void scale_panel(int w, int count, const real *a, const real *d, real *scaled)
{
    for (int k = 0; k < count; k++) UNROLL for (int j = 0; j < w; j++) scaled[k * w + j] = a[k * w + j] * d[k];
}

FN void scale_runs(int w, const panel_runs *runs, const real *a, const real *d, real *scaled)
{
    for (int r = 0; r < runs->count; r++) {
        int first = runs->first[r];
        scale_panel(w, runs->end[r] - first, a + first * w, d + first, scaled + first * w);
    }
}

FN void multiply_panel(int w, int count, const real *a, const real *scaled, const real *y, const real *r, real *of_y,
                       real *of_r)
{
    real sum_y[TILE];
    real sum_r[TILE];
    UNROLL for (int j = 0; j < w; j++) sum_y[j] = of_y[j];
    UNROLL for (int j = 0; j < w; j++) sum_r[j] = of_r[j];
    for (int k = 0; k < count; k++) {
        UNROLL for (int j = 0; j < w; j++) sum_y[j] = muladd(a[k * w + j], y[k], sum_y[j]);
        UNROLL for (int j = 0; j < w; j++) sum_r[j] = muladd(scaled[k * w + j], r[k], sum_r[j]);
    }
    UNROLL for (int j = 0; j < w; j++) of_y[j] = sum_y[j];
    UNROLL for (int j = 0; j < w; j++) of_r[j] = sum_r[j];
}

/* K = P + terms + A' diag(d) A over some rows of A; runs are those of its panels. See the two that use it. */
FN void gram_of_rows(int n, const panel_rows *of, const panel_runs *runs, const real *P, const gram_terms *terms,
                     const real *d, real *K, real *buffer, const gram_products *also)
{
    int m = of->count;
    int panels = panel_count(n);
    int blocks = (m + GRAM_ROWS - 1) / GRAM_ROWS;
    int rows = blocks ? (m + blocks - 1) / blocks : 1; /* even blocks: 50 as 48 + 2 costs a tenth */
    for (int k0 = 0; k0 < m || k0 == 0; k0 += rows) {
        int count = m - k0 < rows ? m - k0 : rows;
        const real *from = k0 ? K : P;
        const gram_terms *own_terms = k0 ? NULL : terms;
        int row = of->first + k0;
        for (int J0 = 0; J0 < panels; J0 += GRAM_PANELS) {
            int J1 = J0 + GRAM_PANELS < panels ? J0 + GRAM_PANELS : panels;
            panel_runs left;
            panel_runs right[GRAM_PANELS];
            for (int J = J0; J < J1; J++)
                WITH_HEIGHT(panel_height(J, n), {
                    const real *AJ = of->matrix + (int64_t)TILE * J * of->total + (int64_t)row * H;
                    real *scaled = buffer + (J - J0) * TILE * GRAM_ROWS;
                    if (runs) {
                        runs_among(runs + J, row, count, &right[J - J0]);
                        scale_runs(H, &right[J - J0], AJ, d + k0, scaled);
                    } else {
                        scale_panel(H, count, AJ, d + k0, scaled);
                    }
                    if (also)
                        multiply_panel(H, count, AJ, scaled, also->y + k0, also->r + k0, also->of_y + TILE * J,
                                       also->of_r + TILE * J);
                })
            for (int I = J0; I < panels; I++) {
                int64_t start = triangle_start(I);
                if (runs) runs_among(runs + I, row, count, &left);
                for (int J = J0; J < J1 && J <= I; J++) {
                    const real *scaled = buffer + (J - J0) * TILE * GRAM_ROWS;
                    WITH_HEIGHT(panel_height(I, n), {
                        const real *AI = of->matrix + (int64_t)TILE * I * of->total + (int64_t)row * H;
                        int64_t at = start + TILE * J * H;
                        weighted_panels own = {TILE * I, TILE * J, count, at, NULL, NULL, AI, scaled};
                        if (runs) own.left = &left;
                        if (runs) own.right = &right[J - J0];
                        tile c;
                        if (I == J) {
                            weighted_tile(H, H, &own, from, own_terms, c);
                            tile_store_lower(H, K + at, c);
                        } else {
                            weighted_tile(H, TILE, &own, from, own_terms, c);
                            tile_store(H, TILE, K + at, c);
                        }
                    })
                }
            }
        }
    }
}

/* K = P + A' diag(d) A over some rows of A, lower triangles; K may be P; A in panels of its n columns; d and `also`
   from the first of the rows on; buffer: GRAM_BUFFER; also: NULL for none. */
FNBIG void weighted_gram(team *tm, int n, const panel_rows *of, const real *P, const real *d, real *K, real *buffer,
                         const gram_products *also)
{
    if (also)
        each (k, n) also->of_y[k] = also->of_r[k] = zero();
    gram_of_rows(n, of, NULL, P, NULL, d, K, buffer, also);
    sync(tm);
}

/* K = P + terms + A' diag(d) A, the same where the panels of A have runs; P and terms: NULL for none. */
FNBIG void weighted_gram_runs(team *tm, int n, const panel_rows *of, const panel_runs *runs, const real *P,
                              const gram_terms *terms, const real *d, real *K, real *buffer)
{
    gram_of_rows(n, of, runs, P, terms, d, K, buffer, NULL);
    sync(tm);
}

/* K = P + terms, lower triangles; K may be P; P: NULL for none. */
FNBIG void add_terms(team *tm, int n, const real *P, const gram_terms *of, real *K)
{
    each (I, panel_count(n))
        WITH_HEIGHT(panel_height(I, n), {
            int64_t at = triangle_start(I);
            real u[TILE];
            real w[TILE];
            UNROLL for (int i = 0; i < H; i++) u[i] = of->plus * of->u[TILE * I + i];
            UNROLL for (int i = 0; i < H; i++) w[i] = of->minus * of->w[TILE * I + i];
            for (int k = 0; k < TILE * I + H; k++, at += H)
                UNROLL for (int i = 0; i < H; i++) K[at + i] = muladd(
                    w[i], of->w[k], muladd(u[i], of->u[k], muladd(of->by, of->C[at + i], P ? P[at + i] : zero())));
        })
    sync(tm);
}

#endif
