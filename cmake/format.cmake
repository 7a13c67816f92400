# `--target format` rewrites the C, C++ and CUDA sources as .clang-format says. Versions of clang-format differ in small
# things, so one version decides: 14, that of Debian 12. tests/workshop checks without writing.

find_program(CLANG_FORMAT_PROGRAM clang-format-14)
if(CLANG_FORMAT_PROGRAM)
    add_custom_target(format
        COMMAND ${CMAKE_SOURCE_DIR}/tests/workshop/formatting.sh ${CMAKE_SOURCE_DIR} ${CLANG_FORMAT_PROGRAM} -i
        VERBATIM)
endif()
