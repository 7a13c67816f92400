/**
 * @file status.h
 * @defgroup status  Status of a call, and outcome of a problem
 *
 * Two different questions have two different answers. A *call* returns a ::cnl_status: were the
 * arguments sensible, was there memory? Each *problem* of a batch has a ::cnl_outcome: was it solved?
 * A problem without a solution never fails the call and never disturbs its neighbours.
 * @{
 */
#ifndef CONELET_STATUS_H
#define CONELET_STATUS_H

#include "export.h"

CNL_BEGIN_DECLS

/** What became of a call. The values are part of the ABI. */
typedef enum cnl_status {
    CNL_OK = 0,               /**< the call did what it says */
    CNL_INVALID_ARGUMENT = 1, /**< a pointer, size, pattern or setting is wrong; nothing was written */
    CNL_OUT_OF_MEMORY = 2,    /**< the allocator returned NULL, or a device has none left; nothing was left behind */
    CNL_NOT_SUPPORTED = 3,    /**< this build or this machine cannot do what was asked */
    CNL_NO_SOLUTION = 4,      /**< a derivative was asked for before any solve, or for another batch size */
    CNL_DEVICE_ERROR = 5      /**< a CUDA call failed, this one or an earlier one on the same device */
} cnl_status;

/** What became of one problem. The values are part of the ABI and of the file format. */
typedef enum cnl_outcome {
    CNL_SOLVED = 0,            /**< residuals and gap within the tolerances */
    CNL_ALMOST_SOLVED = 1,     /**< progress ended early, but within the reduced tolerances */
    CNL_PRIMAL_INFEASIBLE = 2, /**< no x satisfies the constraints; y is the certificate */
    CNL_DUAL_INFEASIBLE = 3,   /**< unbounded, or no dual feasible point; x (and s) is the certificate */
    CNL_ITERATION_LIMIT = 4,   /**< `max_iterations` reached; x, y, s are the last iterate */
    CNL_NUMERICAL_ERROR = 5,   /**< the arithmetic broke down; x, y, s are the last iterate */
    CNL_INVALID_DATA = 6       /**< the problem's data hold NaN or infinity; x, y, s are NaN */
} cnl_outcome;

/** Room for one sentence that says what was wrong; owned by the caller, filled by a call that fails. */
typedef struct cnl_error {
    cnl_status status; /**< the same value as the call returned */
    char message[240]; /**< a sentence, NUL-terminated, without a newline */
} cnl_error;

/** @return the name of a status in words ("ok", "invalid argument", ...); static storage, never NULL. */
CNL_API const char *cnl_status_string(cnl_status status);

/** @return the name of an outcome in words ("solved", "primal infeasible", ...); static storage, never NULL. */
CNL_API const char *cnl_outcome_string(cnl_outcome outcome);

CNL_END_DECLS

#endif
/** @} */
