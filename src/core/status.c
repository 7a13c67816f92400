/* The names of statuses and outcomes, in words. */
#include <conelet/status.h>

const char *cnl_status_string(cnl_status status)
{
    switch (status) {
    case CNL_OK:
        return "ok";
    case CNL_INVALID_ARGUMENT:
        return "invalid argument";
    case CNL_OUT_OF_MEMORY:
        return "out of memory";
    case CNL_NOT_SUPPORTED:
        return "not supported";
    case CNL_NO_SOLUTION:
        return "no solution";
    case CNL_DEVICE_ERROR:
        return "device error";
    }
    return "unknown status";
}

const char *cnl_outcome_string(cnl_outcome outcome)
{
    switch (outcome) {
    case CNL_SOLVED:
        return "solved";
    case CNL_ALMOST_SOLVED:
        return "almost solved";
    case CNL_PRIMAL_INFEASIBLE:
        return "primal infeasible";
    case CNL_DUAL_INFEASIBLE:
        return "dual infeasible";
    case CNL_ITERATION_LIMIT:
        return "iteration limit";
    case CNL_NUMERICAL_ERROR:
        return "numerical error";
    case CNL_INVALID_DATA:
        return "invalid data";
    }
    return "unknown outcome";
}
