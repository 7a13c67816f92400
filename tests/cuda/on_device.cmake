# The tests of the solver and of its derivatives once more, on a device: the same sources, with on_device.h before them.
# Each becomes cudasim_NAME, on the simulator, and device_NAME, on a GPU (skipped where there is none), and ptx_NAME..., as
# the PTX that nvcc makes of the kernels. NIGHTLY: it takes the simulator minutes. PTX names the cases that the
# interpreter runs every time, ALL of them or some, for sm_90; the nights run all of them for sm_80 as well. SLOW_DOUBLES:
# simulated and interpreted is an sm_89, whose calls on floats are solved in floats.

set(tests ${PROJECT_SOURCE_DIR}/tests)
get_target_property(support_sources conelet_test_support SOURCES)
list(TRANSFORM support_sources PREPEND ${tests}/support/)

add_library(on_device_support STATIC on_device.c ${support_sources})
target_include_directories(on_device_support PUBLIC ${tests}/support ${CMAKE_CURRENT_SOURCE_DIR})
target_compile_options(on_device_support PUBLIC -include ${CMAKE_CURRENT_SOURCE_DIR}/on_device.h)
target_compile_definitions(on_device_support INTERFACE ON_DEVICE=1)
target_link_libraries(on_device_support PUBLIC conelet conelet_check Threads::Threads PRIVATE conelet_flags m)
set_source_files_properties(on_device.c PROPERTIES COMPILE_DEFINITIONS ON_DEVICE_ITSELF)

function(ptx_tests name)
    cmake_parse_arguments(PTX "SLOW_DOUBLES" "" "CASES" ${ARGN})
    set(every_time ARCHITECTURES 90)
    set(at_night ARCHITECTURES 80 90)
    if(PTX_SLOW_DOUBLES)
        set(every_time ARCHITECTURES 89 ENVIRONMENT EXPECT_FLOATS=1)
        set(at_night ${every_time})
    endif()
    set(selection)
    foreach(case ${PTX_CASES})
        list(APPEND selection -s ${case})
    endforeach()
    ptx_product_test(all_${name} nightly COMMAND test_device_${name} ${at_night})
    if("${PTX_CASES}" STREQUAL ALL)
        ptx_product_test(${name} ptx COMMAND test_device_${name} ${every_time})
    elseif(selection)
        ptx_product_test(${name} ptx COMMAND test_device_${name} ${selection} ${every_time})
    endif()
endfunction()

function(device_test name source)
    cmake_parse_arguments(TEST "NIGHTLY;SLOW_DOUBLES" "" "PTX" ${ARGN})
    set(simulated cudasim)
    set(environment "CONELET_CUDA_PLUGIN=$<TARGET_FILE:conelet_cudasim_plugin>")
    set(slow)
    if(TEST_SLOW_DOUBLES)
        list(APPEND environment CUDASIM_ARCH=89 EXPECT_FLOATS=1)
        set(slow SLOW_DOUBLES)
    endif()
    if(TEST_NIGHTLY)
        set(simulated nightly)
    endif()
    add_executable(test_device_${name} ${tests}/${source})
    target_link_libraries(test_device_${name} PRIVATE on_device_support conelet_flags m)
    if(TARGET conelet_cudasim_plugin)
        add_dependencies(test_device_${name} conelet_cudasim_plugin)
        add_test(NAME cudasim_${name} COMMAND test_device_${name})
        set_tests_properties(cudasim_${name} PROPERTIES LABELS ${simulated} TIMEOUT 3600
            ENVIRONMENT "${environment}")
    endif()
    if(TARGET conelet_ptx_kernels)
        add_dependencies(test_device_${name} conelet_ptx_kernels ptx_of_product)
        ptx_tests(${name} ${slow} CASES ${TEST_PTX})
    endif()
    if(TARGET conelet_cuda)
        add_test(NAME device_${name} COMMAND test_device_${name})
        set_tests_properties(device_${name} PROPERTIES LABELS device SKIP_RETURN_CODE 77 TIMEOUT 600)
    endif()
endfunction()

device_test(solver_closed_forms solver/test_closed_forms.c
    PTX projection_on_a_box[0] projection_on_a_box[1] projection_on_a_box[2] projection_on_a_box[5])
device_test(solver_f32 solver/test_f32.c PTX wrong_calls_are_refused)
device_test(solver_hundred solver/test_hundred.c)
device_test(solver_single solver/test_single.c SLOW_DOUBLES
    PTX answers_are_as_good_as_those_of_doubles[0] answers_are_as_good_as_those_of_doubles[5]
        shared_data_are_read_once_for_all)
device_test(solver_pivoting solver/test_pivoting.c)
device_test(solver_outcomes solver/test_outcomes.c
    PTX plain_contradictions_are_infeasible plain_descents_are_unbounded invalid_numbers_are_invalid_data
        members_of_the_solution_may_be_left_out)
device_test(solver_residuals solver/test_residuals.c NIGHTLY)
device_test(solver_mixed_batch solver/test_mixed_batch.c NIGHTLY)
device_test(derivative_adjoint derivative/test_adjoint.c
    PTX the_adjoint_identity_holds[0] the_adjoint_identity_holds[1] the_adjoint_identity_holds[3]
        the_adjoint_identity_holds[5])
device_test(derivative_closed_forms derivative/test_closed_forms.c PTX ALL)
device_test(derivative_differences derivative/test_differences.c NIGHTLY)
device_test(derivative_hundred derivative/test_hundred.c)
device_test(derivative_kept derivative/test_kept.c NIGHTLY)
device_test(derivative_kept_hundred derivative/test_kept_hundred.c)
device_test(derivative_single derivative/test_single.c SLOW_DOUBLES
    PTX gradients_are_those_of_doubles[0] gradients_are_those_of_doubles[7] gradients_are_those_of_doubles[9])
device_test(derivative_singular derivative/test_singular.c PTX ALL)
device_test(derivative_system derivative/test_system.c PTX parts_may_be_left_out)

# Every access of these is checked for races, under a random order of threads.
if(TARGET conelet_cudasim_races)
    foreach(name derivative_closed_forms derivative_hundred derivative_kept_hundred derivative_singular solver_hundred
                 solver_pivoting)
        add_dependencies(test_device_${name} conelet_cudasim_races)
        add_test(NAME cudasim_${name}_races COMMAND test_device_${name})
        set_tests_properties(cudasim_${name}_races PROPERTIES LABELS cudasim TIMEOUT 1200
            ENVIRONMENT "CONELET_CUDA_PLUGIN=$<TARGET_FILE:conelet_cudasim_races>;CUDASIM_SEED=7")
    endforeach()
endif()

# Small problems go to the thread executor where there are enough of them for the device's multiprocessors: here one.
if(TARGET conelet_cudasim_plugin)
    add_test(NAME cudasim_threads COMMAND test_device_solver_mixed_batch -s "neighbours_do_not_notice[1]")
    add_test(NAME cudasim_threads_kept
             COMMAND test_device_derivative_kept -s those_of_many_problems_too -s among_many_problems_too
             -s gradients_are_the_adjoints_of_the_defining_system -s nearly_singular_P_is_not_kept)
    set_tests_properties(cudasim_threads cudasim_threads_kept PROPERTIES LABELS cudasim TIMEOUT 300
        ENVIRONMENT "CONELET_CUDA_PLUGIN=$<TARGET_FILE:conelet_cudasim_plugin>;CUDASIM_MULTIPROCESSORS=1;CUDASIM_SEED=3")

    # Each warp has several problems, one after another, among them some that nothing is kept of: what is read ahead for
    # the next, and what is left of the one before.
    set(of_kept -s kept_factors_give_the_same_derivatives -s a_second_solve_replaces_what_was_kept)
    set(of_single -s gradients_are_those_of_doubles)
    foreach(plugin plugin races)
        if(NOT TARGET conelet_cudasim_${plugin})
            continue()
        endif()
        set(kept cudasim_kept_turns_${plugin})
        set(single cudasim_single_turns_${plugin})
        set(environment "CONELET_CUDA_PLUGIN=$<TARGET_FILE:conelet_cudasim_${plugin}>;CUDASIM_MULTIPROCESSORS=1;CUDASIM_BLOCKS=1;CUDASIM_SEED=3")
        add_test(NAME ${kept} COMMAND test_device_derivative_kept ${of_kept})
        add_test(NAME ${single} COMMAND test_device_derivative_single ${of_single})
        set_tests_properties(${kept} ${single} PROPERTIES LABELS cudasim TIMEOUT 1200)
        set_tests_properties(${kept} PROPERTIES ENVIRONMENT "${environment}")
        set_tests_properties(${single} PROPERTIES ENVIRONMENT "${environment};CUDASIM_ARCH=89;EXPECT_FLOATS=1")
    endforeach()

    # With no room to keep anything.
    foreach(name derivative_hundred derivative_kept_hundred)
        add_test(NAME cudasim_${name}_without_room COMMAND test_device_${name})
        set_tests_properties(cudasim_${name}_without_room PROPERTIES LABELS cudasim TIMEOUT 300
            ENVIRONMENT "CONELET_CUDA_PLUGIN=$<TARGET_FILE:conelet_cudasim_plugin>;CUDASIM_MULTIPROCESSORS=1;CUDASIM_MEMORY=9")
    endforeach()
    set_tests_properties(cudasim_derivative_kept_hundred_without_room PROPERTIES LABELS nightly)
endif()
