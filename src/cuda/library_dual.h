/* A slot of the library executor on the definite route by rows, and its turn (library_kernels.h). The libraries make
   the matrices of the setup, P = R R', V = A R^-T and G = V V', for a group of slots, and the factor of each system. */
#ifndef CUDA_LIBRARY_DUAL_H
#define CUDA_LIBRARY_DUAL_H

#include "block_dual.h"
#include "library_slot.h"
#include "library_square.h"

/* What a slot carries from turn to turn. */
typedef struct library_slot {
    slot_stage stage;
    int32_t problem;
    dual v; /* points into the slot's scratch memory */
    real *scratch;
    dual_progress at;
} library_slot;

/* What the libraries read and write: V' lies in the place of V, whose rows are its columns. */
typedef struct library_form {
    library_square P; /* then R' */
    library_square K; /* then its factor; for a group, G */
} library_form;

FNBOTH size_t library_layout(arena *memory, const structure *shape, dual *v, real **scratch, library_form *f)
{
    block_dual_layout(memory, shape, ROUTE_DUAL_BY_ROWS, v, scratch);
    f->P = take_square(memory, shape->n);
    f->K = take_square(memory, shape->m);
    return memory->used;
}

/* The slot takes the next problem of the batch, or stays idle: P and A for the libraries. */
FN void slot_take(team *tm, const device_plan *plan, const library_room *room, int number, const library_form *form,
                  library_slot *own)
{
    if (!slot_finds_problem(tm, plan, room, number, &own->problem)) return;
    dual *v = &own->v;
    dual_tune(v);
    dual_load(tm, plan, &room->job->data, own->problem, v);
    square_store(tm, &form->P, v->P, NULL);
    each (e, (int)rectangle_size(v->m, v->n)) v->V[e] = v->A[e];
    own->stage = SLOT_WAITS;
}

/* From the matrices of the setup to the system of the start. */
FN void slot_start(team *tm, const device_plan *plan, const library_room *room, int number, const library_form *form,
                   library_slot *own)
{
    dual *v = &own->v;
    const library_group *group = &room->group;
    square_fetch_factor(tm, &form->P, group->info[group->place[number]] != 0, v->R);
    square_fetch(tm, &form->K, v->G);
    each (i, v->m) v->delta[i] = v->G[triangle_at(i, i, v->m)];
    mask unfit = dual_setup_vectors(tm, v);
    dual_open(tm, v, &plan->settings, unfit, &own->at);
}

/* With its factor the problem goes on. */
FN void slot_move(team *tm, const device_plan *plan, const library_room *room, int number, const library_form *form,
                  library_slot *own)
{
    dual *v = &own->v;
    square_fetch_factor(tm, &form->K, room->info[number] != 0, v->K);
    dual_solve(tm, v, NULL, v->dy, NULL);
    dual_move(tm, v, &plan->settings, &own->at);
}

/* To the next system, or to the problem's end. */
FN void slot_judge(team *tm, const device_plan *plan, const library_room *room, const library_form *form,
                   library_slot *own)
{
    dual *v = &own->v;
    if (dual_judge(tm, v, &plan->settings, &own->at)) {
        square_store(tm, &form->K, v->G, v->diagonal);
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
    arena memory = {room->scratch + (size_t)number * room->slot_bytes, 0};
    dual v;
    real *scratch;
    library_form form;
    library_layout(&memory, &plan->shape, &v, &scratch, &form);
    int has_matrices = own->stage == SLOT_IS_SET_UP;
    int has_factor = own->stage == SLOT_MOVES;
    if (has_matrices) slot_start(tm, plan, room, number, &form, own);
    if (has_factor) slot_move(tm, plan, room, number, &form, own);
    if (has_matrices || has_factor) slot_judge(tm, plan, room, &form, own);
    if (own->stage != SLOT_IDLE) return;
    own->v = v;
    own->scratch = scratch;
    slot_take(tm, plan, room, number, &form, own);
}

static library_matrices slot_matrices(const plan *plan)
{
    unsigned char *slot = (unsigned char *)LIBRARY_ALIGNMENT; /* made up: it is where arrays lie in it that is asked */
    arena memory = {slot, 0};
    library_matrices found = {};
    dual v;
    real *scratch;
    library_form f;
    found.slot_bytes = library_rounded_up(library_layout(&memory, plan->structure, &v, &scratch, &f));
    found.K = square_at(slot, &f.K);
    found.S = matrix_at(slot, v.V, v.n, v.m, v.n);
    found.P = square_at(slot, &f.P);
    return found;
}

#endif
