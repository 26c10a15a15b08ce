# What `cmake --install` puts where: the program, the documentation, the annotation files, and the package that
# find_package(parley) finds.
include(GNUInstallDirs)
include(CMakePackageConfigHelpers)

set(package_folder "${CMAKE_INSTALL_LIBDIR}/cmake/parley")

install(TARGETS parley EXPORT parley-targets RUNTIME DESTINATION "${CMAKE_INSTALL_BINDIR}")
install(EXPORT parley-targets NAMESPACE parley:: DESTINATION "${package_folder}")

configure_package_config_file(
  "${CMAKE_CURRENT_LIST_DIR}/parley-config.cmake.in" "${PROJECT_BINARY_DIR}/parley-config.cmake"
  INSTALL_DESTINATION "${package_folder}")
# Below 1.0 a minor version may change what a script sees. A program needs no match of architectures.
write_basic_package_version_file(
  "${PROJECT_BINARY_DIR}/parley-config-version.cmake" COMPATIBILITY SameMinorVersion ARCH_INDEPENDENT)
install(FILES
  "${PROJECT_BINARY_DIR}/parley-config.cmake" "${PROJECT_BINARY_DIR}/parley-config-version.cmake"
  "${CMAKE_CURRENT_LIST_DIR}/ParleyDiscoverScenarios.cmake" "${CMAKE_CURRENT_LIST_DIR}/ParleyScenarioTests.cmake.in"
  DESTINATION "${package_folder}")

install(FILES "${PROJECT_SOURCE_DIR}/README.md" "${PROJECT_SOURCE_DIR}/LICENSE" DESTINATION "${CMAKE_INSTALL_DOCDIR}")
install(DIRECTORY "${PROJECT_SOURCE_DIR}/docs/" DESTINATION "${CMAKE_INSTALL_DOCDIR}")

install(DIRECTORY "${PROJECT_BINARY_DIR}/types/" DESTINATION "${CMAKE_INSTALL_DATADIR}/parley/types")
