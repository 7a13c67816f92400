# PTX: what nvcc makes of a kernel, kept as text, so that it can be read, and run without a GPU (tests/ptx).
#
#   CONELET_KEEP_PTX=FOLDER         puts the PTX of every kernel into FOLDER, as NAME.sm_ARCHITECTURE.ptx, so that others
#                                   can execute it elsewhere (target conelet_kept_ptx, made with everything else)
#   CONELET_PTX_ARCHITECTURES=...   for these architectures
#   CONELET_INSTALL_PTX=ON          and installs it under share/conelet/ptx
#
#   conelet_add_ptx(TARGET SOURCE file.cu [STANDARD 17] [ARCHITECTURES 80 90] [OPTIONS nvcc options...])
#
# makes FILE.sm_80.ptx and FILE.sm_90.ptx in the current binary folder whenever TARGET is built. CONELET_NVCC is the
# compiler, or CONELET_NVCC-NOTFOUND.

set(CONELET_KEEP_PTX "" CACHE PATH "A folder that gets the PTX of every kernel; empty: none is kept")
set(CONELET_PTX_ARCHITECTURES 80 90 CACHE STRING "The architectures whose PTX is kept")
option(CONELET_INSTALL_PTX "Install the PTX of every kernel under share/conelet/ptx" OFF)
if(CONELET_INSTALL_PTX AND NOT CONELET_KEEP_PTX)
    set(CONELET_KEEP_PTX ${PROJECT_BINARY_DIR}/ptx)
endif()
find_program(CONELET_NVCC nvcc HINTS ENV CUDACXX ENV CUDA_PATH ENV CUDA_HOME PATHS /usr/local/cuda PATH_SUFFIXES bin
             DOC "The CUDA compiler")

function(conelet_add_ptx target)
    cmake_parse_arguments(PTX "" "SOURCE;STANDARD" "ARCHITECTURES;OPTIONS" ${ARGN})
    if(NOT PTX_ARCHITECTURES)
        set(PTX_ARCHITECTURES 80 90)
    endif()
    if(NOT PTX_STANDARD)
        set(PTX_STANDARD 17)
    endif()
    get_filename_component(source ${PTX_SOURCE} ABSOLUTE)
    get_filename_component(name ${PTX_SOURCE} NAME_WE)
    set(results)
    foreach(architecture ${PTX_ARCHITECTURES})
        set(file ${name}.sm_${architecture}.ptx)
        set(keep)
        if(CONELET_KEEP_PTX)
            set(keep COMMAND ${CMAKE_COMMAND} -E make_directory ${CONELET_KEEP_PTX}
                     COMMAND ${CMAKE_COMMAND} -E copy_if_different ${file} ${CONELET_KEEP_PTX}/${file})
        endif()
        # -lineinfo puts the lines of the source beside the instructions and changes nothing else.
        add_custom_command(
            OUTPUT ${CMAKE_CURRENT_BINARY_DIR}/${file}
            COMMAND ${CONELET_NVCC} -ptx -std=c++${PTX_STANDARD} -lineinfo -arch=sm_${architecture} ${PTX_OPTIONS}
                    -MD -MF ${CMAKE_CURRENT_BINARY_DIR}/${file}.d -MT ${CMAKE_CURRENT_BINARY_DIR}/${file}
                    -o ${CMAKE_CURRENT_BINARY_DIR}/${file} ${source}
            ${keep}
            DEPENDS ${source}
            DEPFILE ${CMAKE_CURRENT_BINARY_DIR}/${file}.d
            WORKING_DIRECTORY ${CMAKE_CURRENT_BINARY_DIR}
            COMMENT "PTX of ${name} for sm_${architecture}"
            VERBATIM)
        list(APPEND results ${CMAKE_CURRENT_BINARY_DIR}/${file})
    endforeach()
    add_custom_target(${target} DEPENDS ${results})
endfunction()
