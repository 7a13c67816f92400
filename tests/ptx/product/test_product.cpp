// Every kernel of the product as PTX, at small sizes, against the CPU's answers: the same problems on a context of
// either kind. CUDASIM_ARCH says whose PTX. With few multiprocessors (CMakeLists.txt says one) 128 small problems go to
// threads.
#define ON_DEVICE_ITSELF
extern "C" {
#include "check.h"
#include "family.h"
#include "on_device.h"
}

#include "recorder.h"

#include <algorithm>
#include <cmath>
#include <random>

struct Case {
    const char *source; // that its first kernel stands in
    const char *family;
    int n, m;
    int batch;
};

static const Case solves[] = {
    {"warp_16", "optnet", 9, 13, 3},         {"warp_24", "optnet", 20, 17, 2},
    {"warp_32", "optnet", 27, 31, 2},        {"warp_40", "optnet", 33, 38, 1},
    {"warp_48", "optnet", 41, 47, 1},        {"warp_56", "optnet", 50, 52, 1},
    {"warp_64", "optnet", 64, 57, 1},        {"thread_10", "optnet", 7, 9, 128},
    {"block_definite", "optnet", 8, 66, 1},  {"block_general", "soc-risk", 5, 0, 2},
    {"block_general", "sparse", 12, 0, 2},   {"block_general", "mpc", 12, 0, 1},
    {"warp_16", "known-solution", 12, 0, 2}, {"crew_80", "optnet", 66, 71, 1},
    {"crew_104", "optnet", 90, 82, 1},
};

// With more rows than variables nothing is kept, and derivatives by warps start from the data.
static const Case derivatives[] = {
    {"warp_differentiate_16", "optnet", 9, 13, 3},
    {"warp_differentiate_24", "optnet", 20, 23, 2},
    {"warp_differentiate_32", "optnet", 27, 31, 2},
    {"warp_differentiate_40", "optnet", 33, 38, 1},
    {"warp_differentiate_48", "optnet", 41, 47, 1},
    {"warp_differentiate_56", "optnet", 50, 52, 1},
    {"warp_differentiate_64", "optnet", 44, 60, 1},
    {"kept_thread_10", "optnet", 7, 9, 128},
    {"kept_warp_16", "optnet", 13, 9, 3},
    {"kept_warp_24", "optnet", 20, 17, 2},
    {"kept_warp_32", "optnet", 31, 27, 2},
    {"kept_warp_40", "optnet", 38, 33, 1},
    {"kept_warp_48", "optnet", 47, 41, 1},
    {"kept_warp_56", "optnet", 52, 50, 1},
    {"kept_warp_64", "optnet", 64, 57, 1},
    {"crew_differentiate_80", "optnet", 66, 71, 1},
    {"crew_differentiate_104", "optnet", 90, 82, 1},
    {"block_differentiate", "optnet", 8, 66, 1},
    {"block_differentiate", "simplex", 6, 0, 3}, // all but c shared: sums over the batch
    {"block_differentiate", "soc-risk", 5, 0, 2},
    {"block_differentiate", "sparse", 12, 0, 2},
};

typedef std::vector<double> Numbers;

// A solver on the CPU or on the device, and what it found.
class Side
{
  public:
    Side(bool device, const Case &of, const family_problem &problem) : is_device(device), made(problem)
    {
        check_note("%s, n = %d, %s", of.family, of.n, device ? "device" : "CPU");
        cnl_error error = {};
        if (!CHECK_OK(device ? cnl_context_create_cuda(nullptr, &context, &error)
                             : cnl_context_create(nullptr, &context, &error))) {
            check_note("%s", error.message);
            return;
        }
        cnl_settings settings = cnl_settings_default();
        settings.eps_abs = settings.eps_rel = 1e-10;
        const auto create = device ? on_device_solver_create : cnl_solver_create;
        if (!CHECK_OK(create(context, &made.structure, &settings, made.batch, &solver, &error))) return;
        const size_t batch = static_cast<size_t>(made.batch);
        x.resize(batch * n());
        y.resize(batch * m());
        s.resize(batch * m());
        status.resize(batch);
        cnl_solution out = {};
        out.x = x.data();
        out.y = y.data();
        out.s = s.data();
        out.status = status.data();
        CHECK_OK((device ? on_device_solve : cnl_solve)(solver, made.batch, &made.data, &out));
    }
    ~Side()
    {
        (is_device ? on_device_solver_destroy : cnl_solver_destroy)(solver);
        cnl_context_destroy(context);
    }
    Side(const Side &) = delete;
    Side &operator=(const Side &) = delete;

    size_t n() const { return static_cast<size_t>(made.structure.n); }
    size_t m() const { return static_cast<size_t>(made.structure.m); }

    // dP, dc, dA, db one after another.
    Numbers gradients(const Numbers &dx, const Numbers &dy, const Numbers &ds)
    {
        Numbers dP(length(made.data.P_stride, numbers_of(made.structure.P, n(), n()))),
            dc(length(made.data.c_stride, n()));
        Numbers dA(length(made.data.A_stride, numbers_of(made.structure.A, m(), n()))),
            db(length(made.data.b_stride, m()));
        cnl_cotangent given = {};
        given.dx = dx.data();
        given.dy = dy.data();
        given.ds = ds.data();
        cnl_gradient out = {};
        out.dP = dP.empty() ? nullptr : dP.data();
        out.dc = dc.data();
        out.dA = dA.data();
        out.db = db.data();
        CHECK_OK((is_device ? on_device_vjp : cnl_vjp)(solver, made.batch, &made.data, &given, &out));
        Numbers all = dP;
        for (const Numbers &part : {dc, dA, db}) all.insert(all.end(), part.begin(), part.end());
        return all;
    }

    // dx, dy, ds for the change `data`, one after another.
    Numbers changes(const cnl_data &change)
    {
        const size_t batch = static_cast<size_t>(made.batch);
        Numbers dx(batch * n()), dy(batch * m()), ds(batch * m());
        CHECK_OK((is_device ? on_device_jvp : cnl_jvp)(solver, made.batch, &made.data, &change, dx.data(), dy.data(),
                                                       ds.data(), nullptr));
        for (const Numbers &part : {dy, ds}) dx.insert(dx.end(), part.begin(), part.end());
        return dx;
    }

    static size_t numbers_of(const cnl_pattern &pattern, size_t rows, size_t columns)
    {
        if (pattern.layout == CNL_ABSENT) return 0;
        return pattern.layout == CNL_DENSE ? rows * columns : static_cast<size_t>(pattern.column_starts[columns]);
    }

    Numbers x, y, s;
    std::vector<int32_t> status;

  private:
    size_t length(int64_t stride, size_t count) const
    {
        return stride ? static_cast<size_t>(made.batch) * count : count;
    }

    bool is_device;
    const family_problem &made;
    cnl_context *context = nullptr;
    cnl_solver *solver = nullptr;
};

static family_problem problem_of(const Case &of)
{
    family_problem made = {};
    cnl_error error = {};
    if (!CHECK_OK(family_generate(of.family, of.n, of.m, of.batch, 5, &made, &error))) check_note("%s", error.message);
    return made;
}

static void check_near_all(const Numbers &device, const Numbers &cpu, double tolerance)
{
    double largest = 1;
    for (double value : cpu) largest = std::max(largest, std::fabs(value));
    CHECK_ARRAY(device.data(), cpu.data(), 1, static_cast<int>(cpu.size()), tolerance * largest);
}

// The kernel ran, as PTX of the architecture that was asked for.
static void check_ran(const char *source, const char *kernel)
{
    const std::string target =
        "sm_" + std::to_string(ptx::ptx_architecture_for(std::atoi(std::getenv("CUDASIM_ARCH"))));
    bool ran = false;
    for (const ptx::Recorded &each : ptx::recorded_launches()) {
        ran = ran || (each.source == source && each.kernel == kernel && each.module->target == target);
    }
    CHECK_THAT(ran, "%s of %s", kernel, source);
}

static Numbers random_numbers(size_t count, uint64_t seed)
{
    std::mt19937_64 random(seed);
    std::normal_distribution<double> normal;
    Numbers result(count);
    for (double &value : result) value = normal(random);
    return result;
}

static void solutions_are_those_of_the_cpu(const Case *of)
{
    family_problem problem = problem_of(*of);
    ptx::recorded_launches().clear();
    {
        const Side cpu(false, *of, problem);
        const Side device(true, *of, problem);
        for (size_t k = 0; k < cpu.status.size(); k++) {
            CHECK_INT(cpu.status[k], CNL_SOLVED);
            CHECK_INT(device.status[k], CNL_SOLVED);
        }
        check_near_all(device.x, cpu.x, 1e-8);
        check_near_all(device.y, cpu.y, 1e-8);
        check_near_all(device.s, cpu.s, 1e-8);
        check_ran(of->source, "solve_kernel");
    }
    family_problem_free(&problem);
}

// Only adjoints start from what is kept.
static std::string changes_by(const std::string &source)
{
    if (source == "kept_thread_10") return "warp_differentiate_16";
    if (source.rfind("kept_warp_", 0) == 0) return "warp_differentiate_" + source.substr(10);
    return source;
}

static void derivatives_are_those_of_the_cpu(const Case *of)
{
    family_problem problem = problem_of(*of);
    ptx::recorded_launches().clear();
    {
        Side cpu(false, *of, problem);
        Side device(true, *of, problem);
        const size_t batch = static_cast<size_t>(problem.batch);
        const Numbers dx = random_numbers(batch * cpu.n(), 1), dy = random_numbers(batch * cpu.m(), 2);
        const Numbers ds = random_numbers(batch * cpu.m(), 3);
        check_near_all(device.gradients(dx, dy, ds), cpu.gradients(dx, dy, ds), 1e-6);
        check_ran(of->source, "vjp_kernel");
        if (problem.data.A_stride == 0 && problem.data.c_stride != 0) check_ran("block_differentiate", "sum_kernel");

        const Numbers dc = random_numbers(batch * cpu.n(), 4), db = random_numbers(batch * cpu.m(), 5);
        cnl_data change = {};
        change.c = dc.data();
        change.b = db.data();
        change.c_stride = problem.structure.n;
        change.b_stride = problem.structure.m;
        check_near_all(device.changes(change), cpu.changes(change), 1e-6);
        check_ran(changes_by(of->source).c_str(), "jvp_kernel");
    }
    family_problem_free(&problem);
}

// Problems that the first pass leaves open go on to the second: a P of zeros, or rows that contradict each other.
static void statuses_are_those_of_the_cpu(void)
{
    const Case of = {"warp_16", "optnet", 5, 12, 4};
    family_problem problem = problem_of(of);
    double *P = const_cast<double *>(problem.data.P);
    double *A = const_cast<double *>(problem.data.A);
    double *b = const_cast<double *>(problem.data.b);
    std::fill(P, P + 25, 0.0);
    std::copy(A + 60, A + 65, A + 65); // problem 1: a'x <= -9, -a'x <= 1
    for (int k = 65; k < 70; k++) A[k] = -A[k];
    b[12] = -9;
    b[13] = 1;
    problem.data.c = problem.data.c; // problem 2 is left as it is
    b[3 * 12] = NAN;
    ptx::recorded_launches().clear();
    {
        const Side cpu(false, of, problem);
        const Side device(true, of, problem);
        for (size_t k = 0; k < cpu.status.size(); k++) CHECK_INT(device.status[k], cpu.status[k]);
        CHECK_INT(cpu.status[1], CNL_PRIMAL_INFEASIBLE);
        CHECK_INT(cpu.status[2], CNL_SOLVED);
        CHECK_INT(cpu.status[3], CNL_INVALID_DATA);
        check_ran("warp_16", "solve_kernel");
        check_ran("block_general", "solve_kernel");
    }
    family_problem_free(&problem);
}

int main(int argc, char **argv)
{
    check_arguments(argc, argv);
    ptx::record_launches(false);
    RUN_CASES(solutions_are_those_of_the_cpu, solves);
    RUN_CASES(derivatives_are_those_of_the_cpu, derivatives);
    RUN(statuses_are_those_of_the_cpu);
    return check_report();
}
