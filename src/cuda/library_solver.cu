/* Making, unmaking and running the library executor. */
#include "library_solver.h"

#include "../core/context.h"
#include "library_graph.h"

/* The first driver whose graphs have conditional nodes that loop. */
enum { DRIVER_WITH_LOOPS = 12040 };

struct library_solver {
    const cnl_context *host;
    library_room room;
    library_loop loop;
    cudaStream_t front; /* captures the graph */
    cudaGraph_t graph;
    cudaGraphExec_t executable;
};

size_t library_scratch(const plan *plan) { return library_turner_of(plan->route)->matrices(plan).slot_bytes; }

int library_prepare(enum route route, int threads, int *blocks_per_multiprocessor)
{
    int driver = 0;
    *blocks_per_multiprocessor = 0;
    int failed = cudaDriverGetVersion(&driver);
    if (failed != cudaSuccess) return failed;
    if (driver < DRIVER_WITH_LOOPS) return cudaErrorInsufficientDriver;
    if (library_calls_open() == NULL) return cudaErrorNotSupported;
    failed = library_kernels_prepare();
    if (failed != cudaSuccess) return failed;
    return library_turner_of(route)->prepare(threads, blocks_per_multiprocessor);
}

size_t library_bytes(const plan *plan, const kernel_plan *kernel)
{
    arena memory = {NULL, 0};
    library_room room;
    library_room_layout(&memory, plan, kernel, &room);
    return memory.used;
}

/* Handles on the stream that captures; a workspace of ours, as a capture may not allocate one. */
static cudaError_t open_handles(library_loop *loop)
{
    const library_calls *calls = loop->calls;
    cudaError_t failed = library_answer(calls->blas_create(&loop->blas));
    if (failed != cudaSuccess) return failed;
    failed = library_answer(calls->blas_set_stream(loop->blas, loop->body));
    if (failed == cudaSuccess)
        failed = library_answer(calls->blas_set_workspace(loop->blas, loop->room->workspace, LIBRARY_WORKSPACE));
    if (failed == cudaSuccess) failed = library_answer(calls->solver_create(&loop->solver));
    if (failed == cudaSuccess) failed = library_answer(calls->solver_set_stream(loop->solver, loop->body));
    return failed;
}

/* The graph of plain calls, on the device before the first of them. */
static cudaError_t open_graph(library_solver *solver)
{
    cudaError_t failed = cudaStreamBeginCapture(solver->front, cudaStreamCaptureModeRelaxed);
    if (failed != cudaSuccess) return failed;
    failed = (cudaError_t)library_loop_capture(&solver->loop, solver->front);
    cudaError_t ended = cudaStreamEndCapture(solver->front, &solver->graph);
    if (failed == cudaSuccess) failed = ended;
    if (failed == cudaSuccess) failed = cudaGraphInstantiate(&solver->executable, solver->graph, 0);
    if (failed == cudaSuccess) failed = cudaGraphUpload(solver->executable, solver->front);
    if (failed == cudaSuccess) failed = cudaStreamSynchronize(solver->front);
    return failed;
}

static cudaError_t open_streams(library_solver *solver)
{
    cudaError_t failed = cudaStreamCreateWithFlags(&solver->front, cudaStreamNonBlocking);
    if (failed != cudaSuccess) return failed;
    return cudaStreamCreateWithFlags(&solver->loop.body, cudaStreamNonBlocking);
}

int library_open(const cnl_context *host, const library_parts *parts, library_solver **made)
{
    *made = (library_solver *)context_allocate(host, sizeof **made);
    if (*made == NULL) return cudaErrorMemoryAllocation;
    library_solver *solver = *made;
    *solver = {};
    solver->host = host;
    library_loop *loop = &solver->loop;
    loop->calls = library_calls_open();
    if (loop->calls == NULL) return cudaErrorNotSupported;
    loop->room = &solver->room;
    loop->plan = parts->plan;
    loop->turner = library_turner_of(parts->source->route);
    loop->matrices = loop->turner->matrices(parts->source);
    loop->threads = parts->kernel->threads;
    arena memory = {(unsigned char *)parts->memory, 0};
    library_room_layout(&memory, parts->source, parts->kernel, &solver->room);
    solver->room.scratch = parts->scratch;
    cudaError_t failed = open_streams(solver);
    if (failed == cudaSuccess) failed = open_handles(loop);
    if (failed == cudaSuccess) failed = open_graph(solver);
    return failed;
}

void library_close(library_solver *solver)
{
    if (solver == NULL) return;
    const library_loop *loop = &solver->loop;
    if (solver->executable) cudaGraphExecDestroy(solver->executable);
    if (solver->graph) cudaGraphDestroy(solver->graph);
    if (loop->solver) loop->calls->solver_destroy(loop->solver);
    if (loop->blas) loop->calls->blas_destroy(loop->blas);
    if (loop->body) cudaStreamDestroy(loop->body);
    if (solver->front) cudaStreamDestroy(solver->front);
    context_release(solver->host, solver);
}

int library_solve(const library_solver *solver, const device_solve_job *job, cudaStream_t stream)
{
    cudaStreamCaptureStatus status = cudaStreamCaptureStatusNone;
    int failed = cudaStreamIsCapturing(stream, &status);
    if (failed == cudaSuccess) failed = library_accept_launch(&solver->room, &solver->loop.matrices, job, stream);
    if (failed != cudaSuccess) return failed;
    if (status == cudaStreamCaptureStatusNone) return cudaGraphLaunch(solver->executable, stream);
    return library_loop_capture(&solver->loop, stream);
}
