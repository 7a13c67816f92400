/**
 * @file conelet.h
 * Everything: include this one.
 *
 * @mainpage Conelet
 * Solve and differentiate thousands of small convex programs per call. Start with @ref problem, then @ref solver and
 * @ref derivative; @ref f32 is for arrays of float, @ref cuda for those who have a GPU.
 */
#ifndef CONELET_CONELET_H
#define CONELET_CONELET_H

#include "context.h"
#include "cuda.h"
#include "derivative.h"
#include "export.h"
#include "f32.h"
#include "problem.h"
#include "solver.h"
#include "status.h"

#endif
