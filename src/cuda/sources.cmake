# The files of libconelet_cuda, for whoever compiles them: CMakeLists.txt beside this, and the tests that run them on a CPU.

set(CONELET_CUDA_SOURCES
    ${CMAKE_CURRENT_LIST_DIR}/backend.cu
    ${CMAKE_CURRENT_LIST_DIR}/block_differentiate.cu
    ${CMAKE_CURRENT_LIST_DIR}/block_solve.cu
    ${CMAKE_CURRENT_LIST_DIR}/crew_80.cu
    ${CMAKE_CURRENT_LIST_DIR}/crew_104.cu
    ${CMAKE_CURRENT_LIST_DIR}/device_calls.cu
    ${CMAKE_CURRENT_LIST_DIR}/device_context.cu
    ${CMAKE_CURRENT_LIST_DIR}/device_plan.cu
    ${CMAKE_CURRENT_LIST_DIR}/device_solver.cu
    ${CMAKE_CURRENT_LIST_DIR}/launch_plan.cu
    ${CMAKE_CURRENT_LIST_DIR}/thread_10.cu
    ${CMAKE_CURRENT_LIST_DIR}/warp_16.cu
    ${CMAKE_CURRENT_LIST_DIR}/warp_24.cu
    ${CMAKE_CURRENT_LIST_DIR}/warp_32.cu
    ${CMAKE_CURRENT_LIST_DIR}/warp_40.cu
    ${CMAKE_CURRENT_LIST_DIR}/warp_48.cu
    ${CMAKE_CURRENT_LIST_DIR}/warp_56.cu
    ${CMAKE_CURRENT_LIST_DIR}/warp_64.cu
    ${CMAKE_CURRENT_LIST_DIR}/warp_solve.cu)

# What the plug-in shares with the core: compiled into it once more, as libconelet shows none of it.
set(CONELET_CUDA_CORE_SOURCES
    ${CMAKE_CURRENT_LIST_DIR}/../core/context_memory.c
    ${CMAKE_CURRENT_LIST_DIR}/../core/error.c)
