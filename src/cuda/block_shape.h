/* A structure as the engine wants it. */
#ifndef CUDA_BLOCK_SHAPE_H
#define CUDA_BLOCK_SHAPE_H

#include "../core/structure.h"
#include "../engine/spectrum.h"

FNBOTH cone_rows cones_of(const structure *shape)
{
    cone_rows cones = {shape->m, shape->z, shape->l, shape->q_count, shape->q, shape->q_start};
    return cones;
}

FNBOTH int has_P(const structure *shape) { return shape->P.layout != CNL_ABSENT && shape->P.count > 0; }

#endif
