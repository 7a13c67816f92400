/* Streams run late, in any order that they and their events allow. */
#include "check_cpp.h"
#include "child.h"
#include "kernels.h"
#include "launch_of.h"

#include <cmath>
#include <vector>

namespace
{

enum { SEEDS = 200, N = 64 };

/* Two streams, an event, device arrays x and y, and pinned memory, all of N numbers. */
struct workshop {
    cudaStream_t first = nullptr;
    cudaStream_t second = nullptr;
    cudaEvent_t event = nullptr;
    double *x = nullptr;
    double *y = nullptr;
    double *pinned = nullptr;

    workshop()
    {
        CHECK_OK(cudaStreamCreateWithFlags(&first, cudaStreamNonBlocking));
        CHECK_OK(cudaStreamCreateWithFlags(&second, cudaStreamNonBlocking));
        CHECK_OK(cudaEventCreateWithFlags(&event, cudaEventDisableTiming));
        CHECK_OK(cudaMalloc(&x, N * sizeof(double)));
        CHECK_OK(cudaMalloc(&y, N * sizeof(double)));
        CHECK_OK(cudaMallocHost(&pinned, N * sizeof(double)));
        for (int i = 0; i < N; i++) pinned[i] = i;
    }

    ~workshop()
    {
        CHECK_OK(cudaDeviceSynchronize());
        CHECK_OK(cudaFreeHost(pinned));
        CHECK_OK(cudaFree(y));
        CHECK_OK(cudaFree(x));
        CHECK_OK(cudaEventDestroy(event));
        CHECK_OK(cudaStreamDestroy(second));
        CHECK_OK(cudaStreamDestroy(first));
        CHECK_INT(cudasim_leaks(), 0);
    }

    void fill_x(cudaStream_t stream) const
    {
        CHECK_OK(cudaMemcpyAsync(x, pinned, N * sizeof(double), cudaMemcpyHostToDevice, stream));
    }

    void zero_y(cudaStream_t stream) const { CHECK_OK(cudaMemsetAsync(y, 0, N * sizeof(double), stream)); }

    /* y += 2 x */
    void add(cudaStream_t stream) const
    {
        cudaLaunchConfig_t config = launch_of(2, 32, 0, stream);
        CHECK_OK(cudaLaunchKernelEx(&config, add_scaled, static_cast<int>(N), 2.0, x, y));
    }

    /* Waits for everything. @return whether y = 2 (0, 1, 2, ...) */
    bool y_is_right() const
    {
        CHECK_OK(cudaDeviceSynchronize());
        std::vector<double> values(N);
        CHECK_OK(cudaMemcpy(values.data(), y, N * sizeof(double), cudaMemcpyDeviceToHost));
        bool right = true;
        for (int i = 0; i < N; i++) right = right && values[static_cast<std::size_t>(i)] == 2 * i;
        return right;
    }
};

void begin(std::uint64_t seed)
{
    cudasim_seed(seed);
    check_seed(seed);
}

void one_stream_keeps_its_order(void)
{
    for (std::uint64_t seed = 0; seed < SEEDS; seed++) {
        begin(seed);
        workshop w;
        w.fill_x(w.first);
        w.zero_y(w.first);
        w.add(w.first);
        CHECK(w.y_is_right());
    }
}

void an_event_orders_two_streams(void)
{
    for (std::uint64_t seed = 0; seed < SEEDS; seed++) {
        begin(seed);
        workshop w;
        w.fill_x(w.first);
        CHECK_OK(cudaEventRecord(w.event, w.first));
        w.zero_y(w.second);
        CHECK_OK(cudaStreamWaitEvent(w.second, w.event, 0));
        w.add(w.second);
        CHECK(w.y_is_right());
    }
}

/* A seeded bug: the kernel does not wait for the copy in the other stream. */
void schedules_show_a_missing_event(void)
{
    int wrong = 0;
    for (std::uint64_t seed = 1; seed <= SEEDS; seed++) {
        begin(seed);
        workshop w;
        w.fill_x(w.first);
        w.zero_y(w.second);
        w.add(w.second);
        wrong += !w.y_is_right();
    }
    CHECK_THAT(wrong > SEEDS / 10 && wrong < SEEDS, "%d of %d schedules were wrong", wrong, SEEDS);
}

/* A wait is for the record before it, not for one to come. */
void an_event_that_was_not_recorded_holds_nobody(void)
{
    begin(1);
    workshop w;
    CHECK_OK(cudaStreamWaitEvent(w.first, w.event, 0));
    w.fill_x(w.first);
    CHECK_OK(cudaStreamSynchronize(w.first));
    CHECK_OK(cudaEventQuery(w.event));
}

/* Streams made without cudaStreamNonBlocking and the null stream wait for each other. */
void the_null_stream_orders_the_others(void)
{
    for (std::uint64_t seed = 0; seed < SEEDS; seed++) {
        begin(seed);
        workshop w;
        cudaStream_t waiting = nullptr;
        CHECK_OK(cudaStreamCreate(&waiting));
        w.zero_y(nullptr);
        w.fill_x(waiting);
        w.add(nullptr);
        CHECK(w.y_is_right());
        CHECK_OK(cudaStreamDestroy(waiting));
    }
}

/* Nothing has happened when the call returns: neither to what it writes nor from what it reads. */
void work_runs_late(void)
{
    begin(0);
    workshop w;
    w.fill_x(w.first);
    CHECK_INT(cudaStreamQuery(w.second), cudaSuccess);
    for (int i = 0; i < N; i++) w.pinned[i] = -1;
    CHECK_OK(cudaMemcpyAsync(w.pinned + 1, w.x, sizeof(double), cudaMemcpyDeviceToHost, w.first));
    w.pinned[1] = 7;
    CHECK(w.pinned[1] == 7);
    CHECK_OK(cudaStreamSynchronize(w.first));
    CHECK(w.pinned[1] == -1);
}

/* Pageable memory that goes to the device may be used again at once. */
void pageable_memory_is_staged(void)
{
    begin(0);
    workshop w;
    std::vector<double> pageable(w.pinned, w.pinned + N);
    CHECK_OK(cudaMemcpyAsync(w.x, pageable.data(), N * sizeof(double), cudaMemcpyHostToDevice, w.first));
    pageable.assign(N, -1);
    w.zero_y(w.first);
    w.add(w.first);
    CHECK(w.y_is_right());
}

void asking_comes_to_an_end(void)
{
    begin(1);
    workshop w;
    w.fill_x(w.first);
    CHECK_OK(cudaEventRecord(w.event, w.first));
    CHECK_INT(cudaEventQuery(w.event), cudaErrorNotReady);
    while (cudaEventQuery(w.event) == cudaErrorNotReady) continue;
    w.fill_x(w.second);
    while (cudaStreamQuery(w.second) == cudaErrorNotReady) continue;
    CHECK_OK(cudaStreamQuery(w.second));
    w.fill_x(w.first);
    CHECK_OK(cudaEventRecord(w.event, w.first));
    CHECK_OK(cudaEventSynchronize(w.event));
    CHECK_OK(cudaEventQuery(w.event));
}

void time_between_events(void)
{
    workshop w;
    cudaEvent_t start = nullptr;
    cudaEvent_t end = nullptr;
    float milliseconds = -1;
    CHECK_OK(cudaEventCreate(&start));
    CHECK_OK(cudaEventCreate(&end));
    CHECK_OK(cudaEventRecord(start, w.first));
    w.fill_x(w.first);
    CHECK_OK(cudaEventRecord(end, w.first));
    CHECK_INT(cudaEventElapsedTime(&milliseconds, start, end), cudaErrorNotReady);
    CHECK_OK(cudaEventSynchronize(end));
    CHECK_OK(cudaEventElapsedTime(&milliseconds, start, end));
    CHECK(milliseconds >= 0);
    CHECK_OK(cudaEventDestroy(start));
    CHECK_OK(cudaEventDestroy(end));
}

void memory_freed_in_order(void)
{
    begin(0);
    workshop w;
    double *passing = nullptr;
    CHECK_OK(cudaMallocAsync(&passing, N * sizeof(double), w.first));
    CHECK_OK(cudaMemcpyAsync(passing, w.pinned, N * sizeof(double), cudaMemcpyHostToDevice, w.first));
    CHECK_OK(cudaMemcpyAsync(w.x, passing, N * sizeof(double), cudaMemcpyDeviceToDevice, w.first));
    CHECK_OK(cudaFreeAsync(passing, w.first));
    w.zero_y(w.first);
    w.add(w.first);
    CHECK(w.y_is_right());
    child_end end = run_in_child([&] {
        CHECK_OK(cudaMallocAsync(&passing, N * sizeof(double), w.first));
        CHECK_OK(cudaFreeAsync(passing, w.first));
        CHECK_OK(cudaMemsetAsync(passing, 0, N * sizeof(double), w.first));
        cudaDeviceSynchronize();
    });
    check_found(end, "cudaMemsetAsync runs when its memory is gone");
}

void a_destroyed_stream_finishes_its_work(void)
{
    begin(3);
    workshop w;
    cudaStream_t passing = nullptr;
    CHECK_OK(cudaStreamCreateWithFlags(&passing, cudaStreamNonBlocking));
    w.fill_x(passing);
    w.zero_y(passing);
    w.add(passing);
    CHECK_OK(cudaStreamDestroy(passing));
    CHECK(w.y_is_right());
    CHECK_INT(cudaStreamSynchronize(passing), cudaErrorInvalidResourceHandle);
}

void what_a_test_forbids(void)
{
    workshop w;
    std::vector<double> pageable(N);
    auto found = [&](unsigned kinds, const std::function<void()> &work) {
        return run_in_child([&] {
            cudasim_forbid(kinds);
            work();
        });
    };
    check_found(found(CUDASIM_ALLOCATION, [&] { cudaMalloc(&w.x, 8); }), "cudaMalloc allocates");
    check_found(found(CUDASIM_SYNCHRONISATION, [&] { cudaStreamSynchronize(w.first); }),
                "cudaStreamSynchronize may wait");
    check_found(found(CUDASIM_SYNCHRONISATION,
                      [&] { cudaMemcpyAsync(w.x, pageable.data(), 8, cudaMemcpyHostToDevice, w.first); }),
                "pageable memory may wait");
    child_end allowed = found(CUDASIM_ALLOCATION | CUDASIM_SYNCHRONISATION, [&] {
        w.fill_x(w.first);
        w.zero_y(w.first);
        w.add(w.first);
        cudasim_allow();
        cudaDeviceSynchronize();
    });
    CHECK_INT(allowed.code, 0);
}

} // namespace

int main(int argc, char **argv)
{
    check_arguments(argc, argv);
    RUN(one_stream_keeps_its_order);
    RUN(an_event_orders_two_streams);
    RUN(schedules_show_a_missing_event);
    RUN(an_event_that_was_not_recorded_holds_nobody);
    RUN(the_null_stream_orders_the_others);
    RUN(work_runs_late);
    RUN(pageable_memory_is_staged);
    RUN(asking_comes_to_an_end);
    RUN(time_between_events);
    RUN(memory_freed_in_order);
    RUN(a_destroyed_stream_finishes_its_work);
    RUN(what_a_test_forbids);
    return check_report();
}
