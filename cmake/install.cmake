# Installs the headers, the library, the command, and what CMake and pkg-config need to find them.

include(CMakePackageConfigHelpers)

set(CONELET_PACKAGE_DIR ${CMAKE_INSTALL_LIBDIR}/cmake/conelet)

install(DIRECTORY include/conelet DESTINATION ${CMAKE_INSTALL_INCLUDEDIR} FILES_MATCHING PATTERN "*.h")
install(TARGETS conelet EXPORT conelet-targets
        LIBRARY DESTINATION ${CMAKE_INSTALL_LIBDIR}
        ARCHIVE DESTINATION ${CMAKE_INSTALL_LIBDIR})
if(TARGET conelet_cli)
    install(TARGETS conelet_cli RUNTIME DESTINATION ${CMAKE_INSTALL_BINDIR})
endif()

# find_package(conelet) gives conelet::conelet.
install(EXPORT conelet-targets NAMESPACE conelet:: DESTINATION ${CONELET_PACKAGE_DIR})
configure_package_config_file(cmake/conelet-config.cmake.in conelet-config.cmake
                              INSTALL_DESTINATION ${CONELET_PACKAGE_DIR})
write_basic_package_version_file(conelet-config-version.cmake COMPATIBILITY SameMinorVersion)
install(FILES ${CMAKE_CURRENT_BINARY_DIR}/conelet-config.cmake
              ${CMAKE_CURRENT_BINARY_DIR}/conelet-config-version.cmake
        DESTINATION ${CONELET_PACKAGE_DIR})

# The .pc file names its prefix relative to itself, so that an installed tree can be moved.
file(RELATIVE_PATH CONELET_PC_PREFIX
     /prefix/${CMAKE_INSTALL_LIBDIR}/pkgconfig /prefix)
set(CONELET_PC_PRIVATE_LIBS "-lamd -lgomp -lpthread -ldl -lm")
if(NOT BUILD_SHARED_LIBS)
    # Whoever links the archive must name them too, without having to ask pkg-config for --static.
    set(CONELET_PC_LIBS ${CONELET_PC_PRIVATE_LIBS})
endif()
configure_file(cmake/conelet.pc.in conelet.pc @ONLY)
install(FILES ${CMAKE_CURRENT_BINARY_DIR}/conelet.pc DESTINATION ${CMAKE_INSTALL_LIBDIR}/pkgconfig)

install(FILES LICENSE README.md CHANGELOG.md DESTINATION ${CMAKE_INSTALL_DOCDIR})
