/* A slot of the library executor on the definite routes, and its turn (library_kernels.h). The libraries make the
   matrices of the setup, P = R R', V = A R^-T and by rows G = V V', for a group of slots; and each system's factor,
   whose matrix is G + D by rows, and by columns I + S'S with S = D^-1/2 V. */
#ifndef CUDA_LIBRARY_DUAL_H
#define CUDA_LIBRARY_DUAL_H

#include "block_dual.h"
#include "library_slot.h"
#include "library_square.h"

/* What the libraries read and write, beside V. */
typedef struct library_form {
    library_square P; /* then R' */
    library_square K; /* then its factor; for a group by rows, G */
    real *S;          /* by columns: rows x n */
    int rows;         /* of S in memory, even as those of a square */
} library_form;

/* What a slot carries from turn to turn. */
typedef struct library_slot {
    slot_stage stage;
    int32_t problem;
    dual v; /* points into the slot's scratch memory, as what follows */
    real *scratch;
    library_form form;
    dual_progress at;
} library_slot;

FNBOTH size_t library_layout(arena *memory, const structure *shape, enum route route, dual *v, real **scratch,
                             library_form *f)
{
    block_dual_layout(memory, shape, route, v, scratch);
    f->P = take_square(memory, v->n);
    f->K = take_square(memory, v->by_columns ? v->n : v->m);
    f->rows = v->by_columns ? even(v->m) : 0;
    f->S = take(memory, rectangle_size(v->n, f->rows));
    return memory->used;
}

/* The slot takes the next problem of the batch, or stays idle: P and A for the libraries. */
FNSTEP void slot_take(team *tm, const device_plan *plan, const library_room *room, int number, library_slot *own)
{
    if (!slot_finds_problem(tm, plan, room, number, &own->problem)) return;
    arena memory = {room->scratch + (size_t)number * room->slot_bytes, 0};
    library_layout(&memory, &plan->shape, plan->route, &own->v, &own->scratch, &own->form);
    dual *v = &own->v;
    dual_tune(v);
    dual_load(tm, plan, &room->job->data, own->problem, v);
    square_store(tm, &own->form.P, v->P, NULL);
    each (e, (int)rectangle_size(v->m, v->n)) v->V[e] = v->A[e];
    own->stage = SLOT_WAITS;
}

/* From the matrices of the setup to the system of the start. */
FNSTEP void slot_start(team *tm, const device_plan *plan, const library_room *room, int number, library_slot *own)
{
    dual *v = &own->v;
    const library_group *group = &room->group;
    square_fetch_factor(tm, &own->form.P, group->info[group->place[number]] != 0, v->R);
    if (v->by_columns) {
        dual_transform_columns(tm, v, v->delta);
    } else {
        square_fetch(tm, &own->form.K, v->G);
        each (i, v->m) v->delta[i] = v->G[triangle_at(i, i, v->m)];
    }
    mask unfit = dual_setup_vectors(tm, v);
    dual_open(tm, v, &plan->settings, unfit, &own->at);
}

/* The first solve. */
FN void slot_solve(team *tm, dual *v)
{
    if (!v->by_columns) {
        dual_solve(tm, v, NULL, v->dy, NULL);
        return;
    }
    each (i, v->m) v->row[i] = v->weight[i] * v->dy[i];
    sync(tm);
    product_pair(tm, v->n, v->m, v->V, NULL, v->y, v->row, v->f, v->u);
    dual_solve_first(tm, v, v->dy);
}

/* With its factor the problem goes on. */
FNSTEP void slot_move(team *tm, const device_plan *plan, const library_room *room, int number, library_slot *own)
{
    dual *v = &own->v;
    square_fetch_factor(tm, &own->form.K, room->info[number] != 0, v->K);
    slot_solve(tm, v);
    dual_move(tm, v, &plan->settings, &own->at);
}

/* The matrix of the next factor; by columns but for S'S. */
FNSTEP void slot_form(team *tm, dual *v, const library_form *form)
{
    square_store(tm, &form->K, v->G, v->by_columns ? NULL : v->diagonal);
    if (!v->by_columns) return;
    each (i, v->m) {
        v->weight[i] = reciprocal(v->diagonal[i]);
        v->row[i] = square_root(v->weight[i]);
    }
    sync(tm);
    for (int k = first_of_column(); k < v->n; k += step_of_column()) {
        const real *from = v->V + (int64_t)k * v->m;
        real *to = form->S + (int64_t)k * form->rows;
        each_column (i, v->m) to[i] = v->row[i] * from[i];
    }
    sync(tm);
}

/* To the next system, or to the problem's end. */
FNSTEP void slot_judge(team *tm, const device_plan *plan, const library_room *room, library_slot *own)
{
    dual *v = &own->v;
    if (dual_judge(tm, v, &plan->settings, &own->at)) {
        slot_form(tm, v, &own->form);
        own->stage = SLOT_MOVES;
        return;
    }
    outcome out = outcome_open();
    dual_close(tm, v, &own->at, &out);
    out.solved &= dual_verify(tm, v, own->scratch, &plan->settings, &out);
    int32_t status = store_answer(plan, room->job, own->problem, &out, v->x, v->y, v->s);
    if (status == CNL_NUMERICAL_ERROR && plan->rescue) store_open(room->job, own->problem);
    sync(tm);
    own->stage = SLOT_IDLE;
}

FN void slot_turn(team *tm, const device_plan *plan, const library_room *room, int number, library_slot *own)
{
    int has_matrices = own->stage == SLOT_IS_SET_UP;
    int has_factor = own->stage == SLOT_MOVES;
    if (has_matrices) slot_start(tm, plan, room, number, own);
    if (has_factor) slot_move(tm, plan, room, number, own);
    if (has_matrices || has_factor) slot_judge(tm, plan, room, own);
    if (own->stage == SLOT_IDLE) slot_take(tm, plan, room, number, own);
}

static library_matrices slot_matrices(const plan *plan)
{
    unsigned char *slot = (unsigned char *)LIBRARY_ALIGNMENT; /* made up: it is where arrays lie in it that is asked */
    arena memory = {slot, 0};
    library_matrices found = {};
    dual v;
    real *scratch;
    library_form f;
    found.slot_bytes = library_rounded_up(library_layout(&memory, plan->structure, plan->route, &v, &scratch, &f));
    found.K = square_at(slot, &f.K);
    found.P = square_at(slot, &f.P);
    found.by_columns = v.by_columns;
    int rows = v.by_columns ? v.m : v.n;
    found.V = matrix_at(slot, v.V, rows, v.n + v.m - rows, rows);
    if (v.by_columns) found.S = matrix_at(slot, f.S, v.m, v.n, f.rows);
    return found;
}

#endif
