/* cudaMemcpy and cudaMemset. An asynchronous copy reads and writes when its turn in the stream comes, not when it is
   asked for; only pageable memory that goes to the device is read at once, as the driver stages it. */
#include "api_call.h"
#include "capture.h"
#include "memory.h"
#include "report.h"
#include "stream.h"

#include <cstring>
#include <memory>
#include <vector>

using namespace cudasim;

namespace
{

enum class memory_kind { device, pinned, pageable, wrong };

memory_kind kind_of(const void *address, std::size_t bytes)
{
    if (is_device_memory(address, bytes)) return memory_kind::device;
    if (in_device_space(address)) return memory_kind::wrong;
    return is_pinned(address, bytes) ? memory_kind::pinned : memory_kind::pageable;
}

struct copy {
    void *to;
    const void *from;
    std::size_t bytes;
    memory_kind to_kind;
    memory_kind from_kind;
};

copy make_copy(void *to, const void *from, std::size_t bytes)
{
    return copy{to, from, bytes, kind_of(to, bytes), kind_of(from, bytes)};
}

/* What is copied must be where the caller says that it is. */
cudaError_t check_copy(const copy &wanted, cudaMemcpyKind direction)
{
    bool to_device = wanted.to_kind == memory_kind::device;
    bool from_device = wanted.from_kind == memory_kind::device;
    if (wanted.to_kind == memory_kind::wrong || wanted.from_kind == memory_kind::wrong) return cudaErrorInvalidValue;
    switch (direction) {
    case cudaMemcpyHostToHost:
        return !to_device && !from_device ? cudaSuccess : cudaErrorInvalidValue;
    case cudaMemcpyHostToDevice:
        return to_device && !from_device ? cudaSuccess : cudaErrorInvalidValue;
    case cudaMemcpyDeviceToHost:
        return !to_device && from_device ? cudaSuccess : cudaErrorInvalidValue;
    case cudaMemcpyDeviceToDevice:
        return to_device && from_device ? cudaSuccess : cudaErrorInvalidValue;
    case cudaMemcpyDefault:
        return cudaSuccess;
    default:
        return cudaErrorInvalidMemcpyDirection;
    }
}

/* The memory may have been freed since, or be another device's. */
void check_alive(const void *address, std::size_t bytes, const char *function)
{
    if (in_device_space(address) && !is_device_memory(address, bytes)) {
        fail("%s runs when its memory is gone: %s", function, describe_device_address(address));
    }
}

void run_copy(const copy &wanted, const void *from)
{
    check_alive(wanted.to, wanted.bytes, "cudaMemcpyAsync");
    check_alive(from, wanted.bytes, "cudaMemcpyAsync");
    std::memmove(wanted.to, from, wanted.bytes);
}

bool may_wait(const copy &wanted)
{
    return wanted.to_kind == memory_kind::pageable || wanted.from_kind == memory_kind::pageable;
}

cudaError_t enqueue_copy(cudaStream_t stream, const copy &wanted)
{
    bool capturing = find_stream(stream)->capture != nullptr;
    bool staged = wanted.from_kind == memory_kind::pageable && wanted.to_kind == memory_kind::device && !capturing;
    if (!staged) return enqueue(stream, [wanted] { run_copy(wanted, wanted.from); });

    const char *begin = static_cast<const char *>(wanted.from);
    auto staging = std::make_shared<const std::vector<char>>(begin, begin + wanted.bytes);
    return enqueue(stream, [wanted, staging] { run_copy(wanted, staging->data()); });
}

} // namespace

cudaError_t cudaMemcpyAsync(void *to, const void *from, size_t bytes, cudaMemcpyKind kind, cudaStream_t stream)
{
    api_call guard;
    if (find_stream(stream) == nullptr) return keep(cudaErrorInvalidResourceHandle);
    if (bytes == 0) return cudaSuccess;
    copy wanted = make_copy(to, from, bytes);
    cudaError_t error = check_copy(wanted, kind);
    if (error != cudaSuccess) return keep(error);
    if (is_to_fail(CUDASIM_COPY)) return keep(cudaErrorInvalidValue);
    if (may_wait(wanted)) check_allowed(CUDASIM_SYNCHRONISATION, "cudaMemcpyAsync of pageable memory");
    return keep(enqueue_copy(stream, wanted));
}

/* In the legacy stream, and waited for. */
cudaError_t cudaMemcpy(void *to, const void *from, size_t bytes, cudaMemcpyKind kind)
{
    api_call guard(CUDASIM_SYNCHRONISATION, "cudaMemcpy");
    if (capture_forbids_waiting()) return keep(spoil_captures());
    if (bytes == 0) return cudaSuccess;
    copy wanted = make_copy(to, from, bytes);
    cudaError_t error = check_copy(wanted, kind);
    if (error != cudaSuccess) return keep(error);
    if (is_to_fail(CUDASIM_COPY)) return keep(cudaErrorInvalidValue);
    error = enqueue_copy(cudaStreamLegacy, wanted);
    if (error == cudaSuccess) finish_stream(find_stream(cudaStreamLegacy));
    return keep(error);
}

cudaError_t cudaMemsetAsync(void *address, int byte, size_t bytes, cudaStream_t stream)
{
    api_call guard;
    if (find_stream(stream) == nullptr) return keep(cudaErrorInvalidResourceHandle);
    if (bytes == 0) return cudaSuccess;
    if (!is_device_memory(address, bytes) && !is_pinned(address, bytes)) return keep(cudaErrorInvalidValue);
    if (is_to_fail(CUDASIM_COPY)) return keep(cudaErrorInvalidValue);
    return keep(enqueue(stream, [=] {
        check_alive(address, bytes, "cudaMemsetAsync");
        std::memset(address, byte, bytes);
    }));
}

/* Asynchronous on device memory, like the real one. */
cudaError_t cudaMemset(void *address, int byte, size_t bytes)
{
    api_call guard;
    if (capture_forbids_waiting()) return keep(spoil_captures());
    return cudaMemsetAsync(address, byte, bytes, cudaStreamLegacy);
}
