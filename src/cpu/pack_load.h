/* From the user's arrays, one problem after another, to the pack, one lane beside another. */
#ifndef CPU_PACK_LOAD_H
#define CPU_PACK_LOAD_H

static cone_rows cones_of(const structure *problem)
{
    return (cone_rows){problem->m, problem->z, problem->l, problem->q_count, problem->q, problem->q_start};
}

/* Has P numbers that are not zero by structure? */
static int has_P(const structure *problem) { return problem->P.layout != CNL_ABSENT && problem->P.count > 0; }

/* Where each lane's array starts, and how far beyond it the same lane of the next pack: 0 where an array is so long
   that its problem would be driven out of the cache. */
enum { AHEAD_MOST = 1024 };

typedef struct source {
    const number *at[LANES];
    int64_t ahead;
} source;

FN source source_of(const number *array, int64_t stride, const int64_t *index)
{
    source from;
    for (int l = 0; l < LANES; l++) from.at[l] = array ? array + index[l] * stride : NULL;
    from.ahead = stride <= AHEAD_MOST ? (index[LANES] - index[0]) * stride : 0;
    return from;
}

FN real load_one(const source *from, int64_t e)
{
    real value = zero();
    for (int l = 0; l < LANES; l++) set_lane(&value, l, from->at[l][e]);
    return value;
}

/* Numbers e ... e + LANES - 1 of every lane, transposed. The same numbers of the next pack are asked for meanwhile: a
   small problem is solved in little more time than they take to come (n = 10: 12 % of a solve). */
FN void load_numbers(const source *from, int64_t e, real *block)
{
    load_block(from->at, e, block);
    int64_t next = (int64_t)sizeof(number) * (e + from->ahead);
    UNROLL for (int l = 0; l < LANES; l++) __builtin_prefetch((const char *)from->at[l] + next, 0, 2);
}

/* to[e] = number e of every lane. */
FNBIG void load_vector(const source *from, int64_t count, real *to)
{
    int64_t e = 0;
    for (; e + LANES <= count; e += LANES) load_numbers(from, e, to + e);
    for (; e < count; e++) to[e] = load_one(from, e);
}

/* to[map[e]] = number e of every lane. */
FNBIG void load_mapped(const source *from, int64_t count, const int32_t *map, real *to)
{
    int64_t e = 0;
    for (; e + LANES <= count; e += LANES) {
        real block[LANES];
        load_numbers(from, e, block);
        UNROLL for (int k = 0; k < LANES; k++) to[map[e + k]] = block[k];
    }
    for (; e < count; e++) to[map[e]] = load_one(from, e);
}

/* to[map[e]] += number e of every lane. */
FNBIG void load_summed(const source *from, int64_t count, const int32_t *map, real *to)
{
    int64_t e = 0;
    for (; e + LANES <= count; e += LANES) {
        real block[LANES];
        load_numbers(from, e, block);
        UNROLL for (int k = 0; k < LANES; k++) to[map[e + k]] += block[k];
    }
    for (; e < count; e++) to[map[e]] += load_one(from, e);
}

/* The symmetric part of P: a triangle. Where both halves are stored, each place is the mean of two numbers. */
FNBIG void load_symmetric(const source *from, int n, int64_t count, const int32_t *map, double weight, real *to)
{
    int64_t size = triangle_size(n);
    for (int64_t k = 0; k < size; k++) to[k] = zero();
    load_summed(from, count, map, to);
    if (weight == 1) return;
    for (int i = 0; i < n; i++) to[triangle_at(i, i, n)] *= splat(1 / weight);
    for (int64_t k = 0; k < size; k++) to[k] *= splat(weight);
}

/* The mean of two numbers, and if `rest` is given what its rounding has taken away [Knuth 4.2.2]. */
FN real mean_of(real a, real b, real *rest)
{
    real sum = a + b;
    if (rest) {
        real of_b = sum - a;
        *rest = splat(0.5) * ((a - (sum - of_b)) + (b - of_b));
    }
    return splat(0.5) * sum;
}

/* The same for a dense P, in one pass: the number above the diagonal is met first and waits in the place of its mirror
   image, where the two are averaged. rest: see mean_of(). */
FN void load_symmetric_means(const source *from, int n, const int32_t *map, real *to, real *rest)
{
    int64_t e = 0;
    for (int i = 0; i < n; i++) {
        for (int k = 0; k < n; k += LANES, e += LANES) {
            real block[LANES];
            int count = n - k < LANES ? n - k : LANES;
            if (count == LANES)
                load_numbers(from, e, block);
            else
                for (int j = 0; j < count; j++) block[j] = load_one(from, e + j);
            for (int j = 0; j < count; j++) {
                real *place = to + map[e + j];
                real *own_rest = rest ? rest + map[e + j] : NULL;
                if (own_rest) *own_rest = zero();
                *place = k + j < i ? mean_of(*place, block[j], own_rest) : block[j];
            }
            if (count < LANES) {
                e += count;
                break;
            }
        }
    }
}

FNBIG void load_symmetric_dense(const source *from, int n, const int32_t *map, real *to)
{
    load_symmetric_means(from, n, map, to, NULL);
}

#endif
