// What the tests of this folder share.
#ifndef CONELET_TESTS_PTX_SUPPORT_H
#define CONELET_TESTS_PTX_SUPPORT_H

extern "C" {
#include "check.h"
}

#include "interpreter.h"

#include <cmath>
#include <map>
#include <random>
#include <string>
#include <vector>

// The PTX of kernels/NAME.cu for one architecture; read once.
inline const ptx::Module &module_of(const std::string &name, int architecture)
{
    static std::map<std::string, ptx::Module> modules;
    const std::string file = name + ".sm_" + std::to_string(architecture) + ".ptx";
    const auto known = modules.find(file);
    if (known != modules.end()) return known->second;
    return modules.emplace(file, ptx::Module::load(PTX_FOLDER "/" + file)).first->second;
}

// How a test runs its kernel: every fact must hold for both architectures and under any schedule.
struct Way {
    int architecture;
    uint64_t seed;
    bool independent_lanes;
};

static const Way ways[] = {
    {80, 0, false}, {90, 0, false}, {80, 1, false}, {90, 2, false}, {80, 3, true}, {90, 4, true}, {90, 5, true},
};

inline ptx::Launch launch_in(const Way &way, uint32_t blocks, uint32_t threads, size_t shared_bytes = 0)
{
    check_note("sm_%d, seed %llu%s", way.architecture, static_cast<unsigned long long>(way.seed),
               way.independent_lanes ? ", independent lanes" : "");
    ptx::Launch launch;
    launch.grid.x = blocks;
    launch.block.x = threads;
    launch.shared_bytes = shared_bytes;
    launch.seed = way.seed;
    launch.independent_lanes = way.independent_lanes;
    return launch;
}

inline std::vector<double> random_numbers(size_t count, uint64_t seed)
{
    std::mt19937_64 random(seed);
    std::uniform_real_distribution<double> uniform(-1, 1);
    std::vector<double> result(count);
    for (double &x : result) {
        x = uniform(random);
    }
    return result;
}

// [count, n, n] symmetric matrices, diagonally dominant.
inline std::vector<double> definite_matrices(int count, int n, uint64_t seed)
{
    std::vector<double> A = random_numbers(static_cast<size_t>(count * n * n), seed);
    for (int k = 0; k < count; k++) {
        double *mine = A.data() + k * n * n;
        for (int i = 0; i < n; i++) {
            for (int j = 0; j < i; j++) {
                mine[j * n + i] = mine[i * n + j];
            }
            mine[i * n + i] = n + 1;
        }
    }
    return A;
}

// L of A = L L', row-major, zero above the diagonal.
inline std::vector<double> cholesky_of(const double *A, int n)
{
    std::vector<double> L(A, A + n * n);
    for (int j = 0; j < n; j++) {
        const double root = std::sqrt(L[j * n + j]);
        for (int i = j; i < n; i++) {
            L[i * n + j] /= root;
        }
        for (int i = j + 1; i < n; i++) {
            for (int k = j + 1; k <= i; k++) {
                L[i * n + k] -= L[i * n + j] * L[k * n + j];
            }
        }
        for (int k = j + 1; k < n; k++) {
            L[j * n + k] = 0;
        }
    }
    return L;
}

// Runs `body`; says which fault it ended in, if any.
struct Outcome {
    bool faulted = false;
    ptx::FaultKind kind = ptx::FaultKind::trap;
    std::string message;
};

template <class Body> Outcome outcome_of(Body body)
{
    Outcome outcome;
    try {
        body();
    } catch (const ptx::Fault &fault) {
        outcome.faulted = true;
        outcome.kind = fault.kind;
        outcome.message = fault.what();
    }
    return outcome;
}

#endif
