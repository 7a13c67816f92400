/*
 * Model predictive control of a point mass in the plane: states (two positions, two speeds), inputs (two forces),
 *
 *     minimise sum of |x_t - target|_Q^2 + |u_t|_R^2   with   x_{t+1} = F x_t + G u_t,  |u| <= 1,  |x| <= bound.
 *
 * Variables by stage: (u_0, x_1, u_1, x_2, ...). What n leaves beyond whole stages becomes extra inputs of stage 0,
 * each a push on one state. The model is shared; start, target and bounds differ. P and A are sparse.
 */

#include <math.h>

#include "recipe.h"

enum { STATES = 4, INPUTS = 2, STAGE = STATES + INPUTS };

static const double TIME_STEP = 0.2;
static const double STATE_WEIGHT[STATES] = {1, 1, 0.1, 0.1};
static const double INPUT_WEIGHT = 0.05;

static int32_t horizon(int32_t n) { return n / STAGE; }

static int32_t first_inputs(int32_t n) { return INPUTS + n % STAGE; }

/* Which stage a variable belongs to, and its place there: inputs first, then the state that they lead to. */
typedef struct place {
    int32_t stage;
    int32_t input; /* -1 for a state */
    int32_t state; /* -1 for an input */
} place;

static place place_of(int32_t n, int32_t variable)
{
    int32_t extra = n % STAGE;
    int32_t inputs = variable < STAGE + extra ? first_inputs(n) : INPUTS;
    int32_t stage = variable < STAGE + extra ? 0 : (variable - extra) / STAGE;
    int32_t within = stage == 0 ? variable : (variable - extra) % STAGE;
    bool is_input = within < inputs;
    return (place){stage, is_input ? within : -1, is_input ? -1 : within - inputs};
}

/* Where in x the inputs of a stage start. */
static int32_t stage_start(int32_t n, int32_t stage) { return stage == 0 ? 0 : n % STAGE + stage * STAGE; }

static double transition(int32_t to, int32_t from) { return to == from ? 1 : (to + 2 == from ? TIME_STEP : 0); }

static double influence(int32_t state, int32_t input)
{
    if (input >= INPUTS) return state == input % STATES ? 0.1 : 0;
    if (state == input) return TIME_STEP * TIME_STEP / 2;
    return state == input + 2 ? TIME_STEP : 0;
}

/* One column of A: rows of the dynamics, then the upper and the lower bound. @return how many entries */
static int32_t column(int32_t n, int32_t variable, int32_t *rows, double *values)
{
    place at = place_of(n, variable);
    int32_t count = 0;
    if (at.state >= 0) {
        rows[count] = at.stage * STATES + at.state;
        values[count++] = 1;
    }
    int32_t stage = at.state >= 0 ? at.stage + 1 : at.stage;
    for (int32_t to = 0; to < STATES && stage < horizon(n); to++) {
        double effect = at.state >= 0 ? transition(to, at.state) : influence(to, at.input);
        if (effect == 0) continue;
        rows[count] = stage * STATES + to;
        values[count++] = -effect;
    }
    int32_t equalities = horizon(n) * STATES;
    rows[count] = equalities + variable;
    values[count++] = 1;
    rows[count] = equalities + n + variable;
    values[count++] = -1;
    return count;
}

static cnl_status mpc_shape(family_problem *problem, random_stream *stream)
{
    (void)stream;
    cnl_structure *structure = &problem->structure;
    int32_t n = structure->n;
    structure->cones.z = horizon(n) * STATES;
    structure->cones.l = 2 * n;
    structure->m = structure->cones.z + structure->cones.l;

    int32_t *starts, *rows;
    cnl_status status = recipe_sparse(problem, RECIPE_P, n, &starts, &rows);
    if (status != CNL_OK) return status;
    for (int32_t j = 0; j < n; j++) {
        rows[j] = j;
        starts[j + 1] = j + 1;
    }

    int32_t column_rows[STATES + 3];
    double values[STATES + 3];
    int32_t entries = 0;
    for (int32_t j = 0; j < n; j++) entries += column(n, j, column_rows, values);
    status = recipe_sparse(problem, RECIPE_A, entries, &starts, &rows);
    if (status != CNL_OK) return status;
    for (int32_t j = 0; j < n; j++) starts[j + 1] = starts[j] + column(n, j, rows + starts[j], values);
    return CNL_OK;
}

static void mpc_fill_shared(const cnl_structure *structure, const recipe_numbers *numbers, random_stream *stream)
{
    (void)stream;
    int32_t rows[STATES + 3];
    double *next = numbers->A;
    for (int32_t j = 0; j < structure->n; j++) {
        place at = place_of(structure->n, j);
        numbers->P[j] = at.state >= 0 ? STATE_WEIGHT[at.state] : INPUT_WEIGHT;
        next += column(structure->n, j, rows, next);
    }
}

/* Drive the model from its start with random inputs: a trajectory that the bounds must then allow. */
static void simulate(int32_t n, const double *start, random_stream *stream, double *trajectory)
{
    const double *state = start;
    for (int32_t stage = 0; stage < horizon(n); stage++) {
        int32_t inputs = stage == 0 ? first_inputs(n) : INPUTS;
        double *input = trajectory + stage_start(n, stage);
        double *next = input + inputs;
        random_fill_uniform(stream, -0.9, 0.9, inputs, input);
        for (int32_t to = 0; to < STATES; to++) {
            next[to] = 0;
            for (int32_t from = 0; from < STATES; from++) next[to] += transition(to, from) * state[from];
            for (int32_t k = 0; k < inputs; k++) next[to] += influence(to, k) * input[k];
        }
        state = next;
    }
}

static void mpc_fill(const cnl_structure *structure, const recipe_numbers *numbers, random_stream *stream)
{
    int32_t n = structure->n, equalities = structure->cones.z;
    double start[STATES], target[STATES] = {0};
    random_fill_uniform(stream, -1, 1, STATES, start);
    random_fill_uniform(stream, -1, 1, 2, target);
    simulate(n, start, stream, numbers->feasible);

    for (int32_t i = 0; i < equalities; i++) numbers->b[i] = 0;
    for (int32_t to = 0; to < STATES; to++) {
        for (int32_t from = 0; from < STATES; from++) numbers->b[to] += transition(to, from) * start[from];
    }
    for (int32_t j = 0; j < n; j++) {
        place at = place_of(n, j);
        double bound = at.state >= 0 ? fmax(1, fabs(numbers->feasible[j]) + 0.1) : 1;
        numbers->b[equalities + j] = bound;
        numbers->b[equalities + n + j] = bound;
        numbers->c[j] = at.state >= 0 ? -STATE_WEIGHT[at.state] * target[at.state] : 0;
    }
}

const recipe RECIPE_MPC = {
    .about = {"mpc", "control of a point mass over a horizon of n/6 steps; sparse, model shared", STAGE, 48, 512},
    .shares_P = true,
    .shares_A = true,
    .shape = mpc_shape,
    .fill_shared = mpc_fill_shared,
    .fill = mpc_fill,
};
