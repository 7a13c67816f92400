/* The sparse route: placeholder interface, see kkt.h for the system. */
#ifndef CONELET_KKT_SPARSE_H
#define CONELET_KKT_SPARSE_H

typedef struct kkt_sparse {
    int n, m;
} kkt_sparse;

FN void kkt_sparse_multiply_P(team *tm, const kkt_sparse *v, const real *x, real *out) { (void)tm; (void)v; (void)x; (void)out; }
FN void kkt_sparse_multiply_A(team *tm, const kkt_sparse *v, const real *x, real *out) { (void)tm; (void)v; (void)x; (void)out; }
FN void kkt_sparse_multiply_At(team *tm, const kkt_sparse *v, const real *y, real *out) { (void)tm; (void)v; (void)y; (void)out; }
FN void kkt_sparse_factor(team *tm, const kkt_sparse *v, const cone_rows *cones, const spectrum *H, double epsilon, double delta) { (void)tm; (void)v; (void)cones; (void)H; (void)epsilon; (void)delta; }
FN void kkt_sparse_solve(team *tm, const kkt_sparse *v, const cone_rows *cones, const real *f, const real *g, real *x, real *y) { (void)tm; (void)v; (void)cones; (void)f; (void)g; (void)x; (void)y; }
FN void kkt_sparse_norms(team *tm, const kkt_sparse *v, real *of_P, real *of_column, real *of_row) { (void)tm; (void)v; (void)of_P; (void)of_column; (void)of_row; }
FN void kkt_sparse_rescale(team *tm, const kkt_sparse *v, const real *column, const real *row, real cost) { (void)tm; (void)v; (void)column; (void)row; (void)cost; }
FN void kkt_sparse_load(const struct plan *plan, const void *P, const void *A, const kkt_sparse *v) { (void)plan; (void)P; (void)A; (void)v; }
static inline size_t kkt_sparse_layout(arena *memory, const struct plan *plan, kkt_sparse *v) { (void)plan; (void)v; return memory->used; }

#endif
