/* Loading the numbers of the sparse KKT system. */
#ifndef CPU_PACK_SPARSE_H
#define CPU_PACK_SPARSE_H

static void kkt_sparse_load(const plan *plan, const source *P, const source *A, const kkt_sparse *v)
{
    const sparse_plan *sparse = plan->sparse;
    for (int k = 0; k < sparse->P_count; k++) v->numbers[k] = zero();
    load_summed(P, plan->structure->P.count, sparse->P_map, v->numbers);
    if (sparse->P_weight != 1) {
        for (int j = 0; j < v->n; j++) v->numbers[sparse->P_diagonal[j]] *= splat(1 / sparse->P_weight);
        for (int k = 0; k < sparse->P_count; k++) v->numbers[k] *= splat(sparse->P_weight);
    }
    load_mapped(A, sparse->A_count, sparse->A_map, v->numbers + sparse->A_start);
}

#endif
