#include "npz_cones.h"

#include "io_error.h"

/* Everything that the format knows, also what the solver does not take. */
typedef struct all_cones {
    int32_t z;
    int32_t l;
    int32_t ep;
    int32_t ed;
    int32_t *q;
    int64_t q_count;
    int32_t *s;
    int64_t s_count;
    int64_t p_count;
} all_cones;

static cnl_status load_count(npz_loader *loader, const char *key, int32_t *count)
{
    cnl_status status = npz_load_integer(loader, key, count);
    if (status != CNL_OK || *count >= 0) return status;
    return io_invalid(loader->error, "%s: expected a count of at least 0, got %d", key, *count);
}

static cnl_status load_sizes(npz_loader *loader, const char *key, int32_t **sizes, int64_t *count)
{
    if (!npz_reader_has(loader->reader, key)) return CNL_OK;
    cnl_status status = npz_load_integers(loader, key, ANY_LENGTH, sizes, count);
    if (status != CNL_OK) return status;
    for (int64_t i = 0; i < *count; i++) {
        if ((*sizes)[i] >= 1) continue;
        return io_invalid(loader->error, "%s: expected sizes of at least 1, got %d at index %lld", key, (*sizes)[i],
                          (long long)i);
    }
    return CNL_OK;
}

static cnl_status load_exponents(npz_loader *loader, int64_t *count)
{
    if (!npz_reader_has(loader->reader, "p")) return CNL_OK;
    npy_array read;
    cnl_status status = npz_reader_array(loader->reader, "p", &read, loader->error);
    if (status == CNL_OK) status = npy_array_to_f64("p", &read, loader->error);
    if (status == CNL_OK && read.header.rank != 1) {
        char got[NPY_SHAPE_ROOM];
        status = io_invalid(loader->error, "p: expected a list of exponents, got shape %s",
                            npy_shape_text(&read.header, got));
    }
    if (status == CNL_OK) *count = read.header.count;
    npy_array_free(&read);
    return status;
}

static cnl_status load_all(npz_loader *loader, all_cones *all)
{
    cnl_status status = load_count(loader, "z", &all->z);
    if (status == CNL_OK) status = load_count(loader, "l", &all->l);
    if (status == CNL_OK) status = load_sizes(loader, "q", &all->q, &all->q_count);
    if (status == CNL_OK) status = load_sizes(loader, "s", &all->s, &all->s_count);
    if (status == CNL_OK) status = load_count(loader, "ep", &all->ep);
    if (status == CNL_OK) status = load_count(loader, "ed", &all->ed);
    if (status == CNL_OK) status = load_exponents(loader, &all->p_count);
    return status;
}

/* Rows of all cones; the sums stop where they are far beyond any m, so that they cannot overflow. */
static int64_t count_rows(const all_cones *all)
{
    const int64_t enough = (int64_t)1 << 40;
    int64_t rows = (int64_t)all->z + all->l + 3 * ((int64_t)all->ep + all->ed + all->p_count);
    for (int64_t i = 0; i < all->q_count && rows < enough; i++) rows += all->q[i];
    for (int64_t i = 0; i < all->s_count && rows < enough; i++)
        rows += (int64_t)all->s[i] * ((int64_t)all->s[i] + 1) / 2;
    return rows;
}

static cnl_status refuse(const npz_loader *loader, const char *key, const char *what)
{
    return io_error_set(loader->error, CNL_NOT_SUPPORTED, "%s: %s cones are not supported yet by this version", key,
                        what);
}

cnl_status npz_load_cones(npz_loader *loader, int32_t m, cnl_cones *cones)
{
    all_cones all = {.z = 0};
    cnl_status status = load_all(loader, &all);
    if (status != CNL_OK) return status;
    int64_t rows = count_rows(&all);
    if (rows != m) {
        return io_invalid(loader->error,
                          "z l q s ep ed p: expected cones that add up to the m = %d rows of b, got %lld", m,
                          (long long)rows);
    }
    if (all.s_count > 0) return refuse(loader, "s", "semidefinite");
    if (all.ep > 0) return refuse(loader, "ep", "exponential");
    if (all.ed > 0) return refuse(loader, "ed", "dual exponential");
    if (all.p_count > 0) return refuse(loader, "p", "power");
    *cones = (cnl_cones){.z = all.z, .l = all.l, .q_count = (int32_t)all.q_count, .q = all.q_count > 0 ? all.q : NULL};
    return CNL_OK;
}
