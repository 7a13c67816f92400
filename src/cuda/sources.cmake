# The files of libconelet_cuda, for whoever compiles them: CMakeLists.txt beside this, and the tests that run them on a CPU.

set(CONELET_CUDA_SOURCES
    ${CMAKE_CURRENT_LIST_DIR}/backend.cu
    ${CMAKE_CURRENT_LIST_DIR}/block_solve.cu
    ${CMAKE_CURRENT_LIST_DIR}/device_context.cu
    ${CMAKE_CURRENT_LIST_DIR}/device_plan.cu
    ${CMAKE_CURRENT_LIST_DIR}/device_solver.cu
    ${CMAKE_CURRENT_LIST_DIR}/launch_plan.cu)

# What the plug-in shares with the core: compiled into it once more, as libconelet shows none of it.
set(CONELET_CUDA_CORE_SOURCES
    ${CMAKE_CURRENT_LIST_DIR}/../core/context_memory.c
    ${CMAKE_CURRENT_LIST_DIR}/../core/error.c)
