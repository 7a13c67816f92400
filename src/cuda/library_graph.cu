/* Conditional nodes of a graph that is being captured. */
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

/* What a kernel decides upon: to run a body once, or as long as it says so. */
typedef struct branch {
    enum cudaGraphConditionalNodeType type;
    cudaGraphConditionalHandle condition;
    cudaGraph_t body;
} branch;

/* Its condition, for the kernel that comes before it. */
static cudaError_t open_branch(cudaStream_t stream, branch *made)
{
    capture_point at = {};
    cudaError_t failed = find_point(stream, &at);
    return failed == cudaSuccess ? cudaGraphConditionalHandleCreate(&made->condition, at.graph, 0, 0) : failed;
}

/* Its node, with an empty body. */
static cudaError_t add_branch(cudaStream_t stream, branch *made)
{
    capture_point at = {};
    cudaGraphNode_t node = NULL;
    cudaGraphNodeParams params = {};
    params.type = cudaGraphNodeTypeConditional;
    params.conditional.type = made->type;
    params.conditional.size = 1;
    params.conditional.handle = made->condition;
    cudaError_t failed = find_point(stream, &at);
    if (failed == cudaSuccess) failed = add_node(&at, &params, &node);
    if (failed != cudaSuccess) return failed;
    made->body = params.conditional.phGraph_out[0];
    return continue_after(stream, &node);
}

static cudaError_t turn(const library_loop *loop, const branch *whole, cudaStream_t stream)
{
    int failed = loop->turner->launch(loop->room, loop->plan, loop->threads, stream);
    if (failed == cudaSuccess) failed = library_control_launch(loop->room, whole->condition, stream);
    return (cudaError_t)failed;
}

/* The body's part that asks whether a group is ready. */
static cudaError_t ask_for_group(const library_loop *loop, branch *group)
{
    cudaError_t failed = open_branch(loop->body, group);
    if (failed == cudaSuccess)
        failed = (cudaError_t)library_gather_launch(loop->room, &loop->matrices, group->condition, loop->body);
    return failed == cudaSuccess ? add_branch(loop->body, group) : failed;
}

static cudaError_t end_body(const library_loop *loop, cudaError_t failed)
{
    cudaGraph_t same = NULL;
    cudaError_t ended = cudaStreamEndCapture(loop->body, &same);
    return failed == cudaSuccess ? ended : failed;
}

static cudaError_t begin_body(const library_loop *loop, const branch *of)
{
    return cudaStreamBeginCaptureToGraph(loop->body, of->body, NULL, NULL, 0, cudaStreamCaptureModeRelaxed);
}

static cudaError_t capture_turns(const library_loop *loop, const branch *whole, branch *group)
{
    cudaError_t failed = begin_body(loop, whole);
    if (failed != cudaSuccess) return failed;
    failed = library_add_products(loop);
    if (failed == cudaSuccess) failed = library_factor(loop);
    if (failed == cudaSuccess && library_sets_up(loop)) failed = ask_for_group(loop, group);
    if (failed == cudaSuccess) failed = turn(loop, whole, loop->body);
    return end_body(loop, failed);
}

static cudaError_t capture_setup(const library_loop *loop, const branch *group)
{
    cudaError_t failed = begin_body(loop, group);
    return failed == cudaSuccess ? end_body(loop, library_set_up(loop)) : failed;
}

int library_loop_capture(const library_loop *loop, cudaStream_t stream)
{
    branch whole = {cudaGraphCondTypeWhile, 0, NULL};
    branch group = {cudaGraphCondTypeIf, 0, NULL};
    cudaError_t failed = open_branch(stream, &whole);
    if (failed == cudaSuccess) failed = turn(loop, &whole, stream);
    if (failed == cudaSuccess) failed = add_branch(stream, &whole);
    if (failed == cudaSuccess) failed = capture_turns(loop, &whole, &group);
    if (failed == cudaSuccess && library_sets_up(loop)) failed = capture_setup(loop, &group);
    return (int)failed;
}
