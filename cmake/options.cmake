# Flags that every target shares: C11, warnings as errors, hidden visibility, explicit contraction, sanitizers.

option(CONELET_WARNINGS_AS_ERRORS "Stop at the first warning" ON)
set(CONELET_SANITIZE "" CACHE STRING "Sanitizer to build with: address (brings undefined too), thread, or none")

option(CONELET_X86_PACKS "Packs for AVX2 and AVX-512 beside the portable ones, where the processor is an x86-64" ON)
if(CONELET_X86_PACKS AND CMAKE_SYSTEM_PROCESSOR MATCHES "x86_64|AMD64")
    set(CONELET_HAS_X86_PACKS ON)
endif()

if(NOT CMAKE_BUILD_TYPE)
    set(CMAKE_BUILD_TYPE Release CACHE STRING "Release or Debug" FORCE)
endif()
set(CMAKE_C_STANDARD 11)
set(CMAKE_C_STANDARD_REQUIRED ON)
set(CMAKE_C_EXTENSIONS ON)
set(CMAKE_C_VISIBILITY_PRESET hidden)
set(CMAKE_POSITION_INDEPENDENT_CODE ON)
set(CMAKE_EXPORT_COMPILE_COMMANDS ON)
# An installed program finds the library installed beside it, wherever the prefix was moved.
set(CMAKE_INSTALL_RPATH "$ORIGIN/../${CMAKE_INSTALL_LIBDIR}")

set(CMAKE_C_FLAGS_RELEASE "-O3 -DNDEBUG")
# Lines and frames are enough for a sanitizer's report; with all of -g the engine takes half as long again to compile.
set(CMAKE_C_FLAGS_DEBUG "-O1 -g1 -fno-omit-frame-pointer")

# Contraction is off because a compiler that fuses where it likes would make the bits depend on the compiler; where a
# fused multiply-add is wanted, the code asks for it.
#
# Vectors wider than the machine's have no settled calling convention (-Wpsabi); ours never leave their source file.
add_library(conelet_flags INTERFACE)
target_compile_options(conelet_flags INTERFACE
    -Wall -Wextra -Wstrict-prototypes -Wmissing-prototypes -Wpointer-arith -Wno-psabi
    $<$<C_COMPILER_ID:GNU>:-Wshadow=local>
    $<$<BOOL:${CONELET_WARNINGS_AS_ERRORS}>:-Werror>
    -ffp-contract=off -fno-math-errno)

if(CONELET_SANITIZE)
    set(sanitizers ${CONELET_SANITIZE})
    if(CONELET_SANITIZE STREQUAL "address")
        set(sanitizers address,undefined)
    endif()
    # For every target, so that none can be forgotten.
    add_compile_options("$<$<COMPILE_LANGUAGE:C,CXX>:-fsanitize=${sanitizers};-fno-sanitize-recover=all>")
    add_link_options(-fsanitize=${sanitizers})
    # gcc defines these by itself; tests that bring their own malloc ask for them.
    string(TOUPPER ${CONELET_SANITIZE} sanitizer_name)
    add_compile_definitions($<$<NOT:$<C_COMPILER_ID:GNU>>:__SANITIZE_${sanitizer_name}__=1>)
endif()
