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

/* A loop in a graph that is being captured: y += x until *count is 0, which the last kernel of each round lowers. */
struct loop {
    const two_streams *streams;
    device_array<double> x{std::vector<double>(N, 1.0)};
    device_array<double> y{std::vector<double>(N, 0.0)};
    device_array<int> count{std::vector<int>(1, 0)};
    cudaGraphConditionalHandle handle = 0;

    void set(int rounds) const { CHECK_OK(cudaMemcpy(count.get(), &rounds, sizeof rounds, cudaMemcpyHostToDevice)); }

    void lower(cudaStream_t stream, int by) const
    {
        cudaLaunchConfig_t config = launch_of(1, 1, 0, stream);
        CHECK_OK(cudaLaunchKernelEx(&config, lower_and_ask, handle, by, count.get()));
    }

    /* The graph and what its next node comes after. */
    cudaGraph_t graph_now(const cudaGraphNode_t **after, std::size_t *length) const
    {
        cudaGraph_t graph = nullptr;
        cudaStreamCaptureStatus status = cudaStreamCaptureStatusNone;
        CHECK_OK(cudaStreamGetCaptureInfo(streams->first, &status, nullptr, &graph, after, nullptr, length));
        CHECK_INT(status, cudaStreamCaptureStatusActive);
        return graph;
    }

    cudaGraph_t add_node(cudaGraphConditionalNodeType type) const
    {
        const cudaGraphNode_t *after = nullptr;
        std::size_t length = 0;
        cudaGraph_t graph = graph_now(&after, &length);
        cudaGraphNode_t node = nullptr;
        cudaGraphNodeParams params = {};
        params.type = cudaGraphNodeTypeConditional;
        params.conditional.handle = handle;
        params.conditional.type = type;
        params.conditional.size = 1;
        CHECK_OK(cudaGraphAddNode(&node, graph, after, nullptr, length, &params));
        CHECK_OK(
            cudaStreamUpdateCaptureDependencies(streams->first, &node, nullptr, 1, cudaStreamSetCaptureDependencies));
        return params.conditional.phGraph_out[0];
    }

    void capture_body(cudaGraph_t body) const
    {
        cudaGraph_t same = nullptr;
        CHECK_OK(
            cudaStreamBeginCaptureToGraph(streams->second, body, nullptr, nullptr, 0, cudaStreamCaptureModeRelaxed));
        add(streams->second, 1, x, y);
        lower(streams->second, 1);
        CHECK_OK(cudaStreamEndCapture(streams->second, &same));
        CHECK(same == body);
    }

    /* x is doubled first, and y after the loop: neither may pass it. */
    cudaGraph_t capture(cudaGraphConditionalNodeType type)
    {
        cudaGraph_t graph = nullptr;
        CHECK_OK(cudaStreamBeginCapture(streams->first, cudaStreamCaptureModeGlobal));
        const cudaGraphNode_t *after = nullptr;
        std::size_t length = 1;
        graph = graph_now(&after, &length);
        CHECK_INT(length, 0);
        CHECK_OK(cudaGraphConditionalHandleCreate(&handle, graph, 0, 0));
        add(streams->first, 1, x, x);
        lower(streams->first, 0);
        capture_body(add_node(type));
        add(streams->first, 1, y, y);
        CHECK_OK(cudaStreamEndCapture(streams->first, &graph));
        return graph;
    }
};

/* After r rounds y = 2 x r + y, doubled: the loop runs as often as the device says, not at all included. */
void a_loop_on_the_device(void)
{
    for (std::uint64_t seed = 0; seed < SEEDS; seed++) {
        cudasim_seed(seed);
        check_seed(seed);
        two_streams streams;
        loop made{&streams};
        cudasim_only_stream(streams.first); /* what the second one captures runs in the first */
        cudaGraphExec_t executable = instantiate(made.capture(cudaGraphCondTypeWhile), 4);
        double x = 1;
        double y = 0;
        for (int rounds : {3, 0, 1}) {
            cudasim_allow();
            made.set(rounds);
            cudasim_only_stream(streams.first);
            CHECK_OK(cudaGraphLaunch(executable, streams.first));
            CHECK_OK(cudaStreamSynchronize(streams.first));
            x *= 2;
            y = 2 * (y + rounds * x);
            cudasim_allow();
            for (double value : made.y.read()) CHECK_NEAR(value, y, 0);
        }
        CHECK_OK(cudaGraphExecDestroy(executable));
    }
    two_streams nothing_left;
}

/* A branch runs its body once, whatever the condition is then. */
void a_branch_on_the_device(void)
{
    two_streams streams;
    loop made{&streams};
    cudaGraphExec_t executable = instantiate(made.capture(cudaGraphCondTypeIf), 4);
    made.set(5);
    CHECK_OK(cudaGraphLaunch(executable, streams.first));
    CHECK_OK(cudaStreamSynchronize(streams.first));
    for (double value : made.y.read()) CHECK_NEAR(value, 4, 0);
    CHECK_OK(cudaGraphExecDestroy(executable));
}

/* A graph with conditional nodes has one executable at a time, and is no part of another graph. */
void what_loops_forbid(void)
{
    two_streams streams;
    loop made{&streams};
    cudaGraph_t graph = made.capture(cudaGraphCondTypeWhile);
    cudaGraph_t other = nullptr;
    cudaGraphExec_t executable = nullptr;
    cudaGraphExec_t second = nullptr;
    CHECK_OK(cudaGraphInstantiate(&executable, graph, 0));
    CHECK_INT(cudaGraphInstantiate(&second, graph, 0), cudaErrorNotSupported);
    CHECK_OK(cudaStreamBeginCapture(streams.first, cudaStreamCaptureModeRelaxed));
    CHECK_INT(cudaGraphLaunch(executable, streams.first), cudaErrorNotSupported);
    CHECK_OK(cudaStreamEndCapture(streams.first, &other));
    CHECK_OK(cudaGraphDestroy(other));
    CHECK_OK(cudaGraphExecDestroy(executable));
    CHECK_OK(cudaGraphInstantiate(&second, graph, 0));
    CHECK_OK(cudaGraphExecDestroy(second));
    CHECK_OK(cudaGraphDestroy(graph));
}

/* Handles are of one graph and for one node. */
void wrong_conditions(void)
{
    two_streams streams;
    loop made{&streams};
    cudaGraph_t graph = made.capture(cudaGraphCondTypeWhile);
    cudaGraphNode_t node = nullptr;
    cudaGraphNodeParams params = {};
    params.type = cudaGraphNodeTypeConditional;
    params.conditional.handle = made.handle;
    params.conditional.type = cudaGraphCondTypeWhile;
    params.conditional.size = 1;
    CHECK_INT(cudaGraphAddNode(&node, graph, nullptr, nullptr, 0, &params), cudaErrorInvalidValue);
    params.conditional.handle = made.handle + 1;
    CHECK_INT(cudaGraphAddNode(&node, graph, nullptr, nullptr, 0, &params), cudaErrorInvalidValue);

    cudaGraphExec_t executable = nullptr;
    cudaGraphConditionalHandle idle = 0;
    CHECK_OK(cudaGraphConditionalHandleCreate(&idle, graph, 0, 0));
    CHECK_INT(cudaGraphInstantiate(&executable, graph, 0), cudaErrorInvalidValue); /* one without a node */
    params.conditional.handle = idle;
    cudaGraphNode_t unknown = reinterpret_cast<cudaGraphNode_t>(99);
    CHECK_INT(cudaGraphAddNode(&node, graph, &unknown, nullptr, 1, &params), cudaErrorInvalidValue);
    CHECK_OK(cudaGraphDestroy(graph));
    CHECK_INT(cudaGraphConditionalHandleCreate(&idle, graph, 0, 0), cudaErrorInvalidValue);
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
    RUN(a_loop_on_the_device);
    RUN(a_branch_on_the_device);
    RUN(what_loops_forbid);
    RUN(wrong_conditions);
    return check_report();
}
