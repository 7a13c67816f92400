/**
 * @file npz_cones.h
 * The cones of a problem: z l q s ep ed p.
 */
#ifndef IO_NPZ_CONES_H
#define IO_NPZ_CONES_H

#include <conelet/problem.h>

#include "npz_loader.h"

/**
 * Load the cones and check that they add up to `m` rows.
 *
 * @return CNL_NOT_SUPPORTED for semidefinite, exponential and power cones
 */
cnl_status npz_load_cones(npz_loader *loader, int32_t m, cnl_cones *cones);

#endif
