# The libraries that kverdict is built from, and the two functions that the directories use.

set(KVERDICT_LLVM_VERSION 22 CACHE STRING "The major version of LLVM and Clang to build with (22, or 19)")
list(PREPEND CMAKE_PREFIX_PATH /usr/lib/llvm-${KVERDICT_LLVM_VERSION})
find_package(Clang REQUIRED CONFIG)
find_package(yaml-cpp REQUIRED CONFIG)
find_package(CLI11 REQUIRED CONFIG)
find_package(nlohmann_json REQUIRED CONFIG)
if(KVERDICT_TESTS)
  find_package(GTest REQUIRED)
  enable_testing()
  include(GoogleTest)
endif()
find_package(ZLIB REQUIRED)
find_library(KVERDICT_Z3 z3 REQUIRED)
find_library(KVERDICT_MIMALLOC mimalloc REQUIRED)

# One target carries the flags, so that the precompiled header is built with just the flags of its users.
add_library(kverdict_flags INTERFACE)
target_include_directories(kverdict_flags INTERFACE ${CMAKE_SOURCE_DIR})
target_include_directories(kverdict_flags SYSTEM INTERFACE ${LLVM_INCLUDE_DIRS} ${CLANG_INCLUDE_DIRS})
target_compile_options(kverdict_flags INTERFACE -Wall -Wextra -Wno-unused-parameter)
separate_arguments(KVERDICT_LLVM_DEFINITIONS NATIVE_COMMAND "${LLVM_DEFINITIONS}")
target_compile_options(kverdict_flags INTERFACE ${KVERDICT_LLVM_DEFINITIONS})
# The program itself holds what it needs of Clang and LLVM: to load their shared libraries, and to call through them, is
# an eighth of a review. The tests take the shared ones, which link faster and are small. lld looks into archives in any
# order, and takes what is needed.
define_property(TARGET PROPERTY KVERDICT_WHOLE BRIEF_DOCS "Whether a program holds what it needs of Clang and LLVM")
set(KVERDICT_WHOLE $<BOOL:$<TARGET_PROPERTY:KVERDICT_WHOLE>>)
file(GLOB KVERDICT_ARCHIVES ${LLVM_LIBRARY_DIR}/libLLVM*.a)
foreach(LIBRARY APINotes AST ASTMatchers Analysis AnalysisLifetimeSafety Basic Driver Edit Frontend Lex Options Parse Sema
                Serialization Support)
  file(GLOB ARCHIVE ${LLVM_LIBRARY_DIR}/libclang${LIBRARY}.a) # not every version has all
  list(APPEND KVERDICT_ARCHIVES ${ARCHIVE})
endforeach()
target_link_libraries(kverdict_flags INTERFACE $<$<NOT:${KVERDICT_WHOLE}>:LLVM>)
add_library(kverdict_clang INTERFACE)
target_link_libraries(kverdict_clang
                      INTERFACE $<$<NOT:${KVERDICT_WHOLE}>:clang-cpp>
                                "$<${KVERDICT_WHOLE}:${KVERDICT_ARCHIVES};ZLIB::ZLIB;zstd::libzstd_shared>")
target_link_options(kverdict_clang
                    INTERFACE "$<${KVERDICT_WHOLE}:-fuse-ld=lld;LINKER:--gc-sections;LINKER:-z,pack-relative-relocs>")

# Clang's headers cost half a minute a source; precompiled once, three seconds.
file(WRITE ${CMAKE_BINARY_DIR}/clang_headers.cpp.tmp "")
file(COPY_FILE ${CMAKE_BINARY_DIR}/clang_headers.cpp.tmp ${CMAKE_BINARY_DIR}/clang_headers.cpp ONLY_IF_DIFFERENT)
add_library(kverdict_clang_headers STATIC ${CMAKE_BINARY_DIR}/clang_headers.cpp)
target_link_libraries(kverdict_clang_headers PUBLIC kverdict_flags kverdict_clang)
target_precompile_headers(kverdict_clang_headers PRIVATE ${CMAKE_SOURCE_DIR}/cmake/clang_headers.h)

# Terms and syntax trees are millions of small objects: another malloc() saves a tenth of the time. Sanitizers have their
# own.
add_library(kverdict_malloc INTERFACE)
if(NOT CMAKE_CXX_FLAGS MATCHES "-fsanitize")
  target_link_libraries(kverdict_malloc INTERFACE ${KVERDICT_MIMALLOC})
endif()

# kverdict_library(NAME [CLANG] SOURCES ... LINKS ...)
# A static library kverdict_NAME; CLANG for sources that include Clang's headers.
function(kverdict_library NAME)
  cmake_parse_arguments(ARG "CLANG" "" "SOURCES;LINKS" ${ARGN})
  add_library(kverdict_${NAME} STATIC ${ARG_SOURCES})
  target_link_libraries(kverdict_${NAME} PUBLIC kverdict_flags ${ARG_LINKS})
  if(ARG_CLANG)
    kverdict_uses_clang(kverdict_${NAME})
  endif()
endfunction()

# kverdict_test(NAME [CLANG] SOURCES ... LINKS ...)
# A GoogleTest program NAME_test whose tests ctest runs one by one; nothing where no tests are built.
function(kverdict_test NAME)
  if(NOT KVERDICT_TESTS)
    return()
  endif()
  cmake_parse_arguments(ARG "CLANG" "" "SOURCES;LINKS" ${ARGN})
  add_executable(${NAME}_test ${ARG_SOURCES})
  target_link_libraries(${NAME}_test PRIVATE ${ARG_LINKS} GTest::gmock GTest::gtest_main)
  target_compile_definitions(${NAME}_test PRIVATE KVERDICT_SOURCE_DIR="${CMAKE_SOURCE_DIR}"
                                                  KVERDICT_BINARY_DIR="${CMAKE_BINARY_DIR}")
  if(ARG_CLANG)
    kverdict_uses_clang(${NAME}_test)
  endif()
  gtest_discover_tests(${NAME}_test TEST_PREFIX ${NAME}. DISCOVERY_TIMEOUT 120 PROPERTIES TIMEOUT 900)
endfunction()

function(kverdict_uses_clang TARGET)
  target_link_libraries(${TARGET} PRIVATE kverdict_clang)
  target_precompile_headers(${TARGET} REUSE_FROM kverdict_clang_headers)
endfunction()
