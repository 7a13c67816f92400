# `cmake --build build/release --target docs`: the public headers as a manual. A warning is an error.

find_program(DOXYGEN_PROGRAM doxygen)
if(DOXYGEN_PROGRAM)
    configure_file(docs/Doxyfile.in Doxyfile @ONLY)
    add_custom_target(docs
        COMMAND ${DOXYGEN_PROGRAM} ${CMAKE_CURRENT_BINARY_DIR}/Doxyfile
        COMMENT "Reading include/ into ${CMAKE_CURRENT_BINARY_DIR}/docs/html/index.html"
        VERBATIM)
endif()
