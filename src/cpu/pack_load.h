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

/* What the mean of two numbers loses by rounding [Knuth 4.2.2]. */
FN real rest_of_mean(real a, real b)
{
    real sum = a + b;
    real of_b = sum - a;
    return splat(0.5) * ((a - (sum - of_b)) + (b - of_b));
}

/* The same for a dense P, in one pass: the number above the diagonal is met first and waits in the place of its mirror
   image, where the two are averaged. asymmetric, if not NULL: in which problems any two differed; rest, likewise: what
   the means have lost. */
FN void load_symmetric_means(const source *from, int n, const int32_t *map, real *to, mask *asymmetric, real *rest)
{
    int64_t numbers = (int64_t)n * n;
    mask differ = none();
    int row = 0;
    int column = 0;
    for (int64_t e = 0; e < numbers; e += LANES) {
        real block[LANES];
        int count = numbers - e < LANES ? (int)(numbers - e) : LANES;
        if (count == LANES)
            load_numbers(from, e, block);
        else
            for (int j = 0; j < count; j++) block[j] = load_one(from, e + j);
        for (int j = 0; j < count; j++) {
            real *place = to + map[e + j];
            real mirror = *place;
            int below = column < row;
            if (rest) rest[map[e + j]] = below ? rest_of_mean(mirror, block[j]) : zero();
            if (asymmetric && below) differ |= less(mirror, block[j]) | less(block[j], mirror);
            *place = below ? splat(0.5) * (mirror + block[j]) : block[j];
            if (++column < n) continue;
            column = 0;
            row++;
        }
    }
    if (asymmetric) *asymmetric = differ;
}

FNBIG void load_symmetric_dense(const source *from, int n, const int32_t *map, real *to)
{
    load_symmetric_means(from, n, map, to, NULL, NULL);
}

#endif
