/* A loop as a conditional node of a graph that is being captured. */
#include "library_graph.h"

/* The graph that a stream captures, and the nodes that its next one comes after. */
typedef struct capture_point {
    cudaGraph_t graph;
    const cudaGraphNode_t *after;
    size_t count;
} capture_point;

/* CUDA 13 has given these functions the parameters of what were versions of theirs. */
#if CUDART_VERSION >= 13000
static cudaError_t find_point(cudaStream_t stream, capture_point *at)
{
    cudaStreamCaptureStatus status;
    return cudaStreamGetCaptureInfo(stream, &status, NULL, &at->graph, &at->after, NULL, &at->count);
}

static cudaError_t add_node(const capture_point *at, cudaGraphNodeParams *params, cudaGraphNode_t *node)
{
    return cudaGraphAddNode(node, at->graph, at->after, NULL, at->count, params);
}

static cudaError_t continue_after(cudaStream_t stream, cudaGraphNode_t *node)
{
    return cudaStreamUpdateCaptureDependencies(stream, node, NULL, 1, cudaStreamSetCaptureDependencies);
}
#else
static cudaError_t find_point(cudaStream_t stream, capture_point *at)
{
    cudaStreamCaptureStatus status;
    return cudaStreamGetCaptureInfo_v2(stream, &status, NULL, &at->graph, &at->after, &at->count);
}

static cudaError_t add_node(const capture_point *at, cudaGraphNodeParams *params, cudaGraphNode_t *node)
{
    return cudaGraphAddNode(node, at->graph, at->after, at->count, params);
}

static cudaError_t continue_after(cudaStream_t stream, cudaGraphNode_t *node)
{
    return cudaStreamUpdateCaptureDependencies(stream, node, 1, cudaStreamSetCaptureDependencies);
}
#endif

/* K += S'S in all slots. */
static cudaError_t multiply(const library_loop *loop)
{
    const library_matrices *of = &loop->matrices;
    const library_room *room = loop->room;
    const double one = 1;
    const double *S = (const double *)(room->scratch + of->S_start);
    double *K = (double *)(room->scratch + of->K_start);
    long long stride = (long long)(room->slot_bytes / sizeof(double));
    if (of->count == 0) return cudaSuccess;
    return library_answer(loop->calls->multiply(loop->blas, CUBLAS_OP_T, CUBLAS_OP_N, of->n, of->n, of->count, &one, S,
                                                of->rows, stride, S, of->rows, stride, &one, K, of->order, stride,
                                                room->slots));
}

/* K = U'U in all slots. */
static cudaError_t factor(const library_loop *loop)
{
    const library_room *room = loop->room;
    return library_answer(loop->calls->factor(loop->solver, CUBLAS_FILL_MODE_UPPER, loop->matrices.n, room->factors,
                                              loop->matrices.order, room->info, room->slots));
}

static cudaError_t turn(const library_loop *loop, cudaGraphConditionalHandle condition, cudaStream_t stream)
{
    int failed = library_turn_launch(loop->room, loop->plan, loop->threads, stream);
    if (failed == cudaSuccess) failed = library_control_launch(loop->room, condition, stream);
    return (cudaError_t)failed;
}

static cudaError_t capture_body(const library_loop *loop, cudaGraphConditionalHandle condition, cudaGraph_t body)
{
    cudaGraph_t same = NULL;
    cudaError_t failed = cudaStreamBeginCaptureToGraph(loop->body, body, NULL, NULL, 0, cudaStreamCaptureModeRelaxed);
    if (failed != cudaSuccess) return failed;
    failed = multiply(loop);
    if (failed == cudaSuccess) failed = factor(loop);
    if (failed == cudaSuccess) failed = turn(loop, condition, loop->body);
    cudaError_t ended = cudaStreamEndCapture(loop->body, &same);
    return failed == cudaSuccess ? ended : failed;
}

int library_loop_capture(const library_loop *loop, cudaStream_t stream)
{
    capture_point at = {};
    cudaGraphNode_t node = NULL;
    cudaGraphNodeParams params = {};
    params.type = cudaGraphNodeTypeConditional;
    params.conditional.type = cudaGraphCondTypeWhile;
    params.conditional.size = 1;
    cudaGraphConditionalHandle *condition = &params.conditional.handle;
    cudaError_t failed = find_point(stream, &at);
    if (failed == cudaSuccess) failed = cudaGraphConditionalHandleCreate(condition, at.graph, 0, 0);
    if (failed == cudaSuccess) failed = turn(loop, *condition, stream);
    if (failed == cudaSuccess) failed = find_point(stream, &at);
    if (failed == cudaSuccess) failed = add_node(&at, &params, &node);
    if (failed == cudaSuccess) failed = continue_after(stream, &node);
    if (failed == cudaSuccess) failed = capture_body(loop, *condition, params.conditional.phGraph_out[0]);
    return (int)failed;
}
