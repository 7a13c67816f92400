# Where nvcc is found, libconelet_cuda is built too: CONELET_BUILD_CUDA_PLUGIN says whether. CMAKE_CUDA_ARCHITECTURES,
# CMAKE_CUDA_FLAGS, CMAKE_CUDA_HOST_COMPILER and CMAKE_CUDA_RUNTIME_LIBRARY are CMake's own. For a quick build:
# -DCMAKE_CUDA_ARCHITECTURES=90, or that of the device at hand.

set(CONELET_CUDA AUTO CACHE STRING "Build the plug-in for CUDA: ON, OFF, or AUTO (where nvcc is found)")
set_property(CACHE CONELET_CUDA PROPERTY STRINGS AUTO ON OFF)
set(CONELET_BUILD_CUDA_PLUGIN OFF)

# What we ship, as far as this nvcc knows it: machine code, and of the newest also PTX for devices that come later.
function(conelet_default_cuda_architectures result)
    set(wanted 75 80 86 89 90 100 120)
    execute_process(COMMAND ${CMAKE_CUDA_COMPILER} --list-gpu-arch OUTPUT_VARIABLE known ERROR_QUIET
                    RESULT_VARIABLE failed)
    set(chosen "")
    foreach(architecture ${wanted})
        if(failed OR known MATCHES "compute_${architecture}\n")
            list(APPEND chosen ${architecture})
        endif()
    endforeach()
    list(POP_BACK chosen newest)
    list(TRANSFORM chosen APPEND "-real")
    set(${result} ${chosen} ${newest} PARENT_SCOPE)
endfunction()

# The library executor asks for loops in graphs, and for the headers of cuBLAS and cuSOLVER; both libraries are opened when
# a solver wants them, so nothing is linked.
function(conelet_find_math_libraries without)
    set(${without} ON PARENT_SCOPE)
    find_path(CONELET_MATH_INCLUDE NAMES cublas_v2.h HINTS ${CMAKE_CUDA_TOOLKIT_INCLUDE_DIRECTORIES}
              DOC "The folder of the headers of cuBLAS and cuSOLVER")
    if(CMAKE_CUDA_COMPILER_VERSION VERSION_LESS 12.4)
        message(STATUS "nvcc is older than 12.4: libconelet_cuda is built without cuBLAS and cuSOLVER")
    elseif(NOT CONELET_MATH_INCLUDE OR NOT EXISTS ${CONELET_MATH_INCLUDE}/cusolverDn.h)
        message(STATUS "No cublas_v2.h and cusolverDn.h: libconelet_cuda is built without cuBLAS and cuSOLVER")
    else()
        message(STATUS "libconelet_cuda opens cuBLAS and cuSOLVER for large dense problems")
        set(${without} OFF PARENT_SCOPE)
    endif()
endfunction()

# Instrumented host code and nvcc do not go together by themselves, nor do nvcc and a compiler for another processor; a
# static libconelet is for programs that take everything with them.
if(CONELET_CUDA STREQUAL "AUTO" AND (CONELET_SANITIZE OR CMAKE_CROSSCOMPILING OR NOT BUILD_SHARED_LIBS))
    return()
endif()
if(CONELET_CUDA)
    include(CheckLanguage)
    check_language(CUDA)
    if(CMAKE_CUDA_COMPILER)
        if(NOT DEFINED CMAKE_CUDA_ARCHITECTURES)
            conelet_default_cuda_architectures(architectures)
            set(CMAKE_CUDA_ARCHITECTURES "${architectures}" CACHE STRING "CUDA architectures")
        endif()
        enable_language(CUDA)
        set(CONELET_BUILD_CUDA_PLUGIN ON)
        message(STATUS "libconelet_cuda is built for ${CMAKE_CUDA_ARCHITECTURES}")
        conelet_find_math_libraries(CONELET_WITHOUT_LIBRARY)
    elseif(NOT CONELET_CUDA STREQUAL "AUTO")
        message(FATAL_ERROR "CONELET_CUDA is ON, but no nvcc that works was found: see CMAKE_CUDA_COMPILER")
    endif()
endif()
