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
    elseif(NOT CONELET_CUDA STREQUAL "AUTO")
        message(FATAL_ERROR "CONELET_CUDA is ON, but no nvcc that works was found: see CMAKE_CUDA_COMPILER")
    endif()
endif()
