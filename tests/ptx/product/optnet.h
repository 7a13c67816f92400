// Solves problems of the OptNet recipe by the public API on whatever CONELET_CUDA_PLUGIN names.
#ifndef CONELET_TESTS_PTX_PRODUCT_OPTNET_H
#define CONELET_TESTS_PTX_PRODUCT_OPTNET_H

#include <vector>

struct OptnetRun {
    int n = 10; // rows and variables
    int batch = 1;
    bool differentiates = false; // all gradients, too
    double eps = 1e-6;
    bool floats = false;  // by the calls on arrays of float
    bool forgets = false; // the solver keeps no factors for derivatives
};

// Iterations of each problem; throws std::runtime_error if a call fails or a problem is not solved.
std::vector<int> solve_optnet(const OptnetRun &run);

#endif
