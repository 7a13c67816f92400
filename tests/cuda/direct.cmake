# Tests that use streams, graphs and the runtime themselves (device_problem.h): linked to the simulator they are
# cudasim_NAME, to the toolkit's runtime device_NAME (skipped where there is no device). And the example of training.

function(direct_executable target name)
    add_executable(${target} test_${name}.c device_api.c device_problem.c)
    if(name MATCHES "^library")
        target_sources(${target} PRIVATE library_batch.c library_setting.c)
    endif()
    target_include_directories(${target} PRIVATE ${PROJECT_SOURCE_DIR}/src)
    target_link_libraries(${target} PRIVATE conelet_test_support conelet_check conelet_flags Threads::Threads m)
endfunction()

# As a GPU's machine compiles them, where there is no compiler that could link them.
if(CONELET_CUDA_INCLUDE AND NOT TARGET conelet_cuda)
    add_library(conelet_direct_tests OBJECT device_api.c device_problem.c library_batch.c)
    target_include_directories(conelet_direct_tests PRIVATE ${PROJECT_SOURCE_DIR}/src)
    target_include_directories(conelet_direct_tests SYSTEM PRIVATE ${CONELET_CUDA_INCLUDE})
    target_link_libraries(conelet_direct_tests PRIVATE conelet_test_support conelet_check conelet_flags)
endif()

# direct_test(NAME [SIMULATED]): SIMULATED tests ask more of the simulator than a device can do.
function(direct_test name)
    if(TARGET conelet_cudasim_plugin)
        direct_executable(test_cudasim_product_${name} ${name})
        target_link_libraries(test_cudasim_product_${name} PRIVATE cudasim)
        add_dependencies(test_cudasim_product_${name} conelet_cudasim_plugin)
        add_test(NAME cudasim_product_${name} COMMAND test_cudasim_product_${name})
        set_tests_properties(cudasim_product_${name} PROPERTIES LABELS cudasim TIMEOUT 1200 ENVIRONMENT
            "CONELET_CUDA_PLUGIN=$<TARGET_FILE:conelet_cudasim_plugin>;CUDASIM_MULTIPROCESSORS=1;CUDASIM_DEVICES=2")
    endif()
    if(TARGET conelet_direct_tests AND NOT ARGN)
        target_sources(conelet_direct_tests PRIVATE test_${name}.c)
    endif()
    if(TARGET conelet_cuda AND NOT ARGN)
        direct_executable(test_device_${name} ${name})
        target_link_libraries(test_device_${name} PRIVATE CUDA::cudart)
        add_test(NAME device_${name} COMMAND test_device_${name})
        set_tests_properties(device_${name} PROPERTIES LABELS device SKIP_RETURN_CODE 77 TIMEOUT 600)
    endif()
endfunction()

if(TARGET conelet_cuda)
    find_package(CUDAToolkit REQUIRED)
endif()
direct_test(graphs)
direct_test(contexts)
direct_test(kept)
direct_test(threads)
direct_test(failures SIMULATED)
direct_test(schedules SIMULATED)
direct_test(floats SIMULATED)
if(TEST cudasim_product_schedules)
    set_tests_properties(cudasim_product_schedules PROPERTIES COST 60)
endif()

# With fewer slots than problems; where there is no LAPACK the simulator has no libraries to open.
if(TARGET conelet_cudasim_plugin AND NOT TARGET cudasim_math)
    add_test(NAME cudasim_product_library COMMAND ${CMAKE_COMMAND} -E echo "skipped: no BLAS and LAPACK")
    set_tests_properties(cudasim_product_library PROPERTIES LABELS cudasim SKIP_REGULAR_EXPRESSION "skipped")
else()
    direct_test(library)
    direct_test(library_failures SIMULATED)
    direct_test(library_schedules SIMULATED)
    if(TEST cudasim_product_library)
        target_link_libraries(test_cudasim_product_library PRIVATE cudasim_math)
        target_link_libraries(test_cudasim_product_library_failures PRIVATE cudasim_math)
        target_link_libraries(test_cudasim_product_library_schedules PRIVATE cudasim_math)
        set_property(TEST cudasim_product_library cudasim_product_library_failures cudasim_product_library_schedules
                     APPEND PROPERTY ENVIRONMENT "CUDASIM_BLOCKS=2")
        set_tests_properties(cudasim_product_library_schedules PROPERTIES COST 150)
        # With groups of two of five slots, which do not come out even.
        set(of_groups "CONELET_CUDA_PLUGIN=$<TARGET_FILE:conelet_cudasim_plugin>;CUDASIM_MULTIPROCESSORS=1;CUDASIM_BLOCKS=5")
        add_test(NAME cudasim_product_library_groups
                 COMMAND test_cudasim_product_library -s answers_are_those_of_the_cpu
                         -s "a_problem_does_not_notice_its_place[1]" -s "a_problem_does_not_notice_its_place[2]")
        add_test(NAME cudasim_product_library_groups_broken
                 COMMAND test_cudasim_product_library_failures -s broken_factors_are_rescued)
        set_tests_properties(cudasim_product_library_groups cudasim_product_library_groups_broken PROPERTIES
            LABELS cudasim TIMEOUT 1200 ENVIRONMENT "${of_groups}")
    endif()
endif()

# The same schedules with every access watched.
if(TARGET conelet_cudasim_races)
    add_dependencies(test_cudasim_product_schedules conelet_cudasim_races)
    add_test(NAME cudasim_product_schedules_races COMMAND test_cudasim_product_schedules watched)
    set_tests_properties(cudasim_product_schedules_races PROPERTIES LABELS nightly TIMEOUT 3600 ENVIRONMENT
        "CONELET_CUDA_PLUGIN=$<TARGET_FILE:conelet_cudasim_races>;CUDASIM_MULTIPROCESSORS=1")
endif()

if(TARGET conelet_cudasim_races)
    add_dependencies(test_cudasim_product_floats conelet_cudasim_races)
    add_test(NAME cudasim_product_floats_races COMMAND test_cudasim_product_floats watched)
    set_tests_properties(cudasim_product_floats_races PROPERTIES LABELS nightly TIMEOUT 3600 ENVIRONMENT
        "CONELET_CUDA_PLUGIN=$<TARGET_FILE:conelet_cudasim_races>")
endif()

# Its kernels as PTX, between the products and factors of the simulated libraries.
if(TARGET conelet_ptx_kernels AND TARGET cudasim_math)
    add_dependencies(test_cudasim_product_library conelet_ptx_kernels ptx_of_product)
    ptx_product_test(library ptx COMMAND test_cudasim_product_library -s answers_are_those_of_the_cpu
        ARCHITECTURES 80 90 ENVIRONMENT CUDASIM_BLOCKS=2)
    ptx_product_test(library_in_disorder ptx
        COMMAND test_cudasim_product_library -s "answers_are_those_of_the_cpu[1]" -s "answers_are_those_of_the_cpu[6]"
                -s "answers_are_those_of_the_cpu[7]"
        ARCHITECTURES 80 90 ENVIRONMENT CUDASIM_BLOCKS=2 CONELET_PTX_SEED=5 CONELET_PTX_LANES=1)
endif()
if(TARGET conelet_cudasim_races AND TARGET cudasim_math)
    add_dependencies(test_cudasim_product_library conelet_cudasim_races)
    add_test(NAME cudasim_product_library_races
             COMMAND test_cudasim_product_library -s "answers_are_those_of_the_cpu[1]"
                     -s "answers_are_those_of_the_cpu[6]" -s "answers_are_those_of_the_cpu[7]")
    set_tests_properties(cudasim_product_library_races PROPERTIES LABELS cudasim TIMEOUT 1200 ENVIRONMENT
        "CONELET_CUDA_PLUGIN=$<TARGET_FILE:conelet_cudasim_races>;CUDASIM_MULTIPROCESSORS=1;CUDASIM_BLOCKS=2;CUDASIM_SEED=7")
endif()

# Adjoints by threads where no warps have the rest of them.
if(TEST cudasim_product_threads)
    add_test(NAME cudasim_product_threads_sm_75 COMMAND test_cudasim_product_threads)
    set_tests_properties(cudasim_product_threads_sm_75 PROPERTIES LABELS cudasim TIMEOUT 300 ENVIRONMENT
        "CONELET_CUDA_PLUGIN=$<TARGET_FILE:conelet_cudasim_plugin>;CUDASIM_MULTIPROCESSORS=1;CUDASIM_ARCH=75")
    add_test(NAME cudasim_threads_kept_sm_75 COMMAND test_device_derivative_kept -s those_of_many_problems_too)
    set_tests_properties(cudasim_threads_kept_sm_75 PROPERTIES LABELS cudasim TIMEOUT 300 ENVIRONMENT
        "CONELET_CUDA_PLUGIN=$<TARGET_FILE:conelet_cudasim_plugin>;CUDASIM_MULTIPROCESSORS=1;CUDASIM_ARCH=75")
endif()

# Adjoints from what is kept, as PTX and with every access watched.
if(TARGET conelet_ptx_kernels)
    add_dependencies(test_cudasim_product_kept conelet_ptx_kernels ptx_of_product)
    ptx_product_test(kept ptx COMMAND test_cudasim_product_kept ARCHITECTURES 80 90)
    add_dependencies(test_cudasim_product_threads conelet_ptx_kernels ptx_of_product)
    ptx_product_test(threads ptx COMMAND test_cudasim_product_threads ARCHITECTURES 80 90)
    ptx_product_test(threads_in_disorder ptx
        COMMAND test_cudasim_product_threads -s "gradients_are_those_of_the_cpu[1]" -s "gradients_are_those_of_the_cpu[2]"
        ARCHITECTURES 80 90 ENVIRONMENT CONELET_PTX_SEED=5 CONELET_PTX_LANES=1)
endif()
if(TARGET conelet_cudasim_races)
    foreach(name kept threads)
        add_dependencies(test_cudasim_product_${name} conelet_cudasim_races)
        add_test(NAME cudasim_product_${name}_races COMMAND test_cudasim_product_${name})
        set_tests_properties(cudasim_product_${name}_races PROPERTIES LABELS cudasim TIMEOUT 1200 ENVIRONMENT
            "CONELET_CUDA_PLUGIN=$<TARGET_FILE:conelet_cudasim_races>;CUDASIM_MULTIPROCESSORS=1;CUDASIM_SEED=7")
    endforeach()
endif()

set(training ${CMAKE_CURRENT_SOURCE_DIR}/training.sh)
if(TARGET conelet_cudasim_plugin AND TARGET cudasim_training)
    add_dependencies(cudasim_training conelet_cudasim_plugin)
    add_test(NAME cudasim_training COMMAND ${training} $<TARGET_FILE:cudasim_training> 8 20 4)
    set_tests_properties(cudasim_training PROPERTIES LABELS cudasim TIMEOUT 300 ENVIRONMENT
        "CONELET_CUDA_PLUGIN=$<TARGET_FILE:conelet_cudasim_plugin>")
endif()
if(TARGET cuda_training)
    add_test(NAME device_training COMMAND ${training} $<TARGET_FILE:cuda_training> 256 200 10)
    set_tests_properties(device_training PROPERTIES LABELS device SKIP_RETURN_CODE 77 TIMEOUT 300)
endif()
