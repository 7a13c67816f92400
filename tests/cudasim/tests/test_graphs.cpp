/* Streams are captured into graphs, which run as often as one likes. */
#include "check_cpp.h"
#include "device_array.h"
#include "kernels.h"
#include "launch_of.h"

#include <vector>

namespace
{

enum { SEEDS = 100, N = 40 };

struct two_streams {
    cudaStream_t first = nullptr;
    cudaStream_t second = nullptr;
    cudaEvent_t fork = nullptr;
    cudaEvent_t join = nullptr;

    two_streams()
    {
        CHECK_OK(cudaStreamCreate(&first));
        CHECK_OK(cudaStreamCreate(&second));
        CHECK_OK(cudaEventCreate(&fork));
        CHECK_OK(cudaEventCreate(&join));
    }

    ~two_streams()
    {
        CHECK_OK(cudaEventDestroy(join));
        CHECK_OK(cudaEventDestroy(fork));
        CHECK_OK(cudaStreamDestroy(second));
        CHECK_OK(cudaStreamDestroy(first));
        CHECK_INT(cudasim_leaks(), 0);
    }
};

/* y += a x in the stream */
void add(cudaStream_t stream, double a, const device_array<double> &x, const device_array<double> &y)
{
    cudaLaunchConfig_t config = launch_of(2, 32, 0, stream);
    CHECK_OK(cudaLaunchKernelEx(&config, add_scaled, static_cast<int>(N), a, x.get(), y.get()));
}

cudaGraphExec_t instantiate(cudaGraph_t graph, std::size_t nodes)
{
    std::size_t count = 0;
    cudaGraphExec_t executable = nullptr;
    CHECK_OK(cudaGraphGetNodes(graph, nullptr, &count));
    CHECK_INT(count, nodes);
    CHECK_OK(cudaGraphInstantiate(&executable, graph, 0));
    CHECK_OK(cudaGraphDestroy(graph));
    return executable;
}

/* z = 0, z += x, then y = z: three times over, with x changed in between. */
void a_stream_replayed(void)
{
    for (std::uint64_t seed = 0; seed < SEEDS; seed++) {
        cudasim_seed(seed);
        check_seed(seed);
        two_streams streams;
        device_array<double> x(std::vector<double>(N, 1.0));
        device_array<double> y(N);
        device_array<double> z(N);
        cudaGraph_t graph = nullptr;
        CHECK_OK(cudaStreamBeginCapture(streams.first, cudaStreamCaptureModeGlobal));
        CHECK_OK(cudaMemsetAsync(z.get(), 0, N * sizeof(double), streams.first));
        add(streams.first, 3, x, z);
        CHECK_OK(cudaMemcpyAsync(y.get(), z.get(), N * sizeof(double), cudaMemcpyDeviceToDevice, streams.first));
        CHECK_OK(cudaStreamEndCapture(streams.first, &graph));
        cudaGraphExec_t executable = instantiate(graph, 3);

        for (int round = 1; round < 4; round++) {
            std::vector<double> values(N, round);
            CHECK_OK(cudaMemcpy(x.get(), values.data(), N * sizeof(double), cudaMemcpyHostToDevice));
            CHECK_OK(cudaGraphLaunch(executable, streams.first));
            CHECK_OK(cudaStreamSynchronize(streams.first));
            for (double value : y.read()) CHECK_NEAR(value, 3 * round, 0);
        }
        CHECK_OK(cudaGraphExecDestroy(executable));
        CHECK_INT(cudasim_leaks(), 7);
    }
    two_streams nothing_left;
}

/* What was captured has not run. */
void a_capture_runs_nothing(void)
{
    two_streams streams;
    {
        device_array<double> x(std::vector<double>(N, 1.0));
        cudaGraph_t graph = nullptr;
        CHECK_OK(cudaStreamBeginCapture(streams.first, cudaStreamCaptureModeRelaxed));
        cudaStreamCaptureStatus status = cudaStreamCaptureStatusNone;
        CHECK_OK(cudaStreamIsCapturing(streams.first, &status));
        CHECK_INT(status, cudaStreamCaptureStatusActive);
        add(streams.first, 1, x, x);
        CHECK_OK(cudaStreamEndCapture(streams.first, &graph));
        CHECK_OK(cudaDeviceSynchronize());
        for (double value : x.read()) CHECK_NEAR(value, 1, 0);
        CHECK_OK(cudaGraphDestroy(graph));
    }
}

/* y += x in one branch and z += x in the other, in either order; then y += z. */
void a_fork_and_a_join(void)
{
    for (std::uint64_t seed = 0; seed < SEEDS; seed++) {
        cudasim_seed(seed);
        check_seed(seed);
        two_streams streams;
        device_array<double> x(std::vector<double>(N, 1.0));
        device_array<double> y(std::vector<double>(N, 0.0));
        device_array<double> z(std::vector<double>(N, 0.0));
        cudaGraph_t graph = nullptr;
        CHECK_OK(cudaStreamBeginCapture(streams.first, cudaStreamCaptureModeGlobal));
        add(streams.first, 1, x, x);
        CHECK_OK(cudaEventRecord(streams.fork, streams.first));
        CHECK_OK(cudaStreamWaitEvent(streams.second, streams.fork, 0));
        add(streams.first, 1, x, y);
        add(streams.second, 10, x, z);
        CHECK_OK(cudaEventRecord(streams.join, streams.second));
        CHECK_OK(cudaStreamWaitEvent(streams.first, streams.join, 0));
        add(streams.first, 1, z, y);
        CHECK_OK(cudaStreamEndCapture(streams.first, &graph));
        cudaGraphExec_t executable = instantiate(graph, 4);
        CHECK_OK(cudaGraphLaunch(executable, streams.first));
        CHECK_OK(cudaStreamSynchronize(streams.first));
        for (double value : y.read()) CHECK_NEAR(value, 22, 0);
        CHECK_OK(cudaGraphExecDestroy(executable));
    }
}

void a_fork_without_a_join(void)
{
    two_streams streams;
    {
        device_array<double> x(std::vector<double>(N, 1.0));
        cudaGraph_t graph = nullptr;
        CHECK_OK(cudaStreamBeginCapture(streams.first, cudaStreamCaptureModeGlobal));
        CHECK_OK(cudaEventRecord(streams.fork, streams.first));
        CHECK_OK(cudaStreamWaitEvent(streams.second, streams.fork, 0));
        add(streams.second, 1, x, x);
        CHECK_INT(cudaStreamEndCapture(streams.second, &graph), cudaErrorStreamCaptureUnmatched);
        CHECK_INT(cudaStreamEndCapture(streams.first, &graph), cudaErrorStreamCaptureUnjoined);
        CHECK(graph == nullptr);
    }
}

/* Waiting or allocating while a stream captures spoils the capture. */
void what_no_capture_may_hold(void)
{
    two_streams streams;
    cudaGraph_t graph = nullptr;
    CHECK_INT(cudaStreamBeginCapture(nullptr, cudaStreamCaptureModeGlobal), cudaErrorStreamCaptureUnsupported);

    CHECK_OK(cudaStreamBeginCapture(streams.first, cudaStreamCaptureModeGlobal));
    CHECK_INT(cudaStreamSynchronize(streams.first), cudaErrorStreamCaptureUnsupported);
    CHECK_INT(cudaStreamEndCapture(streams.first, &graph), cudaErrorStreamCaptureInvalidated);

    double *memory = nullptr;
    CHECK_OK(cudaStreamBeginCapture(streams.first, cudaStreamCaptureModeGlobal));
    CHECK_INT(cudaMalloc(&memory, 8), cudaErrorStreamCaptureUnsupported);
    CHECK_INT(cudaStreamEndCapture(streams.first, &graph), cudaErrorStreamCaptureInvalidated);
    CHECK(graph == nullptr);
}

/* A relaxed capture leaves others alone; only its own stream cannot be waited for. */
void what_a_relaxed_capture_allows(void)
{
    cudaStream_t stream = nullptr;
    cudaGraph_t graph = nullptr;
    CHECK_OK(cudaStreamCreateWithFlags(&stream, cudaStreamNonBlocking));
    CHECK_OK(cudaStreamBeginCapture(stream, cudaStreamCaptureModeRelaxed));
    {
        device_array<double> x(std::vector<double>(N, 1.0));
        CHECK(x.read()[0] == 1);
    }
    CHECK_OK(cudaStreamEndCapture(stream, &graph));
    CHECK_OK(cudaGraphDestroy(graph));

    CHECK_OK(cudaStreamBeginCapture(stream, cudaStreamCaptureModeRelaxed));
    CHECK_INT(cudaStreamSynchronize(stream), cudaErrorStreamCaptureUnsupported);
    CHECK_INT(cudaStreamEndCapture(stream, &graph), cudaErrorStreamCaptureInvalidated);
    CHECK_OK(cudaStreamDestroy(stream));
}

} // namespace

int main(int argc, char **argv)
{
    check_arguments(argc, argv);
    RUN(a_stream_replayed);
    RUN(a_capture_runs_nothing);
    RUN(a_fork_and_a_join);
    RUN(a_fork_without_a_join);
    RUN(what_no_capture_may_hold);
    RUN(what_a_relaxed_capture_allows);
    return check_report();
}
