/* Trains a layer that solves convex programs, on a GPU: every array stays on the device, all work goes into one stream,
   and one step of training is captured in a CUDA graph and then replayed.

   Someone who has the features f would like to do W f, but must stay within limits:

       x(f) = argmin (1/2) |x - W f|^2   subject to  A x <= b

   We see the features and the decisions x, and learn W, A and b by gradient descent on the mean of (1/2) |x - seen|^2.
   For the library that is P = I, c = -W f; A and b are shared by the batch, so cnl_vjp() sums their gradients over it.

       cuda_training [batch [steps [plain]]]        plain: call every step, as one would without a graph             */
#include <conelet/conelet.h>
#include <cuda_runtime.h>

#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <random>
#include <vector>

enum { N = 4, M = 6, FEATURES = 3 };

/* W, A and b lie behind each other in one array, and so do their gradients. */
enum { AT_W = 0, AT_A = AT_W + N * FEATURES, AT_B = AT_A + M * N, PARAMETERS = AT_B + M };

static const double RATE = 0.2;

static void check(cudaError_t answer)
{
    if (answer == cudaSuccess) return;
    fprintf(stderr, "cuda_training: %s\n", cudaGetErrorString(answer));
    exit(1);
}

static void check(cnl_status status, const char *message)
{
    if (status == CNL_OK) return;
    fprintf(stderr, "cuda_training: %s\n", message);
    exit(1);
}

/* The kernels. A thread has one number, unless said otherwise. */

/* c = -W f */
__global__ void layer_forward(int batch, const double *W, const double *features, double *c)
{
    int at = blockIdx.x * blockDim.x + threadIdx.x;
    if (at >= batch * N) return;
    const double *f = features + at / N * FEATURES;
    double sum = 0;
    for (int k = 0; k < FEATURES; k++) sum -= W[at % N * FEATURES + k] * f[k];
    c[at] = sum;
}

/* dW = -sum of dc f' over the batch, always in the same order */
__global__ void layer_backward(int batch, const double *dc, const double *features, double *dW)
{
    int at = blockIdx.x * blockDim.x + threadIdx.x;
    if (at >= N * FEATURES) return;
    double sum = 0;
    for (int i = 0; i < batch; i++) sum -= dc[i * N + at / FEATURES] * features[i * FEATURES + at % FEATURES];
    dW[at] = sum;
}

/* loss = sum of (1/2) |x - seen|^2 / batch, and its gradient dx; by one warp */
__global__ void loss_and_gradient(int batch, const double *x, const double *seen, double *dx, double *loss)
{
    double sum = 0;
    for (int at = threadIdx.x; at < batch * N; at += 32) {
        dx[at] = (x[at] - seen[at]) / batch;
        sum += 0.5 * (x[at] - seen[at]) * dx[at];
    }
    for (int distance = 16; distance > 0; distance /= 2) sum += __shfl_down_sync(0xffffffff, sum, distance);
    if (threadIdx.x == 0) *loss = sum;
}

__global__ void descend(double rate, const double *gradient, double *parameters)
{
    int at = blockIdx.x * blockDim.x + threadIdx.x;
    if (at < PARAMETERS) parameters[at] -= rate * gradient[at];
}

/* kernel<<<blocks, threads, 0, stream>>>(arguments...) as a function, with a thread for each of so many numbers. */
template <class... Parameters, class... Arguments>
static void launch(cudaStream_t stream, int numbers, void (*kernel)(Parameters...), Arguments... arguments)
{
    const int threads = numbers <= 32 ? 32 : 128;
    cudaLaunchConfig_t config = {};
    config.gridDim = dim3((numbers + threads - 1) / threads);
    config.blockDim = dim3(threads);
    config.stream = stream;
    check(cudaLaunchKernelEx(&config, kernel, arguments...));
}

/* Arrays on the device: empty, or with these numbers. */
template <class Number> static Number *on_device(size_t count)
{
    Number *memory = nullptr;
    check(cudaMalloc(&memory, count * sizeof(Number)));
    return memory;
}

static double *on_device(const std::vector<double> &numbers)
{
    double *memory = on_device<double>(numbers.size());
    check(cudaMemcpy(memory, numbers.data(), numbers.size() * sizeof(double), cudaMemcpyHostToDevice));
    return memory;
}

struct training {
    int batch;
    cudaStream_t stream;
    cnl_context *context;
    cnl_solver *solver;
    double *features;            /* [batch, FEATURES] */
    double *seen;                /* [batch, N] the decisions to learn from */
    double *parameters;          /* [PARAMETERS] W, A, b */
    double *gradient;            /* [PARAMETERS] dW, dA, db */
    double *P, *c, *dc, *x, *dx; /* [N, N], [batch, N], ... */
    double *loss;                /* [1] */
    int32_t *status;             /* [batch] */
};

static void create(training *t)
{
    cnl_error error;
    check(cudaStreamCreate(&t->stream));
    cnl_cuda_options options = {};
    options.stream = t->stream;
    check(cnl_context_create_cuda(&options, &t->context, &error), error.message);

    cnl_structure structure = {};
    structure.n = N;
    structure.m = M;
    structure.cones.l = M; /* A x + s = b, s >= 0 */
    structure.P.layout = CNL_DENSE;
    structure.A.layout = CNL_DENSE;
    check(cnl_solver_create(t->context, &structure, nullptr, t->batch, &t->solver, &error), error.message);

    std::vector<double> identity(N * N);
    for (int i = 0; i < N; i++) identity[i * N + i] = 1;
    t->P = on_device(identity);
    t->c = on_device<double>(t->batch * N);
    t->dc = on_device<double>(t->batch * N);
    t->x = on_device<double>(t->batch * N);
    t->dx = on_device<double>(t->batch * N);
    t->seen = on_device<double>(t->batch * N);
    t->gradient = on_device<double>(PARAMETERS);
    t->loss = on_device<double>(1);
    t->status = on_device<int32_t>(t->batch);
}

static void destroy(training *t)
{
    double *arrays[] = {t->features, t->seen, t->parameters, t->gradient, t->P, t->c, t->dc, t->x, t->dx, t->loss};
    for (double *array : arrays) check(cudaFree(array));
    check(cudaFree(t->status));
    cnl_solver_destroy(t->solver);
    cnl_context_destroy(t->context);
    check(cudaStreamDestroy(t->stream));
}

static cnl_data data_of(const training *t, const double *parameters)
{
    cnl_data data = {};
    data.P = t->P;
    data.c = t->c;
    data.A = parameters + AT_A;
    data.b = parameters + AT_B;
    data.c_stride = N; /* the others are shared */
    return data;
}

/* x = what is decided with these parameters */
static void decide(training *t, const double *parameters, double *x)
{
    launch(t->stream, t->batch * N, layer_forward, t->batch, parameters + AT_W, t->features, t->c);
    cnl_data data = data_of(t, parameters);
    cnl_solution solution = {};
    solution.x = x;
    solution.status = t->status;
    check(cnl_solve(t->solver, t->batch, &data, &solution), cnl_solver_message(t->solver));
}

/* One step of gradient descent. It only puts work on the stream, so it can be called and it can be captured. */
static void step(training *t)
{
    decide(t, t->parameters, t->x);
    launch(t->stream, 32, loss_and_gradient, t->batch, t->x, t->seen, t->dx, t->loss);

    cnl_data data = data_of(t, t->parameters);
    cnl_cotangent cotangent = {};
    cotangent.dx = t->dx;
    cnl_gradient gradient = {};
    gradient.dc = t->dc;
    gradient.dA = t->gradient + AT_A;
    gradient.db = t->gradient + AT_B;
    check(cnl_vjp(t->solver, t->batch, &data, &cotangent, &gradient), cnl_solver_message(t->solver));

    launch(t->stream, N * FEATURES, layer_backward, t->batch, t->dc, t->features, t->gradient + AT_W);
    launch(t->stream, PARAMETERS, descend, RATE, t->gradient, t->parameters);
}

static cudaGraphExec_t capture(training *t)
{
    cudaGraph_t graph;
    cudaGraphExec_t executable;
    check(cudaStreamBeginCapture(t->stream, cudaStreamCaptureModeGlobal));
    step(t);
    check(cudaStreamEndCapture(t->stream, &graph));
    check(cudaGraphInstantiate(&executable, graph, 0));
    check(cudaGraphDestroy(graph));
    return executable;
}

static double loss_now(const training *t)
{
    double loss;
    check(cudaMemcpyAsync(&loss, t->loss, sizeof loss, cudaMemcpyDeviceToHost, t->stream));
    check(cudaStreamSynchronize(t->stream));
    return loss;
}

/* Features of a batch, the parameters of the one who decides, and a first guess of them. */
static void make_problem(training *t)
{
    std::mt19937 bits(1);
    std::normal_distribution<double> normal;
    std::vector<double> features(t->batch * FEATURES), truth(PARAMETERS), guess(PARAMETERS);
    for (double &number : features) number = normal(bits);
    for (double &number : truth) number = normal(bits);
    for (double &number : guess) number = normal(bits);
    for (int k = AT_B; k < PARAMETERS; k++) truth[k] = guess[k] = 1; /* x = 0 is allowed */
    t->features = on_device(features);
    t->parameters = on_device(guess);

    double *true_parameters = on_device(truth);
    decide(t, true_parameters, t->seen);
    check(cudaStreamSynchronize(t->stream));
    check(cudaFree(true_parameters));
}

int main(int count, char **words)
{
    training t = {};
    t.batch = count > 1 ? atoi(words[1]) : 1024;
    const int steps = count > 2 ? atoi(words[2]) : 1000;
    const bool plain = count > 3 && strcmp(words[3], "plain") == 0;
    if (t.batch < 1 || steps < 1) check(CNL_INVALID_ARGUMENT, "usage: cuda_training [batch [steps [plain]]]");

    create(&t);
    make_problem(&t);
    cudaGraphExec_t graph = plain ? nullptr : capture(&t);
    for (int k = 1; k <= steps; k++) {
        if (plain)
            step(&t);
        else
            check(cudaGraphLaunch(graph, t.stream));
        if (k == 1 || k % 10 == 0) printf("step %4d  loss %.17g\n", k, loss_now(&t));
    }
    if (graph) check(cudaGraphExecDestroy(graph));
    destroy(&t);
    return 0;
}
