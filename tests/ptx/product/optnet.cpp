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
        settings.f32 = run.floats;
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

// The calls on arrays of one type.
template <class T> struct Calls;

template <> struct Calls<double> {
    using Data = cnl_data;
    using Solution = cnl_solution;
    using Cotangent = cnl_cotangent;
    using Gradient = cnl_gradient;
    static constexpr auto solve = cnl_solve;
    static constexpr auto vjp = cnl_vjp;
};

template <> struct Calls<float> {
    using Data = cnl_data_f32;
    using Solution = cnl_solution_f32;
    using Cotangent = cnl_cotangent_f32;
    using Gradient = cnl_gradient_f32;
    static constexpr auto solve = cnl_solve_f32;
    static constexpr auto vjp = cnl_vjp_f32;
};

template <class T>
void differentiate(const Problems &problems, const typename Calls<T>::Data &data, int64_t batch, int64_t n)
{
    const cnl_context *context = problems.context;
    const std::vector<T> ones(static_cast<size_t>(batch * n), 1);
    Array<T> dx(context, batch * n, ones.data()), dc(context, batch * n), db(context, batch * n);
    Array<T> dP(context, batch * n * n), dA(context, batch * n * n);
    typename Calls<T>::Cotangent given = {};
    given.dx = dx.get();
    typename Calls<T>::Gradient gradient = {};
    gradient.dP = dP.get();
    gradient.dc = dc.get();
    gradient.dA = dA.get();
    gradient.db = db.get();
    check(Calls<T>::vjp(problems.solver, batch, &data, &given, &gradient), "cnl_vjp",
          cnl_solver_message(problems.solver));
    check(cnl_context_synchronize(context), "cnl_vjp", "a kernel failed");
}

template <class T> std::vector<T> numbers_of(const double *from, int64_t count)
{
    std::vector<T> to;
    for (int64_t k = 0; k < count; k++) {
        to.push_back(static_cast<T>(from[k]));
    }
    return to;
}

template <class T> std::vector<int> solve(const OptnetRun &run)
{
    const Problems problems(run);
    const cnl_context *context = problems.context;
    const cnl_data &host = problems.made.data;
    const int64_t batch = run.batch;
    const int64_t n = run.n;
    Array<T> P(context, batch * n * n, numbers_of<T>(host.P, batch * n * n).data());
    Array<T> A(context, batch * n * n, numbers_of<T>(host.A, batch * n * n).data());
    Array<T> c(context, batch * n, numbers_of<T>(host.c, batch * n).data());
    Array<T> b(context, batch * n, numbers_of<T>(host.b, batch * n).data());
    Array<T> x(context, batch * n), y(context, batch * n), s(context, batch * n);
    Array<int32_t> iterations(context, batch), status(context, batch);
    const typename Calls<T>::Data data = {P.get(),       c.get(),       A.get(),       b.get(),
                                          host.P_stride, host.c_stride, host.A_stride, host.b_stride};
    typename Calls<T>::Solution out = {};
    out.x = x.get();
    out.y = y.get();
    out.s = s.get();
    out.iterations = iterations.get();
    out.status = status.get();
    check(Calls<T>::solve(problems.solver, batch, &data, &out), "cnl_solve", cnl_solver_message(problems.solver));
    for (int32_t each : status.values()) {
        if (each != CNL_SOLVED) throw std::runtime_error("a problem ended with status " + std::to_string(each));
    }
    if (run.differentiates) differentiate<T>(problems, data, batch, n);
    const std::vector<int32_t> counted = iterations.values();
    return std::vector<int>(counted.begin(), counted.end());
}

} // namespace

std::vector<int> solve_optnet(const OptnetRun &run) { return run.floats ? solve<float>(run) : solve<double>(run); }
