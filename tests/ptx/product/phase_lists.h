// The parts of the product's kernels that the model tells apart, by the names of their functions. A step belongs to the
// first part that one of its functions is in.
#ifndef CONELET_TESTS_PTX_PRODUCT_PHASE_LISTS_H
#define CONELET_TESTS_PTX_PRODUCT_PHASE_LISTS_H

#include "phases.h"

namespace ptx
{

// A problem begins with the first phase of its list that every warp passes once in each problem.

inline const std::vector<Phase> &phases_of_solve()
{
    static const std::vector<Phase> list = {
        {"setup", {"problem_is_finite", "dual_load", "dual_setup"}},
        {"recover", {"dual_recover"}},
        {"verify", {"warp_verify", "thread_verify", "dual_verify"}},
        {"store", {"store_answer", "store_open"}},
        {"certificate", {"dual_certificate"}},
        {"solve", {"dual_solve", "dual_pivot_solve"}},
        {"gather", {"pivot_choose", "pivot_load"}},
        {"factor", {"dual_factor_and_solve", "dual_pivot_factor"}},
        {"keep", {"dual_pivot_keep"}},
        {"exchange", {"dual_pivot_slack", "dual_pivot_exchange", "dual_pivot_clip"}},
        {"start", {"dual_start"}},
        {"measure", {"dual_measure"}},
        {"step", {"dual_predict", "dual_correct", "dual_step", "dual_advance"}},
    };
    return list;
}

inline const std::vector<Phase> &phases_of_derivative()
{
    static const std::vector<Phase> list = {
        {"read",
         {"kept_read"}}, // a turn: read a problem ahead, store the gradients of the one before, differentiate it
        {"rows", {"warp_choose_rows", "thread_choose_rows"}},
        {"V", {"dual_derivative_shift", "dual_derivative_load_V"}},
        {"factor P", {"dual_derivative_factor_P"}},
        {"transform", {"dual_derivative_transform"}},
        {"gram", {"dual_derivative_gram"}},
        {"factor", {"dual_derivative_factor", "derivative_factor"}},
        {"load", {"block_derivative_open", "warp_derivative_open"}},
        {"solve", {"dual_derivative_solve", "derivative_solve"}},
        {"answers", {"thread_vjp_answer"}},
        {"gradients", {"store_gradients"}},
    };
    return list;
}

} // namespace ptx

#endif
