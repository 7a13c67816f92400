/* A slot of the library executor on the embedding, and its turn: from one factor to the next (library_kernels.h). */
#ifndef CUDA_LIBRARY_PRIMAL_H
#define CUDA_LIBRARY_PRIMAL_H

#include "block_primal.h"
#include "library_form.h"
#include "library_slot.h"

/* What a slot carries from turn to turn. */
typedef struct library_slot {
    slot_stage stage;
    mask again; /* the factor has broken down once: its matrix is made with a larger diagonal */
    mask sound; /* the matrix is finite */
    int32_t problem;
    primal v; /* points into the slot's scratch memory */
    ip_progress at;
    outcome out;
} library_slot;

FNBOTH size_t library_layout(arena *memory, const structure *shape, primal *v, library_form *f)
{
    cone_rows cones = cones_of(shape);
    block_primal_layout(memory, shape, NULL, v);
    library_form_layout(memory, shape->n, &cones, f);
    return memory->used;
}

/* `v` has been copied: what points to its own parts does so again. */
FN void primal_link(primal *v)
{
    v->system.dense = &v->dense;
    v->ip.system = &v->system;
}

/* The slot takes the next problem of the batch, or stays idle. */
FN void slot_take(team *tm, const device_plan *plan, const library_room *room, int number, library_slot *own)
{
    if (!slot_finds_problem(tm, plan, room, number, &own->problem)) return;
    block_load_primal(tm, plan, &room->job->data, NULL, own->problem, &own->v);
    own->out = outcome_open();
    ip_open(tm, &own->v.ip, &plan->settings, &own->at);
    own->again = none();
    own->stage = SLOT_STARTS;
}

/* With its factor the problem goes on, to the next one or to its end. */
FN void slot_go_on(team *tm, const device_plan *plan, const library_room *room, library_slot *own)
{
    interior_point *v = &own->v.ip;
    own->again = none();
    if (own->stage == SLOT_STARTS)
        ip_start(tm, v);
    else
        ip_move(tm, v, &own->at);
    if (ip_judge(tm, v, &plan->settings, &own->at, &own->out)) {
        ip_scale(tm, v);
        own->stage = SLOT_MOVES;
        return;
    }
    ip_close(tm, v, &plan->settings, &own->at, &own->out);
    store_answer(plan, room->job, own->problem, &own->out, v->x, v->y, v->s);
    sync(tm);
    own->stage = SLOT_IDLE;
}

/* Where K is singular its factor may break down; then it is made once more, as in kkt_dense_factor(). */
FN int slot_wants_it_again(const library_slot *own)
{
    return some(kkt_dense_lost(&own->v.dense) & own->sound & ~own->again);
}

FN void slot_turn(team *tm, const device_plan *plan, const library_room *room, int number, library_slot *own)
{
    arena memory = {room->scratch + (size_t)number * room->slot_bytes, 0};
    primal v;
    library_form form;
    library_layout(&memory, &plan->shape, &v, &form);
    primal_link(&own->v);
    if (own->stage != SLOT_IDLE) {
        square_fetch_factor(tm, &form.K, room->info[number] != 0, own->v.dense.K);
        if (slot_wants_it_again(own))
            own->again = ~none();
        else
            slot_go_on(tm, plan, room, own);
    }
    if (own->stage == SLOT_IDLE) {
        own->v = v;
        primal_link(&own->v);
        slot_take(tm, plan, room, number, own);
    }
    if (own->stage == SLOT_IDLE) return;
    real larger_by = pick(own->again, splat(KKT_DENSE_LARGER), zero());
    interior_point *ip = &own->v.ip;
    own->sound = is_finite(form_for_library(tm, &form, &own->v.dense, &ip->cones, &ip->H, larger_by));
}

static library_matrices slot_matrices(const plan *plan)
{
    unsigned char *slot = (unsigned char *)LIBRARY_ALIGNMENT; /* made up: it is where arrays lie in it that is asked */
    arena memory = {slot, 0};
    library_matrices found = {};
    primal v;
    library_form f;
    found.slot_bytes = library_rounded_up(library_layout(&memory, plan->structure, &v, &f));
    found.K = square_at(slot, &f.K);
    found.S = matrix_at(slot, f.S, f.count, f.K.n, f.rows);
    return found;
}

#endif
