/* A crew: a thread block that works on one problem. Its last warp leads: it runs the engine's text, as a team of its
   own (team_leader.h), and sweeps the pivots of the factor. The others, the workers, hold the rest of the matrix in
   registers and do what the leader orders: the crew meets to hear it, and once more when it is done. */
#ifndef CUDA_CREW_TEAM_H
#define CUDA_CREW_TEAM_H

#include "team_leader.h"

#include "crew_slot.h"

constexpr int TILES = CREW_TILES;
constexpr int TRIANGLE = TILES * (TILES + 1) / 2;
constexpr int WORKERS = 4;
constexpr int CREW_WARPS = WORKERS + 1;
constexpr int CREW_THREADS = WARP * CREW_WARPS;

/* Place of tile (I, J), J <= I, in a triangle. */
FNBOTH constexpr int tile_at(int I, int J) { return TILE_NUMBERS * (I * (I + 1) / 2 + J); }

/* What is done by all. */
enum crew_task {
    CREW_GATHER_P,         /* its tiles, where G's will be */
    CREW_FACTOR,           /* of the matrix there + diagonal, into the slots */
    CREW_KEEP_P,           /* P's factor to where it is kept, and W = A L^-T with it */
    CREW_FORM_G,           /* G, and d without b */
    CREW_RESTORE_P,        /* P's factor back into the slots */
    CREW_MULTIPLY_G,       /* G times a vector */
    CREW_MULTIPLY_A,       /* A times a vector */
    CREW_MULTIPLY_A_BACK,  /* A' times a vector */
    CREW_MULTIPLY_P,       /* P times a vector */
    CREW_MULTIPLY_W,       /* derivatives: the rows of W that were picked times a vector */
    CREW_MULTIPLY_W_BACK,  /* derivatives: their transpose times a vector */
    CREW_MULTIPLY_SW_BACK, /* derivatives: S of P's factor times that */
    CREW_CHANGE_A,         /* jvp: the change of A times a vector */
    CREW_CHANGE_A_BACK,    /* jvp: its transpose times a vector */
    CREW_CHANGE_P,         /* jvp: the change of P times a vector */
    CREW_STORE_MATRICES,   /* vjp: the gradients of P and A */
    CREW_DONE              /* with the problem */
};

typedef struct crew_order {
    int task;
    int from, to;             /* vectors: where they start in shared memory */
    int panels;               /* CREW_FACTOR: so many tiles are enough, what is beyond is the identity */
    int infinite[CREW_WARPS]; /* whether a warp has met a number that is not finite in P or A */
} crew_order;

/* Shared memory, in numbers: the factor's slots, the leader's vectors, the order. */
constexpr int CREW_SLOTS = TILE_NUMBERS * TRIANGLE;
constexpr int CREW_VECTORS = 12;
#ifdef CREW_PICKS_ROWS /* derivatives: the last vector has room for the order, and the diagonal of P's factor stays */
constexpr int CREW_ORDER = CREW_SLOTS + CREW_VECTORS * SIDE - SIDE / 2;
constexpr int CREW_DIAGONAL = CREW_SLOTS + CREW_VECTORS * SIDE;
constexpr int CREW_SHARED = CREW_DIAGONAL + TILE_NUMBERS * TILES;
#else
constexpr int CREW_ORDER = CREW_SLOTS + CREW_VECTORS * SIDE;
constexpr int CREW_SHARED = CREW_ORDER + (int)(sizeof(crew_order) + 15) / 16 * 2;
#endif

FN int crew_warp(void) { return (int)threadIdx.x / WARP; }

FN int crew_leads(void) { return crew_warp() == WORKERS; }

/* Rows of tiles are dealt out to and fro, from the longest on: the one of row I of `rows`, of so many warps. */
FNBOTH constexpr int crew_owner(int I, int warps, int rows = TILES)
{
    int turn = (rows - 1 - I) % (2 * warps);
    return turn < warps ? turn : 2 * warps - 1 - turn;
}

/* All warps wait for each other, wherever in the text they are; memory is as all have left it. */
FN void crew_meet(void)
{
    __syncwarp();
#ifdef CONELET_CUDASIM
    cudasim_named_barrier_sync(1, CREW_THREADS);
#else
    asm volatile("bar.sync 1, %0;" : : "n"(CREW_THREADS) : "memory");
#endif
}

#endif
