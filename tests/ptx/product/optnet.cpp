#include "optnet.h"

#include <stdexcept>
#include <string>

extern "C" {
#include "family.h"
#include <conelet/conelet.h>
}

namespace
{

void check(cnl_status status, const char *what, const char *message)
{
    if (status != CNL_OK) throw std::runtime_error(std::string(what) + ": " + message);
}

// An array on the device.
template <class T> class Array
{
  public:
    Array(const cnl_context *context_of_array, int64_t count, const T *values = nullptr)
        : context(context_of_array), bytes(static_cast<size_t>(count) * sizeof(T))
    {
        check(cnl_array_allocate(context, bytes, &memory), "an array", "no memory");
        if (values != nullptr) check(cnl_array_upload(context, memory, values, bytes), "an array", "not copied");
    }
    ~Array() { cnl_array_release(context, memory); }
    Array(const Array &) = delete;
    Array &operator=(const Array &) = delete;
    T *get() const { return static_cast<T *>(memory); }
    std::vector<T> values() const
    {
        std::vector<T> host(bytes / sizeof(T));
        check(cnl_array_download(context, host.data(), memory, bytes), "an array", "not copied back");
        return host;
    }

  private:
    const cnl_context *context;
    size_t bytes;
    void *memory = nullptr;
};

class Problems
{
  public:
    explicit Problems(const OptnetRun &run)
    {
        cnl_error error = {};
        check(family_generate("optnet", run.n, 0, run.batch, 1, &made, &error), "the recipe", error.message);
        check(cnl_context_create_cuda(nullptr, &context, &error), "the context", error.message);
        cnl_settings settings = cnl_settings_default();
        settings.eps_abs = run.eps;
        settings.eps_rel = 0;
        settings.keep_factors = !run.forgets;
        check(cnl_solver_create(context, &made.structure, &settings, run.batch, &solver, &error), "the solver",
              error.message);
    }
    ~Problems()
    {
        cnl_solver_destroy(solver);
        cnl_context_destroy(context);
        family_problem_free(&made);
    }
    Problems(const Problems &) = delete;
    Problems &operator=(const Problems &) = delete;

    family_problem made = {};
    cnl_context *context = nullptr;
    cnl_solver *solver = nullptr;
};

void differentiate(const Problems &problems, const cnl_data &data, int64_t batch, int64_t n)
{
    const cnl_context *context = problems.context;
    const std::vector<double> ones(static_cast<size_t>(batch * n), 1.0);
    Array<double> dx(context, batch * n, ones.data()), dc(context, batch * n), db(context, batch * n);
    Array<double> dP(context, batch * n * n), dA(context, batch * n * n);
    cnl_cotangent given = {};
    given.dx = dx.get();
    cnl_gradient gradient = {};
    gradient.dP = dP.get();
    gradient.dc = dc.get();
    gradient.dA = dA.get();
    gradient.db = db.get();
    check(cnl_vjp(problems.solver, batch, &data, &given, &gradient), "cnl_vjp", cnl_solver_message(problems.solver));
    check(cnl_context_synchronize(context), "cnl_vjp", "a kernel failed");
}

} // namespace

std::vector<int> solve_optnet(const OptnetRun &run)
{
    const Problems problems(run);
    const cnl_context *context = problems.context;
    const cnl_data &host = problems.made.data;
    const int64_t batch = run.batch;
    const int64_t n = run.n;
    Array<double> P(context, batch * n * n, host.P), A(context, batch * n * n, host.A);
    Array<double> c(context, batch * n, host.c), b(context, batch * n, host.b);
    Array<double> x(context, batch * n), y(context, batch * n), s(context, batch * n);
    Array<int32_t> iterations(context, batch), status(context, batch);
    cnl_data data = host;
    data.P = P.get();
    data.c = c.get();
    data.A = A.get();
    data.b = b.get();
    cnl_solution out = {};
    out.x = x.get();
    out.y = y.get();
    out.s = s.get();
    out.iterations = iterations.get();
    out.status = status.get();
    check(cnl_solve(problems.solver, batch, &data, &out), "cnl_solve", cnl_solver_message(problems.solver));
    for (int32_t each : status.values()) {
        if (each != CNL_SOLVED) throw std::runtime_error("a problem ended with status " + std::to_string(each));
    }
    if (run.differentiates) differentiate(problems, data, batch, n);
    const std::vector<int32_t> counted = iterations.values();
    return std::vector<int>(counted.begin(), counted.end());
}
