# The files of libconelet_cuda, for whoever compiles them: CMakeLists.txt beside this, and the tests that run them on a CPU.

# The library executor, or what stands for it if CONELET_WITHOUT_LIBRARY.
if(CONELET_WITHOUT_LIBRARY)
    set(CONELET_LIBRARY_KERNELS)
    set(CONELET_LIBRARY_SOURCES ${CMAKE_CURRENT_LIST_DIR}/library_absent.cu)
else()
    set(CONELET_LIBRARY_KERNELS
        ${CMAKE_CURRENT_LIST_DIR}/library_definite.cu
        ${CMAKE_CURRENT_LIST_DIR}/library_general.cu
        ${CMAKE_CURRENT_LIST_DIR}/library_kernels.cu)
    set(CONELET_LIBRARY_SOURCES
        ${CMAKE_CURRENT_LIST_DIR}/library_calls.cu
        ${CMAKE_CURRENT_LIST_DIR}/library_graph.cu
        ${CMAKE_CURRENT_LIST_DIR}/library_products.cu
        ${CMAKE_CURRENT_LIST_DIR}/library_solver.cu)
endif()

# Those with kernels in them.
set(CONELET_CUDA_KERNELS
    ${CMAKE_CURRENT_LIST_DIR}/block_definite.cu
    ${CMAKE_CURRENT_LIST_DIR}/block_differentiate.cu
    ${CMAKE_CURRENT_LIST_DIR}/block_general.cu
    ${CMAKE_CURRENT_LIST_DIR}/crew_80.cu
    ${CMAKE_CURRENT_LIST_DIR}/crew_104.cu
    ${CMAKE_CURRENT_LIST_DIR}/crew_differentiate_80.cu
    ${CMAKE_CURRENT_LIST_DIR}/crew_differentiate_104.cu
    ${CMAKE_CURRENT_LIST_DIR}/f32_convert.cu
    ${CMAKE_CURRENT_LIST_DIR}/kept_thread_10.cu
    ${CMAKE_CURRENT_LIST_DIR}/kept_warp_16.cu
    ${CMAKE_CURRENT_LIST_DIR}/kept_warp_24.cu
    ${CMAKE_CURRENT_LIST_DIR}/kept_warp_32.cu
    ${CMAKE_CURRENT_LIST_DIR}/kept_warp_40.cu
    ${CMAKE_CURRENT_LIST_DIR}/kept_warp_48.cu
    ${CMAKE_CURRENT_LIST_DIR}/kept_warp_56.cu
    ${CMAKE_CURRENT_LIST_DIR}/kept_warp_64.cu
    ${CONELET_LIBRARY_KERNELS}
    ${CMAKE_CURRENT_LIST_DIR}/thread_10.cu
    ${CMAKE_CURRENT_LIST_DIR}/warp_16.cu
    ${CMAKE_CURRENT_LIST_DIR}/warp_24.cu
    ${CMAKE_CURRENT_LIST_DIR}/warp_32.cu
    ${CMAKE_CURRENT_LIST_DIR}/warp_40.cu
    ${CMAKE_CURRENT_LIST_DIR}/warp_48.cu
    ${CMAKE_CURRENT_LIST_DIR}/warp_56.cu
    ${CMAKE_CURRENT_LIST_DIR}/warp_64.cu
    ${CMAKE_CURRENT_LIST_DIR}/warp_differentiate_16.cu
    ${CMAKE_CURRENT_LIST_DIR}/warp_differentiate_24.cu
    ${CMAKE_CURRENT_LIST_DIR}/warp_differentiate_32.cu
    ${CMAKE_CURRENT_LIST_DIR}/warp_differentiate_40.cu
    ${CMAKE_CURRENT_LIST_DIR}/warp_differentiate_48.cu
    ${CMAKE_CURRENT_LIST_DIR}/warp_differentiate_56.cu
    ${CMAKE_CURRENT_LIST_DIR}/warp_differentiate_64.cu
    ${CMAKE_CURRENT_LIST_DIR}/warp_single_16.cu
    ${CMAKE_CURRENT_LIST_DIR}/warp_single_24.cu
    ${CMAKE_CURRENT_LIST_DIR}/warp_single_32.cu
    ${CMAKE_CURRENT_LIST_DIR}/warp_single_40.cu
    ${CMAKE_CURRENT_LIST_DIR}/warp_single_48.cu
    ${CMAKE_CURRENT_LIST_DIR}/warp_single_56.cu
    ${CMAKE_CURRENT_LIST_DIR}/warp_single_64.cu
    ${CMAKE_CURRENT_LIST_DIR}/warp_single_vjp_16.cu
    ${CMAKE_CURRENT_LIST_DIR}/warp_single_vjp_24.cu
    ${CMAKE_CURRENT_LIST_DIR}/warp_single_vjp_32.cu
    ${CMAKE_CURRENT_LIST_DIR}/warp_single_vjp_40.cu
    ${CMAKE_CURRENT_LIST_DIR}/warp_single_vjp_48.cu
    ${CMAKE_CURRENT_LIST_DIR}/warp_single_vjp_56.cu
    ${CMAKE_CURRENT_LIST_DIR}/warp_single_vjp_64.cu)

set(CONELET_CUDA_SOURCES
    ${CONELET_CUDA_KERNELS}
    ${CMAKE_CURRENT_LIST_DIR}/backend.cu
    ${CMAKE_CURRENT_LIST_DIR}/block_solve.cu
    ${CMAKE_CURRENT_LIST_DIR}/device_calls.cu
    ${CMAKE_CURRENT_LIST_DIR}/device_context.cu
    ${CMAKE_CURRENT_LIST_DIR}/device_f32.cu
    ${CMAKE_CURRENT_LIST_DIR}/device_plan.cu
    ${CMAKE_CURRENT_LIST_DIR}/device_solver.cu
    ${CMAKE_CURRENT_LIST_DIR}/kept_vjp.cu
    ${CMAKE_CURRENT_LIST_DIR}/launch_needs.cu
    ${CMAKE_CURRENT_LIST_DIR}/launch_prepare.cu
    ${CONELET_LIBRARY_SOURCES}
    ${CMAKE_CURRENT_LIST_DIR}/single_solve.cu
    ${CMAKE_CURRENT_LIST_DIR}/single_vjp.cu
    ${CMAKE_CURRENT_LIST_DIR}/warp_differentiate.cu
    ${CMAKE_CURRENT_LIST_DIR}/warp_solve.cu)

# Plain C: plans of launches, which need no CUDA; and what the plug-in shares with the core, compiled into it once more,
# as libconelet shows none of it.
set(CONELET_CUDA_CORE_SOURCES
    ${CMAKE_CURRENT_LIST_DIR}/../core/context_memory.c
    ${CMAKE_CURRENT_LIST_DIR}/../core/error.c
    ${CMAKE_CURRENT_LIST_DIR}/device_traits.c
    ${CMAKE_CURRENT_LIST_DIR}/launch_plan.c
    ${CMAKE_CURRENT_LIST_DIR}/launch_settle.c)
